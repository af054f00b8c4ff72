// SPDX-License-Identifier: GPL-2.0-or-later
#include "lxclock.h"

#include "cancel.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

std::string lockFolder(const std::string &location)
{
    const char *user = geteuid() == 0 ? nullptr : std::getenv("XDG_RUNTIME_DIR");
    return std::string(user == nullptr ? "/run" : user) + "/lxc/lock/" + location;
}

} // namespace

Result<LxcLock> LxcLock::take(const std::string &location, const std::string &name,
                              std::chrono::milliseconds deadline)
{
    const std::string folder = lockFolder(location);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    Fd file(open((folder + "/." + name).c_str(), O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600));
    if (!file)
        return refuseErrno(errno, folder);
    const auto end = std::chrono::steady_clock::now() + deadline;
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    while (fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return refuseErrno(errno, folder);
        if (std::chrono::steady_clock::now() >= end)
            return refuse(Word::Busy, name, "lxc");
        pollfd event = {cancelDescriptor(), POLLIN, 0};
        if (poll(&event, 1, 20) > 0 && cancelled())
            return refuse(Word::Cancelled);
    }
    return LxcLock(std::move(file));
}

void forgetLxcLock(const std::string &location, const std::string &name)
{
    const std::string folder = lockFolder(location);
    unlink((folder + "/." + name).c_str());
    rmdir(folder.c_str());
}

} // namespace boxyard::worker
