// SPDX-License-Identifier: GPL-2.0-or-later
#include "monitor.h"
#include "place.h"
#include "verbs.h"

#include <chrono>
#include <csignal>

#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto AnswerDeadline = 5s;

Status askToStop(const Request &request, std::uint32_t socketInode)
{
    const auto begun = std::chrono::steady_clock::now();
    const Result<RunningState> running = askMonitor(request.location, request.name, AnswerDeadline);
    if (!running)
        return refuse(running.error());
    const Fd init = openInit(running->init);
    if (!init) {
        const Result<bool> gone = awaitGone(request.location, request.name, socketInode, AnswerDeadline);
        return gone && *gone ? Status() : refuse(Word::NotResponding, request.name);
    }
    syscall(SYS_pidfd_send_signal, init.get(), running->haltSignal, nullptr, 0);
    // A frozen init would get its signal only when somebody thaws it.
    if (running->state == "FROZEN" || running->state == "FREEZING")
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
