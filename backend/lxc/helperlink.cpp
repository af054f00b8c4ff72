// SPDX-License-Identifier: GPL-2.0-or-later

#include "helperlink.h"

#include "helpercalls.h"

#include <QDBusConnectionInterface>
#include <QDBusError>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>

#include <algorithm>
#include <atomic>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString BusService = u"org.freedesktop.DBus"_s;
const QString BusPath = u"/org/freedesktop/DBus"_s;
const QString Polkit = u"org.freedesktop.PolicyKit1"_s;

/// The bus itself waits for a service that it starts: 25 s by default (dbus-daemon(1),
/// service_start_timeout).
constexpr int StartPatience = 60'000;

QString nextConnectionName()
{
    static std::atomic<int> count = 0;
    return u"boxyard-engine-%1"_s.arg(++count);
}

} // namespace

HelperLink::HelperLink(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_name(nextConnectionName())
    , m_bus(m_name)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HelperLink::seek);
}

HelperLink::~HelperLink()
{
    // QtDBus follows whoever listened by this signal, and lets go of it in its thread, too late.
    disconnect(this, &QObject::destroyed, nullptr, nullptr);
    closeBus();
}

bool HelperLink::openBus()
{
    if (m_open && m_bus.isConnected())
        return true;
    closeBus();
    switch (m_options.bus) {
    case Bus::System:
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SystemBus, m_name);
        break;
    case Bus::Session:
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name);
        break;
    case Bus::Address:
        m_bus = QDBusConnection::connectToBus(m_options.address, m_name);
        break;
    }
    m_open = true;
    ++m_opened;
    if (!m_bus.isConnected()) {
        const auto reason = m_bus.lastError().message();
        closeBus();
        give({ErrorCode::HelperMissing, u"bus"_s, reason});
        return false;
    }
    // What follows asks the bus for nothing but matches, all before the first call to the helper.
    listen(&QDBusConnection::connect);
    m_watcher =
        std::make_unique<QDBusServiceWatcher>(HelperService, m_bus, QDBusServiceWatcher::WatchForOwnerChange);
    connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &, const QString &owner) { onOwnerChanged(owner); });
    return true;
}

void HelperLink::listen(Listening how)
{
    (m_bus.*how)({}, u"/org/freedesktop/DBus/Local"_s, u"org.freedesktop.DBus.Local"_s, u"Disconnected"_s,
                 this, SLOT(onDisconnected()));
    (m_bus.*how)(BusService, BusPath, BusService, u"ActivatableServicesChanged"_s, this,
                 SLOT(onActivatableChanged()));
    (m_bus.*how)(Polkit, u"/org/freedesktop/PolicyKit1/Authority"_s,
                 u"org.freedesktop.PolicyKit1.Authority"_s, u"Changed"_s, this, SIGNAL(authorityChanged()));
}

void HelperLink::closeBus()
{
    m_watcher.reset();
    if (!m_open)
        return;
    m_open = false;
    // A thread of QtDBus' closes the connection, and touches what still listens on it, which may be gone
    // then.
    listen(&QDBusConnection::disconnect);
    m_bus = QDBusConnection(QString());
    QDBusConnection::disconnectFromBus(m_name);
}

template <typename Done>
void HelperLink::askBus(const QString &method, const QVariantList &arguments, Done done)
{
    auto message = QDBusMessage::createMethodCall(BusService, BusPath, BusService, method);
    message.setArguments(arguments);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message, StartPatience), m_attempt.get());
    connect(watcher, &QDBusPendingCallWatcher::finished, m_attempt.get(),
            [done](QDBusPendingCallWatcher *finished) {
                finished->deleteLater();
                done(*finished);
            });
}

void HelperLink::seek()
{
    m_timer.stop();
    m_held = false;
    m_owner.clear();
    m_attempt = std::make_unique<QObject>();
    if (!openBus())
        return;
    // The name's owner is asked for by itself, and all else sent to that: so an answer, a signal and an end
    // belong to one process, and QtDBus has no reason to look the name up while the program waits.
    askOwner([this](const Error &) { startHelper(); });
}

void HelperLink::startHelper()
{
    askBus(u"StartServiceByName"_s, {HelperService, 0U}, [this](const QDBusPendingReply<uint> &reply) {
        if (reply.isError())
            give({errorCodeFromName(reply.error().name()), HelperService, reply.error().message()},
                 reply.error().type() == QDBusError::ServiceUnknown);
        else
            askOwner([this](const Error &error) { give(error); });
    });
}

void HelperLink::askOwner(const std::function<void(const Error &)> &none)
{
    askBus(u"GetNameOwner"_s, {HelperService}, [this, none](const QDBusPendingReply<QString> &reply) {
        if (reply.isError()) {
            none({ErrorCode::HelperLost, HelperService, reply.error().message()});
            return;
        }
        m_owner = reply.value();
        m_well.start();
        Q_EMIT up();
    });
}

void HelperLink::give(const Error &error, bool nobody)
{
    // Once the stack is unwound: the receiver may well seek again, or delete this.
    QMetaObject::invokeMethod(
        m_attempt.get(),
        [this, error, nobody] {
            if (nobody)
                hold();
            else
                seekLater();
            Q_EMIT failed(error);
        },
        Qt::QueuedConnection);
}

void HelperLink::seekLater()
{
    m_held = false;
    m_timer.start(m_pause);
    m_pause = std::min(m_pause * 2, LastPause);
}

void HelperLink::hold()
{
    m_timer.stop();
    m_held = true;
}

void HelperLink::onOwnerChanged(const QString &owner)
{
    if (owner == m_owner)
        return;
    if (m_held) {
        m_owner.clear();
        if (!owner.isEmpty())
            seek();
    } else if (!m_owner.isEmpty()) {
        lost();
    } else if (!owner.isEmpty() && m_timer.isActive()) {
        seek(); // it came by itself
    }
}

void HelperLink::onActivatableChanged()
{
    if (m_owner.isEmpty() && m_held)
        seek();
}

void HelperLink::onDisconnected()
{
    // QtDBus leaves a connection that looks alive; it is in the middle of delivering this.
    QMetaObject::invokeMethod(
        this,
        [this, which = m_opened] {
            if (which != m_opened)
                return;
            closeBus();
            lost();
        },
        Qt::QueuedConnection);
}

void HelperLink::lost()
{
    m_owner.clear();
    m_attempt.reset();
    if (m_well.isValid() && m_well.elapsed() > WellAfter.count())
        m_pause = FirstPause;
    m_well.invalidate();
    seekLater();
    Q_EMIT down({ErrorCode::HelperLost, HelperService, {}});
}

} // namespace boxyard
