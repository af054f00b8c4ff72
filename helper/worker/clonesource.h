// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "config.h"
#include "configfile.h"
#include "failure.h"
#include "fd.h"
#include "overlay.h"
#include "request.h"
#include "rootfskind.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace boxyard::worker {

/// What is to be cloned, opened and checked.
struct CloneSource {
    std::string location;
    std::string name;
    std::string path; ///< of the folder
    Fd folder;
    std::unique_ptr<ConfigReader> reader; ///< of this config, and of what is made of it
    ConfigText config;
    std::map<std::string, std::string> items; ///< what liblxc has after includes, of CloneItems and the NICs
    RootfsValue value;
    std::string rootfsName; ///< what the clone's rootfs is called in its folder
    Fd rootfs; ///< of an overlay its upper layer
    std::optional<OverlayLayers> layers; ///< of an overlay

    [[nodiscard]] const std::string &item(const std::string &key) const;
    /// As the kernel's mount option of that name.
    [[nodiscard]] bool usesUserXattr() const;
};

/// Looks at everything that the request is about. NotFound, Changed, Busy, BrokenConfig, RootfsMissing;
/// Unsupported for a store that is no folder.
[[nodiscard]] Result<CloneSource> openSource(const Request &request);

/// NotFound(name) where the source went away meanwhile; waits for LXC's tools that work on it.
[[nodiscard]] Status confirmSource(const CloneSource &source);

/// The indexes N of `lxc.net.N.` that a config of this text can have: those it names, and the first few,
/// which an included file can.
[[nodiscard]] std::vector<unsigned> nicIndexes(const ConfigText &config);

} // namespace boxyard::worker
