// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "cancel.h"
#include "cloneconfig.h"
#include "clonehooks.h"
#include "clonesource.h"
#include "clonetimer.h"
#include "configfile.h"
#include "copier.h"
#include "hidden.h"
#include "identity.h"
#include "onexit.h"
#include "place.h"
#include "settle.h"
#include "subvolume.h"
#include "text.h"
#include "verbs.h"

#include <cerrno>
#include <utility>

#include <btrfsutil.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

/// How the rootfs comes to be.
enum class Method { Copy, Snapshot, Overlay };

/// A clone that is being built.
struct Build {
    Job &job;
    const CloneSource &source;
    const Hidden &hidden;
    Fd folder; ///< of the clone, hidden/NAME
    Method method = Method::Copy;
    std::vector<std::string> lowers; ///< of an overlay clone
    std::vector<Relative> origins; ///< where it is noted
    CloneTimer timer;

    [[nodiscard]] const std::string &name() const { return job.request.targetName; }

    [[nodiscard]] std::string hiddenPath() const { return hidden.path() + '/' + name(); }

    [[nodiscard]] std::string finalPath() const { return job.request.targetLocation + '/' + name(); }

    [[nodiscard]] Relative relative() const { return {job.request.targetLocation, name()}; }
};

std::string_view methodWord(Method method)
{
    return method == Method::Copy ? "copy" : method == Method::Snapshot ? "snapshot" : "overlay";
}

