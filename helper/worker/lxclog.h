// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fd.h"

#include <string>
#include <string_view>
#include <vector>

namespace boxyard::worker {

/// What liblxc has to say, caught in memory. One a process: liblxc's log is global. Forked children share it,
/// so that the parent can read the reasons of a child.
class LxcLog
{
public:
    LxcLog();

    /// Points liblxc's log at it; in the process that calls liblxc. That one says nothing on stderr any more,
    /// where liblxc repeats every error.
    void begin() const;
    /// The same with a stderr that others need; liblxc's lines there begin with Prefix.
    void beginAloud() const;
    static constexpr std::string_view Prefix = "boxyard: ";

    /// Forgets what was said so far.
    void clear() const;

    /// Its first ERROR message, without time and source; empty where there is none.
    [[nodiscard]] std::string reason() const;

    [[nodiscard]] std::string text() const;

private:
    Fd m_file;
};

/// The message of one line of liblxc's log: "boxyard web 20240101… ERROR conf - ../src/lxc/conf.c:f:12 -
/// MESSAGE".
[[nodiscard]] std::string lxcLogMessage(std::string_view line);

/// The message of the first ERROR line of a log; empty where there is none.
[[nodiscard]] std::string firstLxcError(std::string_view log);

/// The last `count` lines.
[[nodiscard]] std::vector<std::string> tailLines(std::string_view log, std::size_t count);

} // namespace boxyard::worker
