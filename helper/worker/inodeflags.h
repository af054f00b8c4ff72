// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace boxyard::worker {

/// Takes the flags that forbid changes (immutable, append only) from an open file or folder, for as long as
/// it has to be changed. Which ones it had; 0 where it had none or has no flags. ioctl_iflags(2).
unsigned clearWriteFlags(int fd);

/// The same by name, for a file or folder; anything else has no flags, and opening it could block or do
/// something.
void clearWriteFlagsOf(int folder, const std::string &name);

/// Gives back what clearWriteFlags took.
void restoreWriteFlags(int fd, unsigned flags);

} // namespace boxyard::worker
