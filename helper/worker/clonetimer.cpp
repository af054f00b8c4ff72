// SPDX-License-Identifier: GPL-2.0-or-later
#include "clonetimer.h"

#include "place.h"

#include <cerrno>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr int Niceness = 5;
constexpr int IoLevel = 6; // of 0 to 7, in the class of those that no one has set apart

// ioprio_set(2). The kernel's own header is C only in some releases: it names a parameter `class`.
constexpr int IoprioWhoProcess = 1;
constexpr int IoprioClassBestEffort = 2;
constexpr int IoprioClassShift = 13;

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
    , m_io(syscall(SYS_ioprio_get, IoprioWhoProcess, 0))
{
    setpriority(PRIO_PROCESS, 0, m_nice + Niceness);
    syscall(SYS_ioprio_set, IoprioWhoProcess, 0, (IoprioClassBestEffort << IoprioClassShift) | IoLevel);
}

StepBack::~StepBack()
{
    setpriority(PRIO_PROCESS, 0, m_nice);
    if (m_io >= 0)
        syscall(SYS_ioprio_set, IoprioWhoProcess, 0, m_io);
}

} // namespace boxyard::worker
