// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "rootfs.h"

#include <functional>
#include <string>

namespace boxyard::worker {

/// Takes the SSH host keys out of a rootfs, and puts in, first, what makes new ones at the next start: a unit
/// for systemd, a line for Debian's SysV script or for busybox' rcS; OpenRC's own script does it. Where there
/// is no server nothing is done; where there is no such way the keys stay, and `log` is told. sshd(8),
/// ssh-keygen(1) -A, systemd.unit(5).
[[nodiscard]] Status forgetSshKeys(RootfsEditor &editor,
                                   const std::function<void(const std::string &line)> &log);

} // namespace boxyard::worker
