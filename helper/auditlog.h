// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"

#include <QHash>
#include <QThreadPool>

#include <chrono>

namespace boxyard {

/// `text` in one line: control characters and backslashes are escaped, and what is longer than `longest` is
/// cut.
[[nodiscard]] QString escapedForLog(const QString &text, qsizetype longest = 512);

/// One line for every authorized change: who, what, on what, result. Written by a thread of its own, to the
/// journal through stderr (sd-daemon(3), priority prefixes): looking up a user's name and writing to a stuck
/// journal may both take long.
class AuditLog
{
    Q_DISABLE_COPY_MOVE(AuditLog)

public:
    struct Entry {
        uint uid = 0;
        QString verb;
        QString target; ///< "/var/lib/lxc/web", and " → name" where something comes out of it
        QString result; ///< "begun (job 7)", "done", "failed: …", "refused: …"
    };

    AuditLog();
    ~AuditLog();

    void write(const Entry &entry);
    /// At most a few a minute and uid; how many were left out stands in the next one.
    void writeRefusal(const Entry &entry);

private:
    struct Refusals {
        std::chrono::steady_clock::time_point since;
        int written = 0;
        int left = 0;
    };

    void post(const Entry &entry, int priority, int left);

    QThreadPool m_writer;
    QHash<uint, Refusals> m_refusals;
};

} // namespace boxyard
