// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "config.h"
#include "failure.h"

#include <string>
#include <string_view>

namespace boxyard::worker {

/// A value of lxc.rootfs.path, taken apart. lxc.container.conf(5), "ROOT FILE SYSTEM".
struct RootfsValue {
    std::string store; ///< "dir", "btrfs", "overlay", "lvm", "zfs", "loop" …; empty where there is no rootfs
    std::string path; ///< without the kind; of an overlay `LOWER:UPPER`
    std::string prefix; ///< as it stands in the value, with its colon; or empty
};

/// Takes a value apart as liblxc does, at its first colon. A plain path counts as what lies there: a
/// subvolume is "btrfs", a file "loop", a block device "lvm", else "dir".
[[nodiscard]] RootfsValue parseRootfs(std::string_view value);

/// What holds for a container: liblxc knows the path after includes, but tells it without its kind, which the
/// config's own text has.
[[nodiscard]] RootfsValue effectiveRootfs(const ConfigText &config, std::string_view lxcPath);

/// RootfsMissing with the path as detail where a part of it (without its kind) is not there, or where none is
/// named.
[[nodiscard]] Status checkRootfs(std::string_view path);

/// Whether liblxc marked the container as being created; its own tools destroy such a one when they meet it.
[[nodiscard]] bool isHalfMade(const std::string &location, const std::string &name);

} // namespace boxyard::worker
