// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <string>

namespace boxyard::worker {

/// Removes `name` in an open folder and everything under it: trees of any depth with a bounded number of
/// descriptors, btrfs subvolumes, files with the immutable or append-only flag. Never follows a symlink,
/// never crosses a mount point (Failed). The folder is one that nobody else works in, and on the same file
/// system: deep folders are moved up into it. What is not there is no error; doing it again after an
/// interruption neither.
[[nodiscard]] Status removeTree(int folder, const std::string &name);

/// The same for everything in the folder, but not itself.
[[nodiscard]] Status removeContents(int folder);

} // namespace boxyard::worker
