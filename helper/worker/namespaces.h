// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace boxyard::worker {

/// Runs `work` as number 1 of a PID namespace of its own, with its own mounts and /proc, stdin from /dev/null
/// and its output going to `line`, each without blanks around and made printable. True where `work` was. When
/// it ends, when the worker is cancelled, or when the worker dies, everything that it started is dead, even
/// what called setsid; on return nothing of it is left. Cancelled on SIGTERM, TimedOut past the deadline.
/// pid_namespaces(7). Without root's rights it is only a child whose orphans are ended. The caller has no
/// other child: every one is waited for.
[[nodiscard]] Result<bool> runInNamespaces(const std::function<bool()> &work,
                                           const std::function<void(std::string_view)> &line,
                                           std::chrono::milliseconds deadline = std::chrono::hours(24));

} // namespace boxyard::worker
