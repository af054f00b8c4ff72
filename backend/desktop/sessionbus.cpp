// SPDX-License-Identifier: GPL-2.0-or-later

#include "sessionbus.h"

#include <QFileInfo>

namespace boxyard {

using namespace Qt::StringLiterals;

std::optional<QDBusConnection> sessionBus()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        && (runtime.isEmpty() || !QFileInfo::exists(runtime + u"/bus"_s)))
        return {};
    const QDBusConnection bus = QDBusConnection::sessionBus();
    return bus.isConnected() ? std::optional(bus) : std::nullopt;
}

} // namespace boxyard
