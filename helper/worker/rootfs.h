// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

/// Opens a path inside a rootfs as a process chrooted there would, without ever leaving it, without a magic
/// link and without crossing a mount point. O_NOFOLLOW, O_NONBLOCK, O_NOCTTY and O_CLOEXEC are added; a new
/// file gets the mode. openat2(2): RESOLVE_IN_ROOT. errno is set where it gives none.
[[nodiscard]] Fd openInRootfs(int rootfs, const std::string &path, int flags, mode_t mode = 0);

/// What came of a change in a rootfs.
enum class Edit {
    Done,
    Absent, ///< there is no such file
    NotPlain, ///< something else is in its place, or it can't be written; left as it is
};

/// Changes files of a rootfs that nobody runs. A container's root can have put a symlink, a FIFO, a device, a
/// hard link to something else, or 10 GiB of nothing in the place of any of them: only a regular file of one
/// link and at most MaxSize is read or written. NoSpace and ReadOnlyStore are failures; all else is told.
class RootfsEditor
{
public:
    static constexpr off_t MaxSize = 64 << 10;

    /// Does not own the descriptor.
    explicit RootfsEditor(int rootfs)
        : m_rootfs(rootfs)
    {
    }

    struct Text {
        Edit found = Edit::Absent;
        std::string text;
    };

    [[nodiscard]] Text read(const std::string &path) const;

    /// Gives an existing file another content, in place.
    [[nodiscard]] Result<Edit> write(const std::string &path, std::string_view text);

    /// Makes a file of root's in an existing folder, or leaves a plain one of that name as it is.
    [[nodiscard]] Result<Edit> add(const std::string &folder, const std::string &name, std::string_view text,
                                   mode_t mode);
    /// The same for a symlink; and for a folder.
    [[nodiscard]] Result<Edit> addLink(const std::string &folder, const std::string &name,
                                       const std::string &target);
    [[nodiscard]] Result<Edit> addFolder(const std::string &folder, const std::string &name);

    /// Takes the names that `wanted` picks out of a folder, whatever they are, but folders. Absent where
    /// there was none, NotPlain where one of them could not be removed.
    [[nodiscard]] Result<Edit> remove(const std::string &folder,
                                      const std::function<bool(std::string_view name)> &wanted);

    /// Whether a path leads to something, symlinks on the way included.
    [[nodiscard]] bool exists(const std::string &path) const;
    [[nodiscard]] bool isFolder(const std::string &path) const;
    /// The names in a folder; empty where it is none.
    [[nodiscard]] std::vector<std::string> names(const std::string &folder) const;

private:
    [[nodiscard]] Fd openPlain(const std::string &path, int flags, Edit &found) const;
    [[nodiscard]] Fd openFolder(const std::string &path, Edit &found) const;

    int m_rootfs;
};

} // namespace boxyard::worker
