// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fd.h"

#include <string>

namespace boxyard::worker {

/// Takes the flags that forbid changes (immutable, append only) from an open file or folder for
/// good. Which ones it had; 0 where it had none or has no flags. ioctl_iflags(2).
unsigned clearWriteFlags(int fd);

/// The same by name, for a file or folder; anything else has no flags, and opening it could block or do
/// something.
void clearWriteFlagsOf(int folder, const std::string &name);

/// While it lives, these flags are taken from a file or folder.
class WithoutWriteFlags
{
public:
    /// An open file or folder, which may be closed meanwhile; or -1 for nothing.
    explicit WithoutWriteFlags(int fd);
    ~WithoutWriteFlags();
    WithoutWriteFlags(const WithoutWriteFlags &) = delete;
    WithoutWriteFlags &operator=(const WithoutWriteFlags &) = delete;
    WithoutWriteFlags(WithoutWriteFlags &&) = delete;
    WithoutWriteFlags &operator=(WithoutWriteFlags &&) = delete;

private:
    unsigned m_flags;
    Fd m_fd; ///< our own, where there is something to give back
};

} // namespace boxyard::worker
