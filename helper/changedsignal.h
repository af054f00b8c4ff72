// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "subscriptions.h"

#include <QDBusConnection>
#include <QObject>
#include <QTimer>

namespace boxyard {

/// Host1.Changed: at once for the first change, then what follows together.
class ChangedSignal : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Together{20};

    ChangedSignal(const QDBusConnection &bus, const Subscriptions &subscriptions, QObject *parent = nullptr);

    void tell();
    /// To one connection that may not read any more: it finds out by asking.
    void tellOne(const QString &name);

private:
    void send();

    QDBusConnection m_bus;
    const Subscriptions &m_subscriptions;
    QTimer m_pause;
    bool m_more = false;
};

} // namespace boxyard
