// SPDX-License-Identifier: GPL-2.0-or-later
#include "copyfile.h"

#include "failure.h"
#include "scratch.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t RangeChunk = 4U << 20U; // between two looks at `stop`
constexpr off_t CloneChunk = 64 << 20; // likewise; in the worst case that is many thousand extents
constexpr std::size_t BufferSize = 256U << 10U;
constexpr off_t MayHaveHoles = 64 << 10; // also where all its blocks are there: they may be unwritten
constexpr std::size_t MaxAttributes = 64U << 10U; // XATTR_LIST_MAX and XATTR_SIZE_MAX of linux/limits.h
constexpr unsigned KeptFlags =
    FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL | FS_SYNC_FL | FS_DIRSYNC_FL;

/// Whether a refusal means "not between these two", so that another way may do.
bool isUnable(int error)
{
    return error == EOPNOTSUPP || error == EXDEV || error == EINVAL || error == ENOTTY || error == ENOSYS
        || error == EPERM || error == ETXTBSY || error == EBADF;
}

int writeAt(int target, const char *data, std::size_t size, off_t offset)
{
    while (size > 0) {
        const ssize_t written = pwrite(target, data, size, offset);
        if (written < 0 && errno != EINTR)
            return errno;
        const ssize_t step = std::max<ssize_t>(written, 0);
        data += step;
        offset += step;
        size -= static_cast<std::size_t>(step);
    }
    return 0;
}

