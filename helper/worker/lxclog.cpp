// SPDX-License-Identifier: GPL-2.0-or-later
#include "lxclog.h"

#include "child.h"
#include "text.h"

#include <fcntl.h>
#include <lxc/lxccontainer.h>
#include <sys/mman.h>
#include <unistd.h>

namespace boxyard::worker {

LxcLog::LxcLog()
    : m_file(memfd_create("lxc.log", MFD_CLOEXEC))
{
}

void LxcLog::begin() const
{
    const Fd null(open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (null)
        dup2(null.get(), STDERR_FILENO);
    beginAloud();
}

void LxcLog::beginAloud() const
{
    const std::string path = "/proc/self/fd/" + std::to_string(m_file.get());
    lxc_log log = {};
    log.file = path.c_str();
    log.level = "ERROR";
    log.prefix = "boxyard";
    log.quiet = true;
    lxc_log_init(&log);
}

void LxcLog::clear() const
{
    [[maybe_unused]] const int cut = ftruncate(m_file.get(), 0);
}

std::string LxcLog::text() const
{
    return readAll(m_file.get(), 1U << 20U);
}

std::string LxcLog::reason() const
{
    return firstLxcError(text());
}

std::string lxcLogMessage(std::string_view line)
{
    for (int part = 0; part < 2; ++part) {
        const std::size_t dash = line.find(" - ");
        if (dash == std::string_view::npos)
            break;
        line.remove_prefix(dash + 3);
    }
    return printable(trimmed(line), 1024);
}

std::string firstLxcError(std::string_view log)
{
    for (const std::string &line : split(log, '\n')) {
        if (line.find(" ERROR ") != std::string::npos)
            return lxcLogMessage(line);
    }
    return {};
}

std::vector<std::string> tailLines(std::string_view log, std::size_t count)
{
    std::vector<std::string> lines = split(log, '\n');
    if (lines.size() > count)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

} // namespace boxyard::worker
