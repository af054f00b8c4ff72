// SPDX-License-Identifier: GPL-2.0-or-later
#include "hidden.h"

#include "place.h"
#include "removetree.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

} // namespace

Hidden::Hidden(Fd location, Fd fd, std::string locationPath, std::string name)
    : m_location(std::move(location))
    , m_fd(std::move(fd))
    , m_locationPath(std::move(locationPath))
    , m_name(std::move(name))
    , m_path(m_locationPath + '/' + m_name)
{
}

std::string Hidden::nameOf(std::uint64_t id)
{
    return ".boxyard-" + std::to_string(id);
}

Result<Hidden> Hidden::make(const std::string &location, std::uint64_t id, mode_t mode)
{
    Result<Fd> place = openLocation(location);
    if (!place)
        return refuse(place.error());
    const std::string name = nameOf(id);
    if (mkdirat(place->get(), name.c_str(), 0700) != 0)
        return refuseErrno(errno, location + '/' + name);
    Fd fd(openat(place->get(), name.c_str(), FolderFlags));
    if (!fd || fchmod(fd.get(), mode) != 0)
        return refuseErrno(errno, location + '/' + name);
    return Hidden(std::move(*place), std::move(fd), location, name);
}

Result<Hidden> Hidden::open(const std::string &location, std::uint64_t id)
{
    Result<Fd> place = openLocation(location);
    if (!place)
        return refuse(place.error());
    const std::string name = nameOf(id);
    Fd fd(openat(place->get(), name.c_str(), FolderFlags));
    struct stat st = {};
    if (!fd || fstat(fd.get(), &st) != 0 || st.st_uid != geteuid())
        return refuse(Word::NotFound, location + '/' + name);
    return Hidden(std::move(*place), std::move(fd), location, name);
}

Status Hidden::move(const std::string &name, const std::string &target) const
{
    if (renameat2(m_fd.get(), name.c_str(), m_location.get(), target.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST || errno == ENOTEMPTY)
            return refuse(Word::AlreadyExists, target);
        return refuseErrno(errno, target);
    }
    return {};
}

Status Hidden::reveal(const std::string &name, const std::string &target) const
{
    Status moved = move(name, target);
    if (moved)
        fsync(m_location.get());
    return moved;
}

Result<bool> Hidden::revealLast(const std::string &name, const std::string &target) const
{
    if (Status moved = move(name, target); !moved)
        return refuse(moved.error());
    return removeContents(m_fd.get()) && unlinkat(m_location.get(), m_name.c_str(), AT_REMOVEDIR) == 0;
}

Status Hidden::conceal(const std::string &name, const std::string &target) const
{
    if (renameat2(m_location.get(), name.c_str(), m_fd.get(), target.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == ENOENT)
            return refuse(Word::NotFound, name);
        return refuseErrno(errno, name);
    }
    fsync(m_fd.get());
    fsync(m_location.get());
    return {};
}

Status Hidden::remove() const
{
    // The folder itself takes what lies too deep, so its contents go first.
    if (Status emptied = removeContents(m_fd.get()); !emptied)
        return emptied;
    if (unlinkat(m_location.get(), m_name.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
        return refuseErrno(errno, m_path);
    fsync(m_location.get());
    return {};
}

} // namespace boxyard::worker
