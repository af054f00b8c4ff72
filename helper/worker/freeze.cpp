// SPDX-License-Identifier: GPL-2.0-or-later
#include "child.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "place.h"
#include "verbs.h"

#include <algorithm>
#include <chrono>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto Patience = 20s; // with a monitor, and with a kernel that freezes; the helper's is longer
constexpr std::chrono::milliseconds FreezePatience = 1500ms; // liblxc looks at once, and then once a second

/// NotResponding past the deadline.
Status setFrozen(const Request &request, bool frozen, std::chrono::milliseconds deadline)
{
    const LxcLog log;
    const auto done = inChild(request.name, deadline, [&](std::string &) -> Status {
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

Status checkRuns(const Request &request)
{
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    const auto socket = commandSocket(request.location, request.name);
    if (!socket)
        return refuse(socket.error());
    return *socket ? Status() : refuse(Word::NotRunning, request.name);
}

} // namespace

/// With cgroup v1 Linux 6.1 and later may wait for ever for a process that has just called vfork(2), whose
/// child is frozen already; lxc-freeze then hangs, and the container stands still. So it is let go on for a
/// moment, and frozen again. cgroup-v1/freezer-subsystem.rst: FREEZING.
Status freeze(Job &job)
{
    const Request &request = job.request;
    if (Status runs = checkRuns(request); !runs)
        return runs;
    const auto end = std::chrono::steady_clock::now() + Patience;
    for (;;) {
        Status frozen = setFrozen(request, true, FreezePatience);
        if (frozen || frozen.error().word != Word::NotResponding)
            return frozen;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const Status thawed = setFrozen(request, false, std::max(left, FreezePatience));
        if (!thawed || left <= 0ms)
            return frozen; // as it was before, where it could be
    }
}

Status unfreeze(Job &job)
{
    if (Status runs = checkRuns(job.request); !runs)
        return runs;
    return setFrozen(job.request, false, Patience);
}

} // namespace boxyard::worker
