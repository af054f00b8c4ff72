// SPDX-License-Identifier: GPL-2.0-or-later
#include "copyfile.h"

#include "failure.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t RangeChunk = 4U << 20U; // between two looks at `stop`
constexpr std::size_t BufferSize = 256U << 10U;
constexpr std::size_t MaxAttributes = 64U << 10U; // XATTR_LIST_MAX and XATTR_SIZE_MAX of linux/limits.h

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
    thread_local std::vector<char> buffer(BufferSize);
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

int copyRange(int source, int target, off_t begin, off_t end, CopyShared &shared)
{
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

bool cloned(int source, int target, off_t size, CopyShared &shared)
{
    if (!shared.clones)
        return false;
    if (ioctl(target, FICLONE, source) == 0) {
        shared.bytes += static_cast<std::uint64_t>(size);
        return true;
    }
    if (errno == EOPNOTSUPP || errno == EXDEV || errno == ENOTTY || errno == ENOSYS)
        shared.clones = false;
    return false;
}

/// setxattr and its kin, on whichever kind of handle.
struct Attributes {
    std::function<ssize_t(char *list, std::size_t size)> list;
    std::function<ssize_t(const char *name, void *value, std::size_t size)> get;
    std::function<int(const char *name, const void *value, std::size_t size)> set;
};

int copyAttributes(const Attributes &attributes, CopyShared &shared)
{
    thread_local std::vector<char> names(MaxAttributes);
    thread_local std::vector<char> value(MaxAttributes);
    const ssize_t length = attributes.list(names.data(), names.size());
    if (length <= 0)
        return length == 0 || errno == EOPNOTSUPP || errno == ENOENT ? 0 : errno;
    for (ssize_t at = 0; at < length;) {
        const char *name = names.data() + at;
        at += static_cast<ssize_t>(std::char_traits<char>::length(name)) + 1;
        // XFS shows its own form of an ACL beside the common one.
        const ssize_t size = std::string_view(name).starts_with("trusted.SGI_ACL_")
            ? -1
            : attributes.get(name, value.data(), value.size());
        if (size < 0)
            continue; // taken away meanwhile
        if (attributes.set(name, value.data(), static_cast<std::size_t>(size)) == 0)
            continue;
        // What the other file system or security module does not know can't be kept; what has no room must
        // be.
        if (errno != EOPNOTSUPP && errno != EPERM && errno != EINVAL && errno != EACCES)
            return errno;
        shared.log(printable(name, 256) + ": " + errnoText(errno));
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

} // namespace

int copyContent(int source, int target, const struct statx &meta, CopyShared &shared)
{
    const auto size = static_cast<off_t>(meta.stx_size);
    if (size == 0 || cloned(source, target, size, shared))
        return 0;
    const bool holes = meta.stx_blocks * 512 < meta.stx_size;
    const int error =
        holes ? copySegments(source, target, size, shared) : copyRange(source, target, 0, size, shared);
    if (error != 0)
        return error;
    return holes && ftruncate(target, size) != 0 ? errno : 0;
}

int copyMetadata(int source, int target, const struct statx &meta, CopyShared &shared)
{
    if (fchown(target, meta.stx_uid, meta.stx_gid) != 0 || fchmod(target, meta.stx_mode & 07777U) != 0)
        return errno;
    const Attributes attributes{
        [source](char *list, std::size_t size) { return flistxattr(source, list, size); },
        [source](const char *name, void *value, std::size_t size) {
            return fgetxattr(source, name, value, size);
        },
        [target](const char *name, const void *value, std::size_t size) {
            return fsetxattr(target, name, value, size, 0);
        }};
    if (const int error = copyAttributes(attributes, shared); error != 0)
        return error;
    return futimens(target, timesOf(meta).data()) == 0 ? 0 : errno;
}

int copyMetadataAt(int sourceFolder, int targetFolder, const std::string &name, const struct statx &meta,
                   CopyShared &shared)
{
    if (fchownat(targetFolder, name.c_str(), meta.stx_uid, meta.stx_gid, AT_SYMLINK_NOFOLLOW) != 0)
        return errno;
    // The target folder is hidden: what was just made there is still what it was.
    if (!S_ISLNK(meta.stx_mode) && fchmodat(targetFolder, name.c_str(), meta.stx_mode & 07777U, 0) != 0)
        return errno;
    const std::string from = "/proc/self/fd/" + std::to_string(sourceFolder) + '/' + name;
    const std::string to = "/proc/self/fd/" + std::to_string(targetFolder) + '/' + name;
    const Attributes attributes{
        [&](char *list, std::size_t size) { return llistxattr(from.c_str(), list, size); },
        [&](const char *key, void *value, std::size_t size) {
            return lgetxattr(from.c_str(), key, value, size);
        },
        [&](const char *key, const void *value, std::size_t size) {
            return lsetxattr(to.c_str(), key, value, size, 0);
        }};
    if (const int error = copyAttributes(attributes, shared); error != 0)
        return error;
    return utimensat(targetFolder, name.c_str(), timesOf(meta).data(), AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

} // namespace boxyard::worker
