// SPDX-License-Identifier: GPL-2.0-or-later

#include "containerrow.h"

#include <QHash>

namespace boxyard {

namespace {

/// The row that a task is shown on.
ContainerRef shownOn(const Task &task, const QHash<ContainerRef, qsizetype> &rows)
{
    switch (task.verb()) {
    case Verb::Clone:
        // The clone while it is made; its source where that failed, for there is no clone then.
        return task.isOver() ? task.target() : task.result();
    case Verb::Rename:
        return rows.contains(task.target()) ? task.target() : task.result();
    default:
        return task.target();
    }
}

ContainerRow::Work workOf(const Task &task)
{
    return {task.verb(), task.progress(), task.step(), task.state() == Task::State::Cancelling};
}

bool makesContainer(Verb verb)
{
    return verb == Verb::Create || verb == Verb::Clone;
}

} // namespace

bool isFailure(const Task &task)
{
    return task.state() == Task::State::Failed && task.error().code != ErrorCode::Dismissed;
}

QList<ContainerRow> containerRows(const Snapshot &snapshot, const QList<Task *> &tasks,
                                  const QSet<const Task *> &dismissed)
{
    QList<ContainerRow> rows;
    QHash<ContainerRef, qsizetype> places;
    rows.reserve(snapshot.containers.size());
    for (const ContainerEntry &entry : snapshot.containers) {
        places.insert(entry.container.ref, rows.size());
        rows.append({entry.container.ref, true, entry, {}, {}});
    }
    for (const Task *task : tasks) {
        const ContainerRef ref = shownOn(*task, places);
        const bool failed = isFailure(*task) && !dismissed.contains(task);
        auto place = places.constFind(ref);
        if (place == places.constEnd()) {
            // A row for what does not exist: only while it is made, or where making it failed.
            if (!makesContainer(task->verb())
                || (task->isOver() && !(failed && task->verb() == Verb::Create)))
                continue;
            place = places.insert(ref, rows.size());
            ContainerRow row{ref, false, {}, {}, {}};
            row.entry.container.ref = ref;
            rows.append(row);
        }
        // "There is one already" is no fault of the one that is there.
        const bool innocent = task->verb() == Verb::Create && rows.at(*place).exists;
        ContainerRow &row = rows[*place];
        row.failure.reset();
        if (!task->isOver())
            row.work = workOf(*task);
        else if (failed && !innocent)
            row.failure = ContainerRow::Failure{task->verb(), task->error()};
    }
    rows.removeIf([](const ContainerRow &row) { return !row.exists && !row.work && !row.failure; });
    return rows;
}

} // namespace boxyard
