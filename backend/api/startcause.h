// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace boxyard {

/// A known cause in what LXC says when a container does not start, and what helps against it.
struct StartCause {
    const char *advice; ///< of the context "Error", not yet translated; %1: the object
    QString object; ///< a path or a link
};

/// Nothing where the words are not known. They are those of LXC 5.0 and 6.0: src/lxc/conf.c, network.c,
/// start.c.
[[nodiscard]] std::optional<StartCause> startCause(const QString &detail);

} // namespace boxyard