int readAndWrite(int source, int target, off_t begin, off_t end, CopyShared &shared)
{
    thread_local const Scratch buffer(BufferSize);
    for (off_t offset = begin; offset < end;) {
        if (shared.stop)
            return ECANCELED;
        const std::size_t wanted = std::min(buffer.size(), static_cast<std::size_t>(end - offset));
        const ssize_t got = pread(source, buffer.data(), wanted, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            return 0; // it was cut meanwhile
        if (const int error = writeAt(target, buffer.data(), static_cast<std::size_t>(got), offset);
            error != 0)
            return error;
        offset += got;
        shared.bytes += static_cast<std::uint64_t>(got);
    }
    return 0;
}

/// One step of copy_file_range: what it moved; 0 where it can't or is at the end, some file systems say it
/// so; or -errno.
ssize_t rangeStep(int source, off64_t &in, int target, off64_t &out, std::size_t size, CopyShared &shared)
{
    for (;;) {
        const ssize_t got = copy_file_range(source, &in, target, &out, size, 0);
        if (got >= 0)
            return got;
        if (errno == EINTR)
            continue;
        if (errno == EXDEV || errno == ENOSYS || errno == EOPNOTSUPP)
            shared.ranges = false;
        return isUnable(errno) ? 0 : -errno;
    }
}

/// Whatever the reason: another way may do, or meets the same error.
void noteRefusedClone(int error, CopyShared &shared)
{
    if (error == EOPNOTSUPP || error == EXDEV || error == ENOTTY || error == ENOSYS)
        shared.clones = false;
}

/// What FICLONERANGE can share of the piece, in steps; leaves `begin` where it could not.
int cloneRange(int source, int target, off_t &begin, off_t end, CopyShared &shared)
{
    while (shared.clones && begin < end) {
        if (shared.stop)
            return ECANCELED;
        const off_t size = std::min(CloneChunk, end - begin);
        const auto offset = static_cast<std::uint64_t>(begin);
        file_clone_range range = {source, offset, static_cast<std::uint64_t>(size), offset};
        if (ioctl(target, FICLONERANGE, &range) != 0) {
            noteRefusedClone(errno, shared);
            return 0;
        }
        shared.bytes += static_cast<std::uint64_t>(size);
        begin += size;
    }
    return 0;
}

int copyRange(int source, int target, off_t begin, off_t end, CopyShared &shared)
{
    if (const int error = cloneRange(source, target, begin, end, shared); error != 0)
        return error;
    off64_t in = begin;
    off64_t out = begin;
    while (shared.ranges && in < end) {
        if (shared.stop)
            return ECANCELED;
        const std::size_t wanted = std::min(RangeChunk, static_cast<std::size_t>(end - in));
        const ssize_t got = rangeStep(source, in, target, out, wanted, shared);
        if (got < 0)
            return static_cast<int>(-got);
        if (got == 0)
            break;
        shared.bytes += static_cast<std::uint64_t>(got);
    }
    return readAndWrite(source, target, in, end, shared);
}

/// The next piece of data from `offset` on: where it begins and ends. No length where there is none. 0 or an
/// errno.
int nextData(int source, off_t offset, off_t size, off_t &begin, off_t &end)
{
    begin = lseek(source, offset, SEEK_DATA);
    if (begin < 0 && errno != EINVAL) {
        begin = end = size;
        return errno == ENXIO ? 0 : errno;
    }
    begin = std::max(begin, offset); // a file system without holes: everything is data
    const off_t hole = lseek(source, begin, SEEK_HOLE);
    end = hole < 0 ? size : std::min(hole, size);
    return 0;
}

/// Only where there is data; the rest stays a hole.
int copySegments(int source, int target, off_t size, CopyShared &shared)
{
    for (off_t offset = 0; offset < size;) {
        off_t begin = 0;
        off_t end = 0;
        int error = nextData(source, offset, size, begin, end);
        if (error == 0 && begin < end)
            error = copyRange(source, target, begin, end, shared);
        if (error != 0 || begin >= end)
            return error;
        offset = end;
    }
    return 0;
}

/// The whole of a file that is not so large that this would take long.
bool cloned(int source, int target, off_t size, CopyShared &shared)
{
    if (!shared.clones || size > CloneChunk)
        return false;
    if (ioctl(target, FICLONE, source) == 0) {
        shared.bytes += static_cast<std::uint64_t>(size);
        return true;
    }
    noteRefusedClone(errno, shared);
    return false;
}

/// setxattr and its kin, on whichever kind of handle.
struct Attributes {
    std::function<ssize_t(char *list, std::size_t size)> list;
    std::function<ssize_t(const char *name, void *value, std::size_t size)> get;
    std::function<int(const char *name, const void *value, std::size_t size)> set;
    int target = -1; ///< anything on the target's file system
};

/// ext4 and others say ENOSPC also where one file may not have that much of attributes.
bool hasRoom(int target)
{
    struct statvfs fs = {};
    constexpr unsigned long Few = 64;
    return fstatvfs(target, &fs) == 0 && fs.f_bavail > Few;
}

/// Whether a refused attribute is one that can't be kept there: the file system or the security module does
/// not know it, or has no place for one so large. What finds the disk full is no such thing.
bool isUnknownThere(int error, int target)
{
    switch (error) {
    case EOPNOTSUPP:
    case EPERM:
    case EACCES:
    case EINVAL:
    case E2BIG:
    case ERANGE:
        return true;
    case ENOSPC:
        return hasRoom(target);
    default:
        return false;
    }
}

int copyAttribute(const Attributes &attributes, const char *name, CopyShared &shared)
{
    thread_local const Scratch value(MaxAttributes);
    // XFS shows its own form of an ACL beside the common one.
    if (std::string_view(name).starts_with("trusted.SGI_ACL_"))
        return 0;
    const ssize_t size = attributes.get(name, value.data(), value.size());
    if (size < 0 || attributes.set(name, value.data(), static_cast<std::size_t>(size)) == 0)
        return 0; // or taken away meanwhile
    const int error = errno;
    if (!isUnknownThere(error, attributes.target))
        return error;
    shared.log(printable(name, 256) + ": " + errnoText(error));
    return 0;
}

int copyAttributes(const Attributes &attributes, CopyShared &shared)
{
    thread_local const Scratch names(MaxAttributes);
    const ssize_t length = attributes.list(names.data(), names.size());
    if (length < 0 && errno == E2BIG) {
        shared.log("xattr: " + errnoText(E2BIG)); // no program can list that many: listxattr(2), BUGS
        return 0;
    }
    if (length <= 0)
        return length == 0 || errno == EOPNOTSUPP || errno == ENOENT ? 0 : errno;
    for (ssize_t at = 0; at < length;) {
        const char *name = names.data() + at;
        at += static_cast<ssize_t>(std::char_traits<char>::length(name)) + 1;
        if (const int error = copyAttribute(attributes, name, shared); error != 0)
            return error;
    }
    return 0;
}

timespec toTimespec(const statx_timestamp &time)
{
    return {time.tv_sec, time.tv_nsec};
}

std::array<timespec, 2> timesOf(const struct statx &meta)
{
    return {toTimespec(meta.stx_atime), toTimespec(meta.stx_mtime)};
}

/// As lsattr(1) writes them.
std::string flagLetters(unsigned flags)
{
    std::string letters;
    for (const auto &[flag, letter] : {std::pair<unsigned, char>(FS_SYNC_FL, 'S'),
                                       {FS_DIRSYNC_FL, 'D'},
                                       {FS_IMMUTABLE_FL, 'i'},
                                       {FS_APPEND_FL, 'a'},
                                       {FS_NODUMP_FL, 'd'},
                                       {FS_NOATIME_FL, 'A'}}) {
        if ((flags & flag) != 0)
            letters += letter;
    }
    return letters;
}

/// What it was made with may do; each change is one of the journal too.
int setOwnerAndMode(int target, const struct statx &meta)
{
    struct stat made = {};
    if (fstat(target, &made) != 0)
        return errno;
    const mode_t mode = meta.stx_mode & 07777U;
    const bool owned = made.st_uid == meta.stx_uid && made.st_gid == meta.stx_gid;
    if (!owned && fchown(target, meta.stx_uid, meta.stx_gid) != 0)
        return errno;
    const bool kept = (made.st_mode & 07777U) == mode && (owned || (mode & 06000U) == 0);
    return kept || fchmod(target, mode) == 0 ? 0 : errno;
}

} // namespace

