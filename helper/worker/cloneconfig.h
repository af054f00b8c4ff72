// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "clonesource.h"
#include "config.h"
#include "failure.h"

#include <functional>
#include <map>
#include <string>

namespace boxyard::worker {

/// What the clone's config says that the source's does not.
struct CloneTarget {
    std::string name;
    std::string path; ///< of its folder, once it is revealed
    std::string rootfs; ///< the value of lxc.rootfs.path
    bool overlay = false;
};

struct CloneConfig {
    ConfigText text;
    std::map<std::string, std::string> expected; ///< what liblxc must find in it
};

/// The source's config as the clone's: its own name, rootfs and paths; new MAC addresses for all fixed ones,
/// those of included files too; no fixed names of veth ends, which can exist once. Addresses that would be
/// there twice are told to `log`. Everything else stays as it is.
[[nodiscard]] Result<CloneConfig> makeCloneConfig(const CloneSource &source, const CloneTarget &target,
                                                  const std::function<void(const std::string &line)> &log);

} // namespace boxyard::worker
