// SPDX-License-Identifier: GPL-2.0-or-later
#include "monitor.h"

#include "cancel.h"
#include "child.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "place.h"
#include "processes.h"
#include "text.h"

#include <array>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// As liblxc's task_blocks_signal(): systemd blocks SIGRTMIN+3 and means halt by it.
int haltSignalOf(lxc_container *container, pid_t init)
{
    int signal = 0;
    const std::string set = lxcItem(container, "lxc.signal.halt").value_or("");
    std::from_chars(set.data(), set.data() + set.size(), signal);
    if (signal > 0)
        return signal;
    std::uint64_t blocked = 0;
    const std::string mask = statusField(init, "SigBlk");
    std::from_chars(mask.data(), mask.data() + mask.size(), blocked, 16);
    const int systemd = SIGRTMIN + 3;
    return ((blocked >> (static_cast<unsigned>(systemd) - 1)) & 1U) != 0 ? systemd : SIGPWR;
}

/// liblxc's own way: the monitor kills its init and thaws it.
bool killThroughMonitor(const std::string &location, const std::string &name)
{
    return inChild(name, 3s,
                   [&](std::string &) -> Status {
                       const LxcHandle handle = openLxc(location, name);
                       if (!handle || !handle->stop(handle.get()))
                           return refuse(Word::NotResponding, name);
                       return {};
                   })
        .has_value();
}

/// Takes a monitor away that does not end although its container is dead.
Status endMonitor(const std::string &location, const std::string &name, std::uint32_t socketInode,
                  pid_t monitor)
{
    const std::vector<std::string> cgroups = cgroupFolders(monitor);
    for (const int signal : {SIGCONT, SIGKILL}) {
        ::kill(monitor, signal);
        const Result<bool> gone = awaitGone(location, name, socketInode, 3s);
        if (!gone)
            return refuse(gone.error());
        if (*gone) {
            if (signal == SIGKILL)
                removeCgroups(cgroups);
            return {};
        }
    }
    return refuse(Word::NotResponding, name);
}

} // namespace

std::optional<MonitorProcess> findMonitor(std::uint32_t socketInode)
{
    const std::string wanted = "socket:[" + std::to_string(socketInode) + "]";
    for (const pid_t pid : allProcesses()) {
        if (!holdsDescriptor(pid, wanted))
            continue;
        MonitorProcess found{pid, 0};
        for (const pid_t other : childrenOf(pid)) {
            if (isNamespaceInit(other))
                found.init = other;
        }
        return found;
    }
    return {};
}

Result<RunningState> askMonitor(const std::string &location, const std::string &name,
                                std::chrono::milliseconds deadline)
{
    const LxcLog log;
    const auto answer = inChild(name, deadline, [&](std::string &out) -> Status {
        log.begin();
        const LxcHandle handle = openLxc(location, name);
        if (!handle)
            return refuse(Word::BrokenConfig, name, log.reason());
        const pid_t init = handle->init_pid(handle.get());
        const char *state = handle->state(handle.get());
        out = nlohmann::json{{"state", state == nullptr ? "" : state},
                             {"init", init},
                             {"halt", haltSignalOf(handle.get(), init)}}
                  .dump();
        return {};
    });
    if (!answer)
        return refuse(answer.error());
    const auto json = nlohmann::json::parse(*answer, nullptr, false);
    return RunningState{json.value("state", ""), json.value("init", 0), json.value("halt", 0)};
}

Fd openInit(pid_t init)
{
    if (init <= 1)
        return {};
    Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, init, 0)));
    // The number may be another process' by now: only an init of a PID namespace is meant.
    return isNamespaceInit(init) ? std::move(pidfd) : Fd();
}

bool hasEnded(const Fd &pidfd, std::chrono::milliseconds wait)
{
    pollfd event = {pidfd.get(), POLLIN, 0};
    return poll(&event, 1, static_cast<int>(wait.count())) > 0;
}

void thaw(pid_t member)
{
    for (const std::string &folder : cgroupFolders(member)) {
        writeFile(folder + "/freezer.state", "THAWED");
        writeFile(folder + "/cgroup.freeze", "0");
    }
}

Result<bool> awaitGone(const std::string &location, const std::string &name, std::uint32_t socketInode,
                       std::chrono::milliseconds deadline)
{
    const auto end = Clock::now() + deadline;
    auto pause = 2ms;
    for (;;) {
        const auto socket = commandSocket(location, name);
        if (!socket)
            return refuse(socket.error());
        if (!*socket || (*socket)->inode != socketInode)
            return true;
        if (Clock::now() >= end)
            return false;
        pollfd event = {cancelDescriptor(), POLLIN, 0};
        if (poll(&event, 1, static_cast<int>(pause.count())) > 0 && cancelled())
            return refuse(Word::Cancelled);
        pause = std::min(pause * 2, 50ms);
    }
}

Status killContainer(const std::string &location, const std::string &name, std::uint32_t socketInode)
{
    const std::optional<MonitorProcess> monitor = findMonitor(socketInode);
    if (!monitor)
        return {}; // it ended by itself meanwhile
    const Fd init = openInit(monitor->init);
    if (!isStopped(monitor->pid) && killThroughMonitor(location, name)) {
        const Result<bool> gone = awaitGone(location, name, socketInode, 5s);
        if (!gone)
            return refuse(gone.error());
        if (*gone)
            return {};
    }
    if (cancelled())
        return refuse(Word::Cancelled);
    if (init) {
        syscall(SYS_pidfd_send_signal, init.get(), SIGKILL, nullptr, 0);
        thaw(monitor->init);
        if (!hasEnded(init, 5s))
            return refuse(Word::NotResponding, name);
    }
    const Result<bool> gone = awaitGone(location, name, socketInode, isStopped(monitor->pid) ? 0s : 3s);
    if (!gone)
        return refuse(gone.error());
    return *gone ? Status() : endMonitor(location, name, socketInode, monitor->pid);
}

} // namespace boxyard::worker
