// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"
#include "monitor.h"
#include "place.h"
#include "processes.h"
#include "verbs.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto AnswerDeadline = 5s;
constexpr auto Waking = 5s; // an init that has just been started

/// Whether an init takes notice of a signal: it catches it, or blocks it as systemd does for its signalfd.
/// Any other signal to the init of a PID namespace is lost. pid_namespaces(7); proc(5), SigCgt.
bool minds(pid_t init, int signal)
{
    for (const char *field : {"SigCgt", "SigBlk"}) {
        std::uint64_t set = 0;
        const std::string mask = statusField(init, field);
        std::from_chars(mask.data(), mask.data() + mask.size(), set, 16);
        if (signal > 0 && ((set >> (static_cast<unsigned>(signal) - 1)) & 1U) != 0)
            return true;
    }
    return false;
}

/// One that was started a moment ago is waited for. False where it takes no notice all the same.
bool awaitMinding(const RunningState &running, std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!minds(running.init, running.haltSignal)) {
        pollfd event = {cancelDescriptor(), POLLIN, 0};
        if (std::chrono::steady_clock::now() >= end || (poll(&event, 1, 20) > 0 && cancelled()))
            return false;
    }
    return true;
}

Status askToStop(const Request &request, std::uint32_t socketInode)
{
    const auto begun = std::chrono::steady_clock::now();
    Result<RunningState> running = askMonitor(request.location, request.name, AnswerDeadline);
    const bool frozen = running && (running->state == "FROZEN" || running->state == "FREEZING");
    // Which signal is the right one shows only when the init has set its own.
    if (running && !frozen && running->init > 0 && !minds(running->init, running->haltSignal)
        && awaitMinding(*running, std::min<std::chrono::milliseconds>(Waking, request.timeout / 2)))
        running = askMonitor(request.location, request.name, AnswerDeadline);
    if (!running)
        return refuse(running.error());
    if (Status go = checkCancelled(); !go)
        return go;
    const Fd init = openInit(running->init);
    if (!init) {
        const Result<bool> gone = awaitGone(request.location, request.name, socketInode, AnswerDeadline);
        return gone && *gone ? Status() : refuse(Word::NotResponding, request.name);
    }
    syscall(SYS_pidfd_send_signal, init.get(), running->haltSignal, nullptr, 0);
    // A frozen init would get its signal only when somebody thaws it.
    if (frozen)
        thaw(running->init);

    const auto used =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    const Result<bool> gone = awaitGone(request.location, request.name, socketInode,
                                        std::max<std::chrono::milliseconds>(request.timeout - used, 0ms));
    if (!gone)
        return refuse(gone.error());
    if (*gone)
        return {};
    if (hasEnded(init, 0ms))
        return refuse(Word::NotResponding, request.name); // dead, but its monitor has not noticed
    return refuse(Word::StopRefused, request.name, std::to_string(request.timeout.count()) + " s");
}

} // namespace

Status stop(Job &job)
{
    const Request &request = job.request;
    job.report.progress(-1, "stopping");
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    const auto socket = commandSocket(request.location, request.name);
    if (!socket)
        return refuse(socket.error());
    if (!*socket)
        return refuse(Word::NotRunning, request.name);
    if (request.stopMode == StopMode::Kill)
        return killContainer(request.location, request.name, (*socket)->inode);
    return askToStop(request, (*socket)->inode);
}

} // namespace boxyard::worker
