// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace boxyard::worker {

/// How large a tree is.
struct TreeCount {
    std::uint64_t files = 0; ///< of every kind, folders and the topmost one included
    std::uint64_t bytes = 0; ///< allocated on disk: without holes, a file with several names once
    bool complete = true; ///< false: the time was over, or a folder could not be read; there are more
};

/// Counts everything under the open folder without following symlinks or crossing mounts, with as many
/// threads as there are CPUs; at most for about that long, or until the worker is cancelled. Changes nothing,
/// not even access times where that is permitted.
[[nodiscard]] TreeCount countTree(int root, std::chrono::milliseconds limit);

} // namespace boxyard::worker
