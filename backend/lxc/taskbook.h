// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/job.h"
#include "backend/engine/task.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>

namespace boxyard {

/// Which task is which job of the helper. Told of calls, answers, signals and lists in the order in which
/// they come, it keeps the tasks right: signals may precede the answer that names their job, a helper may end
/// in the middle, and jobs of earlier runs of the program become tasks.
class TaskBook : public QObject
{
    Q_OBJECT

public:
    /// The most signals that are kept for jobs that nobody knows yet.
    static constexpr qsizetype MostEarly = 4096;

    /// The tasks become children of `owner`.
    explicit TaskBook(QObject *owner);

    [[nodiscard]] const QList<Task *> &tasks() const { return m_tasks; }

    /// A task whose call is on its way.
    Task *add(Verb verb, const ContainerRef &target, const ContainerRef &result, const QString &series = {});
    /// The answer to its call: the job's id, or why there is no job.
    void answered(Task *task, const Result<qulonglong> &answer);
    /// There was no call, or the helper refused it.
    void refused(Task *task, const Error &error);
    /// The helper is gone: what goes on will be seen when jobs are listed again.
    void helperLost();
    /// No helper is to be expected: what is still unsure fails.
    void giveUp();
    /// The helper's own list.
    void listed(const JobInfoList &jobs);
    /// What a job had said before it became a task here.
    void logged(quint64 job, const QStringList &lines);
    /// A request to cancel was refused.
    void cancelFailed(quint64 job, const Error &error);

    void onProgress(qulonglong job, double fraction, const QString &step, qulonglong files, qulonglong bytes);
    void onLogLine(qulonglong job, const QString &line);
    void onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail);

Q_SIGNALS:
    void added(boxyard::Task *task);
    void cancelWanted(quint64 job);
    void cancelSeriesWanted(quint64 job); ///< of all that the job's series has
    void logWanted(quint64 job);
    /// A job that nobody knows spoke: list them.
    void listWanted();
    /// The task's outcome is known; the receiver calls finish once what it changed is seen.
    void ending(boxyard::Task *task, bool well, const boxyard::Error &error);

private:
    enum class Kind { Progress, LogLine, Finished };

    struct Early {
        Kind kind;
        quint64 job;
        double fraction;
        QString first;
        QString object;
        QString detail;
        Copied copied = {};
    };

    struct Open {
        Task *task = nullptr;
        quint64 job = 0; ///< 0: not known yet
        bool unsure = false; ///< it was under way when the helper went
        bool logOpen = false; ///< its log was asked for: lines that come before the answer are in it
    };

    [[nodiscard]] Open *byJob(quint64 job);
    [[nodiscard]] Open *byTask(const Task *task);
    [[nodiscard]] bool isWaiting() const;
    /// Whether the job may be the one that an unanswered call began.
    [[nodiscard]] Open *expecting(const JobInfo &job, bool unsure);
    Task *make(Verb verb, const ContainerRef &target, const ContainerRef &result, const QString &series);
    void wantCancel(const Open &open);
    void listedOne(const JobInfo &job, bool seriesGoesOn);
    /// One that is over, of a series that goes on: it counts.
    void adoptOver(const JobInfo &job);
    void keep(Early early);
    void replay(quint64 job);
    /// What no call of ours explains, once none is unanswered, is another program's.
    void wantUnclaimed();
    void assign(Open &open, quint64 job);
    void adopt(const JobInfo &job);
    void refresh(Open &open, const JobInfo &job);
    void end(quint64 job, const Status &outcome);
    void onCancelRequested(const Task *task);

    QObject *m_owner;
    QList<Task *> m_tasks;
    QList<Open> m_open;
    QList<Early> m_early;
    QSet<quint64> m_over; ///< jobs that ended: a late signal of theirs is nobody's
};

} // namespace boxyard
