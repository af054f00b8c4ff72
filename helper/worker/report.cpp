// SPDX-License-Identifier: GPL-2.0-or-later
#include "report.h"

#include "text.h"

#include <cerrno>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::chrono::milliseconds ProgressInterval{100};
constexpr unsigned LogLimit = 20000; // lines; a template that floods must not fill /run

} // namespace

void Report::write(const nlohmann::json &line) const
{
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    // A lost line is no reason to stop half way: the helper sees the exit code and the state of the disk.
    while (::write(m_fd, text.data(), text.size()) < 0 && errno == EINTR) { }
}

void Report::pid(int pid)
{
    write({{"pid", pid}});
}

bool Report::isDue(std::string_view step)
{
    const auto now = std::chrono::steady_clock::now();
    if (m_step == step && now - m_lastProgress < ProgressInterval)
        return false;
    m_step = step;
    m_lastProgress = now;
    return true;
}

void Report::progress(double fraction, std::string_view step)
{
    if (isDue(step))
        write({{"progress", fraction}, {"step", step}});
}

void Report::copying(double fraction, std::uint64_t files, std::uint64_t bytes)
{
    constexpr std::string_view Step = "copy";
    if (isDue(Step))
        write({{"progress", fraction}, {"step", Step}, {"files", files}, {"bytes", bytes}});
}

void Report::log(std::string_view line)
{
    if (++m_logLines > LogLimit)
        return;
    write({{"log", m_logLines == LogLimit ? "…" : printable(line)}});
}

void Report::container(const nlohmann::json &container)
{
    write({{"container", container}});
}

void Report::host(const nlohmann::json &host)
{
    write({{"host", host}});
}

void Report::plan(const nlohmann::json &plan)
{
    write({{"plan", plan}});
}

void Report::measured(std::string_view kind, std::string_view from, std::string_view to, std::uint64_t files,
                      std::uint64_t bytes, std::chrono::duration<double> time)
{
    write({{"measured",
            {{"kind", kind},
             {"from", from},
             {"to", to},
             {"files", files},
             {"bytes", bytes},
             {"seconds", time.count()}}}});
}

void Report::finished(const Status &outcome)
{
    const Failure failure = outcome ? Failure{} : outcome.error();
    write({{"finished", true},
           {"error", outcome ? std::string_view() : wordText(failure.word)},
           {"object", printable(failure.object)},
           {"detail", printable(failure.detail)}});
}

} // namespace boxyard::worker
