// SPDX-License-Identifier: GPL-2.0-or-later
#include "copyentry.h"

#include "text.h"

#include <cerrno>

#include <dirent.h>
#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr unsigned Mask = STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID;

int statOf(int fd, struct statx &meta)
{
    return statx(fd, "", AT_EMPTY_PATH, Mask, &meta) == 0 ? 0 : errno;
}

bool isRegular(int folder, const std::string &name)
{
    struct stat st = {};
    return fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

/// What can't be opened by its name is perhaps a device by now, of which a quiet view has none: held first,
/// so that it is still the same when it is known to be a file.
Fd openHeld(int folder, const std::string &name)
{
    const Fd held(openat(folder, name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat st = {};
    if (!held || fstat(held.get(), &st) != 0)
        return {};
    if (!S_ISREG(st.st_mode)) {
        errno = ESTALE;
        return {};
    }
    return Fd(open(("/proc/self/fd/" + std::to_string(held.get())).c_str(), O_RDONLY | O_CLOEXEC));
}

/// Without a trace in the access time where that is allowed. A FIFO that has taken the name does not block.
Fd openRegular(int folder, const std::string &name, int &error)
{
    constexpr int Flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    Fd fd(openat(folder, name.c_str(), Flags | O_NOATIME));
    if (!fd && errno == EPERM)
        fd.reset(openat(folder, name.c_str(), Flags));
    if (!fd && errno == EACCES)
        fd = openHeld(folder, name);
    error = fd ? 0 : errno;
    return fd;
}

int makeSymlink(int source, int targetFolder, const std::string &name)
{
    std::array<char, 4097> destination = {};
    if (readlinkat(source, "", destination.data(), destination.size() - 1) < 0)
        return errno;
    return symlinkat(destination.data(), targetFolder, name.c_str()) == 0 ? 0 : errno;
}

int makeOther(int source, int targetFolder, const std::string &name, const struct statx &meta)
{
    if (S_ISLNK(meta.stx_mode))
        return makeSymlink(source, targetFolder, name);
    const dev_t device = makedev(meta.stx_rdev_major, meta.stx_rdev_minor);
    return mknodat(targetFolder, name.c_str(), (meta.stx_mode & S_IFMT) | 0600U, device) == 0 ? 0 : errno;
}

} // namespace

bool isVanished(int error)
{
    switch (error) {
    case ENOENT:
    case ESTALE:
    case ELOOP:
    case ENOTDIR:
    case ENXIO:
    case EEXIST: // renamed while the folder was read, and so found twice
        return true;
    default:
        return false;
    }
}

/// With the time at which it was made: a number may belong to another file a moment later.
EntryCopier::Inode EntryCopier::inodeOf(const struct statx &meta)
{
    const std::uint64_t device = (std::uint64_t(meta.stx_dev_major) << 32U) | meta.stx_dev_minor;
    return {device, meta.stx_ino, static_cast<std::uint64_t>(meta.stx_btime.tv_sec), meta.stx_btime.tv_nsec};
}

int EntryCopier::copy(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                      const std::string &name, unsigned char type)
{
    const bool regular = type == DT_REG || (type == DT_UNKNOWN && isRegular(lease.source(), name));
    return regular ? copyRegular(lease, pair, name) : copyOther(lease, pair, name);
}

void EntryCopier::leaveOut(const FolderPair &pair, const std::string &name) const
{
    m_shared.log(pathOf(pair) + '/' + printable(name, 255) + ": mount point, left out");
}

/// Whether another name of the same file was copied before; then this one is a link to it. Call with m_mutex
/// held.
bool EntryCopier::linked(const FolderPairs::Lease &lease, const std::string &name, const struct statx &meta,
                         int &error)
{
    const auto first = m_links.find(inodeOf(meta));
    if (first == m_links.end())
        return false;
    const FolderPairs::Lease other = m_pairs.use(first->second.pair, error);
    if (!other)
        return false; // that folder is gone: a copy of its own
    if (linkat(other.target(), first->second.name.c_str(), lease.target(), name.c_str(), 0) == 0)
        return true;
    error = errno == EMLINK ? 0 : errno;
    return error != 0; // too many links there: a copy of its own
}

/// Makes the target's name of a regular file: none where it is a link to another, or an error.
int EntryCopier::make(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                      const std::string &name, const struct statx &meta, Fd &target)
{
    int error = 0;
    std::unique_lock lock(m_mutex, std::defer_lock);
    if (meta.stx_nlink > 1) {
        lock.lock();
        if (linked(lease, name, meta, error))
            return error;
    }
    constexpr int Flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    target.reset(openat(lease.target(), name.c_str(), Flags, meta.stx_mode & 0777U));
    if (!target)
        return errno;
    if (meta.stx_nlink > 1)
        m_links[inodeOf(meta)] = {pair, name};
    return 0;
}

int EntryCopier::copyRegular(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                             const std::string &name)
{
    int error = 0;
    const Fd source = openRegular(lease.source(), name, error);
    struct statx meta = {};
    if (error == 0)
        error = statOf(source.get(), meta);
    if (error != 0)
        return error;
    if (!S_ISREG(meta.stx_mode))
        return ESTALE;
    if (isMounted(meta)) {
        leaveOut(*pair, name);
        return 0;
    }
    Fd target;
    error = make(lease, pair, name, meta, target);
    if (error != 0 || !target)
        return error;
    error = copyContent(source.get(), target.get(), meta, m_shared);
    if (error == 0)
        error = copyMetadata(source.get(), target.get(), meta, m_shared);
    const unsigned flags = error == 0 ? keptFlags(source.get(), m_shared) : 0;
    if (flags == 0)
        return error;
    if (meta.stx_nlink == 1) {
        setFlags(target.get(), flags, m_shared);
    } else {
        const std::lock_guard lock(m_mutex);
        m_flagged.push_back({{pair, name}, flags});
    }
    return 0;
}

int EntryCopier::copyOther(const FolderPairs::Lease &lease, const std::shared_ptr<FolderPair> &pair,
                           const std::string &name)
{
    // Held, so that all that is read is of one and the same; a device is not opened by that.
    const Fd source(openat(lease.source(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct statx meta = {};
    if (!source || statx(source.get(), "", AT_EMPTY_PATH, Mask, &meta) != 0)
        return errno;
    if (S_ISREG(meta.stx_mode) || S_ISDIR(meta.stx_mode))
        return ESTALE;
    if (isMounted(meta)) {
        leaveOut(*pair, name);
        return 0;
    }
    int error = 0;
    std::unique_lock lock(m_mutex, std::defer_lock);
    if (meta.stx_nlink > 1) {
        lock.lock();
        if (linked(lease, name, meta, error))
            return error;
    }
    error = makeOther(source.get(), lease.target(), name, meta);
    if (error == 0)
        error = copyMetadataAt(source.get(), lease.target(), name, meta, m_shared);
    if (error == 0 && meta.stx_nlink > 1)
        m_links[inodeOf(meta)] = {pair, name};
    return error;
}

void EntryCopier::setLinkedFlags()
{
    for (const auto &[name, flags] : m_flagged) {
        int error = 0;
        const FolderPairs::Lease lease = m_pairs.use(name.pair, error);
        const Fd file(lease ? openat(lease.target(), name.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
                            : -1);
        if (file)
            setFlags(file.get(), flags, m_shared);
        else
            m_shared.log(pathOf(*name.pair) + '/' + printable(name.name, 255) + ": chattr");
    }
    m_flagged.clear();
    m_links.clear();
}

} // namespace boxyard::worker
