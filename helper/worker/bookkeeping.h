// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "configfile.h"
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

/// What LXC writes into an overlay clone's `lxc_rdepends`: those that its source lies on, and the source.
/// copy_rdepends() and add_rdepends() in LXC's src/lxc/lxccontainer.c.
[[nodiscard]] std::vector<Relative> originsOfClone(int sourceFolder, const Relative &source);
[[nodiscard]] std::string relativesText(const std::vector<Relative> &relatives);

/// Takes the notes of a clone that never came away from its origins, unless there is a container of that name
/// which does lie on them: somebody else's, who was faster.
[[nodiscard]] Status forgetClone(const std::vector<Relative> &origins, const Relative &clone);

/// HasDependants where the overlay of another container lies on this folder, which the container of the open
/// folder writes to when it runs. Those that LXC notes as dependants are asked; a clone of an overlay is
/// noted at each overlay it came by, but lies only on what these lie on. One that is gone does not count.
[[nodiscard]] Status checkNotBeneath(int folder, const std::string &name, const std::string &writable);

/// HasDependants where overlay clones, or snapshots of its own, need the container.
[[nodiscard]] Status checkIndependent(int folder, const std::string &name, bool snapshotsToo);

} // namespace boxyard::worker
