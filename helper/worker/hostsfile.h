// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

/// A text of /etc/hosts in which a machine that was called `oldNames` calls itself `newName`: on the lines of
/// loopback addresses each of these names, alone or before a domain, is replaced; `localhost` never. A
/// 127.0.1.1 that then does not have the new name gets it. All else, spacing and comments included, stays:
/// the old machine still exists, under its addresses. hosts(5).
[[nodiscard]] std::string renameInHosts(std::string_view text, const std::vector<std::string> &oldNames,
                                        std::string_view newName);

} // namespace boxyard::worker
