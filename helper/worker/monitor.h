// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

/// The processes of a running container as /proc shows them, without asking its monitor.
struct MonitorProcess {
    pid_t pid = 0; ///< the one that holds the command socket
    pid_t init = 0; ///< its child that is init of a PID namespace; 0 where there is none
};

/// Finds who holds the listening socket of this inode (of UNIX_DIAG). Nothing where nobody does. proc(5),
/// /proc/PID/fd.
[[nodiscard]] std::optional<MonitorProcess> findMonitor(std::uint32_t socketInode);

/// What liblxc's monitor tells. NotResponding after the deadline.
struct RunningState {
    std::string state; ///< LXC's word: "RUNNING", "FROZEN", …
    pid_t init = 0;
    int haltSignal = 0; ///< lxc.signal.halt, or what LXC takes where that is not set
};

[[nodiscard]] Result<RunningState> askMonitor(const std::string &location, const std::string &name,
                                              std::chrono::milliseconds deadline);

/// A pidfd of a process that is init of a PID namespace; none where it is not (any more).
[[nodiscard]] Fd openInit(pid_t init);

/// Whether the process of a pidfd has ended, waiting that long for it.
[[nodiscard]] bool hasEnded(const Fd &pidfd, std::chrono::milliseconds wait);

/// Lets the processes of a cgroup run again, whatever froze them: cgroup v1's freezer.state, v2's
/// cgroup.freeze.
void thaw(pid_t member);

/// Waits until nobody listens on the command socket any more, or on another one; false past the deadline.
/// Cancelled on SIGTERM.
[[nodiscard]] Result<bool> awaitGone(const std::string &location, const std::string &name,
                                     std::uint32_t socketInode, std::chrono::milliseconds deadline);

/// The container dies now, whether its monitor answers or not. NotResponding where it can't be done.
[[nodiscard]] Status killContainer(const std::string &location, const std::string &name,
                                   std::uint32_t socketInode);

} // namespace boxyard::worker
