// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/snapshot.h"
#include "backend/engine/task.h"

#include <QSet>

#include <optional>

namespace boxyard {

/// A container in the list, with what is being done to it and what went wrong last. A value.
struct ContainerRow {
    /// A task that works on it.
    struct Work {
        Verb verb = Verb::Create;
        double progress = -1; ///< 0 to 1; below 0 where it is not known
        QString step; ///< a word, see JobInfo
        bool cancelling = false;
        bool operator==(const Work &) const = default;
    };

    /// The last try, where it failed.
    struct Failure {
        Verb verb = Verb::Create;
        Error error;
        bool operator==(const Failure &) const = default;
    };

    ContainerRef ref;
    bool exists = true; ///< false while it is being made, or where that failed
    ContainerEntry entry; ///< meaningful where it exists
    std::optional<Work> work;
    std::optional<Failure> failure;

    [[nodiscard]] const ContainerRef &key() const { return ref; }

    [[nodiscard]] ContainerState state() const { return entry.container.state; }

    [[nodiscard]] bool isAlive() const { return exists && boxyard::isAlive(state()); }

    bool operator==(const ContainerRow &) const = default;
};

/// The rows for a snapshot and its tasks (newest last). A container being created or cloned has a row
/// already; a failed task stays on its row until a later task on the same container, or until it is in
/// `dismissed`.
[[nodiscard]] QList<ContainerRow> containerRows(const Snapshot &snapshot, const QList<Task *> &tasks,
                                                const QSet<const Task *> &dismissed);
/// Whether an ended task is something to tell: it failed, and not because a person closed the password
/// dialog.
[[nodiscard]] bool isFailure(const Task &task);

} // namespace boxyard
