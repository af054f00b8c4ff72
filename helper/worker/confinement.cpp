// SPDX-License-Identifier: GPL-2.0-or-later

#include "confinement.h"

#include "child.h"
#include "fd.h"
#include "text.h"

#include <string>

#include <fcntl.h>

namespace boxyard::worker {

namespace {

/// AppArmor's own; /proc/self/attr/current may be another security module's.
constexpr const char *Current = "/proc/self/attr/apparmor/current";

/// As distributions name it: after its path (Debian, Ubuntu), or by a word of its own.
constexpr const char *Profiles[] = {"/usr/bin/lxc-start", "lxc-start"};

} // namespace

void confineAsLxcStart()
{
    if (trimmed(readFile(Current)) != "unconfined")
        return;
    for (const char *profile : Profiles) {
        const Fd current(open(Current, O_WRONLY | O_CLOEXEC));
        // ENOENT: there is none of this name.
        if (current && writeAll(current.get(), std::string("changeprofile ") + profile))
            return;
    }
}

} // namespace boxyard::worker
