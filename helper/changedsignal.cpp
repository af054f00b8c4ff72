// SPDX-License-Identifier: GPL-2.0-or-later

#include "changedsignal.h"

#include <QDBusMessage>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString &path()
{
    static const QString text = u"/org/boxyard/Helper1/Host"_s;
    return text;
}

} // namespace

ChangedSignal::ChangedSignal(const QDBusConnection &bus, const Subscriptions &subscriptions, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_subscriptions(subscriptions)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(Together);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_more, false))
            send();
    });
}

void ChangedSignal::tell()
{
    if (m_pause.isActive())
        m_more = true;
    else
        send();
}

void ChangedSignal::send()
{
    m_pause.start();
    if (!m_subscriptions.isEmpty())
        m_bus.send(QDBusMessage::createSignal(path(), u"org.boxyard.Host1"_s, u"Changed"_s));
}

void ChangedSignal::tellOne(const QString &name)
{
    m_bus.send(QDBusMessage::createTargetedSignal(name, path(), u"org.boxyard.Host1"_s, u"Changed"_s));
}

} // namespace boxyard
