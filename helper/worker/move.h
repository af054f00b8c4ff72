// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "hidden.h"

#include <string>

namespace boxyard::worker {

// The second halves of rename and delete, which `recover` finishes too. Each may be done again after it was
// cut off anywhere.

/// Makes every path in the configs of a container (its own, its snapshots', its fstab) that was under
/// LOCATION/`from` one under LOCATION/`to`, and its host name `to` where it was `from`. The container lies in
/// the hidden folder as `entry`.
[[nodiscard]] Status renamePaths(const Hidden &hidden, const std::string &entry, const std::string &location,
                                 const std::string &from, const std::string &to);

/// Tells those that the container in the hidden folder lies on that it is called `to` now; empty: that it is
/// gone.
[[nodiscard]] Status renameAtOrigins(int folder, const std::string &location, const std::string &from,
                                     const std::string &to);

} // namespace boxyard::worker
