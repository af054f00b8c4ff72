// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "child.h"
#include "config.h"
#include "configfile.h"
#include "confinement.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "monitor.h"
#include "overlay.h"
#include "place.h"
#include "rootfskind.h"
#include "settle.h"
#include "text.h"
#include "verbs.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto StartDeadline = 300s; // hooks may take their time
constexpr unsigned LoadDeadline = 5; // seconds; a config that hangs (it includes a FIFO) may not
constexpr std::size_t LogTail = 50;

/// A log that liblxc may write to, and how long it was before.
struct LogFile {
    std::string path;
    off_t before = 0;
};

/// Where lxc-start logs by default (src/lxc/log.c, lxc_log_init()), and where the config says.
std::vector<LogFile> logFiles(const Request &request)
{
    std::vector<std::string> paths = {"/var/log/lxc/" + request.name + ".log",
                                      request.location + '/' + request.name + '/' + request.name + ".log"};
    const auto config = ConfigText::parse(readFile(request.location + '/' + request.name + "/config"));
    if (config && config->value("lxc.log.file"))
        paths.insert(paths.begin(), *config->value("lxc.log.file"));
    std::vector<LogFile> files;
    for (const std::string &path : paths) {
        struct stat st = {};
        files.push_back({path, stat(path.c_str(), &st) == 0 ? st.st_size : 0});
    }
    return files;
}

std::string freshLog(const std::vector<LogFile> &files)
{
    for (const LogFile &file : files) {
        const Fd fd(open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
        struct stat st = {};
        if (!fd || fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= file.before)
            continue;
        const std::string text = readAll(fd.get(), 16U << 20U);
        return text.substr(std::min(text.size(), static_cast<std::size_t>(file.before)));
    }
    return {};
}

/// In the child that the container's monitor is forked from. Nothing here may be what a bare lxc-start would
/// not have.
Status startHere(const Request &request)
{
    confineAsLxcStart();
    umask(022);
    lxc_log log = {};
    log.name = request.name.c_str();
    log.lxcpath = request.location.c_str();
    log.prefix = "boxyard";
    log.quiet = true;
    lxc_log_init(&log);

    alarm(LoadDeadline);
    const LxcHandle handle = openLxc(request.location, request.name);
    alarm(0);
    if (!handle)
        return refuse(Word::BrokenConfig, request.name);
    const std::string rootfs = lxcItem(handle.get(), "lxc.rootfs.path").value_or("");
    if (Status there = checkRootfs(rootfs); !there)
        return refuse(Word::RootfsMissing, request.name, there.error().detail);
    handle->want_daemonize(handle.get(), true);
    handle->want_close_all_fds(handle.get(), true);
    if (!handle->start(handle.get(), 0, nullptr))
        return refuse(Word::StartFailed, request.name);
    return {};
}

/// Nothing may run on what overlay clones lie on: they would see its files change under them, which the
/// kernel calls undefined. overlayfs.rst, "Changes to underlying filesystems".
Status checkDependants(const Request &request)
{
    const Result<Fd> location = openLocation(request.location);
    const Result<Fd> folder =
        location ? openContainer(location->get(), request.name) : refuse(location.error());
    if (!folder)
        return refuse(folder.error());
    if (dependantsOf(folder->get()).empty())
        return {};
    const auto config = readConfig(folder->get(), request.name);
    if (!config)
        return refuse(config.error());
    const auto items =
        loadItems(request.location + '/' + request.name + "/config", request.name, {"lxc.rootfs.path"});
    if (!items)
        return refuse(items.error());
    const RootfsValue rootfs = effectiveRootfs(*config, items->at("lxc.rootfs.path"));
    const auto layers = rootfs.store == "overlay" ? parseOverlay(rootfs.path) : std::nullopt;
    return checkNotBeneath(folder->get(), request.name, layers ? layers->upper : rootfs.path);
}

/// A cancelled start may have come as far as a running container.
void undoStart(Job &job)
{
    job.report.progress(-1, "undoing");
    const auto socket = commandSocket(job.request.location, job.request.name);
    if (socket && *socket) [[maybe_unused]]
        const Status killed = killContainer(job.request.location, job.request.name, (*socket)->inode);
}

Status explainFailure(Job &job, Failure failure, const std::vector<LogFile> &files)
{
    const std::string log = freshLog(files);
    for (const std::string &line : tailLines(log, LogTail))
        job.report.log(line);
    if (failure.word == Word::StartFailed || failure.word == Word::BrokenConfig)
        failure.detail = log.empty() ? failure.detail : firstLxcError(log);
    return refuse(std::move(failure));
}

} // namespace

Status start(Job &job)
{
    const Request &request = job.request;
    job.report.progress(-1, "starting");
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    if (Status stopped = checkStopped(request.location, request.name); !stopped)
        return stopped;
    if (isHalfMade(request.location, request.name))
        return refuse(Word::Busy, request.name, "create");

    if (Status alone = checkDependants(request); !alone)
        return alone;
    if (Status settled = settle(request.location, request.name); !settled)
        return settled;

    const std::vector<LogFile> files = logFiles(request);
    const auto started =
        inChild(request.name, StartDeadline, [&](std::string &) { return startHere(request); });
    if (started)
        return {};
    if (started.error().word == Word::Cancelled) {
        undoStart(job);
        return refuse(Word::Cancelled);
    }
    if (started.error().word == Word::NotResponding) {
        undoStart(job);
        return refuse(Word::TimedOut, request.name,
                      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(StartDeadline).count())
                          + " s");
    }
    return explainFailure(job, started.error(), files);
}

} // namespace boxyard::worker
