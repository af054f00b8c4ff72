// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusConnection>

#include <optional>

namespace boxyard {

/// The desktop's session bus, if there is one. Never starts a bus, which libdbus would do by itself where it
/// finds a display and no address.
[[nodiscard]] std::optional<QDBusConnection> sessionBus();

} // namespace boxyard
