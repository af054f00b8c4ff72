// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlay.h"

#include "place.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

/// A path that the kernel takes whatever the folder is called: colons, commas and backslashes mean something
/// in an overlay's options.
std::string pathOf(int fd)
{
    return "/proc/self/fd/" + std::to_string(fd);
}

bool setOption(int context, const char *key, const std::string &value)
{
    return fsconfig(context, FSCONFIG_SET_STRING, key, value.c_str(), 0) == 0;
}

bool setFlag(int context, const char *key)
{
    return fsconfig(context, FSCONFIG_SET_FLAG, key, nullptr, 0) == 0;
}

bool isReadOnly(int fd)
{
    struct statvfs fs = {};
    return fstatvfs(fd, &fs) == 0 && (fs.f_flag & ST_RDONLY) != 0;
}

/// Descriptor of the mount; errno where there is none.
Fd tryMount(const OverlayStack &stack, int work, bool isVolatile)
{
    const Fd context(fsopen("overlay", FSOPEN_CLOEXEC));
    if (!context)
        return {};
    std::string lowers = work < 0 ? pathOf(stack.upper.get()) : std::string();
    for (const Fd &lower : stack.lowers)
        lowers += (lowers.empty() ? "" : ":") + pathOf(lower.get());
    bool set = setOption(context.get(), "lowerdir", lowers);
    if (work >= 0)
        set = set && setOption(context.get(), "upperdir", pathOf(stack.upper.get()))
            && setOption(context.get(), "workdir", pathOf(work));
    if (stack.userXattr)
        set = set && setFlag(context.get(), "userxattr");
    if (isVolatile)
        set = set && setFlag(context.get(), "volatile");
    if (!set || fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return {};
    return Fd(fsmount(context.get(), FSMOUNT_CLOEXEC, work < 0 ? MOUNT_ATTR_RDONLY : 0U));
}

} // namespace

std::optional<OverlayLayers> parseOverlay(std::string_view path)
{
    OverlayLayers layers;
    for (std::size_t next = path.find(":/"); next != std::string_view::npos; next = path.find(":/")) {
        layers.lowers.emplace_back(path.substr(0, next));
        path.remove_prefix(next + 1);
    }
    layers.upper = path;
    const bool whole =
        !layers.lowers.empty() && layers.lowers.front().starts_with('/') && layers.upper.starts_with('/');
    return whole ? std::optional(std::move(layers)) : std::nullopt;
}

std::string overlayValue(const std::vector<std::string> &lowers, const std::string &upper)
{
    std::string value = "overlay";
    for (const std::string &lower : lowers)
        value += ':' + lower;
    return value + ':' + upper;
}

bool liesIn(std::string_view path, std::string_view other)
{
    while (other.size() > 1 && other.ends_with('/'))
        other.remove_suffix(1);
    return path.starts_with(other) && (path.size() == other.size() || path[other.size()] == '/');
}

Result<OverlayStack> openLayers(const OverlayLayers &layers, bool userXattr)
{
    OverlayStack stack;
    stack.userXattr = userXattr;
    const auto openFolder = [](const std::string &path) {
        return Fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    };
    for (const std::string &lower : layers.lowers) {
        stack.lowers.push_back(openFolder(lower));
        if (!stack.lowers.back())
            return refuse(Word::RootfsMissing, {}, lower);
    }
    stack.upper = openFolder(layers.upper);
    if (!stack.upper)
        return refuse(Word::RootfsMissing, {}, layers.upper);
    return stack;
}

Result<Fd> mountOverlay(const OverlayStack &stack, int work)
{
    const bool writable = work >= 0;
    Fd mount = tryMount(stack, work, writable);
    // Before Linux 5.10 there is no `volatile`.
    if (!mount && writable && errno == EINVAL)
        mount = tryMount(stack, work, false);
    if (mount && writable && isReadOnly(mount.get()) && !isReadOnly(stack.upper.get()))
        return refuse(Word::NoSpace, "overlay"); // the kernel found no room for its work folder
    if (mount)
        return mount;
    if (errno == ENOSPC || errno == EDQUOT || errno == EROFS)
        return refuseErrno(errno, "overlay");
    const std::string reason = errnoText(errno);
    return refuse(Word::Unsupported, "overlay",
                  fileSystemName(stack.lowers.front().get()) + ", " + fileSystemName(stack.upper.get()) + ": "
                      + reason);
}

} // namespace boxyard::worker
