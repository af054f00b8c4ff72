// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"
#include "jobrequest.h"

#include <QHash>

namespace boxyard {

/// Which containers jobs work on: one alone, or several that only read it (the source of clones).
class TargetLocks
{
public:
    /// All of them or none; Busy with the container and the verb of who holds it.
    [[nodiscard]] Status take(const QList<TargetLock> &locks, const QString &verb);
    void release(const QList<TargetLock> &locks);

private:
    struct Held {
        bool exclusive = false;
        int holders = 0;
        QString verb;
    };

    QHash<ContainerRef, Held> m_held;
};

} // namespace boxyard
