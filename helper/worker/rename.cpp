// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"
#include "cancel.h"
#include "configfile.h"
#include "hidden.h"
#include "lxclock.h"
#include "move.h"
#include "onexit.h"
#include "place.h"
#include "rootfskind.h"
#include "settle.h"
#include "verbs.h"

namespace boxyard::worker {

namespace {

Status checkRename(const Request &request)
{
    const Result<Fd> location = openLocation(request.location);
    if (!location)
        return refuse(location.error());
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    if (Status stopped = checkStopped(request.location, request.name); !stopped)
        return stopped;
    if (isHalfMade(request.location, request.name))
        return refuse(Word::Busy, request.name, "create");
    if (exists(location->get(), request.newName))
        return refuse(Word::AlreadyExists, request.newName);
    if (const auto socket = commandSocket(request.location, request.newName); !socket)
        return refuse(socket.error());
    const Result<Fd> folder = openContainer(location->get(), request.name);
    if (!folder)
        return refuse(folder.error());
    // A config that does not load can't be edited with confidence either.
    const std::string config = request.location + '/' + request.name + "/config";
    if (const auto items = loadItems(config, request.name, {"lxc.rootfs.path"}); !items)
        return refuse(items.error());
    return checkIndependent(folder->get(), request.name, false);
}

/// Everything between taking the old name away and giving the new one.
Status moveAlong(const Request &request, const Hidden &hidden)
{
    if (Status concealed = hidden.conceal(request.name, request.newName); !concealed)
        return concealed;
    const Result<Fd> folder = openContainer(hidden.fd(), request.newName);
    if (!folder)
        return refuse(folder.error());
    Status moved = renamePaths(hidden, request.newName, request.location, request.name, request.newName);
    if (moved)
        moved = renameAtOrigins(folder->get(), request.location, request.name, request.newName);
    if (moved && !cancelled())
        moved = hidden.reveal(request.newName, request.newName);
    else if (moved)
        moved = refuse(Word::Cancelled);
    if (moved)
        return {};
    // Back again. What can't be put back stays in the hidden folder, which then stays too, for a recovery.
    [[maybe_unused]] Status back =
        renamePaths(hidden, request.newName, request.location, request.newName, request.name);
    back = renameAtOrigins(folder->get(), request.location, request.newName, request.name);
    back = hidden.reveal(request.newName, request.name);
    return moved;
}

} // namespace

Status rename(Job &job)
{
    const Request &request = job.request;
    job.report.progress(-1, "preparing");
    if (Status fit = checkRename(request); !fit)
        return fit;
    if (Status settled = settle(request.location, request.name); !settled)
        return settled;
    const Result<LxcLock> lock = LxcLock::take(request.location, request.name);
    if (!lock)
        return refuse(lock.error());
    // It may have been started while we waited.
    if (Status stopped = checkStopped(request.location, request.name); !stopped)
        return stopped;
    const Result<Hidden> hidden = Hidden::make(request.location, request.id, 0700);
    if (!hidden)
        return refuse(hidden.error());
    job.report.progress(-1, "configure");
    Status moved = moveAlong(request, *hidden);
    if (!exists(hidden->fd(), request.newName)) [[maybe_unused]]
        const Status removed = hidden->remove();
    return moved;
}

} // namespace boxyard::worker
