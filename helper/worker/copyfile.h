// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include <sys/stat.h>

namespace boxyard::worker {

/// What the threads of one copy know together.
struct CopyShared {
    std::atomic<bool> stop = false; ///< cancelled, or failed elsewhere
    std::atomic<bool> clones = true; ///< FICLONE may work between these file systems
    std::atomic<bool> ranges = true; ///< copy_file_range may
    std::atomic<bool> flags = true; ///< the source knows FS_IOC_GETFLAGS
    std::atomic<std::uint64_t> bytes = 0;
    std::function<void(std::string line)> log; ///< from any thread
};

/// The calls below give 0 or an errno; ECANCELED where `stop` was set meanwhile.

/// The content of an open regular file of the size in `meta` into an empty one. ioctl_ficlonerange(2),
/// copy_file_range(2), lseek(2) SEEK_DATA.
[[nodiscard]] int copyContent(int source, int target, const struct statx &meta, CopyShared &shared);

/// Owner, mode, extended attributes and times of `source` to an open file or folder that was just made, in
/// the order in which none undoes another: a change of owner clears set-id bits and capabilities, an
/// attribute changes the mode, all change the times.
[[nodiscard]] int copyMetadata(int source, int target, const struct statx &meta, CopyShared &shared);

/// The same for what can't be opened, a symlink, device, FIFO or socket: from an O_PATH descriptor to a name
/// in an open folder.
[[nodiscard]] int copyMetadataAt(int source, int targetFolder, const std::string &name,
                                 const struct statx &meta, CopyShared &shared);

/// Those of a file's or folder's flags that a copy keeps: immutable, append-only, no dump, no access times,
/// synchronous. 0 where there are none. ioctl_iflags(2).
[[nodiscard]] unsigned keptFlags(int source, CopyShared &shared);

/// Gives an open file or folder such flags, as the last thing that happens to it: an immutable one takes no
/// further change, nor another name. What its file system does not know is logged.
void setFlags(int target, unsigned flags, CopyShared &shared);

/// Takes from an empty folder what everything made in it would inherit: a default ACL, a set-group-id bit.
[[nodiscard]] int forgetInherited(int folder);

} // namespace boxyard::worker
