// SPDX-License-Identifier: GPL-2.0-or-later

#include "passwordagent.h"

#include "agentregistration.h"
#include "passwordrequest.h"

#include <QMetaMethod>

namespace boxyard {

using namespace Qt::StringLiterals;

PasswordAgent::PasswordAgent(QObject *parent)
    : QObject(parent)
    , m_registration(new AgentRegistration(this))
{
    connect(m_registration, &AgentRegistration::begun, this, &PasswordAgent::onBegun);
    connect(m_registration, &AgentRegistration::registeredChanged, this, &PasswordAgent::registeredChanged);
    connect(m_registration, &AgentRegistration::cancelled, this, [this](const QString &cookie) {
        if (auto *request = m_open.value(cookie))
            request->dismiss();
    });
}

PasswordAgent::~PasswordAgent()
{
    // polkit hears of a request's end before we are gone.
    const auto open = m_open.values();
    for (auto *request : open)
        request->dismiss();
}

bool PasswordAgent::isRegistered() const
{
    return m_registration->isRegistered();
}

void PasswordAgent::onBegun(const QString &action, const QString &message, const QString &cookie,
                            const QStringList &users)
{
    auto *request = new PasswordRequest(action, message, users, this);
    request->m_cookie = cookie;
    m_open.insert(cookie, request);
    connect(request, &PasswordRequest::ended, this, [this, request, cookie](bool, bool dismissed) {
        m_open.remove(cookie);
        // That it was granted polkit knows from its own helper; here is only told that nobody asks any more.
        m_registration->answer(cookie,
                               dismissed ? u"org.freedesktop.PolicyKit1.Error.Cancelled"_s : QString());
        request->deleteLater();
    });
    if (isSignalConnected(QMetaMethod::fromSignal(&PasswordAgent::requested)))
        Q_EMIT requested(request);
    else
        request->dismiss();
}

} // namespace boxyard
