// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <chrono>
#include <functional>
#include <string>

#include <sys/types.h>

namespace boxyard::worker {

/// The descriptors of docs/worker-protocol.md that nothing but the worker itself may hold.
inline constexpr int RequestDescriptor = 3;
inline constexpr int ReportDescriptor = 4;
inline constexpr int ShellDescriptor = 5;

/// To be called first in every forked child: default signals, no descriptors of the worker, ended with the
/// worker. `parent` is getpid() of the forking process.
void becomeChild(pid_t parent);

/// How a child ended.
enum class ChildEnd { Exited, Crashed, TimedOut, Cancelled };

/// Whether what runs in a child ends with the cancel of the worker: what undoes something does not.
enum class Heed { Cancel, Nothing };

/// Waits until the process ends, at most until `deadline` (none: for ever), or until the worker is cancelled;
/// kills it then. Reaps it in any case. `status` is waitpid(2)'s.
[[nodiscard]] ChildEnd awaitChild(pid_t pid, std::chrono::milliseconds deadline, int *status = nullptr,
                                  Heed heed = Heed::Cancel);

/// What a child answers, as one text; and what came of it in the parent.
[[nodiscard]] std::string toAnswer(const Status &status, const std::string &answer);
[[nodiscard]] Result<std::string> fromAnswer(const std::string &text);

/// Why a child ended that did not answer; `status` is waitpid(2)'s. NotResponding(object), Cancelled, Failed;
/// BrokenConfig where its own alarm(2) ended it.
[[nodiscard]] Failure failureOf(const std::string &object, ChildEnd end, int status);

/// Runs `work` in a forked child: liblxc forks, blocks on stuck monitors, pins memory and changes the process
/// it is called in. `work` fills `answer`, which comes back with success. NotResponding(object) past the
/// deadline, Cancelled on SIGTERM, Failed where the child crashed; BrokenConfig where its own alarm(2) ended
/// it, which it sets for loading a config. Not to be called while threads run.
[[nodiscard]] Result<std::string> inChild(const std::string &object, std::chrono::milliseconds deadline,
                                          const std::function<Status(std::string &answer)> &work,
                                          Heed heed = Heed::Cancel);

/// Writes everything, across short writes and EINTR; false with errno set.
[[nodiscard]] bool writeAll(int fd, std::string_view text);

/// The whole of a file from its beginning, at most `limit` bytes; empty where it can't be read.
[[nodiscard]] std::string readAll(int fd, std::size_t limit = 16U << 20U);

/// The same of a small file by path, such as those in /proc.
[[nodiscard]] std::string readFile(const std::string &path, std::size_t limit = 1U << 20U);

} // namespace boxyard::worker
