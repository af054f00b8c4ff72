// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "fakemetrics.h"
#include "fakesteps.h"

#include <QHash>
#include <QTimer>

#include <chrono>

namespace boxyard {

/// An engine in memory. It refuses what the real one refuses, takes its time for the rest, and does what a
/// test tells it.
///
/// Tasks move by one step at each tick(); with a pace, ticks come by themselves. A refusal, too, comes with a
/// tick: no task is over before the caller has it.
class FakeEngine final : public Engine
{
    Q_OBJECT

public:
    explicit FakeEngine(QObject *parent = nullptr);

    [[nodiscard]] Capabilities capabilities() const override { return m_capabilities; }

    [[nodiscard]] Link link() const override { return m_link; }

    [[nodiscard]] Error linkError() const override { return m_linkError; }

    [[nodiscard]] const Snapshot &snapshot() const override { return m_snapshot; }

    [[nodiscard]] const QList<Task *> &tasks() const override { return m_tasks; }

    [[nodiscard]] FakeMetrics *metrics() const override { return m_metrics; }

    void refresh() override;
    Task *create(const CreateSpec &spec) override;
    Task *clone(const CloneSpec &spec) override;
    QList<Task *> cloneSeries(const QList<CloneSpec> &specs) override;
    Task *start(const ContainerRef &ref) override;
    Task *stop(const StopSpec &spec) override;
    Task *restart(const StopSpec &spec) override;
    Task *freeze(const ContainerRef &ref) override;
    Task *unfreeze(const ContainerRef &ref) override;
    Task *rename(const RenameSpec &spec) override;
    Task *remove(const ContainerRef &ref) override;
    void openShell(const ShellSpec &spec, QObject *context, ShellDone done) override;
    void plan(const PlanSpec &spec, QObject *context, PlanDone done) override;
    void inspect(const ContainerRef &ref, QObject *context, InspectDone done) override;

    // What a test says.

    /// Adds a container, or replaces the one of that name, as a command in a terminal would.
    void put(const ContainerEntry &entry);
    /// A container disappears without a task.
    void drop(const ContainerRef &ref);
    /// An entry with what a healthy container of that state has.
    [[nodiscard]] static ContainerEntry entry(const ContainerRef &ref,
                                              ContainerState state = ContainerState::Stopped);
    void setDetails(const ContainerRef &ref, const ContainerDetails &details);
    void setHost(const HostInfo &host);
    /// What plan() answers for a container, instead of figures of its own.
    void setPlan(const ContainerRef &ref, const Result<ClonePlan> &plan);
    /// What plan() answers.
    [[nodiscard]] Result<ClonePlan> planOf(const PlanSpec &spec) const;
    /// Plans wait until they are no longer held.
    void holdPlans(bool hold);
    void setCapabilities(Capabilities capabilities);
    /// Lost: open tasks fail with HelperLost, as a restarted helper's do.
    void setLink(Link link, const Error &error = {});
    /// The next operation of this kind fails at its last step.
    void failNext(Verb verb, const Error &error);
    /// The next openShell fails.
    void failNextShell(const Error &error);
    /// Time between two ticks; zero (the default): only by hand.
    void setPace(std::chrono::milliseconds pace);
    /// Every open task moves by one step.
    void tick();
    /// Ticks until no task is open.
    void finishAll();

    /// The questions for plans so far.
    [[nodiscard]] const QList<PlanSpec> &planned() const { return m_planned; }

    /// How often refresh() was called.
    [[nodiscard]] int refreshes() const { return m_refreshes; }

private:
    using Effect = std::function<void()>;

    struct Run {
        Task *task = nullptr;
        QList<FakeStep> steps;
        qsizetype next = 0;
        Status outcome; ///< told after the last step
        Effect effect; ///< what it does where it goes well
        bool cancelled = false;
    };

    Task *begin(Verb verb, const ContainerRef &target, const ContainerRef &result, const Status &allowed,
                Effect effect, const QString &series = {});
    Task *cloneOf(const CloneSpec &spec, const QString &series);
    void onCancel(const Task *task);
    void advance(Run &run);
    void end(const Run &run, const Status &outcome);
    void changeState(const ContainerRef &ref, ContainerState state);
    [[nodiscard]] ContainerEntry *mutableEntry(const ContainerRef &ref);
    [[nodiscard]] Status checkFree(const ContainerRef &ref) const;
    [[nodiscard]] Status checkStopped(const ContainerRef &ref) const;
    [[nodiscard]] Status checkAlive(const ContainerRef &ref) const;
    [[nodiscard]] Status checkUsable(const ContainerRef &ref) const;

    Capabilities m_capabilities;
    Link m_link = Link::Ready;
    Error m_linkError;
    Snapshot m_snapshot;
    QList<Task *> m_tasks;
    QList<Run> m_runs;
    QHash<ContainerRef, ContainerDetails> m_details;
    QHash<ContainerRef, Result<ClonePlan>> m_plans;
    QList<PlanSpec> m_planned;
    QList<std::function<void()>> m_heldPlans;
    bool m_holdsPlans = false;
    QHash<int, Error> m_failures;
    Error m_shellFailure;
    bool m_shellFails = false;
    int m_refreshes = 0;
    QTimer m_clock;
    FakeMetrics *m_metrics;
};

} // namespace boxyard
