// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <lxc/lxccontainer.h>

namespace boxyard::worker {

struct LxcPut {
    void operator()(lxc_container *container) const { lxc_container_put(container); }
};

/// liblxc's handle on a container. Made and used in children only (inChild): most of its calls wait for the
/// monitor.
using LxcHandle = std::unique_ptr<lxc_container, LxcPut>;

/// Loads LOCATION/NAME/config. Null where liblxc can't read it; LxcLog has the reason. Talks to the command
/// socket where it finds a half made container, so look whose it is first.
[[nodiscard]] LxcHandle openLxc(const std::string &location, const std::string &name);

/// A handle on nothing, into which one config file is loaded; touches neither the container, nor its lock,
/// nor its socket.
[[nodiscard]] LxcHandle loadLxc(const std::string &configFile);

/// An item as liblxc has it after includes; lists have one entry a line. Nothing where the key is unknown to
/// it.
[[nodiscard]] std::optional<std::string> lxcItem(lxc_container *container, const std::string &key);

} // namespace boxyard::worker
