// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/job.h"

#include <QDateTime>
#include <QObject>
#include <QStringList>

namespace boxyard {

/// One operation under way, or ended: what the task bar shows. Made and owned by an Engine; lives until the
/// engine does.
class Task : public QObject
{
    Q_OBJECT

public:
    enum class State { Waiting, Running, Cancelling, Succeeded, Failed, Cancelled };
    Q_ENUM(State)

    Task(Verb verb, ContainerRef target, ContainerRef result, QObject *parent);

    [[nodiscard]] Verb verb() const { return m_verb; }

    [[nodiscard]] const ContainerRef &target() const { return m_target; }

    /// The container that comes out: a clone or a renamed one; else the target.
    [[nodiscard]] const ContainerRef &result() const { return m_result; }

    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] bool isOver() const { return m_state >= State::Succeeded; }

    [[nodiscard]] double progress() const { return m_progress; } ///< 0 to 1; below 0 where it is not known

    [[nodiscard]] const QString &step() const { return m_step; } ///< a word, see JobInfo

    [[nodiscard]] const Copied &copied() const { return m_copied; } ///< so far, while it copies

    [[nodiscard]] const QStringList &log() const { return m_log; } ///< the last LogLimit lines

    [[nodiscard]] const Error &error() const { return m_error; } ///< meaningful where Failed

    [[nodiscard]] const QDateTime &begun() const { return m_begun; }

    [[nodiscard]] const QString &owner() const
    {
        return m_owner;
    } ///< user name of another one's task; else empty

    /// What the tasks of one request have in common; empty where it is alone.
    [[nodiscard]] const QString &series() const { return m_series; }

    /// Asks the engine to end it, and with it all that is open of its series; the answer is `changed` and, in
    /// time, `finished`.
    void cancel();

    // For engines only.
    void setBegun(const QDateTime &begun) { m_begun = begun; }

    void setOwner(const QString &owner) { m_owner = owner; }

    void setSeries(const QString &series) { m_series = series; }

    /// It is being ended together with another of its series.
    void endWithSeries();
    void advance(double progress, const QString &step, const Copied &copied = {});
    void addLogLine(const QString &line);
    /// The request to end it was refused: it goes on.
    void cancelRefused();
    /// Ends it: Succeeded without a value, Cancelled for ErrorCode::Cancelled, else Failed. Only the first
    /// call counts.
    void finish(const Status &outcome);

    static constexpr qsizetype LogLimit = 1000;

Q_SIGNALS:
    void changed();
    void logLine(const QString &line);
    void finished();
    void cancelRequested(); ///< for the engine

private:
    Verb m_verb;
    ContainerRef m_target;
    ContainerRef m_result;
    State m_state = State::Waiting;
    double m_progress = -1;
    QString m_step;
    Copied m_copied;
    QStringList m_log;
    Error m_error;
    QDateTime m_begun;
    QString m_owner;
    QString m_series;
};

} // namespace boxyard
