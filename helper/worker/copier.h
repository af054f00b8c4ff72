// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <cstdint>
#include <functional>
#include <string>

namespace boxyard::worker {

struct CopyOptions {
    unsigned threads = 0; ///< 0: as many as there are CPUs; 64 at most
    std::size_t openFolders =
        200; ///< at most about so many pairs of folders are open at once, however deep the tree is
    /// Which entries of the topmost folder are left out.
    std::function<bool(const std::string &name)> skip;
};

struct CopyProgress {
    double fraction = 0; ///< 0 to 1, never falling; an estimate, since nobody has counted the files before
    std::uint64_t bytes = 0;
    std::uint64_t files = 0;
};

/// Who is told, from the calling thread: at most every 100 ms, and of what could not be copied as it was.
struct CopyListener {
    std::function<void(const CopyProgress &)> progress;
    std::function<void(const std::string &line)> log;
};

/// Copies everything in the open folder `source` into the empty open folder `target`, which nobody else works
/// in, and gives that one the owner, mode, attributes and times of the other. Kept: content (shared where the
/// file system can: FICLONE, else copy_file_range, else read and write), holes, hard links, owners, modes
/// with their set-id bits, extended attributes (ACLs, capabilities), symlinks, devices, FIFOs, sockets, times
/// in ns, and the flags immutable, append-only, no dump, no access times, synchronous: who changes a copy
/// afterwards may have to take them away first. What the target's file system can't keep is told. The source
/// may be in use: each file is as it was at some moment; what vanishes is told and left out; a folder that
/// turns into a symlink is not followed; no device is opened; what is mounted inside is not copied, but what
/// lies under it is (where mounting is not allowed: that is left out, and told). Cancelled within 100 ms of
/// SIGTERM. NoSpace, ReadOnlyStore, Failed(path, reason); what was made then remains, for the caller to
/// remove.
[[nodiscard]] Result<CopyProgress> copyTree(int source, int target, const CopyOptions &options,
                                            const CopyListener &listener);

} // namespace boxyard::worker
