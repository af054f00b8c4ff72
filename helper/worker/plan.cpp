// SPDX-License-Identifier: GPL-2.0-or-later
#include "configfile.h"
#include "place.h"
#include "rootfskind.h"
#include "text.h"
#include "treecount.h"
#include "verbs.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <linux/btrfs.h>
#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using Json = nlohmann::json;

constexpr ino_t SubvolumeInode = 256; // the root folder of every btrfs subvolume

/// What the kinds' answers depend on.
struct Facts {
    std::string store; ///< of the source
    std::string sourceSystem;
    std::string targetSystem;
    bool subvolume = false;
    bool sameBtrfs = false;
    bool shares = false; ///< a copy shares its blocks
    bool overlays = false; ///< the kernel can, and the target's file system can hold the layers
    bool running = false;
    bool readOnly = false;
    std::uint64_t free = 0;
    bool mapped = false; ///< its rootfs is mounted with an id map of its own
    TreeCount size; ///< of all layers together, in an overlay: at most so much
    TreeCount own; ///< of an overlay's own layer
};

/// A word of backend/api/plan.h, and what it is about.
struct Verdict {
    std::string obstacle;
    std::string detail;
};

/// The identity of a whole btrfs, of which statfs(2) tells a different one for each subvolume. ioctl_btrfs
/// BTRFS_IOC_FS_INFO.
bool sameBtrfs(int one, int other)
{
    btrfs_ioctl_fs_info_args a = {};
    btrfs_ioctl_fs_info_args b = {};
    return isBtrfs(one) && isBtrfs(other) && ioctl(one, BTRFS_IOC_FS_INFO, &a) == 0
        && ioctl(other, BTRFS_IOC_FS_INFO, &b) == 0 && std::memcmp(a.fsid, b.fsid, sizeof a.fsid) == 0;
}

/// Whether an XFS was made with reflink=1. xfs_fs.h, XFS_IOC_FSGEOMETRY_V1: the first version of the call has
/// the flags already.
bool hasReflinks(int fd)
{
    struct Geometry {
        std::array<std::uint32_t, 8> sizes;
        std::array<std::uint64_t, 4> counts;
        std::array<unsigned char, 16> uuid;
        std::uint32_t unit;
        std::uint32_t width;
        std::int32_t version;
        std::uint32_t flags;
        std::array<std::uint32_t, 3> more;
    };

    static_assert(sizeof(Geometry) == 112);
    constexpr std::uint32_t ReflinkFlag = 1U << 20U;
    constexpr unsigned long Call = _IOR('X', 100, Geometry);
    Geometry geometry = {};
    return ioctl(fd, Call, &geometry) == 0 && (geometry.flags & ReflinkFlag) != 0;
}

bool sameDevice(int one, int other)
{
    struct stat a = {};
    struct stat b = {};
    return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev;
}

/// Loaded, built in, or a module that the first mount loads.
bool kernelHasOverlay()
{
    std::array<char, 4096> line = {};
    const std::unique_ptr<FILE, int (*)(FILE *)> known(fopen("/proc/filesystems", "re"), &fclose);
    while (known && fgets(line.data(), line.size(), known.get()) != nullptr) {
        if (std::string_view(line.data()).find("\toverlay\n") != std::string_view::npos)
            return true;
    }
    utsname kernel = {};
    return uname(&kernel) == 0
        && access((std::string("/lib/modules/") + kernel.release + "/kernel/fs/overlayfs").c_str(), F_OK)
        == 0;
}

/// An upper layer needs extended attributes and whiteouts. Kernel documentation, overlayfs.rst, "Upper and
/// Lower".
bool canHoldLayers(const std::string &fileSystem)
{
    static constexpr std::array<std::string_view, 7> Can = {"ext4", "xfs", "btrfs", "tmpfs",
                                                            "f2fs", "zfs", "ext3"};
    return std::find(Can.begin(), Can.end(), fileSystem) != Can.end();
}

bool isKnown(const std::string &store)
{
    return store == "dir" || store == "btrfs" || store == "overlay";
}

Verdict ofCopy(const Facts &facts)
{
    if (!isKnown(facts.store))
        return {"Store", facts.store};
    if (facts.readOnly)
        return {"ReadOnly", facts.targetSystem};
    if (!facts.shares && facts.size.bytes > facts.free)
        return {"NoSpace", {}};
    return {};
}

Verdict ofSnapshot(const Facts &facts)
{
    if (facts.store != "dir" && facts.store != "btrfs")
        return {"Store", facts.store};
    if (facts.readOnly)
        return {"ReadOnly", facts.targetSystem};
    if (!facts.subvolume)
        return {"NotSubvolume", facts.sourceSystem};
    if (!facts.sameBtrfs)
        return {"OtherFileSystem", facts.targetSystem};
    return {};
}

Verdict ofOverlay(const Facts &facts)
{
    if (!isKnown(facts.store) || facts.mapped)
        return {"Store", facts.mapped ? "idmap" : facts.store};
    if (facts.readOnly)
        return {"ReadOnly", facts.targetSystem};
    if (!facts.overlays)
        return {"NoOverlay", facts.targetSystem};
    if (facts.running && facts.store != "overlay")
        return {"Running", {}};
    if (facts.own.bytes > facts.free)
        return {"NoSpace", {}};
    return {};
}

