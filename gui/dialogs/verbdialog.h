// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/tones.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace boxyard {

class ElidedLabel;

/// A dialog that asks little: a heading, a form, one sentence of what will happen, and a button that is a
/// verb. Window-modal, shown with open(), never with exec(); it deletes itself.
class VerbDialog : public QDialog
{
    Q_OBJECT

public:
    explicit VerbDialog(QWidget *parent);

    [[nodiscard]] QPushButton *verbButton() const { return m_verb; }

    /// Puts a lock on the button while that action asks for a password.
    void watchPermission(const Engine &engine, Action action);

    /// What stands above the button.
    [[nodiscard]] QString sentence() const;

protected:
    void showEvent(QShowEvent *event) override;

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    /// Adds a form to the body, with fields that grow.
    QFormLayout *addForm();
    /// A row: the label, the field, and a hint close under it. What is returned stands for the row in
    /// setRowVisible().
    QWidget *addField(QFormLayout *form, const QString &label, QWidget *field, QLabel *hint);
    /// The text under a field: a hint or, with a tone, what is wrong with the field.
    void setHint(QLabel *hint, const QString &text, Tone tone = Tone::Neutral);
    [[nodiscard]] QLabel *newHint();
    void setHeading(const QString &icon, const QString &text);
    /// What will happen, and whether it can.
    void setSentence(const QString &sentence, bool possible);
    /// Makes it as high as its texts are at its width, once they are laid out.
    void fit();
    void setVerb(const QString &verb, bool destructive = false);

private:
    void showPermission(Permission permission);

    QVBoxLayout *m_body;
    QLabel *m_headingIcon;
    QLabel *m_heading;
    QLabel *m_sentence;
    QPushButton *m_verb;
};

} // namespace boxyard
