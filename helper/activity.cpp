// SPDX-License-Identifier: GPL-2.0-or-later

#include "activity.h"

#include <QPointer>

namespace boxyard {

Activity::Hold Activity::hold()
{
    if (++m_count == 1)
        Q_EMIT busy();
    return Hold(this, [guard = QPointer<Activity>(this)](void *) {
        if (guard)
            guard->release();
    });
}

void Activity::release()
{
    if (--m_count == 0)
        Q_EMIT idle();
}

} // namespace boxyard
