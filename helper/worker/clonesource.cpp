// SPDX-License-Identifier: GPL-2.0-or-later
#include "clonesource.h"

#include "lxclock.h"
#include "place.h"
#include "settle.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>

namespace boxyard::worker {

namespace {

constexpr std::array CloneItems = {"lxc.rootfs.path", "lxc.rootfs.options", "lxc.idmap",
                                   "lxc.uts.name",    "lxc.hook.clone",     "lxc.hook.version"};
constexpr std::array NicItems = {"type", "hwaddr", "veth.pair", "ipv4.address", "ipv6.address"};
constexpr unsigned NicScan = 8;

std::vector<std::string> wantedItems(const ConfigText &config)
{
    std::vector<std::string> items(CloneItems.begin(), CloneItems.end());
    for (const unsigned index : nicIndexes(config)) {
        for (const char *item : NicItems)
            items.push_back("lxc.net." + std::to_string(index) + '.' + item);
    }
    return items;
}

/// The rootfs, by its own folder where it lies there, so that no symlink of a later moment is followed.
Fd openRootfs(const CloneSource &source)
{
    constexpr int Flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    const std::string &path = source.layers ? source.layers->upper : source.value.path;
    if (source.layers)
        return Fd(open(path.c_str(), Flags | O_NOFOLLOW));
    Fd fd(openat(source.folder.get(), source.rootfsName.c_str(), Flags | O_NOFOLLOW));
    struct stat inside = {};
    struct stat named = {};
    const bool same = fd && fstat(fd.get(), &inside) == 0 && stat(path.c_str(), &named) == 0
        && inside.st_ino == named.st_ino && inside.st_dev == named.st_dev;
    return same ? std::move(fd) : Fd(open(path.c_str(), Flags));
}

Status openConfig(CloneSource &source)
{
    const Result<Fd> location = openLocation(source.location);
    Result<Fd> folder = location ? openContainer(location->get(), source.name) : refuse(location.error());
    if (!folder)
        return refuse(folder.error());
    source.folder = std::move(*folder);
    if (Status settled = settle(source.folder.get()); !settled)
        return settled;
    Result<ConfigText> config = readConfig(source.folder.get(), source.name);
    if (!config)
        return refuse(config.error());
    source.config = std::move(*config);
    source.reader = std::make_unique<ConfigReader>(source.name);
    auto items = source.reader->items(source.path + "/config", wantedItems(source.config));
    if (!items)
        return refuse(items.error());
    source.items = std::move(*items);
    return {};
}

Status findRootfs(CloneSource &source)
{
    source.value = effectiveRootfs(source.config, source.item("lxc.rootfs.path"));
    const std::string &store = source.value.store;
    if (store == "overlay")
        source.layers = parseOverlay(source.value.path);
    if (!store.empty() && store != "dir" && store != "btrfs" && !source.layers)
        return refuse(Word::Unsupported, "clone", store + ": " + source.value.path);
    if (Status there = checkRootfs(source.value.path); !there)
        return refuse(Word::RootfsMissing, source.name, there.error().detail);
    const std::size_t slash = source.value.path.rfind('/');
    const bool inside = !source.layers && source.value.path.substr(0, slash) == source.path;
    source.rootfsName = inside ? source.value.path.substr(slash + 1) : "rootfs";
    source.rootfs = openRootfs(source);
    return source.rootfs ? Status() : refuse(Word::RootfsMissing, source.name, source.value.path);
}

} // namespace

const std::string &CloneSource::item(const std::string &key) const
{
    static const std::string none;
    const auto found = items.find(key);
    return found == items.end() ? none : found->second;
}

bool CloneSource::usesUserXattr() const
{
    const std::vector<std::string> options = split(item("lxc.rootfs.options"), ',');
    return std::ranges::find(options, "userxattr") != options.end();
}

std::vector<unsigned> nicIndexes(const ConfigText &config)
{
    std::set<unsigned> indexes;
    for (unsigned i = 0; i < NicScan; ++i)
        indexes.insert(i);
    config.visit([&](const std::string &key, const std::string &) {
        constexpr std::string_view Prefix = "lxc.net.";
        unsigned index = 0;
        if (key.starts_with(Prefix)
            && std::from_chars(key.data() + Prefix.size(), key.data() + key.size(), index).ec == std::errc())
            indexes.insert(index);
    });
    return {indexes.begin(), indexes.end()};
}

Result<CloneSource> openSource(const Request &request)
{
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return refuse(same.error());
    if (isHalfMade(request.location, request.name))
        return refuse(Word::Busy, request.name, "create");
    CloneSource source;
    source.location = request.location;
    source.name = request.name;
    source.path = request.location + '/' + request.name;
    if (Status opened = openConfig(source); !opened)
        return refuse(opened.error());
    if (Status found = findRootfs(source); !found)
        return refuse(found.error());
    return source;
}

Status confirmSource(const CloneSource &source)
{
    // lxc-destroy holds the lock while it removes.
    const Result<LxcLock> lock = LxcLock::take(source.location, source.name);
    if (!lock)
        return refuse(lock.error());
    const Result<Fd> location = openLocation(source.location);
    const Result<Fd> folder =
        location ? openContainer(location->get(), source.name) : refuse(location.error());
    if (!folder)
        return refuse(Word::NotFound, source.name);
    struct stat now = {};
    struct stat then = {};
    struct stat rootfs = {};
    const bool same = fstat(folder->get(), &now) == 0 && fstat(source.folder.get(), &then) == 0
        && now.st_ino == then.st_ino && now.st_dev == then.st_dev && fstat(source.rootfs.get(), &rootfs) == 0
        && rootfs.st_nlink > 0 && configIdentity(folder->get());
    return same ? Status() : refuse(Word::NotFound, source.name);
}

} // namespace boxyard::worker
