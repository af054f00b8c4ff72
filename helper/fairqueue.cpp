// SPDX-License-Identifier: GPL-2.0-or-later

#include "fairqueue.h"

#include <QPointer>

namespace boxyard {

FairQueue::FairQueue(Limits limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
{
}

bool FairQueue::push(uint uid, Work work)
{
    Line &line = m_lines[uid];
    if (line.waiting.size() >= m_limits.waiting)
        return false;
    line.waiting.enqueue(std::move(work));
    if (!m_order.contains(uid))
        m_order.enqueue(uid);
    schedule();
    return true;
}

void FairQueue::schedule()
{
    if (m_scheduled || m_order.isEmpty())
        return;
    m_scheduled = true;
    // A posted event, not a timer of 0 ms: those wait until no message is left to deliver.
    QMetaObject::invokeMethod(this, &FairQueue::runOne, Qt::QueuedConnection);
}

void FairQueue::runOne()
{
    m_scheduled = false;
    // Those that hold all their turns are put aside until they give one back.
    while (!m_order.isEmpty()) {
        const uint uid = m_order.dequeue();
        Line &line = m_lines[uid];
        if (line.waiting.isEmpty() || line.active >= m_limits.active)
            continue;
        const Work work = line.waiting.dequeue();
        ++line.active;
        if (!line.waiting.isEmpty())
            m_order.enqueue(uid);
        work(Turn(this, [guard = QPointer<FairQueue>(this), uid](void *) {
            if (guard)
                guard->release(uid);
        }));
        break;
    }
    schedule();
}

void FairQueue::release(uint uid)
{
    const auto line = m_lines.find(uid);
    --line->active;
    if (!line->waiting.isEmpty()) {
        if (!m_order.contains(uid))
            m_order.enqueue(uid);
        schedule();
    } else if (line->active == 0) {
        m_lines.erase(line);
    }
}

} // namespace boxyard
