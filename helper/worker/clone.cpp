// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"
#include "clonetimer.h"
#include "configfile.h"
#include "copier.h"
#include "hidden.h"
#include "onexit.h"
#include "place.h"
#include "rootfs.h"
#include "rootfskind.h"
#include "verbs.h"

#include <array>
#include <cerrno>

#include <btrfsutil.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr ino_t SubvolumeInode = 256; // the root folder of every btrfs subvolume

/// What is to be cloned, opened and checked.
struct Source {
    Fd folder;
    Fd rootfs;
    ConfigText config;
    RootfsValue value;
    std::string path; ///< of the folder
    std::string rootfsName; ///< what the clone's rootfs is called in its folder
};

/// The rootfs, by its own folder where it lies there, so that no symlink of a later moment is followed.
Fd openRootfs(const Source &source)
{
    constexpr int Flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    Fd fd(openat(source.folder.get(), source.rootfsName.c_str(), Flags | O_NOFOLLOW));
    struct stat inside = {};
    struct stat named = {};
    const bool same = fd && fstat(fd.get(), &inside) == 0 && stat(source.value.path.c_str(), &named) == 0
        && inside.st_ino == named.st_ino && inside.st_dev == named.st_dev;
    return same ? std::move(fd) : Fd(open(source.value.path.c_str(), Flags));
}

Result<Source> openSource(const Request &request)
{
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return refuse(same.error());
    if (isHalfMade(request.location, request.name))
        return refuse(Word::Busy, request.name, "create");
    Source source;
    source.path = request.location + '/' + request.name;
    const Result<Fd> location = openLocation(request.location);
    Result<Fd> folder = location ? openContainer(location->get(), request.name) : refuse(location.error());
    if (!folder)
        return refuse(folder.error());
    source.folder = std::move(*folder);
    Result<ConfigText> config = readConfig(source.folder.get(), request.name);
    if (!config)
        return refuse(config.error());
    source.config = std::move(*config);
    const auto items = loadItems(source.path + "/config", request.name, {"lxc.rootfs.path"});
    if (!items)
        return refuse(items.error());
    source.value = effectiveRootfs(source.config, items->at("lxc.rootfs.path"));
    if (!source.value.store.empty() && source.value.store != "dir" && source.value.store != "btrfs")
        return refuse(Word::Unsupported, "clone", source.value.store + ": " + source.value.path);
    if (Status there = checkRootfs(source.value.path); !there)
        return refuse(Word::RootfsMissing, request.name, there.error().detail);
    const std::size_t slash = source.value.path.rfind('/');
    const bool inside = source.value.path.substr(0, slash) == source.path;
    source.rootfsName = inside ? source.value.path.substr(slash + 1) : "rootfs";
    source.rootfs = openRootfs(source);
    if (!source.rootfs)
        return refuse(Word::RootfsMissing, request.name, source.value.path);
    return source;
}

Status checkTarget(const Request &request)
{
    const Result<Fd> location = openLocation(request.targetLocation);
    if (!location)
        return refuse(location.error());
    if (exists(location->get(), request.targetName))
        return refuse(Word::AlreadyExists, request.targetName);
    if (const auto socket = commandSocket(request.targetLocation, request.targetName); !socket)
        return refuse(socket.error());
    return {};
}

/// LXC's notes on the source, its logs and its snapshots, which are none of the clone's.
bool isBookkeeping(const std::string &name)
{
    return name == "lxc_snapshots" || name == "lxc_rdepends" || name == "snaps" || name == "partial"
        || name.ends_with(".log") || name.ends_with(".boxyard");
}

bool isSubvolume(int fd)
{
    struct stat st = {};
    return isBtrfs(fd) && fstat(fd, &st) == 0 && st.st_ino == SubvolumeInode;
}

/// True where the rootfs is a snapshot now; false where it has to be copied.
Result<bool> takeSnapshot(Job &job, const Source &source, int folder)
{
    const Request &request = job.request;
    if (request.cloneMode == CloneMode::Copy)
        return false;
    const bool required = request.cloneMode == CloneMode::Snapshot;
    if (!isSubvolume(source.rootfs.get()) || !isBtrfs(folder)) {
        if (required)
            return refuse(Word::Unsupported, "snapshot",
                          source.value.path + ": " + fileSystemName(source.rootfs.get()) + ", "
                              + request.targetLocation + ": " + fileSystemName(folder));
        return false;
    }
    job.report.progress(-1, "snapshot");
    const auto error = btrfs_util_create_snapshot_fd2(source.rootfs.get(), folder, source.rootfsName.c_str(),
                                                      BTRFS_UTIL_CREATE_SNAPSHOT_RECURSIVE, nullptr, nullptr);
    if (error == BTRFS_UTIL_OK)
        return true;
    if (errno == ENOSPC || errno == EDQUOT || errno == EROFS)
        return refuseErrno(errno, request.targetLocation + '/' + request.targetName);
    if (required)
        return refuse(Word::Unsupported, "snapshot", btrfs_util_strerror(error));
    return false;
}

CopyListener listenerOf(Job &job, bool withProgress)
{
    return {[&job, withProgress](const CopyProgress &progress) {
                if (withProgress)
                    job.report.progress(progress.fraction, "copy");
            },
            [&job](const std::string &line) { job.report.log(line); }};
}

