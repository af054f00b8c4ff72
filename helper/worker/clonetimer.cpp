// SPDX-License-Identifier: GPL-2.0-or-later
#include "clonetimer.h"

#include "place.h"

#include <cerrno>

#include <linux/ioprio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int Niceness = 5;
constexpr int IoLevel = 6; // of 0 to 7, in the class of those that no one has set apart

} // namespace

void CloneTimer::copied(const CopyProgress &progress)
{
    m_files += progress.files;
    m_bytes += progress.bytes;
}

void CloneTimer::tell(Report &report, std::string_view kind, int source, int target) const
{
    report.measured(kind, fileSystemName(source), fileSystemName(target), m_files, m_bytes,
                    std::chrono::steady_clock::now() - m_begin);
}

StepBack::StepBack()
    : m_nice(getpriority(PRIO_PROCESS, 0))
    , m_io(syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0))
{
    setpriority(PRIO_PROCESS, 0, m_nice + Niceness);
    syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, IoLevel));
}

StepBack::~StepBack()
{
    setpriority(PRIO_PROCESS, 0, m_nice);
    if (m_io >= 0)
        syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, m_io);
}

} // namespace boxyard::worker
