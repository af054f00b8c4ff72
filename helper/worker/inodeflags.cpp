// SPDX-License-Identifier: GPL-2.0-or-later
#include "inodeflags.h"

#include "fd.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

namespace boxyard::worker {

namespace {

constexpr unsigned WriteFlags = FS_IMMUTABLE_FL | FS_APPEND_FL;

} // namespace

unsigned clearWriteFlags(int fd)
{
    unsigned flags = 0;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) != 0 || (flags & WriteFlags) == 0)
        return 0;
    const unsigned had = flags & WriteFlags;
    flags &= ~WriteFlags;
    return ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0 ? had : 0;
}

void clearWriteFlagsOf(int folder, const std::string &name)
{
    struct stat st = {};
    if (fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0
        || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
        return;
    if (const Fd fd{openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)})
        clearWriteFlags(fd.get());
}

WithoutWriteFlags::WithoutWriteFlags(int fd)
    : m_flags(fd >= 0 ? clearWriteFlags(fd) : 0)
    , m_fd(m_flags != 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1)
{
}

WithoutWriteFlags::~WithoutWriteFlags()
{
    unsigned now = 0;
    if (m_flags == 0 || ioctl(m_fd.get(), FS_IOC_GETFLAGS, &now) != 0)
        return;
    now |= m_flags;
    ioctl(m_fd.get(), FS_IOC_SETFLAGS, &now);
}

} // namespace boxyard::worker
