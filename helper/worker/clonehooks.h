// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "clonesource.h"
#include "failure.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace boxyard::worker {

/// How much time all hooks of one clone have together.
inline constexpr std::chrono::minutes HookDeadline{10};

/// Where the clone lies while its hooks run.
struct HookPlace {
    std::string name;
    std::string folder; ///< its container folder, with the config
    std::string rootfs; ///< the value of lxc.rootfs.path there
    std::string mountPoint; ///< where they find the rootfs
    int mount = -1; ///< a mount that is put there for them; or -1
};

/// Runs the container's lxc.hook.clone as LXC does (run_script_argv() in src/lxc/utils.c,
/// clone_update_rootfs() in src/lxc/lxccontainer.c): by /bin/sh, with its arguments and environment; but in a
/// PID namespace of their own, so that nothing of them is left. HookFailed(hook, last words), TimedOut(name),
/// Cancelled.
[[nodiscard]] Status runCloneHooks(const CloneSource &source, const HookPlace &place,
                                   const std::function<void(std::string_view line)> &log);

} // namespace boxyard::worker
