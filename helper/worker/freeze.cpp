// SPDX-License-Identifier: GPL-2.0-or-later
#include "child.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "place.h"
#include "verbs.h"

#include <chrono>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto FreezeDeadline = 20s;

Status setFrozen(Job &job, bool frozen)
{
    const Request &request = job.request;
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    const auto socket = commandSocket(request.location, request.name);
    if (!socket)
        return refuse(socket.error());
    if (!*socket)
        return refuse(Word::NotRunning, request.name);

    const LxcLog log;
    const auto done = inChild(request.name, FreezeDeadline, [&](std::string &) -> Status {
        log.begin();
        const LxcHandle handle = openLxc(request.location, request.name);
        if (!handle)
            return refuse(Word::BrokenConfig, request.name, log.reason());
        const bool ok = frozen ? handle->freeze(handle.get()) : handle->unfreeze(handle.get());
        if (!ok)
            return refuse(Word::Failed, request.name, log.reason());
        return {};
    });
    return done ? Status() : refuse(done.error());
}

} // namespace

Status freeze(Job &job)
{
    return setFrozen(job, true);
}

Status unfreeze(Job &job)
{
    return setFrozen(job, false);
}

} // namespace boxyard::worker
