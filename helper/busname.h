// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

#include <functional>

namespace boxyard {

/// The helper's well-known name, taken and given back without waiting for the bus.
class BusName : public QObject
{
    Q_OBJECT

public:
    BusName(const QDBusConnection &bus, QString name, QObject *parent = nullptr);

    /// Whether it is ours then. D-Bus specification, "org.freedesktop.DBus.RequestName".
    void take(std::function<void(bool)> done);
    void giveBack(std::function<void()> done);
    /// Calls `done` when the bus has got all that was sent before.
    void flush(std::function<void()> done);

private:
    void ask(const QString &method, const QVariantList &arguments, std::function<void(uint)> done);

    QDBusConnection m_bus;
    QString m_name;
};

} // namespace boxyard