Json cost(const char *kind, const Verdict &verdict, const Facts &facts)
{
    const bool copies = kind == std::string_view("copy");
    const bool overlay = kind == std::string_view("overlay");
    const bool shares = copies ? facts.shares : !overlay;
    const TreeCount written = copies ? facts.size : overlay ? facts.own : TreeCount();
    return {{"kind", kind},
            {"obstacle", verdict.obstacle},
            {"detail", printable(verdict.detail, 256)},
            {"bytes", shares ? 0 : written.bytes},
            {"files", written.files},
            {"depends", overlay},
            {"shares", shares}};
}

/// The folders that a rootfs lies in: of an overlay its layers, its own the last.
std::vector<std::string> layersOf(const RootfsValue &rootfs)
{
    return rootfs.store == "overlay" ? split(rootfs.path, ':') : std::vector{rootfs.path};
}

Facts look(const Request &request, const RootfsValue &rootfs, int tree, int target)
{
    Facts facts;
    facts.store = rootfs.store;
    facts.sourceSystem = fileSystemName(tree);
    facts.targetSystem = fileSystemName(target);
    struct stat top = {};
    facts.subvolume = isBtrfs(tree) && fstat(tree, &top) == 0 && top.st_ino == SubvolumeInode;
    facts.sameBtrfs = sameBtrfs(tree, target);
    facts.shares =
        rootfs.store != "overlay" && (facts.sameBtrfs || (sameDevice(tree, target) && hasReflinks(target)));
    facts.overlays = kernelHasOverlay() && canHoldLayers(facts.targetSystem);
    const auto socket = commandSocket(request.location, request.name);
    facts.running = socket && socket->has_value();
    struct statvfs fs = {};
    if (fstatvfs(target, &fs) == 0) {
        facts.readOnly = (fs.f_flag & ST_RDONLY) != 0;
        facts.free = static_cast<std::uint64_t>(fs.f_bavail) * fs.f_frsize;
    }
    return facts;
}

/// A hostile tree can make many folders wait open at once.
void allowManyFolders()
{
    rlimit files = {};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

void count(Facts &facts, const std::vector<std::string> &layers, std::chrono::milliseconds limit)
{
    allowManyFolders();
    const auto end = std::chrono::steady_clock::now() + limit;
    for (const std::string &layer : layers) {
        const Fd tree(open(layer.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const auto left = end - std::chrono::steady_clock::now();
        const TreeCount one =
            countTree(tree.get(), std::chrono::duration_cast<std::chrono::milliseconds>(left));
        facts.size.files += one.files;
        facts.size.bytes += one.bytes;
        facts.size.complete = facts.size.complete && one.complete;
        if (layers.size() > 1)
            facts.own = one; // the last one
    }
}

} // namespace

Status plan(Job &job)
{
    const Request &request = job.request;
    const Result<Fd> location = openLocation(request.location);
    const Result<Fd> folder =
        location ? openContainer(location->get(), request.name) : refuse(location.error());
    if (!folder)
        return refuse(folder.error());
    const Result<Fd> target = openLocation(request.targetLocation);
    if (!target)
        return refuse(target.error());
    const Result<ConfigText> config = readConfig(folder->get(), request.name);
    if (!config)
        return refuse(config.error());
    const auto items = loadItems(request.location + '/' + request.name + "/config", request.name,
                                 {"lxc.rootfs.path", "lxc.rootfs.options", "lxc.hook.clone"});
    if (!items)
        return refuse(items.error());
    const RootfsValue rootfs = effectiveRootfs(*config, items->at("lxc.rootfs.path"));
    if (Status there = checkRootfs(rootfs.path); !there)
        return refuse(Word::RootfsMissing, request.name, there.error().detail);
    const std::vector<std::string> layers = layersOf(rootfs);
    // Of a volume or an image, which is no folder, nothing is counted: it is not cloned anyway.
    const Fd top(open(layers.back().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    Facts facts = look(request, rootfs, top ? top.get() : folder->get(), target->get());
    facts.mapped = items->at("lxc.rootfs.options").find("idmap=") != std::string::npos;
    if (top)
        count(facts, layers, request.limit);
    const bool snapshots = ofSnapshot(facts).obstacle.empty();
    job.report.plan({{"files", facts.size.files},
                     {"bytes", facts.size.bytes},
                     {"complete", facts.size.complete},
                     {"free", facts.free},
                     {"sourceFileSystem", facts.sourceSystem},
                     {"targetFileSystem", facts.targetSystem},
                     {"automatic",
                      facts.store == "overlay" ? "overlay"
                          : snapshots          ? "snapshot"
                                               : "copy"},
                     {"hooks", !items->at("lxc.hook.clone").empty()},
                     {"kinds",
                      {cost("copy", ofCopy(facts), facts), cost("snapshot", ofSnapshot(facts), facts),
                       cost("overlay", ofOverlay(facts), facts)}}});
    return {};
}

} // namespace boxyard::worker
