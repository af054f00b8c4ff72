// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace boxyard {

/// A cgroup hierarchy that is mounted. cgroups(7)
struct CgroupMount {
    std::string point; ///< where it is mounted
    std::string root; ///< which cgroup of the hierarchy is seen there
    std::vector<std::string> controllers; ///< of version 1, "name=systemd" included; none of version 2
    bool isUnified = false; ///< version 2
    bool operator==(const CgroupMount &) const = default;
};

/// Where the figures of a container are read: folders, empty where there is none for it.
struct CgroupFolders {
    std::string cpuacct; ///< version 1
    std::string cpu; ///< version 1: limits
    std::string memory; ///< version 1
    std::string blkio; ///< version 1
    std::string unified; ///< version 2, with or without controllers
    bool operator==(const CgroupFolders &) const = default;

    [[nodiscard]] bool isEmpty() const { return *this == CgroupFolders(); }
};

/// From /proc/PID/mountinfo, proc_pid_mountinfo(5).
[[nodiscard]] std::vector<CgroupMount> cgroupMounts(std::string_view mountInfo);

/// Whether a mounted /proc hides other users' processes (hidepid above 0), from the same file.
[[nodiscard]] bool hidesProcesses(std::string_view mountInfo);

/// The folders of a container, from its init's /proc/PID/cgroup: each path is cut after its last part that
/// begins with "lxc.payload", since an init may have moved itself further down. Where no path has such a part
/// (lxc.cgroup.dir), the path itself is taken, but neither a root nor `own`'s: those are not the container's.
/// `own`: the reader's /proc/self/cgroup.
[[nodiscard]] CgroupFolders cgroupFolders(std::string_view cgroup, std::string_view own,
                                          const std::vector<CgroupMount> &mounts);

/// The same where /proc/PID/cgroup is hidden: looks for the PID in the cgroup.procs of the containers'
/// cgroups.
/// `root` is put before every path.
[[nodiscard]] CgroupFolders findCgroupFolders(unsigned pid, const std::vector<CgroupMount> &mounts,
                                              const std::string &root);

} // namespace boxyard
