// SPDX-License-Identifier: GPL-2.0-or-later
#include "rootfs.h"

#include "child.h"
#include "inodeflags.h"

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

bool isPlain(const struct stat &st)
{
    return S_ISREG(st.st_mode) && st.st_nlink == 1 && st.st_size <= RootfsEditor::MaxSize;
}

/// A full or read-only disk ends the clone; what a container's root has in the way does not.
Result<Edit> outcome(int error, const std::string &path)
{
    if (error == 0)
        return Edit::Done;
    if (error == ENOSPC || error == EDQUOT || error == EROFS)
        return refuseErrno(error, '/' + path);
    return error == ENOENT || error == ENOTDIR ? Edit::Absent : Edit::NotPlain;
}

/// New things belong to whom the folder belongs to: root, or who is root inside.
int giveToOwnerOf(int folder, const char *name)
{
    struct stat st = {};
    if (fstat(folder, &st) != 0)
        return errno;
    return fchownat(folder, name, st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

/// What the source's root made unchangeable is so in the clone too, and may be changed by us all the same.
int unlinkIn(int folder, const std::string &name)
{
    for (const bool again : {false, true}) {
        if (unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT)
            return 0;
        if (errno != EPERM || again)
            break;
        clearWriteFlagsOf(folder, name);
    }
    return errno;
}

bool hasKind(int folder, const std::string &name, mode_t kind)
{
    struct stat st = {};
    return fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 && (st.st_mode & S_IFMT) == kind;
}

} // namespace

Fd openInRootfs(int rootfs, const std::string &path, int flags, mode_t mode)
{
    open_how how = {};
    // O_PATH opens nothing, and openat2 takes no flag beside it that would have no meaning.
    const int safe = O_NOFOLLOW | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NONBLOCK | O_NOCTTY);
    how.flags = static_cast<std::uint64_t>(flags | safe);
    how.mode = mode;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    // EAGAIN: something was renamed meanwhile, the kernel can't be sure.
    for (int attempt = 0; attempt < 10; ++attempt) {
        const long fd = syscall(SYS_openat2, rootfs, path.c_str(), &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            return Fd(static_cast<int>(fd));
    }
    return {};
}

Fd RootfsEditor::openPlain(const std::string &path, int flags, Edit &found) const
{
    // First without opening what it is: opening a device can already do something.
    const Fd look = openInRootfs(m_rootfs, path, O_PATH);
    struct stat seen = {};
    if (!look) {
        found = errno == ENOENT || errno == ENOTDIR ? Edit::Absent : Edit::NotPlain;
        return {};
    }
    found = Edit::NotPlain;
    if (fstat(look.get(), &seen) != 0 || !isPlain(seen))
        return {};
    Fd fd = openInRootfs(m_rootfs, path, flags);
    struct stat st = {};
    if (!fd)
        return {};
    // On an overlay, opening for writing makes another file of it, so only its kind can be compared.
    if (fstat(fd.get(), &st) != 0 || !isPlain(st)) {
        errno = EINVAL;
        return {};
    }
    found = Edit::Done;
    return fd;
}

Fd RootfsEditor::openFolder(const std::string &path, Edit &found) const
{
    // A folder may be reached by a symlink, which leads to somewhere inside the rootfs in any case.
    Fd fd = openInRootfs(m_rootfs, path + "/.", O_RDONLY | O_DIRECTORY);
    found = fd ? Edit::Done : errno == ENOENT || errno == ENOTDIR ? Edit::Absent : Edit::NotPlain;
    return fd;
}

RootfsEditor::Text RootfsEditor::read(const std::string &path) const
{
    Text text;
    if (const Fd fd = openPlain(path, O_RDONLY, text.found))
        text.text = readAll(fd.get(), MaxSize);
    return text;
}

Result<Edit> RootfsEditor::write(const std::string &path, std::string_view text)
{
    Edit found = Edit::Absent;
    const Fd look = openPlain(path, O_RDONLY, found);
    const WithoutWriteFlags writable(look.get());
    errno = 0;
    const Fd fd = openPlain(path, O_WRONLY, found);
    if (!fd)
        return errno == ENOSPC || errno == EDQUOT || errno == EROFS ? outcome(errno, path) : found;
    if (ftruncate(fd.get(), 0) != 0 || !writeAll(fd.get(), text))
        return outcome(errno, path);
    return Edit::Done;
}

Result<Edit> RootfsEditor::add(const std::string &folder, const std::string &name, std::string_view text,
                               mode_t mode)
{
    Edit found = Edit::Absent;
    const Fd parent = openFolder(folder, found);
    if (!parent)
        return found;
    const WithoutWriteFlags writable(parent.get());
    const Fd fd(
        openat(parent.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd && errno == EEXIST)
        return hasKind(parent.get(), name, S_IFREG) ? Edit::Done : Edit::NotPlain;
    if (!fd)
        return outcome(errno, folder + '/' + name);
    if (!writeAll(fd.get(), text) || fchmod(fd.get(), mode) != 0)
        return outcome(errno, folder + '/' + name);
    if (const int error = giveToOwnerOf(parent.get(), name.c_str()); error != 0)
        return outcome(error, folder + '/' + name);
    return Edit::Done;
}

Result<Edit> RootfsEditor::addLink(const std::string &folder, const std::string &name,
                                   const std::string &target)
{
    Edit found = Edit::Absent;
    const Fd parent = openFolder(folder, found);
    if (!parent)
        return found;
    const WithoutWriteFlags writable(parent.get());
    if (symlinkat(target.c_str(), parent.get(), name.c_str()) != 0) {
        if (errno == EEXIST)
            return hasKind(parent.get(), name, S_IFLNK) ? Edit::Done : Edit::NotPlain;
        return outcome(errno, folder + '/' + name);
    }
    return outcome(giveToOwnerOf(parent.get(), name.c_str()), folder + '/' + name);
}

Result<Edit> RootfsEditor::addFolder(const std::string &folder, const std::string &name)
{
    Edit found = Edit::Absent;
    const Fd parent = openFolder(folder, found);
    if (!parent)
        return found;
    const WithoutWriteFlags writable(parent.get());
    if (mkdirat(parent.get(), name.c_str(), 0755) != 0) {
        if (errno == EEXIST)
            return hasKind(parent.get(), name, S_IFDIR) ? Edit::Done : Edit::NotPlain;
        return outcome(errno, folder + '/' + name);
    }
    return outcome(giveToOwnerOf(parent.get(), name.c_str()), folder + '/' + name);
}

Result<Edit> RootfsEditor::remove(const std::string &folder,
                                  const std::function<bool(std::string_view)> &wanted)
{
    Edit found = Edit::Absent;
    const Fd parent = openFolder(folder, found);
    if (!parent)
        return found;
    const WithoutWriteFlags writable(parent.get());
    Edit result = Edit::Absent;
    for (const std::string &name : names(folder)) {
        if (!wanted(name) || hasKind(parent.get(), name, S_IFDIR))
            continue;
        const Result<Edit> removed =
            outcome(unlinkIn(parent.get(), name), std::string(folder).append("/").append(name));
        if (!removed || *removed != Edit::Done)
            return removed ? Edit::NotPlain : removed;
        result = Edit::Done;
    }
    return result;
}

bool RootfsEditor::exists(const std::string &path) const
{
    return static_cast<bool>(openInRootfs(m_rootfs, path, O_PATH));
}

bool RootfsEditor::isFolder(const std::string &path) const
{
    return static_cast<bool>(openInRootfs(m_rootfs, path + "/.", O_PATH | O_DIRECTORY));
}

std::vector<std::string> RootfsEditor::names(const std::string &folder) const
{
    std::vector<std::string> names;
    Edit found = Edit::Absent;
    const Fd parent = openFolder(folder, found);
    const int own = parent ? fcntl(parent.get(), F_DUPFD_CLOEXEC, 0) : -1;
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(own >= 0 ? fdopendir(own) : nullptr, &closedir);
    if (!stream && own >= 0)
        close(own);
    while (const dirent *entry = stream ? readdir(stream.get()) : nullptr) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..")
            names.emplace_back(name);
    }
    return names;
}

} // namespace boxyard::worker
