// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <cstdint>
#include <optional>
#include <string>

namespace boxyard::worker {

// A container that was just made is shown before all of it is on the disk: writing can take many times as
// long as making it. Until then its folder is marked, by an extended attribute, with the job that made it and
// the boot it was made in; the file system writes mark and name in this order or together. While that boot
// lasts the kernel has all of it, whatever dies. Once it is over, the marked container may be torn, and is
// taken back: as if it had never been made. docs/clones.md.

/// What made a marked container.
struct Mark {
    std::uint64_t job = 0;
    bool ofThisBoot = false;
};

/// Marks a container that nobody sees yet, by its open folder; where the file system keeps no such
/// attributes, or has no room for it, all is written to the disk instead. Failed, NoSpace.
[[nodiscard]] Status settleLater(int folder, std::uint64_t job);

/// The mark on a container's folder, if there is one. random(4): boot_id.
[[nodiscard]] std::optional<Mark> markOf(int folder);

/// Brings the file system of a marked container to the disk, then takes the mark away. Does nothing to
/// others. syncfs(2). Failed.
[[nodiscard]] Status settle(int folder);

/// The same by name, for who is about to build on it, run it or rename it. One that is missing is no failure.
[[nodiscard]] Status settle(const std::string &location, const std::string &name);

} // namespace boxyard::worker
