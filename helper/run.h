// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "report.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace boxyard {

/// How a worker's run ended.
struct RunEnd {
    std::optional<Report> finished; ///< its last word; absent where it was cut off
    bool overran = false; ///< its deadline had passed
    bool cancelled = false; ///< it was asked to stop
    bool started = true; ///< false: `startError` says why it never ran
    Error startError;
    QString how; ///< of one that was cut off: "signal 9", "exit code 3", or empty

    /// Its own error, or that it was cut off: Cancelled, TimedOut, WorkerCrashed.
    [[nodiscard]] Status status(const QString &verb, const QString &object,
                                std::chrono::milliseconds deadline) const;
};

/// One worker at work. Deleted by its owner, which does not end the worker.
class Run : public QObject
{
    Q_OBJECT

public:
    explicit Run(QObject *parent = nullptr);

    /// From now on; on overrun the worker and all that it started are killed. 0: no deadline (any more).
    void setDeadline(std::chrono::milliseconds deadline);
    /// SIGTERM, and SIGKILL for all of it after five seconds.
    void cancel();

    static constexpr std::chrono::milliseconds CancelPatience{5'000};

Q_SIGNALS:
    void reported(const boxyard::Report &report);
    /// Once, from the event loop, never from within a call of the owner.
    void ended(const boxyard::RunEnd &end);

protected:
    virtual void terminate() = 0; ///< SIGTERM to the worker
    virtual void kill() = 0; ///< SIGKILL to the worker and its process group
    /// Emits `ended`, with what happened so far filled in.
    void finish(RunEnd end);

    [[nodiscard]] bool isCancelled() const { return m_cancelled; }

    [[nodiscard]] bool hasOverrun() const { return m_overran; }

private:
    QTimer m_deadline;
    QTimer m_killSoon;
    bool m_overran = false;
    bool m_cancelled = false;
    bool m_over = false;
};

/// What a worker is started with.
struct RunSpec {
    quint64 id = 0;
    QJsonObject request;
    bool durable = false; ///< the request is an intent, to be kept on disk
    int socket = -1; ///< becomes the worker's descriptor 5; borrowed, only until start() returns
    std::chrono::milliseconds deadline{0};
};

/// Starts workers; replaced in tests.
class WorkerStarter
{
public:
    WorkerStarter() = default;
    WorkerStarter(const WorkerStarter &) = delete;
    WorkerStarter &operator=(const WorkerStarter &) = delete;
    WorkerStarter(WorkerStarter &&) = delete;
    WorkerStarter &operator=(WorkerStarter &&) = delete;
    virtual ~WorkerStarter() = default;

    [[nodiscard]] virtual Result<quint64> nextId() = 0;
    /// Never nullptr: what goes wrong is told by `ended`.
    [[nodiscard]] virtual Run *start(const RunSpec &spec, QObject *parent) = 0;
    /// The job is over: its intent is fulfilled or undone. `error` where its worker could not write its own
    /// last line.
    virtual void conclude(quint64 id, bool durable, const std::optional<Error> &error) = 0;
    /// Nobody will ask for it again.
    virtual void forget(quint64 id) = 0;
};

} // namespace boxyard
