// SPDX-License-Identifier: GPL-2.0-or-later

#include "passwordrequest.h"

#include <PolkitQt1/Agent/Session>
#include <PolkitQt1/Identity>
#include <pwd.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString ownName()
{
    const auto *entry = getpwuid(getuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString();
}

QString preferred(const QStringList &users)
{
    for (const auto &name : {ownName(), u"root"_s}) {
        if (users.contains(name))
            return name;
    }
    return users.value(0);
}

} // namespace

/// polkit's set-uid helper and PAM behind it, once for each attempt. It owns a session of polkit-qt's, which
/// may be in the middle of a signal when it is dropped.
class PasswordRequest::Conversation
{
public:
    Conversation(PasswordRequest &request, const QString &user, const QString &cookie)
        : m_session(new PolkitQt1::Agent::Session(PolkitQt1::UnixUserIdentity(user), cookie))
    {
        using PolkitQt1::Agent::Session;
        connect(m_session, &Session::request, &request, &PasswordRequest::asked);
        connect(m_session, &Session::showError, &request, &PasswordRequest::told);
        connect(m_session, &Session::showInfo, &request, &PasswordRequest::told);
        connect(m_session, &Session::completed, &request, &PasswordRequest::onCompleted);
        m_session->initiate();
    }

    ~Conversation()
    {
        m_session->disconnect();
        m_session->cancel();
        m_session->deleteLater();
    }

    Conversation(const Conversation &) = delete;
    Conversation &operator=(const Conversation &) = delete;

    void answer(const QString &text) { m_session->setResponse(text); }

private:
    PolkitQt1::Agent::Session *m_session;
};

PasswordRequest::PasswordRequest(QString action, QString message, QStringList users, QObject *parent)
    : QObject(parent)
    , m_action(std::move(action))
    , m_message(std::move(message))
    , m_users(std::move(users))
    , m_user(preferred(m_users))
{
}

PasswordRequest::~PasswordRequest() = default;

void PasswordRequest::begin()
{
    if (!m_over && !m_conversation)
        startConversation();
}

void PasswordRequest::chooseUser(const QString &user)
{
    if (m_over || user == m_user || !m_users.contains(user))
        return;
    m_user = user;
    if (m_conversation)
        startConversation();
}

void PasswordRequest::startConversation()
{
    m_conversation.reset();
    m_conversation = std::make_unique<Conversation>(*this, m_user, m_cookie);
}

void PasswordRequest::answer(const QString &text)
{
    if (m_conversation)
        m_conversation->answer(text);
}

void PasswordRequest::dismiss()
{
    end(false, true);
}

void PasswordRequest::onCompleted(bool granted)
{
    if (m_over)
        return;
    if (granted || ++m_failures >= Attempts) {
        end(granted, false);
        return;
    }
    Q_EMIT wrong();
    if (!m_over)
        startConversation();
}

void PasswordRequest::end(bool granted, bool dismissed)
{
    if (m_over)
        return;
    m_over = true;
    m_conversation.reset();
    Q_EMIT ended(granted, dismissed);
}

} // namespace boxyard
