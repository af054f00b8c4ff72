// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusArgument>
#include <QList>
#include <QStringList>

namespace boxyard {

/// A container path that the helper's configuration allows.
struct LocationInfo {
    QString path;
    QString fileSystem; ///< "btrfs", "xfs", "ext4", "tmpfs" …; empty where the path is missing
    bool snapshots = false; ///< whether clones in it can be copy-on-write snapshots
    QString problem; ///< errorWord(): LocationMissing, ReadOnlyStore; or empty
    bool operator==(const LocationInfo &) const = default;
};

/// What this machine offers.
struct HostInfo {
    QString version; ///< the helper's
    QString lxcVersion; ///< liblxc's; empty where LXC is not installed
    QList<LocationInfo> locations; ///< the first is the default
    QStringList templates; ///< installed LXC templates, without their "lxc-"
    QString idmapProblem; ///< why unprivileged containers can't be made; empty where they can
    bool operator==(const HostInfo &) const = default;
};

QDBusArgument &operator<<(QDBusArgument &argument, const LocationInfo &location);
const QDBusArgument &operator>>(const QDBusArgument &argument, LocationInfo &location);
QDBusArgument &operator<<(QDBusArgument &argument, const HostInfo &host);
const QDBusArgument &operator>>(const QDBusArgument &argument, HostInfo &host);

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::LocationInfo)
Q_DECLARE_METATYPE(boxyard::HostInfo)
