// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fairqueue.h"
#include "measurements.h"
#include "run.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

namespace boxyard {

/// What clones would cost: looked at by workers, some a user at a time, and kept for a while, the longer the
/// longer the look took. A look that nobody waits for any more is ended.
class Plans : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Result<ClonePlan> &)>;

    /// Who asks, and for what.
    struct Question {
        QString caller; ///< unique bus name
        uint uid = 0;
        PlanSpec spec;
        QString identity; ///< of the container as it is now: an answer for another one is none
    };

    static constexpr std::chrono::milliseconds CountLimit{3'000};
    static constexpr std::chrono::milliseconds LeastFresh{5'000};

    Plans(WorkerStarter &starter, QString measurementsPath, QObject *parent = nullptr);

    /// Calls `done` once, perhaps at once; never where the caller leaves before. LimitExceeded where one user
    /// asks too much.
    void ask(const Question &question, Done done);
    /// The caller has left the bus.
    void forgetCaller(const QString &caller);
    /// Something happened to these containers: what is known of them is old.
    void forget(const QList<ContainerRef> &refs);

    /// A clone told what it took.
    void note(const Measurement &measurement) { m_measurements.note(measurement); }

private:
    struct Waiting {
        QString caller;
        Done done;
    };

    /// One look, waiting for its turn, under way, or done.
    struct Look {
        quint64 number = 0;
        PlanSpec spec;
        QString identity;
        QList<Waiting> waiting;
        Run *run = nullptr;
        FairQueue::Turn turn;
        std::optional<ClonePlan> plan; ///< once it is done
        std::chrono::milliseconds fresh{0}; ///< for how long it holds
        QElapsedTimer age;
        bool outdated = false;
    };

    [[nodiscard]] Look *find(quint64 number);
    [[nodiscard]] Look *find(const Question &question);
    void start(quint64 number, uint uid, const FairQueue::Turn &turn);
    void onEnd(quint64 number, const RunEnd &end, const std::optional<ClonePlan> &plan);
    static void answer(Look &look, const Result<ClonePlan> &plan);
    void remove(quint64 number);

    WorkerStarter &m_starter;
    Measurements m_measurements;
    FairQueue m_queue;
    QList<Look> m_looks;
    quint64 m_last = 0;
};

} // namespace boxyard
