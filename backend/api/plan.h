// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "clone.h"

#include <QDBusArgument>
#include <QList>

namespace boxyard {

/// Why a kind of clone can't be made.
enum class Obstacle {
    None,
    NotSubvolume, ///< the rootfs is no btrfs subvolume; detail: its file system
    OtherFileSystem, ///< the clone would lie on another file system; detail: its kind
    NoOverlay, ///< the kernel has no overlayfs, or that of the target can't hold its layers; detail: its kind
    Running, ///< the source runs, and nothing may change under an overlay
    Store, ///< a rootfs of this kind is not cloned so; detail: the kind, "lvm"
    NoSpace, ///< it takes more than is free
    ReadOnly, ///< the target's file system is mounted so
    Other, ///< a newer helper's word; detail: that word
};

/// What one kind of clone costs.
struct CloneCost {
    CloneMode kind = CloneMode::Copy; ///< Copy, Snapshot or Overlay
    Obstacle obstacle = Obstacle::None;
    QString detail; ///< of the obstacle: data, no sentence
    quint64 bytes = 0; ///< newly taken on disk when it is made
    quint64 files = 0; ///< that are made, folders included
    double seconds = 0; ///< how long it is going to take
    bool measured =
        false; ///< the seconds come from the last such clone on this machine; else they are a guess
    bool depends = false; ///< the source can't be started, renamed or deleted while the clone exists
    bool shares = false; ///< it shares the source's blocks until either of both changes
    bool operator==(const CloneCost &) const = default;
};

/// What cloning one container into one container path costs, by each kind.
struct ClonePlan {
    quint64 files = 0; ///< of the rootfs, folders included
    quint64 bytes = 0; ///< that it takes on disk, holes left out, hard links once
    bool complete = true; ///< false: it is large, and these are only those that were counted in time
    quint64 free = 0; ///< bytes at the target
    QString sourceFileSystem; ///< "btrfs", "xfs", "ext4" …
    QString targetFileSystem;
    CloneMode automatic = CloneMode::Copy; ///< what CloneMode::Auto will do
    bool hooks = false; ///< the source's config has hooks for clones
    QList<CloneCost> kinds; ///< Copy, Snapshot, Overlay
    bool operator==(const ClonePlan &) const = default;

    /// nullptr where the plan says nothing of it; of Auto, what that will do.
    [[nodiscard]] const CloneCost *cost(CloneMode kind) const;
};

/// A question for a plan.
struct PlanSpec {
    ContainerRef source;
    QString targetLocation; ///< a container path
    bool operator==(const PlanSpec &) const = default;
};

[[nodiscard]] Result<PlanSpec> planSpecFromWire(const QString &location, const QString &name,
                                                const QString &targetLocation);

/// "NotSubvolume" and so on; empty for None.
[[nodiscard]] QString obstacleWord(Obstacle obstacle);
/// Other for a word that is not known.
[[nodiscard]] Obstacle obstacleFromWord(const QString &word);

QDBusArgument &operator<<(QDBusArgument &argument, const CloneCost &cost);
const QDBusArgument &operator>>(const QDBusArgument &argument, CloneCost &cost);
QDBusArgument &operator<<(QDBusArgument &argument, const ClonePlan &plan);
const QDBusArgument &operator>>(const QDBusArgument &argument, ClonePlan &plan);

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::CloneCost)
Q_DECLARE_METATYPE(boxyard::ClonePlan)
