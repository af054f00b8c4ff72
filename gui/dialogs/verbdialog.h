// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "headeddialog.h"

class QPushButton;

namespace boxyard {

/// A dialog that asks little: a heading, a form, one sentence of what will happen, and a button that is a
/// verb.
class VerbDialog : public HeadedDialog
{
    Q_OBJECT

public:
    /// What Enter does. Where what is lost can't come back, it is nothing.
    enum class Enter { Verb, Cancel };

    explicit VerbDialog(QWidget *parent);

    [[nodiscard]] QPushButton *verbButton() const { return m_verb; }

    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

    /// Puts a lock on the button while that action asks for a password.
    void watchPermission(const Engine &engine, Action action);

    /// What stands above the button.
    [[nodiscard]] QString sentence() const;

protected:
    /// What will happen, and whether it can; where it can't, why.
    void setSentence(const QString &sentence, bool possible, Tone tone = Tone::Neutral);
    void setVerb(const QString &verb, bool destructive = false);
    void setEnter(Enter enter);

private:
    void showPermission(Permission permission);

    QLabel *m_sentence;
    QPushButton *m_cancel;
    QPushButton *m_verb;
};

} // namespace boxyard
