// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "cancel.h"
#include "configfile.h"
#include "hidden.h"
#include "lxclock.h"
#include "move.h"
#include "place.h"
#include "rootfskind.h"
#include "text.h"
#include "verbs.h"

namespace boxyard::worker {

namespace {

/// Where the container's data is. A broken config is no reason to keep a container for ever.
RootfsValue rootfsOf(const Request &request, int folder)
{
    const auto config = readConfig(folder, request.name);
    if (!config)
        return {};
    const auto items =
        loadItems(request.location + '/' + request.name + "/config", request.name, {"lxc.rootfs.path"});
    return items ? effectiveRootfs(*config, items->at("lxc.rootfs.path"))
                 : parseRootfs(config->value("lxc.rootfs.path").value_or(""));
}

Status checkDelete(Job &job)
{
    const Request &request = job.request;
    const std::string path = request.location + '/' + request.name;
    const Result<Fd> location = openLocation(request.location);
    if (!location)
        return refuse(location.error());
    const Result<Fd> folder = openContainer(location->get(), request.name);
    if (!folder)
        return refuse(folder.error());
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    if (Status stopped = checkStopped(request.location, request.name); !stopped)
        return stopped;
    if (Status independent = checkIndependent(folder->get(), request.name, true); !independent)
        return independent;
    if (const std::vector<std::string> mounts = mountsUnder(path); !mounts.empty())
        return refuse(Word::Failed, request.name, "mounted: " + printable(mounts.front(), 512));
    const RootfsValue rootfs = rootfsOf(request, folder->get());
    if (!rootfs.store.empty() && rootfs.store != "dir" && rootfs.store != "btrfs"
        && rootfs.store != "overlay")
        return refuse(Word::Unsupported, "delete", rootfs.store + ": " + rootfs.path);
    if (rootfs.store != "overlay" && !rootfs.path.empty() && !rootfs.path.starts_with(path + '/'))
        job.report.log(rootfs.path + " lies outside of the container's folder and is left");
    return {};
}

/// Takes the container out of sight. From then on there is no way back, and a cancel comes too late.
Result<Hidden> putAway(const Request &request)
{
    const Result<LxcLock> lock = LxcLock::take(request.location, request.name);
    if (!lock)
        return refuse(lock.error());
    if (Status stopped = checkStopped(request.location, request.name); !stopped)
        return refuse(stopped.error());
    if (Status go = checkCancelled(); !go)
        return refuse(go.error());
    Result<Hidden> hidden = Hidden::make(request.location, request.id, 0700);
    if (!hidden)
        return hidden;
    if (Status concealed = hidden->conceal(request.name, request.name); !concealed) {
        [[maybe_unused]] const Status removed = hidden->remove();
        return refuse(concealed.error());
    }
    return hidden;
}

} // namespace

Status remove(Job &job)
{
    const Request &request = job.request;
    job.report.progress(-1, "preparing");
    if (Status fit = checkDelete(job); !fit)
        return fit;
    const Result<Hidden> hidden = putAway(request);
    if (!hidden)
        return refuse(hidden.error());
    job.report.progress(-1, "removing");
    if (const Result<Fd> folder = openContainer(hidden->fd(), request.name)) {
        if (Status told = renameAtOrigins(folder->get(), request.location, request.name, {});
            !told && !cancelled())
            job.report.log(told.error().object + ": " + told.error().detail);
    }
    return hidden->remove();
}

} // namespace boxyard::worker