Status copyRootfs(Job &job, const Source &source, int folder, CloneTimer &timer)
{
    const char *name = source.rootfsName.c_str();
    // A subvolume, so that the next clone can be a snapshot.
    const bool subvolume =
        isBtrfs(folder) && btrfs_util_create_subvolume_fd(folder, name, 0, nullptr, nullptr) == BTRFS_UTIL_OK;
    if (!subvolume && mkdirat(folder, name, 0700) != 0)
        return refuseErrno(errno, job.request.targetLocation);
    const Fd target(openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!target || fchmod(target.get(), 0700) != 0)
        return refuseErrno(errno, job.request.targetLocation);
    job.report.progress(0, "copy");
    CopyOptions options;
    options.threads = job.request.threads;
    const StepBack stepBack;
    const auto copied = copyTree(source.rootfs.get(), target.get(), options, listenerOf(job, true));
    if (!copied)
        return refuse(copied.error());
    timer.copied(*copied);
    return {};
}

/// Everything but the rootfs: the config, an fstab, hooks.
Status copyBeside(Job &job, const Source &source, int folder)
{
    CopyOptions options;
    options.threads = 1;
    options.skip = [&source](const std::string &name) {
        return isBookkeeping(name) || name == source.rootfsName || name == "rootfs";
    };
    const auto copied = copyTree(source.folder.get(), folder, options, listenerOf(job, false));
    return copied ? Status() : refuse(copied.error());
}

std::string rootfsValue(const Source &source, int folder, const std::string &target)
{
    std::string path = target + '/' + source.rootfsName;
    if (source.value.prefix.empty())
        return path;
    const Fd rootfs(
        openat(folder, source.rootfsName.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    return (rootfs && isSubvolume(rootfs.get()) ? "btrfs:" : "dir:") + path;
}

Status writeCloneConfig(Job &job, const Source &source, const Hidden &hidden, int folder)
{
    const Request &request = job.request;
    const std::string target = request.targetLocation + '/' + request.targetName;
    ConfigText config = source.config;
    Status changed =
        config.forEach([&](const std::string &key, const std::string &value) -> std::optional<std::string> {
            if (hwaddrIndex(key) && !value.empty() && !isHwaddrTemplate(value))
                return randomHwaddr();
            return movePaths(value, source.path, target);
        });
    if (!changed)
        return changed;
    const std::string rootfs = rootfsValue(source, folder, target);
    if (Status set = config.set("lxc.rootfs.path", rootfs); !set)
        return set;
    if (Status set = config.set("lxc.uts.name", request.targetName); !set)
        return set;
    return writeConfig(folder, hidden.path() + '/' + request.targetName, request.targetName, config,
                       {{"lxc.rootfs.path", parseRootfs(rootfs).path}, {"lxc.uts.name", request.targetName}});
}

Status setHostname(Job &job, const Source &source, int folder)
{
    const Fd rootfs(
        openat(folder, source.rootfsName.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!rootfs)
        return refuseErrno(errno, job.request.targetName);
    const Result<HostnameResult> written = writeHostname(rootfs.get(), job.request.targetName);
    if (!written)
        return refuse(written.error());
    if (*written == HostnameResult::NotPlain)
        job.report.log("/etc/hostname is no plain file; left as it is");
    return {};
}

Status buildClone(Job &job, const Source &source, const Hidden &hidden)
{
    const Request &request = job.request;
    CloneTimer timer;
    if (mkdirat(hidden.fd(), request.targetName.c_str(), 0700) != 0)
        return refuseErrno(errno, hidden.path());
    const Result<Fd> folder = openContainer(hidden.fd(), request.targetName);
    if (!folder)
        return refuse(folder.error());
    const Result<bool> snapshot = takeSnapshot(job, source, folder->get());
    if (!snapshot)
        return refuse(snapshot.error());
    if (!*snapshot) {
        if (Status copied = copyRootfs(job, source, folder->get(), timer); !copied)
            return copied;
    }
    job.report.progress(-1, "configure");
    if (Status copied = copyBeside(job, source, folder->get()); !copied)
        return copied;
    if (Status kept = keepForRoot(folder->get()); !kept)
        return kept;
    if (Status written = writeCloneConfig(job, source, hidden, folder->get()); !written)
        return written;
    if (Status set = setHostname(job, source, folder->get()); !set)
        return set;
    if (Status go = checkCancelled(); !go)
        return go;
    if (Status revealed = hidden.reveal(request.targetName, request.targetName); !revealed)
        return revealed;
    timer.tell(job.report, *snapshot ? "snapshot" : "copy", source.rootfs.get(), folder->get());
    return {};
}

} // namespace

Status clone(Job &job)
{
    job.report.progress(-1, "preparing");
    const Result<Source> source = openSource(job.request);
    if (!source)
        return refuse(source.error());
    if (Status free = checkTarget(job.request); !free)
        return free;
    if (Status go = checkCancelled(); !go)
        return go;
    const Result<Hidden> hidden = Hidden::make(job.request.targetLocation, job.request.id, 0700);
    if (!hidden)
        return refuse(hidden.error());
    const OnExit cleanUp([&] { [[maybe_unused]] const Status removed = hidden->remove(); });
    Status built = buildClone(job, *source, *hidden);
    if (!built)
        job.report.progress(-1, "undoing");
    return built;
}

} // namespace boxyard::worker
