// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QVariantMap>

namespace boxyard {

/// How the rootfs is duplicated.
enum class CloneMode {
    Auto, ///< a snapshot where the store can; of an overlay a second one beside it; else a full copy
    Copy,
    Snapshot, ///< of a btrfs subvolume: shares its blocks, but is independent of its source from then on
    Overlay, ///< an overlayfs over the source's rootfs: the source may not change while the clone exists
};

/// A container to be made from another; it gets an identity of its own: host name, machine id, SSH host keys,
/// random seed, leases, MAC addresses.
struct CloneSpec {
    ContainerRef source;
    ContainerRef target;
    CloneMode mode = CloneMode::Auto;
    /// Whether the container's own lxc.hook.clone run, as root on the host: needs Action::EditRaw.
    bool hooks = false;
    /// What the clones of one request have in common, of the asking user's own choice (isSeries), or empty:
    /// one cancel ends them all.
    QString series = {};
    bool operator==(const CloneSpec &) const = default;
};

/// "auto", "copy", "snapshot", "overlay".
[[nodiscard]] QString cloneModeWord(CloneMode mode);
/// InvalidArgument("mode") for another word.
[[nodiscard]] Result<CloneMode> cloneModeFromWord(const QString &word);
/// Whether a text can name a series: letters (a-z), digits and hyphens, at most 64.
[[nodiscard]] bool isSeries(const QString &text);

[[nodiscard]] QVariantMap toWire(const CloneSpec &spec);
/// Refuses a target that is the source.
[[nodiscard]] Result<CloneSpec> cloneSpecFromWire(const QString &location, const QString &name,
                                                  const QString &targetLocation, const QString &targetName,
                                                  const QVariantMap &options);

} // namespace boxyard
