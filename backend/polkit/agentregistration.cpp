// SPDX-License-Identifier: GPL-2.0-or-later

#include "agentregistration.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QFile>
#include <QLocale>

#include <chrono>

#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Polkit = u"org.freedesktop.PolicyKit1"_s;
const QString Path = u"/org/boxyard/PasswordAgent"_s;
const QString ConnectionName = u"boxyard-password-agent"_s;
const QString LocalPath = u"/org/freedesktop/DBus/Local"_s;
const QString LocalInterface = u"org.freedesktop.DBus.Local"_s;
constexpr auto RetryPause = 5s;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Whether a desktop's agent can go first. Where polkit finds no session for this process there is none, and
/// polkit never asks an agent that is only a fallback (polkitbackendinteractiveauthority.c,
/// get_authentication_agent_for_subject).
bool isFallback()
{
    return hasSession(contents(u"/proc/self/cgroup"_s), contents(u"/run/systemd/users/%1"_s.arg(getuid())));
}

} // namespace

AgentRegistration::AgentRegistration(QObject *parent)
    : QObject(parent)
    , m_bus(ConnectionName)
{
    qDBusRegisterMetaType<PolkitEntity>();
    qDBusRegisterMetaType<PolkitEntities>();
    qDBusRegisterMetaType<QMap<QString, QString>>();
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryPause);
    connect(&m_retry, &QTimer::timeout, this, &AgentRegistration::open);
    QMetaObject::invokeMethod(this, &AgentRegistration::open, Qt::QueuedConnection);
}

AgentRegistration::~AgentRegistration()
{
    // QtDBus follows whoever was on a connection by this signal, and lets go of it in its thread, too late.
    disconnect(this, &QObject::destroyed, nullptr, nullptr);
    close();
}

void AgentRegistration::open()
{
    if (!m_bus.isConnected()) {
        close();
        m_bus = QDBusConnection::connectToBus(QDBusConnection::SystemBus, ConnectionName);
        if (!m_bus.isConnected()) {
            m_retry.start();
            return;
        }
        m_bus.connect({}, LocalPath, LocalInterface, u"Disconnected"_s, this, SLOT(onDisconnected()));
        m_bus.registerObject(Path, this, QDBusConnection::ExportScriptableSlots);
        m_watcher =
            std::make_unique<QDBusServiceWatcher>(Polkit, m_bus, QDBusServiceWatcher::WatchForOwnerChange);
        connect(m_watcher.get(), &QDBusServiceWatcher::serviceOwnerChanged, this,
                [this](const QString &, const QString &, const QString &owner) {
                    setPolkit({});
                    if (!owner.isEmpty())
                        enrol();
                });
    }
    enrol();
}

void AgentRegistration::close()
{
    m_watcher.reset();
    // A thread of QtDBus' closes the connection, and touches what is still on it, which may be gone then.
    m_bus.disconnect({}, LocalPath, LocalInterface, u"Disconnected"_s, this, SLOT(onDisconnected()));
    m_bus.unregisterObject(Path);
    m_bus = QDBusConnection(QString());
    QDBusConnection::disconnectFromBus(ConnectionName);
}

void AgentRegistration::enrol()
{
    const auto subject = thisProcess();
    if (subject.kind.isEmpty())
        return;
    auto message = QDBusMessage::createMethodCall(Polkit, u"/org/freedesktop/PolicyKit1/Authority"_s,
                                                  u"org.freedesktop.PolicyKit1.Authority"_s,
                                                  u"RegisterAuthenticationAgentWithOptions"_s);
    const auto locale = QLocale().name() + u".UTF-8"_s; // that of the texts, which polkit has to match
    message.setArguments(
        {QVariant::fromValue(subject), locale, Path, QVariantMap{{u"fallback"_s, isFallback()}}});
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), m_watcher.get());
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        if (finished->reply().type() == QDBusMessage::ReplyMessage)
            learnPolkit();
        else if (!isRegistered())
            m_retry.start();
    });
}

/// Who has polkit's name is polkit: the bus gives it to nobody else. It alone may ask for passwords. Its
/// answer itself does not tell from whom it comes, since Qt 6.8.
void AgentRegistration::learnPolkit()
{
    auto message = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                                  u"org.freedesktop.DBus"_s, u"GetNameOwner"_s);
    message.setArguments({Polkit});
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), m_watcher.get());
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        if (const QDBusPendingReply<QString> owner(*finished); !owner.isError())
            setPolkit(owner.value());
        else if (!isRegistered())
            m_retry.start();
    });
}

void AgentRegistration::setPolkit(const QString &owner)
{
    if (owner == m_polkit)
        return;
    m_polkit = owner;
    const auto open = std::exchange(m_calls, {}); // who asked is not there any more
    for (auto it = open.keyBegin(); it != open.keyEnd(); ++it)
        Q_EMIT cancelled(*it);
    Q_EMIT registeredChanged();
}

void AgentRegistration::onDisconnected()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_bus.isConnected())
                return;
            setPolkit({});
            close();
            m_retry.start();
        },
        Qt::QueuedConnection);
}

bool AgentRegistration::isFromPolkit()
{
    if (!m_polkit.isEmpty() && message().service() == m_polkit)
        return true;
    sendErrorReply(QDBusError::AccessDenied, u"Only polkit may ask for a password."_s);
    return false;
}

void AgentRegistration::BeginAuthentication(const QString &action, const QString &message,
                                            const QString & /*icon*/,
                                            const QMap<QString, QString> & /*details*/, const QString &cookie,
                                            const QList<PolkitEntity> &identities)
{
    if (!isFromPolkit())
        return;
    const auto users = userNames(identities);
    if (users.isEmpty() || m_calls.contains(cookie)) {
        sendErrorReply(u"org.freedesktop.PolicyKit1.Error.Failed"_s,
                       u"There is nobody whose password would do."_s);
        return;
    }
    setDelayedReply(true);
    m_calls.insert(cookie, QDBusContext::message());
    Q_EMIT begun(action, message, cookie, users);
}

void AgentRegistration::CancelAuthentication(const QString &cookie)
{
    if (!isFromPolkit())
        return;
    answer(cookie, u"org.freedesktop.PolicyKit1.Error.Cancelled"_s);
    Q_EMIT cancelled(cookie);
}

void AgentRegistration::answer(const QString &cookie, const QString &errorName)
{
    const auto call = m_calls.take(cookie);
    if (call.type() != QDBusMessage::MethodCallMessage)
        return;
    m_bus.send(errorName.isEmpty() ? call.createReply()
                                   : call.createErrorReply(errorName, u"Not authenticated."_s));
}

} // namespace boxyard
