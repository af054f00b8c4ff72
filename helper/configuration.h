// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"

#include <QStringList>

#include <chrono>

#include <sys/types.h>

namespace boxyard {

/// What one user may have at the same time, and all together.
struct Quotas {
    int running = 4; ///< jobs of one uid that run
    int queued = 64; ///< jobs of one uid that wait
    int runningOfAll = 8; ///< jobs of everybody that run
    int terminals = 32; ///< open shells of one uid
    int dialogs = 4; ///< password dialogs of one uid that are open
    int calls = 64; ///< calls of one uid that wait for their turn
    bool operator==(const Quotas &) const = default;
};

/// /etc/boxyard/helper.conf: what an administrator decides.
struct Configuration {
    QStringList locations; ///< allowed container paths; the first is the default
    QStringList templates; ///< templates that need no action `import`; empty: every installed one
    Quotas quotas;
    std::chrono::milliseconds idle{30'000}; ///< how long the helper stays when nobody needs it
    bool operator==(const Configuration &) const = default;
};

/// Reads the text of a configuration file: sections [helper] (locations, templates, idle-seconds) and
/// [quotas] (a key a field of Quotas: running, queued, running-of-all, terminals, dialogs, calls). Lists are
/// separated by commas. What is absent keeps its value in `defaults`. InvalidArgument with the key, or the
/// line, that is wrong.
[[nodiscard]] Result<Configuration> parseConfiguration(const QString &text, Configuration defaults);

/// The same from a file; a missing one gives the defaults. Refuses a file that anybody but `owner` or root
/// could write.
[[nodiscard]] Result<Configuration> loadConfiguration(const QString &path, uid_t owner,
                                                      Configuration defaults);

} // namespace boxyard
