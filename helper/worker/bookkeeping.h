// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <string>
#include <vector>

namespace boxyard::worker {

// LXC notes on both sides which overlay clones lie on which container: `lxc_snapshots` in the origin's folder
// and `lxc_rdepends` in the clone's, each as pairs of lines LOCATION, NAME; an old `lxc_snapshots` is one
// number. Without them lxc-destroy deletes an origin under its clones. mod_rdep() and mod_all_rdeps() in
// LXC's src/lxc/lxccontainer.c.

/// One container as these files name it.
struct Relative {
    std::string location;
    std::string name;
    bool operator==(const Relative &) const = default;
};

/// The pairs of such a text; a number or a torn last pair gives none.
[[nodiscard]] std::vector<Relative> parseRelatives(const std::string &text);

/// Names of those whose overlay lies on the container of this open folder; "N" where only their number is
/// noted.
[[nodiscard]] std::vector<std::string> dependantsOf(int folder);

/// Those that the container of this open folder lies on.
[[nodiscard]] std::vector<Relative> originsOf(int folder);

/// Notes `clone` at `origin`, or takes every note of it away; under LXC's lock, in one rename. An origin that
/// is gone is no error. Taking away what is not there neither.
[[nodiscard]] Status addDependant(const Relative &origin, const Relative &clone);
[[nodiscard]] Status removeDependant(const Relative &origin, const Relative &clone);

/// HasDependants where overlay clones, or snapshots of its own, need the container.
[[nodiscard]] Status checkIndependent(int folder, const std::string &name, bool snapshotsToo);

} // namespace boxyard::worker
