// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

/// What an unprivileged container's users are on the host: its 0 to 65535 lie from `firstUid`, `firstGid` on.
struct Idmap {
    uid_t firstUid = 0;
    gid_t firstGid = 0;

    static constexpr std::uint64_t Size = 65536;

    /// Values of lxc.idmap: "u 0 100000 65536". lxc.container.conf(5).
    [[nodiscard]] std::vector<std::string> values() const;
};

/// The first range of at least Idmap::Size ids that one of `owners` (a name, a number) has in a text of
/// /etc/subuid's form; subuid(5). 0 where there is none.
[[nodiscard]] std::uint32_t firstRange(std::string_view text, const std::vector<std::string> &owners);

/// Our own ranges in /etc/subuid and /etc/subgid (root's, where we are root). Unsupported with the reason as
/// detail.
[[nodiscard]] Result<Idmap> rootIdmap();

/// Whether the container's root can reach a folder; Unsupported with what stands in the way as detail.
[[nodiscard]] Status checkReachable(const Idmap &idmap, const std::string &folder);

} // namespace boxyard::worker
