// SPDX-License-Identifier: GPL-2.0-or-later

#include "subscriptions.h"

#include <QTimer>

namespace boxyard {

using namespace std::chrono_literals;

Subscriptions::Subscriptions(Activity &activity, Authorizer &authorizer, QObject *parent)
    : QObject(parent)
    , m_activity(activity)
    , m_authorizer(authorizer)
{
    connect(&authorizer, &Authorizer::rulesChanged, this, &Subscriptions::recheckSoon);
}

void Subscriptions::add(const QString &name, uint uid, Verdict how)
{
    const bool first = m_subscribers.isEmpty();
    Subscriber &subscriber = m_subscribers[name];
    subscriber.uid = uid;
    subscriber.how = how;
    if (!subscriber.hold)
        subscriber.hold = m_activity.hold();
    if (first)
        Q_EMIT changed();
}

void Subscriptions::remove(const QString &name)
{
    if (m_subscribers.remove(name) && m_subscribers.isEmpty())
        Q_EMIT changed();
}

void Subscriptions::setSeesOthers(const QString &name, Verdict how)
{
    if (const auto found = m_subscribers.find(name); found != m_subscribers.end()) {
        found->seesOthers = true;
        found->othersHow = how;
    }
}

QStringList Subscriptions::listeners(uint uid) const
{
    QStringList names;
    for (auto it = m_subscribers.cbegin(); it != m_subscribers.cend(); ++it) {
        if (it->uid == uid || it->seesOthers)
            names.append(it.key());
    }
    return names;
}

void Subscriptions::recheckSoon()
{
    if (m_recheckWaits || m_subscribers.isEmpty())
        return;
    m_recheckWaits = true;
    QTimer::singleShot(50ms, this, &Subscriptions::recheckAll);
}

void Subscriptions::recheckAll()
{
    m_recheckWaits = false;
    const auto subscribers = m_subscribers; // an answer may come at once
    for (auto it = subscribers.cbegin(); it != subscribers.cend(); ++it) {
        recheck(it.key(), *it, Action::View);
        if (it->seesOthers)
            recheck(it.key(), *it, Action::ControlOthers);
    }
}

void Subscriptions::recheck(const QString &name, const Subscriber &subscriber, Action action)
{
    const Verdict how = action == Action::View ? subscriber.how : subscriber.othersHow;
    AuthorizationRequest request;
    request.caller = name;
    request.uid = subscriber.uid;
    request.action = action;
    m_authorizer.check(request, [this, name, action, how](const Authorization &authorization) {
        // polkit's Changed also comes when somebody's kept authorization begins or ends. Who gave a password
        // for this connection keeps it while the rules still say "with a password".
        const bool stillByPassword =
            authorization.verdict == Verdict::Challenge && how == Verdict::AllowedByDialog;
        if (!authorization.isAllowed() && !stillByPassword)
            lose(name, action);
    });
}

void Subscriptions::lose(const QString &name, Action action)
{
    const auto found = m_subscribers.find(name);
    if (found == m_subscribers.end())
        return;
    if (action == Action::ControlOthers) {
        found->seesOthers = false;
        return;
    }
    remove(name);
    Q_EMIT dropped(name);
}

} // namespace boxyard
