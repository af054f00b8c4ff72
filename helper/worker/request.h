// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

enum class Verb {
    Create,
    Clone,
    Start,
    Stop,
    Restart,
    Freeze,
    Unfreeze,
    Rename,
    Delete,
    Shell,
    Inspect,
    Host,
    Plan,
    Recover,
    Settle,
};

enum class Store { Auto, Directory, Btrfs };
enum class CloneMode { Auto, Copy, Snapshot, Overlay };
enum class StopMode { Ask, Kill };

/// One request of docs/worker-protocol.md, with its shape checked. What a verb does not take has its default.
struct Request {
    std::uint64_t id = 0;
    std::uint32_t uid = 0;
    Verb verb = Verb::Host;
    std::string location;
    std::string name;
    std::string expect; ///< identity of the config file; empty: not checked

    std::string templateName;
    std::map<std::string, std::string> options;
    Store store = Store::Auto;
    bool privileged = false;

    std::string targetLocation;
    std::string targetName;
    CloneMode cloneMode = CloneMode::Auto;
    bool hooks = false; ///< lxc.hook.clone are run
    unsigned threads = 0; ///< of the copier; 0: as many as there are CPUs
    std::string series; ///< means nothing to the worker

    std::chrono::milliseconds limit{0}; ///< of `plan`: how long files may be counted

    StopMode stopMode = StopMode::Ask;
    std::chrono::seconds timeout{30};

    std::string newName;

    unsigned columns = 80;
    unsigned rows = 24;

    std::vector<std::string> containers; ///< of `inspect`; names that others gave may be any file names
    std::vector<std::string> locations; ///< of `host`

    std::shared_ptr<const Request> intent; ///< of `recover` and `settle`
};

/// The word of a verb: "create".
[[nodiscard]] std::string_view verbText(Verb verb);

/// Refuses unknown, missing and doubled keys, values of another type, names and paths of the wrong form,
/// numbers out of their range, and control characters: InvalidArgument(key) or InvalidName(name).
[[nodiscard]] Result<Request> parseRequest(std::string_view text);

} // namespace boxyard::worker
