// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "copier.h"
#include "report.h"

#include <chrono>
#include <string_view>

namespace boxyard::worker {

/// What a clone takes, from its making on, for the estimates of later ones.
class CloneTimer
{
public:
    /// So much was copied.
    void copied(const CopyProgress &progress);
    /// Tells it, when the clone is there. `kind`: "copy", "snapshot", "overlay"; the folders are for the
    /// kinds of their file systems.
    void tell(Report &report, std::string_view kind, int source, int target) const;

private:
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::uint64_t m_files = 0;
    std::uint64_t m_bytes = 0;
};

/// While it lives, this process and the threads that it starts leave processors and disks to whoever else
/// wants them: nice 5, the last but one I/O priority. nice(2), ioprio_set(2).
class StepBack
{
public:
    StepBack();
    ~StepBack();
    StepBack(const StepBack &) = delete;
    StepBack &operator=(const StepBack &) = delete;
    StepBack(StepBack &&) = delete;
    StepBack &operator=(StepBack &&) = delete;

private:
    int m_nice;
    long m_io;
};

} // namespace boxyard::worker
