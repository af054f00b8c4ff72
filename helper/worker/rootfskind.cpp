// SPDX-License-Identifier: GPL-2.0-or-later
#include "rootfskind.h"

#include "text.h"

#include <btrfsutil.h>
#include <sys/stat.h>

namespace boxyard::worker {

namespace {

std::string storeOf(const std::string &path)
{
    struct stat st = {};
    if (stat(path.c_str(), &st) != 0)
        return "dir";
    if (S_ISBLK(st.st_mode))
        return "lvm";
    if (S_ISREG(st.st_mode))
        return "loop";
    return btrfs_util_is_subvolume(path.c_str()) == BTRFS_UTIL_OK ? "btrfs" : "dir";
}

} // namespace

RootfsValue parseRootfs(std::string_view value)
{
    if (value.empty())
        return {};
    const std::size_t colon = value.find(':');
    if (colon == std::string_view::npos)
        return {storeOf(std::string(value)), std::string(value), {}};
    const std::string_view kind = value.substr(0, colon);
    return {std::string(kind == "overlayfs" ? "overlay" : kind), std::string(value.substr(colon + 1)),
            std::string(value.substr(0, colon + 1))};
}

RootfsValue effectiveRootfs(const ConfigText &config, std::string_view lxcPath)
{
    RootfsValue own = parseRootfs(config.value("lxc.rootfs.path").value_or(""));
    if (own.path == lxcPath)
        return own;
    if (lxcPath.find(":/") != std::string_view::npos)
        return {"overlay", std::string(lxcPath), "overlay:"};
    return lxcPath.empty() ? RootfsValue()
                           : RootfsValue{storeOf(std::string(lxcPath)), std::string(lxcPath), {}};
}

Status checkRootfs(std::string_view path)
{
    if (path.empty())
        return refuse(Word::RootfsMissing, {}, "lxc.rootfs.path");
    for (const std::string &part : split(path, ':')) {
        struct stat st = {};
        // What is no path (a zfs data set, an rbd image) is for liblxc to find.
        if (part.starts_with('/') && stat(part.c_str(), &st) != 0)
            return refuse(Word::RootfsMissing, {}, part);
    }
    return {};
}

bool isHalfMade(const std::string &location, const std::string &name)
{
    struct stat st = {};
    return lstat((location + '/' + name + "/partial").c_str(), &st) == 0;
}

} // namespace boxyard::worker
