// SPDX-License-Identifier: GPL-2.0-or-later

#include "notifications.h"

#include "sessionbus.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString Service = u"org.freedesktop.Notifications"_s;
const QString Path = u"/org/freedesktop/Notifications"_s;
constexpr int ServersTime = -1; ///< how long it is shown: the desktop knows

} // namespace

Notifications::Notifications(QString application, QString show, QObject *parent)
    : QObject(parent)
    , m_application(std::move(application))
    , m_show(std::move(show))
{
}

void Notifications::show(const QString &title, const QString &text, bool urgent)
{
    auto bus = sessionBus();
    if (!bus) {
        Q_EMIT failed(title, text, urgent);
        return;
    }
    if (!std::exchange(m_listening, true)) {
        bus->connect(Service, Path, Service, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
        bus->connect(Service, Path, Service, u"NotificationClosed"_s, this, SLOT(onClosed(uint, uint)));
    }
    auto call = QDBusMessage::createMethodCall(Service, Path, Service, u"Notify"_s);
    const QVariantMap hints = {{u"desktop-entry"_s, u"org.boxyard.Boxyard"_s},
                               {u"urgency"_s, QVariant::fromValue<uchar>(urgent ? 2 : 1)}};
    // The body may be read as markup, and names are other people's words.
    call.setArguments({m_application, 0U, u"org.boxyard.Boxyard"_s, title, text.toHtmlEscaped(),
                       QStringList{u"default"_s, m_show}, hints, ServersTime});
    auto *watcher = new QDBusPendingCallWatcher(bus->asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [=, this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        const QDBusPendingReply<uint> reply = *finished;
        if (reply.isError())
            Q_EMIT failed(title, text, urgent);
        else
            m_shown.insert(reply.value());
    });
}

void Notifications::onActionInvoked(uint id, const QString & /*action*/)
{
    if (m_shown.remove(id))
        Q_EMIT activated();
}

void Notifications::onClosed(uint id, uint /*reason*/)
{
    m_shown.remove(id);
}

} // namespace boxyard
