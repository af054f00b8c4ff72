// SPDX-License-Identifier: GPL-2.0-or-later

#include "series.h"

#include <algorithm>

namespace boxyard {

SeriesState seriesState(const QList<Task *> &tasks, const QString &series)
{
    SeriesState state;
    double done = 0;
    for (const Task *task : tasks) {
        if (task->series() != series)
            continue;
        ++state.total;
        state.over += task->isOver() ? 1 : 0;
        done += task->isOver() ? 1 : std::max(task->progress(), 0.0);
        if (!state.sources.contains(task->target().name))
            state.sources.append(task->target().name);
    }
    state.progress = state.total > 0 ? done / state.total : 0;
    return state;
}

int openTasks(const QList<Task *> &tasks)
{
    return static_cast<int>(
        std::count_if(tasks.cbegin(), tasks.cend(), [](const Task *task) { return !task->isOver(); }));
}

} // namespace boxyard
