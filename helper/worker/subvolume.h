// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <string>
#include <vector>

namespace boxyard::worker {

/// Whether an open folder is the root of a btrfs subvolume.
[[nodiscard]] bool isSubvolume(int folder);

/// The subvolumes inside of a subvolume, as paths in it; empty for any other folder.
[[nodiscard]] std::vector<std::string> nestedSubvolumes(int subvolume);

/// A writable snapshot of a subvolume, called `name` in an open folder; with those inside of it, if asked.
/// Unsupported("snapshot", reason) where they are not of one file system. ioctl BTRFS_IOC_SNAP_CREATE_V2.
[[nodiscard]] Status snapshotSubvolume(int subvolume, int folder, const std::string &name, bool nested);

} // namespace boxyard::worker
