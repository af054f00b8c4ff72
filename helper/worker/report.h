// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

#include <chrono>
#include <cstdint>
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
    /// The same of a copy, with what is there by now. `bytes`: of the files' contents.
    void copying(double fraction, std::uint64_t files, std::uint64_t bytes);
    /// Any bytes; made printable.
    void log(std::string_view line);
    void container(const nlohmann::json &container);
    void host(const nlohmann::json &host);
    void plan(const nlohmann::json &plan);
    /// What a clone took, for the estimates of later ones. `kind`: "copy", "snapshot", "overlay"; `from`,
    /// `to`: kinds of file systems.
    void measured(std::string_view kind, std::string_view from, std::string_view to, std::uint64_t files,
                  std::uint64_t bytes, std::chrono::duration<double> time);
    void finished(const Status &outcome);

private:
    void write(const nlohmann::json &line) const;
    /// Whether a line of this step is due.
    [[nodiscard]] bool isDue(std::string_view step);

    int m_fd;
    std::string m_step;
    std::chrono::steady_clock::time_point m_lastProgress;
    unsigned m_logLines = 0;
};

} // namespace boxyard::worker
