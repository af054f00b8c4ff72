// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <chrono>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace boxyard::worker {

/// Writes the report file of docs/worker-protocol.md: one JSON object a line, each by one write(2). Use from
/// one thread.
class Report
{
public:
    /// Does not own the descriptor.
    explicit Report(int fd)
        : m_fd(fd)
    {
    }

    void pid(int pid);
    /// `fraction`: 0 to 1, or -1 where it is not known. At most one line in 100 ms for the same step.
    void progress(double fraction, std::string_view step);
    /// Any bytes; made printable.
    void log(std::string_view line);
    void container(const nlohmann::json &container);
    void host(const nlohmann::json &host);
    void finished(const Status &outcome);

private:
    void write(const nlohmann::json &line) const;

    int m_fd;
    std::string m_step;
    std::chrono::steady_clock::time_point m_lastProgress;
    unsigned m_logLines = 0;
};

} // namespace boxyard::worker
