// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "verbdialog.h"

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace boxyard {

/// Asks an administrator for the password that polkit wants to see before an action. It knows nothing of
/// polkit: who opens it connects its questions and answers. Stays until finish(), as the password may be
/// wrong.
class PasswordDialog final : public VerbDialog
{
    Q_OBJECT

public:
    /// `message`: polkit's sentence of what the password is for. `users`: whose password will do; `user`: the
    /// first choice.
    PasswordDialog(const QString &message, const QStringList &users, const QString &user,
                   QWidget *parent = nullptr);

    /// Asks: what PAM's prompt says. `visible`: what is typed may be seen.
    void ask(const QString &prompt, bool visible);
    /// The last one was wrong; it will be asked for again.
    void showWrong();
    /// Something that PAM says.
    void tell(const QString &text);
    /// Nothing more is asked: closes without `dismissed`.
    void finish();

    void accept() override;
    void reject() override;

Q_SIGNALS:
    void answered(const QString &text);
    void userChosen(const QString &user);
    void dismissed();

private:
    void check();

    QString m_message;
    QComboBox *m_users;
    QLineEdit *m_password;
    QLabel *m_label; ///< before the password: what is asked for
    QLabel *m_hint;
    bool m_asked = false;
    bool m_finished = false;
};

} // namespace boxyard
