// SPDX-License-Identifier: GPL-2.0-or-later
#include "child.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "place.h"
#include "verbs.h"

#include <array>
#include <chrono>
#include <string_view>
#include <thread>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

using Clock = std::chrono::steady_clock;

constexpr auto Patience = 20s; // with a monitor, and with a kernel that freezes; the helper's is longer
constexpr auto Trying = 18s; // so that there is time to let it go on
constexpr auto UndoPatience = 2s;
constexpr auto FirstPatience = 20ms; // for what freezes at all
constexpr int Doubling = 12; // tries, until more patience is tried: a busy disk may hold a process for long
constexpr auto Pause = 3ms;
constexpr const char *V1State = "freezer.state"; // cgroup v2 has another freezer

bool isFrozen(lxc_container *container)
{
    std::array<char, 32> state = {};
    const int got = container->get_cgroup_item(container, V1State, state.data(), state.size() - 1);
    return got > 0 && std::string_view(state.data()).starts_with("FROZEN");
}

bool becomesFrozen(lxc_container *container, Clock::duration patience)
{
    for (const auto end = Clock::now() + patience; Clock::now() < end;) {
        if (isFrozen(container))
            return true;
        std::this_thread::sleep_for(Pause);
    }
    return isFrozen(container);
}

/// With cgroup v1 Linux 6.1 and later may wait for ever for a process that has just called vfork(2), whose
/// child is frozen already; lxc-freeze then hangs, and the container stands still. So it is let go on for a
/// moment, and frozen again, as often as there is time. cgroup-v1/freezer-subsystem.rst: FREEZING. False
/// where there was not enough; it goes on then.
bool freezeV1(lxc_container *container)
{
    const auto end = Clock::now() + Trying;
    for (int tries = 0; Clock::now() < end; ++tries) {
        if (!container->set_cgroup_item(container, V1State, "FROZEN")
            || becomesFrozen(container, FirstPatience * (1 << (tries / Doubling))))
            return true; // liblxc's own call says the rest
        container->set_cgroup_item(container, V1State, "THAWED");
        std::this_thread::sleep_for(Pause);
    }
    return false;
}

/// NotResponding past the deadline.
Status setFrozen(const Request &request, bool frozen, std::chrono::milliseconds deadline,
                 Heed heed = Heed::Cancel)
{
    const LxcLog log;
    const auto work = [&](std::string &) -> Status {
        log.begin();
        const LxcHandle handle = openLxc(request.location, request.name);
        if (!handle)
            return refuse(Word::BrokenConfig, request.name, log.reason());
        if (frozen && !freezeV1(handle.get()))
            return refuse(Word::NotResponding, request.name);
        const bool ok = frozen ? handle->freeze(handle.get()) : handle->unfreeze(handle.get());
        if (!ok)
            return refuse(Word::Failed, request.name, log.reason());
        return {};
    };
    const auto done = inChild(request.name, deadline, work, heed);
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

Status freeze(Job &job)
{
    const Request &request = job.request;
    if (Status runs = checkRuns(request); !runs)
        return runs;
    Status frozen = setFrozen(request, true, Patience);
    // Who was ended on the way may have left it half frozen.
    if (!frozen && (frozen.error().word == Word::NotResponding || frozen.error().word == Word::Cancelled))
        [[maybe_unused]]
        const Status goesOn = setFrozen(request, false, UndoPatience, Heed::Nothing);
    return frozen;
}

Status unfreeze(Job &job)
{
    if (Status runs = checkRuns(job.request); !runs)
        return runs;
    return setFrozen(job.request, false, Patience);
}

} // namespace boxyard::worker
