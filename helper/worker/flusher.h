// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <string_view>
#include <vector>

namespace boxyard::worker {

/// Files and folders that were changed, to be synced together. Where the machine has little to write, the
/// file system is synced as a whole: one commit and one flush of the disk. Else each by itself, all writing
/// begun before any of it is waited for. fsync(2), sync_file_range(2), syncfs(2).
class Flusher
{
public:
    void add(Fd fd);
    /// Everything in a small folder, itself included, but not what is called `skip` in it.
    void addTree(int folder, std::string_view skip = {});

    /// So much was changed that only the whole file system can be synced.
    void addAll() { m_all = true; }

    /// `folder` is on the file system that most of it is on; what was added of another one is synced by
    /// itself.
    [[nodiscard]] Status flush(int folder);

private:
    void addTree(int folder, std::string_view skip, unsigned depth);

    std::vector<Fd> m_changed;
    bool m_all = false;
};

} // namespace boxyard::worker
