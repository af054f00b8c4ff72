// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QVariantMap>

namespace boxyard {

/// How the rootfs is duplicated. Auto: a snapshot where the store can (btrfs), else a full copy.
enum class CloneMode { Auto, Copy, Snapshot };

/// A container to be made from another; it gets a hostname and MAC addresses of its own.
struct CloneSpec {
    ContainerRef source;
    ContainerRef target;
    CloneMode mode = CloneMode::Auto;
    bool operator==(const CloneSpec &) const = default;
};

[[nodiscard]] QVariantMap toWire(const CloneSpec &spec);
/// Refuses a target that is the source.
[[nodiscard]] Result<CloneSpec> cloneSpecFromWire(const QString &location, const QString &name,
                                                  const QString &targetLocation, const QString &targetName,
                                                  const QVariantMap &options);

} // namespace boxyard
