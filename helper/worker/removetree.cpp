// SPDX-License-Identifier: GPL-2.0-or-later
#include "removetree.h"

#include "fd.h"
#include "inodeflags.h"
#include "place.h"
#include "text.h"

#include <cerrno>
#include <memory>
#include <vector>

#include <btrfsutil.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int MaxDepth = 64; // descriptors in use at most; what lies deeper is moved up first
constexpr int MaxPasses = 200; // over one folder, while somebody that is just being killed still writes there
constexpr ino_t SubvolumeInode = 256; // BTRFS_FIRST_FREE_OBJECTID: the root folder of every subvolume

struct CloseDir {
    void operator()(DIR *dir) const { closedir(dir); }
};

struct Names {
    std::vector<std::string> folders;
    std::vector<std::string> others;
};

class Remover
{
public:
    explicit Remover(int top)
        : m_top(top)
    {
    }

    Status removeEntry(int folder, const std::string &name, int depth);
    Status empty(int fd, const std::string &name, int depth);
    /// What was moved up meanwhile.
    Status removeMoved();

private:
    Status removeFolder(int folder, const std::string &name, int depth);
    Status removeListed(int fd, const Names &names, int depth);
    static Status unlink(int folder, const std::string &name, int flags);
    Status moveUp(int folder, const std::string &name);

    int m_top;
    unsigned m_lastNumber = 0;
    std::vector<std::string> m_moved;
};

bool isMountPoint(int fd)
{
    struct statx st = {};
    return statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &st) == 0
        && (st.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0
        && (st.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

/// Everything that is in the folder now.
Names listNames(int fd)
{
    Names names;
    const int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, CloseDir> dir(copy < 0 ? nullptr : fdopendir(copy));
    while (const dirent *entry = dir ? readdir(dir.get()) : nullptr) {
        const std::string name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        struct stat st = {};
        const bool folder = entry->d_type == DT_DIR
            || (entry->d_type == DT_UNKNOWN && fstatat(fd, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0
                && S_ISDIR(st.st_mode));
        (folder ? names.folders : names.others).push_back(name);
    }
    return names;
}

Status Remover::unlink(int folder, const std::string &name, int flags)
{
    for (int attempt = 0;; ++attempt) {
        if (unlinkat(folder, name.c_str(), flags) == 0 || errno == ENOENT)
            return {};
        const int error = errno;
        if (error != EPERM || attempt > 0)
            return refuseErrno(error, printable(name, 256));
        clearWriteFlags(folder);
        clearWriteFlagsOf(folder, name);
    }
}

Status Remover::removeEntry(int folder, const std::string &name, int depth)
{
    struct stat st = {};
    if (fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Status() : refuseErrno(errno, printable(name, 256));
    return S_ISDIR(st.st_mode) ? removeFolder(folder, name, depth) : unlink(folder, name, 0);
}

/// A deep folder becomes a shallow one, whose turn comes when the way to it is closed.
Status Remover::moveUp(int folder, const std::string &name)
{
    for (bool cleared = false;;) {
        const std::string moved = ".deep-" + std::to_string(++m_lastNumber);
        if (renameat2(folder, name.c_str(), m_top, moved.c_str(), RENAME_NOREPLACE) == 0) {
            m_moved.push_back(moved);
            return {};
        }
        if (errno == EPERM && !cleared) {
            cleared = true;
            clearWriteFlags(folder);
            clearWriteFlagsOf(folder, name);
        } else if (errno != EEXIST) {
            return refuseErrno(errno, printable(name, 256));
        }
    }
}

Status Remover::removeMoved()
{
    while (!m_moved.empty()) {
        const std::string name = std::move(m_moved.back());
        m_moved.pop_back();
        if (Status done = removeFolder(m_top, name, 1); !done)
            return done;
    }
    return {};
}

Status Remover::removeFolder(int folder, const std::string &name, int depth)
{
    const Fd fd(openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd)
        return errno == ENOENT ? Status() : refuseErrno(errno, printable(name, 256));
    if (isMountPoint(fd.get()))
        return refuse(Word::Failed, printable(name, 256), "mount point");
    struct stat st = {};
    if (fstat(fd.get(), &st) == 0 && st.st_ino == SubvolumeInode && isBtrfs(fd.get())) {
        clearWriteFlags(fd.get());
        const auto error =
            btrfs_util_delete_subvolume_fd(folder, name.c_str(), BTRFS_UTIL_DELETE_SUBVOLUME_RECURSIVE);
        if (error == BTRFS_UTIL_OK)
            return {};
        // A subvolume that can't be dropped as a whole (nested ones that are not ours alone) is emptied like
        // a folder.
    }
    if (Status emptied = empty(fd.get(), name, depth); !emptied)
        return emptied;
    return unlink(folder, name, AT_REMOVEDIR);
}

Status Remover::removeListed(int fd, const Names &names, int depth)
{
    for (const std::string &other : names.others) {
        if (Status done = unlink(fd, other, 0); !done)
            return done;
    }
    for (const std::string &sub : names.folders) {
        Status done = depth < MaxDepth ? removeFolder(fd, sub, depth + 1) : moveUp(fd, sub);
        if (!done)
            return done;
    }
    return {};
}

Status Remover::empty(int fd, const std::string &name, int depth)
{
    for (int pass = 0; pass < MaxPasses; ++pass) {
        const Names names = listNames(fd);
        if (names.folders.empty() && names.others.empty())
            return {};
        Status done = removeListed(fd, names, depth);
        if (done && depth == 0)
            done = removeMoved();
        if (!done)
            return done;
        if (pass > 0)
            usleep(10000);
    }
    return refuse(Word::Failed, printable(name, 256), errnoText(ENOTEMPTY));
}

} // namespace

Status removeTree(int folder, const std::string &name)
{
    Remover remover(folder);
    Status done = remover.removeEntry(folder, name, 1);
    return done ? remover.removeMoved() : done;
}

Status removeContents(int folder)
{
    Remover remover(folder);
    // What an earlier attempt had moved up is found here by itself; what this one moves up, in a further
    // pass.
    return remover.empty(folder, ".", 0);
}

} // namespace boxyard::worker
