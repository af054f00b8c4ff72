// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <functional>
#include <string>

namespace boxyard::worker {

/// Who a clone is, and was.
struct NewIdentity {
    std::string name;
    std::string oldName; ///< of its source
    std::string oldHostname; ///< lxc.uts.name of its source
};

/// Makes the rootfs of a clone that nobody runs another machine: host name, machine id, SSH host keys, random
/// seeds, DHCP leases and identifiers. What is not a plain file there is left and told to `log`.
/// machine-id(5), sshd(8), systemd-random-seed(8), dhclient(8),
/// dhcpcd(8), NetworkManager(8).
[[nodiscard]] Status resetIdentity(int rootfs, const NewIdentity &identity,
                                   const std::function<void(const std::string &line)> &log);

} // namespace boxyard::worker
