// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusConnection>
#include <QObject>

namespace boxyard {

/// Ends the process when its bus is gone: QtDBus would leave it alive and out of reach.
class LastBreath : public QObject
{
    Q_OBJECT

public:
    explicit LastBreath(QDBusConnection bus, QObject *parent = nullptr);

private Q_SLOTS:
    void onDisconnected();
};

} // namespace boxyard
