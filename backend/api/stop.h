// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QVariantMap>

#include <chrono>

namespace boxyard {

/// Ask: the container's halt signal (lxc.signal.halt), then wait. Kill: SIGKILL for all that it runs.
enum class StopMode { Ask, Kill };

/// How a container ends; also how the first half of a restart does.
struct StopSpec {
    ContainerRef ref;
    StopMode mode = StopMode::Ask;
    std::chrono::seconds timeout{30}; ///< how long Ask waits; 1 to 3,600 s
    bool operator==(const StopSpec &) const = default;
};

[[nodiscard]] QVariantMap toWire(const StopSpec &spec);
[[nodiscard]] Result<StopSpec> stopSpecFromWire(const QString &location, const QString &name,
                                                const QVariantMap &options);

} // namespace boxyard
