// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

// Reads of /proc; proc(5). A process that is gone has no fields, no children, no descriptors.

[[nodiscard]] std::vector<pid_t> allProcesses();
/// A field of /proc/PID/status: "SigBlk", "PPid".
[[nodiscard]] std::string statusField(pid_t pid, std::string_view field);
[[nodiscard]] std::vector<pid_t> childrenOf(pid_t pid);
/// Whether one of its descriptors is this: "socket:[123]".
[[nodiscard]] bool holdsDescriptor(pid_t pid, const std::string &target);
/// Whether it is number 1 of a PID namespace under ours.
[[nodiscard]] bool isNamespaceInit(pid_t pid);
/// Whether it lives in our own user namespace: root there is root here. user_namespaces(7).
[[nodiscard]] bool sharesUserNamespace(pid_t pid);
/// Whether a signal or a tracer has stopped it.
[[nodiscard]] bool isStopped(pid_t pid);

/// The folders of its cgroups in /sys/fs/cgroup, of every hierarchy; the root groups left out. cgroups(7).
[[nodiscard]] std::vector<std::string> cgroupFolders(pid_t pid);
/// Removes empty cgroups, theirs below included; what still has processes stays.
void removeCgroups(const std::vector<std::string> &folders);

/// Writes to an existing file of /proc or /sys; false where that is refused.
bool writeFile(const std::string &path, std::string_view text);

} // namespace boxyard::worker
