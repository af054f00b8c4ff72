// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace boxyard::bench {

struct TreeSize {
    std::uint64_t files = 0; ///< all that are not folders
    std::uint64_t folders = 0;
    std::uint64_t bytes = 0; ///< of the regular files
};

/// Fills a new folder with what a small Debian root file system is like: 10,000 files of 278 MB in all, the
/// sizes distributed as there, with hard links, symlinks, other owners, set-id programs, capabilities, ACLs
/// and a few devices. Made of this machine's own /usr, of the same files at each call. Needs root. What goes
/// wrong ends the program with a sentence.
TreeSize makeDebianTree(const std::string &path);

} // namespace boxyard::bench
