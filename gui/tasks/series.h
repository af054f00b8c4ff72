// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

namespace boxyard {

/// How the tasks of one request stand together.
struct SeriesState {
    int total = 0;
    int over = 0; ///< done, failed or cancelled
    double progress = 0; ///< 0 to 1, of all
    QStringList sources; ///< names, each once
};

[[nodiscard]] SeriesState seriesState(const QList<Task *> &tasks, const QString &series);
/// How many tasks are not over: those that the list shows as such.
[[nodiscard]] int openTasks(const QList<Task *> &tasks);

} // namespace boxyard
