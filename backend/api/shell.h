// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QVariantMap>

namespace boxyard {

/// A root shell in a running container, on a fresh PTY of the container's own devpts.
struct ShellSpec {
    ContainerRef ref;
    uint columns = 80; ///< 1 to 1,000
    uint rows = 24; ///< 1 to 1,000
    bool operator==(const ShellSpec &) const = default;
};

[[nodiscard]] QVariantMap toWire(const ShellSpec &spec);
[[nodiscard]] Result<ShellSpec> shellSpecFromWire(const QString &location, const QString &name,
                                                  const QVariantMap &options);

} // namespace boxyard