int copyContent(int source, int target, const struct statx &meta, CopyShared &shared)
{
    const auto size = static_cast<off_t>(meta.stx_size);
    if (size == 0 || cloned(source, target, size, shared))
        return 0;
    const bool holes = meta.stx_blocks * 512 < meta.stx_size || size > MayHaveHoles;
    const int error =
        holes ? copySegments(source, target, size, shared) : copyRange(source, target, 0, size, shared);
    if (error != 0)
        return error;
    return holes && ftruncate(target, size) != 0 ? errno : 0;
}

int copyMetadata(int source, int target, const struct statx &meta, CopyShared &shared)
{
    if (const int error = setOwnerAndMode(target, meta); error != 0)
        return error;
    const Attributes attributes{
        [source](char *list, std::size_t size) { return flistxattr(source, list, size); },
        [source](const char *name, void *value, std::size_t size) {
            return fgetxattr(source, name, value, size);
        },
        [target](const char *name, const void *value, std::size_t size) {
            return fsetxattr(target, name, value, size, 0);
        },
        target};
    if (const int error = copyAttributes(attributes, shared); error != 0)
        return error;
    return futimens(target, timesOf(meta).data()) == 0 ? 0 : errno;
}

int copyMetadataAt(int source, int targetFolder, const std::string &name, const struct statx &meta,
                   CopyShared &shared)
{
    if (fchownat(targetFolder, name.c_str(), meta.stx_uid, meta.stx_gid, AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    // The target folder is hidden: what was just made there is still what it was.
    if (!S_ISLNK(meta.stx_mode) && fchmodat(targetFolder, name.c_str(), meta.stx_mode & 07777U, 0) != 0)
        return errno;
    // The way through /proc ends at the very file of the descriptor, a symlink itself included; proc(5).
    const std::string from = "/proc/self/fd/" + std::to_string(source);
    const std::string to = "/proc/self/fd/" + std::to_string(targetFolder) + '/' + name;
    const Attributes attributes{
        [&](char *list, std::size_t size) { return listxattr(from.c_str(), list, size); },
        [&](const char *key, void *value, std::size_t size) {
            return getxattr(from.c_str(), key, value, size);
        },
        [&](const char *key, const void *value, std::size_t size) {
            return lsetxattr(to.c_str(), key, value, size, 0);
        },
        targetFolder};
    if (const int error = copyAttributes(attributes, shared); error != 0)
        return error;
    return utimensat(targetFolder, name.c_str(), timesOf(meta).data(), AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

unsigned keptFlags(int source, CopyShared &shared)
{
    int flags = 0;
    if (!shared.flags)
        return 0;
    if (ioctl(source, FS_IOC_GETFLAGS, &flags) == 0)
        return static_cast<unsigned>(flags) & KeptFlags;
    if (errno == ENOTTY || errno == EOPNOTSUPP || errno == ENOSYS)
        shared.flags = false;
    return 0;
}

void setFlags(int target, unsigned flags, CopyShared &shared)
{
    int now = 0;
    if (flags == 0)
        return;
    if (ioctl(target, FS_IOC_GETFLAGS, &now) == 0) {
        int wanted = now | static_cast<int>(flags);
        if (ioctl(target, FS_IOC_SETFLAGS, &wanted) == 0)
            return;
        // It may know some of them only; the two that forbid changes come last.
        constexpr std::array<unsigned, 6> Each = {FS_NODUMP_FL,  FS_NOATIME_FL, FS_SYNC_FL,
                                                  FS_DIRSYNC_FL, FS_APPEND_FL,  FS_IMMUTABLE_FL};
        for (const unsigned flag : Each) {
            wanted = now | static_cast<int>(flags & flag);
            if (wanted != now && ioctl(target, FS_IOC_SETFLAGS, &wanted) == 0)
                now = wanted;
        }
    }
    if (const unsigned lost = flags & ~static_cast<unsigned>(now); lost != 0)
        shared.log("chattr: " + flagLetters(lost));
}

int forgetInherited(int folder)
{
    for (const char *name : {"system.posix_acl_default", "system.posix_acl_access"}) {
        if (fremovexattr(folder, name) != 0 && errno != ENODATA && errno != EOPNOTSUPP)
            return errno;
    }
    return fchmod(folder, 0700) == 0 ? 0 : errno;
}

} // namespace boxyard::worker
