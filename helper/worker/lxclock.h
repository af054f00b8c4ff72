// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <chrono>
#include <string>

namespace boxyard::worker {

/// liblxc's own lock on a container's files, so that lxc-* commands and we do not write at once: an open file
/// description lock on /run/lxc/lock/LOCATION/.NAME. lxclock_name() and lxclock() in LXC's src/lxc/lxclock.c.
class LxcLock
{
public:
    /// Busy(name) where somebody holds it past the deadline.
    [[nodiscard]] static Result<LxcLock> take(const std::string &location, const std::string &name,
                                              std::chrono::milliseconds deadline = std::chrono::seconds(10));

private:
    explicit LxcLock(Fd file)
        : m_file(std::move(file))
    {
    }

    Fd m_file; // closing it unlocks
};

/// Removes what liblxc left of its lock for a container in a hidden folder.
void forgetLxcLock(const std::string &location, const std::string &name);

} // namespace boxyard::worker
