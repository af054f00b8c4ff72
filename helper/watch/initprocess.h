// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <vector>

namespace boxyard {

/// When a process began, in ms since the epoch; 0 where it is gone. proc_pid_stat(5), "starttime";
/// proc_stat(5), "btime".
[[nodiscard]] qint64 processStart(uint pid);

/// A mounted cgroup hierarchy. proc_pid_mountinfo(5); cgroup-v1/cgroups.rst; cgroup-v2.rst.
struct CgroupMount {
    bool unified = false; ///< v2
    QByteArray controllers; ///< v1: its comma list, as the mount options have it
    QByteArray root; ///< which cgroup is mounted, as this process sees its name
    QByteArray mountPoint;
};

using CgroupMounts = std::vector<CgroupMount>;

/// From the text of a mountinfo file.
[[nodiscard]] CgroupMounts parseCgroupMounts(const QByteArray &mountinfo);
/// This process' own.
[[nodiscard]] CgroupMounts cgroupMounts();

/// Where a container's freezer tells its state: v1 freezer.state, or v2 cgroup.events.
struct Freezer {
    QByteArray file; ///< empty where it can't be found
    bool unified = false;
};

/// From the text of /proc/INIT/cgroup. The v1 freezer where there is one, as LXC itself does; the path is cut
/// after the `lxc.payload…` part, below which the container's own systemd may have moved its init. Never
/// derived from the name.
[[nodiscard]] Freezer freezerOf(const QByteArray &cgroupFile, const CgroupMounts &mounts);
[[nodiscard]] Freezer freezerOf(uint initPid, const CgroupMounts &mounts);

enum class FreezerState { Unreadable, Thawed, Freezing, Frozen };
/// One open, read, close.
[[nodiscard]] FreezerState readFreezer(const Freezer &freezer);

} // namespace boxyard
