// SPDX-License-Identifier: GPL-2.0-or-later

#include "callers.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Bus = "org.freedesktop.DBus"_L1;
constexpr auto BusPath = "/org/freedesktop/DBus"_L1;
constexpr int Patience = 10'000; // ms

} // namespace

Callers::Callers(const QDBusConnection &bus, int mostWaiting, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_mostWaiting(mostWaiting)
{
    // One match rule for all names that leave: a rule a name would meet the bus's limit of rules (512).
    m_bus.connect(Bus, BusPath, Bus, u"NameOwnerChanged"_s, {QString(), QString(), u""_s}, u"sss"_s, this,
                  SLOT(onNameOwnerChanged(QString, QString, QString)));
}

void Callers::identify(const QString &name, Found found)
{
    if (const auto known = m_uids.constFind(name); known != m_uids.cend()) {
        found(*known);
        return;
    }
    auto &waiting = m_waiting[name];
    if (waiting.size() >= m_mostWaiting) {
        found(refuse(ErrorCode::LimitExceeded, u"calls"_s, QString::number(m_mostWaiting)));
        return;
    }
    waiting.append(std::move(found));
    if (waiting.size() == 1)
        ask(name);
}

void Callers::ask(const QString &name)
{
    auto call = QDBusMessage::createMethodCall(Bus, BusPath, Bus, u"GetConnectionUnixUser"_s);
    call << name;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, Patience), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, name](QDBusPendingCallWatcher *self) {
        self->deleteLater();
        const QDBusPendingReply<uint> reply = *self;
        if (reply.isError())
            tell(name, refuse(ErrorCode::NotAuthorized, name, reply.error().message()));
        else
            tell(name, reply.value());
    });
}

void Callers::tell(const QString &name, const Result<uint> &uid)
{
    if (uid)
        m_uids.insert(name, *uid);
    const auto waiting = m_waiting.take(name);
    for (const Found &found : waiting)
        found(uid);
}

void Callers::onNameOwnerChanged(const QString &name, const QString &before, const QString &after)
{
    if (name != before || !after.isEmpty())
        return; // a well-known name, or one that came
    // A question under way is answered by an error of the bus; its answer can't be older than this signal.
    m_uids.remove(name);
    Q_EMIT left(name);
}

} // namespace boxyard
