// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/clone.h"
#include "backend/api/create.h"
#include "backend/api/plan.h"
#include "backend/api/rename.h"
#include "backend/api/shell.h"
#include "backend/api/stop.h"
#include "metrics.h"
#include "permission.h"
#include "snapshot.h"
#include "task.h"

#include <QFlags>
#include <QObject>

#include <functional>

namespace boxyard {

/// What an engine can do; a view asks before it offers.
enum class Capability {
    Create = 1 << 0,
    Clone = 1 << 1,
    Power = 1 << 2,
    Freeze = 1 << 3,
    Rename = 1 << 4,
    Delete = 1 << 5,
    Shell = 1 << 6,
    Figures = 1 << 7, ///< metrics() has figures of the containers that run
};
Q_DECLARE_FLAGS(Capabilities, Capability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Capabilities)

/// A machine, or a cluster, that runs containers. Nothing here says that it is local.
///
/// Reads answer at once from the last snapshot; verbs return a Task at once and never block; both tell of
/// what follows by signals. Every view is handed an Engine and keeps no facts of its own.
class Engine : public QObject
{
    Q_OBJECT

public:
    /// Connecting: no answer yet. Ready: the snapshot is true. Lost: it is the last known one, reconnecting
    /// by itself.
    enum class Link { Connecting, Ready, Lost };
    Q_ENUM(Link)

    /// A connected pseudo terminal: the descriptor is the receiver's to close; -1 with an error.
    using ShellDone = std::function<void(Result<int> descriptor)>;
    using PlanDone = std::function<void(Result<ClonePlan>)>;
    using InspectDone = std::function<void(Result<ContainerDetails>)>;

    using QObject::QObject;

    [[nodiscard]] virtual Capabilities capabilities() const = 0;
    [[nodiscard]] virtual Link link() const = 0;
    /// Why the link is not Ready.
    [[nodiscard]] virtual Error linkError() const = 0;
    [[nodiscard]] virtual const Snapshot &snapshot() const = 0;
    /// The entry of a container, or nullptr. Valid until the next signal.
    [[nodiscard]] const ContainerEntry *find(const ContainerRef &ref) const;
    /// Newest last; those of earlier runs of the program that still go on included.
    [[nodiscard]] virtual const QList<Task *> &tasks() const = 0;

    /// Nobody's where the engine measures nothing; the same one as long as the engine lives.
    [[nodiscard]] virtual Metrics *metrics() const { return nullptr; }

    /// What the machine's rules say of an action, as far as that is known: a hint for lock marks, no
    /// decision.
    [[nodiscard]] Permission permission(Action action) const { return m_permissions.value(action); }

    /// Told by who knows them: polkit for this machine's containers.
    void setPermissions(const Permissions &permissions);

    virtual void refresh() = 0; ///< asks everything again
    virtual Task *create(const CreateSpec &spec) = 0;
    virtual Task *clone(const CloneSpec &spec) = 0;
    /// Several clones by one request: one password, one cancel (Task::series). The tasks are in the order of
    /// the specs, whose own series is not looked at.
    virtual QList<Task *> cloneSeries(const QList<CloneSpec> &specs) = 0;
    virtual Task *start(const ContainerRef &ref) = 0;
    virtual Task *stop(const StopSpec &spec) = 0;
    virtual Task *restart(const StopSpec &spec) = 0;
    virtual Task *freeze(const ContainerRef &ref) = 0;
    virtual Task *unfreeze(const ContainerRef &ref) = 0;
    virtual Task *rename(const RenameSpec &spec) = 0;
    virtual Task *remove(const ContainerRef &ref) = 0;
    /// `done` is called once, unless `context` is gone by then.
    virtual void openShell(const ShellSpec &spec, QObject *context, ShellDone done) = 0;
    /// What a clone costs, by each kind. May take some seconds. `done` as above.
    virtual void plan(const PlanSpec &spec, QObject *context, PlanDone done) = 0;
    virtual void inspect(const ContainerRef &ref, QObject *context, InspectDone done) = 0;

protected:
    /// A name for a series that no other has.
    [[nodiscard]] static QString newSeries();

Q_SIGNALS:
    void changed(); ///< the snapshot
    void linkChanged();
    void taskAdded(boxyard::Task *task);
    void permissionsChanged();

private:
    Permissions m_permissions;
};

} // namespace boxyard