std::string deltaPath(const std::string &folder)
{
    return folder + '/' + OverlayFolder + '/' + DeltaFolder;
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

CopyListener listenerOf(Job &job, bool withProgress)
{
    return {[&job, withProgress](const CopyProgress &progress) {
                if (withProgress)
                    job.report.copying(progress.fraction, progress.files, progress.bytes);
            },
            [&job](const std::string &line) { job.report.log(line); }};
}

/// Owner, mode, attributes and times of a folder alone.
Status copyFolderItself(Build &build, int source, int target)
{
    CopyOptions options;
    options.threads = 1;
    options.skip = [](const std::string &) { return true; };
    const auto copied = copyTree(source, target, options, listenerOf(build.job, false));
    return copied ? Status() : refuse(copied.error());
}

Result<Fd> makeFolder(int parent, const char *name, mode_t mode, const std::string &place)
{
    if (mkdirat(parent, name, 0700) != 0)
        return refuseErrno(errno, place);
    Fd fd(openat(parent, name, FolderFlags));
    if (!fd || fchmod(fd.get(), mode) != 0)
        return refuseErrno(errno, place);
    return fd;
}

/// Whether a snapshot of the source could be there; the kernel has the last word.
bool canSnapshot(const CloneSource &source, int folder)
{
    return !source.layers && isSubvolume(source.rootfs.get()) && isBtrfs(folder);
}

tl::unexpected<Failure> refuseSnapshot(const Build &build)
{
    const std::string store = build.source.layers ? "overlay" : fileSystemName(build.source.rootfs.get());
    return refuse(Word::Unsupported, "snapshot",
                  build.source.value.path + ": " + store + ", " + build.job.request.targetLocation + ": "
                      + fileSystemName(build.folder.get()));
}

/// Nested subvolumes are part of what the container sees; a person should know of them.
void tellSubvolumes(Build &build, const std::vector<std::string> &nested)
{
    const char *what = build.method == Method::Snapshot ? "a subvolume, snapshotted as well"
        : build.method == Method::Overlay               ? "a subvolume, under the overlay as well"
                                                        : "a subvolume, copied as a folder";
    for (const std::string &path : nested)
        build.job.report.log(build.source.rootfsName + '/' + printable(path, 1024) + ": " + what);
}

/// False where it has to be a copy after all.
Result<bool> takeSnapshot(Build &build)
{
    const bool required = build.job.request.cloneMode == CloneMode::Snapshot;
    build.job.report.progress(-1, "snapshot");
    const std::vector<std::string> nested = nestedSubvolumes(build.source.rootfs.get());
    const Status taken = snapshotSubvolume(build.source.rootfs.get(), build.folder.get(),
                                           build.source.rootfsName, !nested.empty());
    if (taken) {
        tellSubvolumes(build, nested);
        return true;
    }
    if (required || taken.error().word != Word::Unsupported)
        return refuse(taken.error());
    return false;
}

/// What the source's root sees: for an overlay its layers together, read-only.
Result<Fd> openView(const CloneSource &source)
{
    if (!source.layers)
        return Fd(fcntl(source.rootfs.get(), F_DUPFD_CLOEXEC, 0));
    const Result<OverlayStack> stack = openLayers(*source.layers, source.usesUserXattr());
    const Result<Fd> mount = stack ? mountOverlay(*stack, -1) : refuse(stack.error());
    if (!mount)
        return refuse(mount.error());
    Fd root(openat(mount->get(), ".", FolderFlags)); // it keeps the mount alive
    return root ? Result<Fd>(std::move(root)) : refuseErrno(errno, source.value.path);
}

/// What takes long: with as many threads as the helper said, behind whoever else wants the machine.
Status copyWhole(Build &build, int source, int target)
{
    build.job.report.progress(0, "copy");
    CopyOptions options;
    options.threads = build.job.request.threads;
    const StepBack stepBack;
    const auto copied = copyTree(source, target, options, listenerOf(build.job, true));
    if (!copied)
        return refuse(copied.error());
    build.timer.copied(*copied);
    return {};
}

Status copyRootfs(Build &build)
{
    const Result<Fd> view = openView(build.source);
    if (!view)
        return refuse(view.error());
    const char *name = build.source.rootfsName.c_str();
    const int folder = build.folder.get();
    // A subvolume, so that the next clone can be a snapshot.
    const bool subvolume =
        isBtrfs(folder) && btrfs_util_create_subvolume_fd(folder, name, 0, nullptr, nullptr) == BTRFS_UTIL_OK;
    if (!subvolume && mkdirat(folder, name, 0700) != 0)
        return refuseErrno(errno, build.job.request.targetLocation);
    const Fd target(openat(folder, name, FolderFlags));
    if (!target || fchmod(target.get(), 0700) != 0)
        return refuseErrno(errno, build.job.request.targetLocation);
    tellSubvolumes(build, nestedSubvolumes(build.source.rootfs.get()));
    return copyWhole(build, view->get(), target.get());
}

/// An overlay's lower layer may not change, so nothing may run on it.
Status checkLower(const CloneSource &source)
{
    if (source.item("lxc.rootfs.options").find("idmap=") != std::string::npos)
        return refuse(Word::Unsupported, "overlay",
                      "lxc.rootfs.options = " + source.item("lxc.rootfs.options"));
    return source.layers ? Status() : checkStopped(source.location, source.name);
}

/// As LXC 5 and 6 do: an empty upper layer over a folder; over what an overlay lies on, with a copy of its
/// own layer. ovl_clonepaths() in src/lxc/storage/overlay.c.
Status makeOverlay(Build &build)
{
    const CloneSource &source = build.source;
    if (Status fit = checkLower(source); !fit)
        return fit;
    build.job.report.progress(-1, "snapshot");
    build.lowers = source.layers ? source.layers->lowers : std::vector{source.value.path};
    const std::string &place = build.job.request.targetLocation;
    const Result<Fd> rootfs = makeFolder(build.folder.get(), "rootfs", 0755, place);
    const Result<Fd> overlay = makeFolder(build.folder.get(), OverlayFolder, 0755, place);
    if (!rootfs || !overlay)
        return refuse(rootfs ? overlay.error() : rootfs.error());
    const Result<Fd> delta = makeFolder(overlay->get(), DeltaFolder, 0700, place);
    const Result<Fd> work = makeFolder(overlay->get(), WorkFolder, 0700, place);
    struct stat st = {};
    if (!delta || !work || fstat(source.rootfs.get(), &st) != 0)
        return refuse(!delta     ? delta.error()
                          : work ? Failure{Word::RootfsMissing, source.name, source.value.path}
                                 : work.error());
    // Who is root inside mounts it, in a user namespace of its own, and works there.
    if (fchown(work->get(), st.st_uid, st.st_gid) != 0)
        return refuseErrno(errno, place);
    if (!source.layers) {
        tellSubvolumes(build, nestedSubvolumes(source.rootfs.get()));
        return copyFolderItself(build, source.rootfs.get(), delta->get());
    }
    return copyWhole(build, source.rootfs.get(), delta->get());
}

Status makeRootfs(Build &build)
{
    const CloneMode mode = build.job.request.cloneMode;
    if (mode == CloneMode::Overlay || (mode == CloneMode::Auto && build.source.layers)) {
        build.method = Method::Overlay;
        return makeOverlay(build);
    }
    const bool possible = canSnapshot(build.source, build.folder.get());
    if (mode == CloneMode::Snapshot && !possible)
        return refuseSnapshot(build);
    if (mode != CloneMode::Copy && possible) {
        build.method = Method::Snapshot;
        const Result<bool> taken = takeSnapshot(build);
        if (!taken)
            return refuse(taken.error());
        if (*taken)
            return {};
    }
    build.method = Method::Copy;
    return copyRootfs(build);
}

/// The topmost part of a path in the container's folder: what a layer of the source's overlay lies in.
std::string topOf(const std::string &path, const std::string &folder)
{
    if (!path.starts_with(folder + '/'))
        return {};
    const std::size_t begin = folder.size() + 1;
    return path.substr(begin, path.find('/', begin) - begin);
}

/// Everything but the rootfs: an fstab, hooks. The config is written anew.
Status copyBeside(Build &build)
{
    const CloneSource &source = build.source;
    const std::string upper = source.layers ? topOf(source.layers->upper, source.path) : std::string();
    CopyOptions options;
    options.threads = 1;
    options.skip = [&](const std::string &name) {
        // Older ones of LXC have the work folder beside the upper layer.
        const bool layer = source.layers && (name == upper || name == "olwork" || name == OverlayFolder);
        return isBookkeeping(name) || name == source.rootfsName || name == "rootfs" || layer;
    };
    const auto copied =
        copyTree(source.folder.get(), build.folder.get(), options, listenerOf(build.job, false));
    if (!copied)
        return refuse(copied.error());
    return keepForRoot(build.folder.get());
}

/// The value of lxc.rootfs.path where the clone's folder is `folder`.
std::string rootfsValue(const Build &build, const std::string &folder)
{
    if (build.method == Method::Overlay)
        return overlayValue(build.lowers, deltaPath(folder));
    std::string path = folder + '/' + build.source.rootfsName;
    if (build.source.value.prefix.empty())
        return path;
    const Fd rootfs(openat(build.folder.get(), build.source.rootfsName.c_str(), FolderFlags));
    return (rootfs && isSubvolume(rootfs.get()) ? "btrfs:" : "dir:") + path;
}

Status writeCloneConfig(Build &build)
{
    const CloneTarget target{build.name(), build.finalPath(), rootfsValue(build, build.finalPath()),
                             build.method == Method::Overlay};
    const Result<CloneConfig> config =
        makeCloneConfig(build.source, target, [&](const std::string &line) { build.job.report.log(line); });
    if (!config)
        return refuse(config.error());
    if (Status written = writeConfig(build.folder.get(), build.hiddenPath(), build.name(), config->text,
                                     config->expected, *build.source.reader, Sync::Later);
        !written)
        return written;
    if (build.method != Method::Overlay)
        return {};
    const auto origins =
        originsOfClone(build.source.folder.get(), {build.source.location, build.source.name});
    return replaceFile(build.folder.get(), "lxc_rdepends", relativesText(origins), 0644, Sync::Later);
}

/// The clone's rootfs as its root will see it, writable.
Result<Fd> openCloneRootfs(Build &build)
{
    if (build.method != Method::Overlay) {
        Fd rootfs(openat(build.folder.get(), build.source.rootfsName.c_str(), FolderFlags));
        return rootfs ? Result<Fd>(std::move(rootfs)) : refuseErrno(errno, build.name());
    }
    const bool userXattr = build.source.usesUserXattr() || !build.source.item("lxc.idmap").empty();
    const Result<OverlayStack> stack = openLayers({build.lowers, deltaPath(build.hiddenPath())}, userXattr);
    if (!stack)
        return refuse(stack.error());
    // Not the one of the clone: a mount that is not synced leaves a mark there.
    const Result<Fd> work = makeFolder(build.hidden.fd(), ".work", 0700, build.job.request.targetLocation);
    return work ? mountOverlay(*stack, work->get()) : refuse(work.error());
}

/// What a hook wrote of the hidden place is of the final one.
Status settleHookedConfig(Build &build)
{
    Result<ConfigText> config = readConfig(build.folder.get(), build.name());
    if (!config)
        return refuse(config.error());
    const std::string before = config->text();
    Status moved = config->forEach([&](const std::string &, const std::string &value) {
        return std::optional(movePaths(value, build.hiddenPath(), build.finalPath()));
    });
    if (!moved || config->text() == before)
        return moved;
    return writeConfig(build.folder.get(), build.hiddenPath(), build.name(), *config,
                       {{"lxc.uts.name", build.name()}}, *build.source.reader, Sync::Later);
}

Status runHooks(Build &build, int rootfs)
{
    if (!build.job.request.hooks || build.source.item("lxc.hook.clone").empty())
        return {};
    build.job.report.progress(-1, "hooks");
    build.source.reader->rest(); // who runs things in namespaces waits for every child
    const bool overlay = build.method == Method::Overlay;
    const std::string folder = build.hiddenPath();
    const HookPlace place{build.name(), folder, rootfsValue(build, folder),
                          folder + '/' + (overlay ? "rootfs" : build.source.rootfsName),
                          overlay ? rootfs : -1};
    if (Status ran =
            runCloneHooks(build.source, place, [&](std::string_view line) { build.job.report.log(line); });
        !ran)
        return ran;
    return settleHookedConfig(build);
}

Status finishRootfs(Build &build)
{
    const Result<Fd> rootfs = openCloneRootfs(build);
    if (!rootfs)
        return refuse(rootfs.error());
    if (Status ran = runHooks(build, rootfs->get()); !ran)
        return ran;
    const NewIdentity identity{build.name(), build.source.name, build.source.item("lxc.uts.name")};
    return resetIdentity(rootfs->get(), identity,
                         [&](const std::string &line) { build.job.report.log(line); });
}

/// The notes first: an origin is protected before there is what needs it.
Status noteOrigins(Build &build)
{
    if (build.method == Method::Overlay)
        build.origins = originsOfClone(build.source.folder.get(), {build.source.location, build.source.name});
    for (const Relative &origin : build.origins) {
        if (Status noted = addDependant(origin, build.relative()); !noted)
            return noted;
    }
    return {};
}

Status markUnsettled(Build &build)
{
    return settleLater(build.folder.get(), build.job.request.id);
}

/// Somebody may have removed or started what it comes from.
Status confirm(Build &build)
{
    Status there = confirmSource(build.source);
    if (there && build.method == Method::Overlay)
        there = checkLower(build.source);
    return there;
}

Status buildClone(Build &build)
{
    Result<Fd> folder = makeFolder(build.hidden.fd(), build.name().c_str(), 0700, build.hidden.path());
    if (!folder)
        return refuse(folder.error());
    build.folder = std::move(*folder);
    OnExit forget([&] { [[maybe_unused]] const Status done = forgetClone(build.origins, build.relative()); });
    for (const auto step :
         {makeRootfs, copyBeside, writeCloneConfig, finishRootfs, noteOrigins, markUnsettled, confirm}) {
        if (step == copyBeside)
            build.job.report.progress(-1, "configure");
        if (Status done = step(build); !done)
            return done;
        if (Status go = checkCancelled(); !go)
            return go;
    }
    const Result<bool> shown = build.hidden.revealLast(build.name(), build.name());
    if (!shown)
        return refuse(shown.error());
    forget.dismiss();
    if (!*shown)
        build.job.report.log(build.hidden.path() + ": could not be removed");
    build.timer.tell(build.job.report, methodWord(build.method), build.source.rootfs.get(),
                     build.folder.get());
    return {};
}

} // namespace

Status clone(Job &job)
{
    job.report.progress(-1, "preparing");
    const Result<CloneSource> source = openSource(job.request);
    if (!source)
        return refuse(source.error());
    if (Status free = checkTarget(job.request); !free)
        return free;
    if (Status go = checkCancelled(); !go)
        return go;
    const Result<Hidden> hidden = Hidden::make(job.request.targetLocation, job.request.id, 0700);
    if (!hidden)
        return refuse(hidden.error());
    OnExit cleanUp([&] { [[maybe_unused]] const Status removed = hidden->remove(); });
    Build build{job, *source, *hidden, {}, Method::Copy, {}, {}, {}};
    Status built = buildClone(build);
    if (built)
        cleanUp.dismiss();
    else
        job.report.progress(-1, "undoing");
    return built;
}

} // namespace boxyard::worker
