// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <string>

namespace boxyard::worker {

/// Opens a path inside a rootfs as a process chrooted there would, without ever leaving it, without a magic
/// link and without crossing a mount point. O_NOFOLLOW, O_NONBLOCK, O_NOCTTY and O_CLOEXEC are added.
/// openat2(2): RESOLVE_IN_ROOT. errno is set where it gives none.
[[nodiscard]] Fd openInRootfs(int rootfs, const std::string &path, int flags);

/// Writes a new host name into /etc/hostname of a rootfs that nobody runs. Only into a plain file of one link
/// and at most 4 KiB: a container's root can have put a symlink, a FIFO, a device or a hard link there. What
/// came of it:
enum class HostnameResult {
    Written,
    Absent, ///< there is no such file
    NotPlain, ///< something else is in its place; left as it is
};
[[nodiscard]] Result<HostnameResult> writeHostname(int rootfs, const std::string &hostname);

} // namespace boxyard::worker
