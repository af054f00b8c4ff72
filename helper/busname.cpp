// SPDX-License-Identifier: GPL-2.0-or-later

#include "busname.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr uint DoNotQueue = 4;
constexpr uint PrimaryOwner = 1;
constexpr uint AlreadyOwner = 4;
constexpr int Patience = 10'000; // ms

} // namespace

BusName::BusName(const QDBusConnection &bus, QString name, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_name(std::move(name))
{
}

void BusName::take(std::function<void(bool)> done)
{
    ask(u"RequestName"_s, {m_name, DoNotQueue},
        [done = std::move(done)](uint answer) { done(answer == PrimaryOwner || answer == AlreadyOwner); });
}

void BusName::giveBack(std::function<void()> done)
{
    ask(u"ReleaseName"_s, {m_name}, [done = std::move(done)](uint) { done(); });
}

void BusName::flush(std::function<void()> done)
{
    ask(u"GetId"_s, {}, [done = std::move(done)](uint) { done(); });
}

void BusName::ask(const QString &method, const QVariantList &arguments, std::function<void(uint)> done)
{
    auto call = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                               u"org.freedesktop.DBus"_s, method);
    call.setArguments(arguments);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, Patience), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [done = std::move(done)](QDBusPendingCallWatcher *self) {
                self->deleteLater();
                const QDBusMessage reply = self->reply();
                done(reply.signature() == u"u" ? reply.arguments().constFirst().toUInt() : 0);
            });
}

} // namespace boxyard
