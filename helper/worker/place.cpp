// SPDX-License-Identifier: GPL-2.0-or-later
#include "place.h"

#include "child.h"
#include "helper/watch/unixdiag.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <sstream>

#include <fcntl.h>
#include <linux/magic.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
constexpr unsigned long XfsMagic = 0x58465342;
constexpr unsigned long ZfsMagic = 0x2fc12fc1;

/// mountinfo writes blanks and backslashes as three octal digits.
std::string unescaped(const std::string &text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 3), nullptr, 8));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace

tl::unexpected<Failure> refuseLocation(int error, const std::string &location)
{
    if (error == ENOENT || error == ENOTDIR)
        return refuse(Word::LocationMissing, location);
    return refuseErrno(error, location);
}

Result<Fd> openLocation(const std::string &location)
{
    Fd fd(open(location.c_str(), FolderFlags));
    if (!fd)
        return refuseLocation(errno, location);
    // In somebody else's folder, or in everybody's, names change under our hands.
    struct stat st = {};
    if (fstat(fd.get(), &st) != 0)
        return refuseErrno(errno, location);
    if (st.st_uid != geteuid() || (st.st_mode & S_IWOTH) != 0)
        return refuse(Word::Unsupported, location,
                      "owner " + userName(st.st_uid) + ((st.st_mode & S_IWOTH) != 0 ? ", o+w" : ""));
    return fd;
}

Result<Fd> openContainer(int location, const std::string &name)
{
    Fd fd(openat(location, name.c_str(), FolderFlags | O_NOFOLLOW));
    if (fd)
        return fd;
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
        return refuse(Word::NotFound, name);
    return refuseErrno(errno, name);
}

bool exists(int folder, const std::string &name)
{
    struct stat st = {};
    return fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0;
}

std::optional<std::string> configIdentity(int folder)
{
    struct stat st = {};
    if (fstatat(folder, "config", &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return {};
    const std::int64_t mtime =
        static_cast<std::int64_t>(st.st_mtim.tv_sec) * 1'000'000'000 + st.st_mtim.tv_nsec;
    return std::to_string(st.st_dev) + ':' + std::to_string(st.st_ino) + ':' + std::to_string(mtime) + ':'
        + std::to_string(st.st_size);
}

Status checkIdentity(const std::string &location, const std::string &name, const std::string &expect)
{
    const Result<Fd> place = openLocation(location);
    if (!place)
        return refuse(place.error());
    const Result<Fd> folder = openContainer(place->get(), name);
    if (!folder)
        return refuse(folder.error());
    const std::optional<std::string> identity = configIdentity(folder->get());
    if (!identity)
        return refuse(expect.empty() ? Word::NotFound : Word::Changed, name);
    if (!expect.empty() && *identity != expect)
        return refuse(Word::Changed, name);
    return {};
}

Result<std::optional<CommandSocket>> commandSocket(const std::string &location, const std::string &name)
{
    std::vector<UnixListener> listeners;
    if (const int error = listUnixListeners(listeners); error != 0)
        return refuse(Word::Failed, "UNIX_DIAG", errnoText(error));
    const std::string wanted = commandSocketName(location, name);
    const auto found = std::find_if(listeners.begin(), listeners.end(),
                                    [&](const UnixListener &listener) { return listener.name == wanted; });
    if (found == listeners.end())
        return std::nullopt;
    if (found->owner != geteuid())
        return refuse(Word::NameTaken, name, userName(found->owner));
    return CommandSocket{found->inode};
}

Status checkStopped(const std::string &location, const std::string &name)
{
    const auto socket = commandSocket(location, name);
    if (!socket)
        return refuse(socket.error());
    if (*socket)
        return refuse(Word::MustBeStopped, name);
    return {};
}

std::vector<std::string> mountsUnder(const std::string &path)
{
    std::vector<std::string> points;
    std::istringstream lines(readFile("/proc/self/mountinfo", 64U << 20U));
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> fields = split(line, ' ');
        if (fields.size() < 5)
            continue;
        const std::string point = unescaped(fields[4]);
        if (point == path || point.starts_with(path + '/'))
            points.push_back(point);
    }
    return points;
}

std::string userName(uid_t uid)
{
    std::array<char, 4096> buffer = {};
    passwd entry = {};
    passwd *found = nullptr;
    if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return uid == UnixListener::NoOwner ? "?" : std::to_string(uid);
}

std::string fileSystemName(int fd)
{
    struct statfs fs = {};
    if (fstatfs(fd, &fs) != 0)
        return {};
    switch (static_cast<unsigned long>(fs.f_type)) {
    case BTRFS_SUPER_MAGIC:
        return "btrfs";
    case XfsMagic:
        return "xfs";
    case EXT4_SUPER_MAGIC:
        return "ext4";
    case TMPFS_MAGIC:
        return "tmpfs";
    case OVERLAYFS_SUPER_MAGIC:
        return "overlay";
    case NFS_SUPER_MAGIC:
        return "nfs";
    case F2FS_SUPER_MAGIC:
        return "f2fs";
    case ZfsMagic:
        return "zfs";
    default:
        break;
    }
    std::array<char, 24> text = {};
    std::snprintf(text.data(), text.size(), "0x%lx", static_cast<unsigned long>(fs.f_type));
    return text.data();
}

bool isBtrfs(int fd)
{
    struct statfs fs = {};
    return fstatfs(fd, &fs) == 0 && static_cast<unsigned long>(fs.f_type) == BTRFS_SUPER_MAGIC;
}

} // namespace boxyard::worker
