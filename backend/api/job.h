// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QDBusArgument>
#include <QList>

namespace boxyard {

/// The verbs that become jobs. The word (verbWord) is the same in the worker's request, the log and the
/// journal.
enum class Verb { Create, Clone, Start, Stop, Restart, Freeze, Unfreeze, Rename, Delete };

[[nodiscard]] QString verbWord(Verb verb);
[[nodiscard]] Result<Verb> verbFromWord(const QString &word);

/// How much of a copy is there.
struct Copied {
    quint64 files = 0; ///< of every kind
    quint64 bytes = 0; ///< of their contents; shared ones count
    bool operator==(const Copied &) const = default;
};

/// What the helper tells of a job. The steps are words that the program translates: queued, preparing,
/// template, copy, snapshot, configure, starting, stopping, removing, undoing.
struct JobInfo {
    quint64 id = 0;
    uint uid = 0; ///< whose it is
    QString verb; ///< verbWord()
    ContainerRef target; ///< the container it works on; for a clone, its source
    QString result; ///< the name that comes out of it, where that differs: a clone's or a rename's
    QString resultLocation; ///< of a clone
    qint64 begun = 0; ///< ms since the epoch
    double progress = -1; ///< 0 to 1; below 0 where it is not known
    QString step;
    bool finished = false;
    QString error; ///< errorWord(), empty where it went well
    QString object; ///< of the error
    QString detail; ///< of the error
    QString series; ///< of a clone: what those of one request have in common, or empty
    Copied copied; ///< while the step is "copy"; else nothing
    bool operator==(const JobInfo &) const = default;
};

using JobInfoList = QList<JobInfo>;

QDBusArgument &operator<<(QDBusArgument &argument, const JobInfo &job);
const QDBusArgument &operator>>(const QDBusArgument &argument, JobInfo &job);

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::JobInfo)
Q_DECLARE_METATYPE(boxyard::JobInfoList)
