// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <memory>

namespace boxyard {

/// One wish of polkit's to see a password: what a dialog shows, and where it puts what a person does. Lives
/// until `ended`; its owner deletes it then.
class PasswordRequest : public QObject
{
    Q_OBJECT

public:
    /// How often a password may be wrong before the request ends as a refusal.
    static constexpr int Attempts = 3;

    /// `users`: the administrators of whom one has to prove who they are; not empty.
    PasswordRequest(QString action, QString message, QStringList users, QObject *parent = nullptr);
    ~PasswordRequest() override;

    /// polkit's action id: `org.boxyard.manage`.
    [[nodiscard]] const QString &action() const { return m_action; }

    /// The sentence to show, in the person's language: polkit's own.
    [[nodiscard]] const QString &message() const { return m_message; }

    [[nodiscard]] const QStringList &users() const { return m_users; }

    /// Whose password is asked for: the person's own where that will do, else root's, else the first.
    [[nodiscard]] const QString &user() const { return m_user; }

    [[nodiscard]] bool isOver() const { return m_over; }

    /// Asks for another user's password. Begins anew.
    void chooseUser(const QString &user);
    /// Begins to talk to PAM, which will ask; call once, when the dialog is there.
    void begin();
    /// What PAM asked for.
    void answer(const QString &text);
    /// The person does not want to.
    void dismiss();

Q_SIGNALS:
    /// PAM asks: "Password: ". `visible`: what is typed may be seen. Also after a wrong password, up to the
    /// last attempt.
    void asked(const QString &prompt, bool visible);
    /// PAM says something: "Password expires soon", or an error.
    void told(const QString &text);
    /// The password was wrong; it is asked for again.
    void wrong();
    /// Nothing more is wanted. `dismissed`: by the person.
    void ended(bool granted, bool dismissed);

private:
    class Conversation;
    friend class PasswordAgent;

    void startConversation();
    void onCompleted(bool granted);
    void end(bool granted, bool dismissed);

    const QString m_action;
    const QString m_message;
    const QStringList m_users;
    QString m_cookie;
    QString m_user;
    std::unique_ptr<Conversation> m_conversation;
    int m_failures = 0;
    bool m_over = false;
};

} // namespace boxyard
