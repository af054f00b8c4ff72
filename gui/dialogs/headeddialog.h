// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/tones.h"

#include <QDialog>

class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QVBoxLayout;

namespace boxyard {

class FittingArea;

/// A dialog in the house's style: an icon and a heading, what it is about, buttons. Window-modal, shown with
/// open(), never with exec(); it deletes itself. Where the screen or its window is low, what it is about can
/// be scrolled, and heading and buttons stay.
class HeadedDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HeadedDialog(QWidget *parent);

    [[nodiscard]] QString heading() const;

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

    [[nodiscard]] QVBoxLayout *body() const;

    /// What stands between the body and the buttons, and is never scrolled.
    [[nodiscard]] QVBoxLayout *foot() const { return m_foot; }

    [[nodiscard]] QDialogButtonBox *buttons() const { return m_buttons; }

    void setHeading(const QString &icon, const QString &text);
    /// Adds a form to the body, with fields that grow.
    QFormLayout *addForm();
    /// A row: the label, the field, and a hint close under it. What is returned stands for the row in
    /// setRowVisible().
    QWidget *addField(QFormLayout *form, const QString &label, QWidget *field, QLabel *hint);
    /// The text under a field: a hint or, with a tone, what is wrong with the field.
    void setHint(QLabel *hint, const QString &text, Tone tone = Tone::Neutral);
    [[nodiscard]] QLabel *newHint();
    /// Makes it as high as its texts are at its width, once they are laid out.
    void fit();

private:
    [[nodiscard]] int mostHeight() const;
    void drawIcon();

    FittingArea *m_area;
    QVBoxLayout *m_foot;
    QDialogButtonBox *m_buttons;
    QLabel *m_headingIcon;
    QLabel *m_heading;
    QString m_iconName;
};

} // namespace boxyard
