// SPDX-License-Identifier: GPL-2.0-or-later
#include "rootfs.h"

#include "child.h"

#include <cerrno>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr off_t MaxHostname = 4096;

} // namespace

Fd openInRootfs(int rootfs, const std::string &path, int flags)
{
    open_how how = {};
    // O_PATH opens nothing, and openat2 takes no flag beside it that would have no meaning.
    const int safe = O_NOFOLLOW | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NONBLOCK | O_NOCTTY);
    how.flags = static_cast<std::uint64_t>(flags | safe);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    // EAGAIN: something was renamed meanwhile, the kernel can't be sure.
    for (int attempt = 0; attempt < 10; ++attempt) {
        const long fd = syscall(SYS_openat2, rootfs, path.c_str(), &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            return Fd(static_cast<int>(fd));
    }
    return {};
}

Result<HostnameResult> writeHostname(int rootfs, const std::string &hostname)
{
    // First without opening what it is: opening a device can already do something.
    const Fd look = openInRootfs(rootfs, "etc/hostname", O_PATH);
    struct stat seen = {};
    if (!look)
        return errno == ENOENT || errno == ENOTDIR ? HostnameResult::Absent : HostnameResult::NotPlain;
    if (fstat(look.get(), &seen) != 0 || !S_ISREG(seen.st_mode) || seen.st_nlink != 1
        || seen.st_size > MaxHostname)
        return HostnameResult::NotPlain;

    const Fd fd = openInRootfs(rootfs, "etc/hostname", O_WRONLY);
    struct stat st = {};
    if (!fd || fstat(fd.get(), &st) != 0 || st.st_ino != seen.st_ino || st.st_dev != seen.st_dev
        || st.st_nlink != 1)
        return HostnameResult::NotPlain;
    if (ftruncate(fd.get(), 0) != 0 || !writeAll(fd.get(), hostname + '\n') || fsync(fd.get()) != 0)
        return refuseErrno(errno, "/etc/hostname");
    return HostnameResult::Written;
}

} // namespace boxyard::worker
