// SPDX-License-Identifier: GPL-2.0-or-later

#include "targetlocks.h"

namespace boxyard {

Status TargetLocks::take(const QList<TargetLock> &locks, const QString &verb)
{
    for (const TargetLock &lock : locks) {
        const auto held = m_held.constFind(lock.ref);
        if (held != m_held.cend() && (held->exclusive || lock.exclusive))
            return refuse(ErrorCode::Busy, lock.ref.name, held->verb);
    }
    for (const TargetLock &lock : locks) {
        Held &held = m_held[lock.ref];
        held.exclusive = lock.exclusive;
        held.verb = verb;
        ++held.holders;
    }
    return {};
}

void TargetLocks::release(const QList<TargetLock> &locks)
{
    for (const TargetLock &lock : locks) {
        const auto held = m_held.find(lock.ref);
        if (held != m_held.end() && --held->holders == 0)
            m_held.erase(held);
    }
}

} // namespace boxyard
