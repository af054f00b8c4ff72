// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "configuration.h"
#include "measurements.h"
#include "run.h"
#include "settler.h"
#include "targetlocks.h"

#include <QMap>
#include <QObject>
#include <QQueue>
#include <QStringList>

#include <optional>
#include <utility>

namespace boxyard {

/// Changes under way and those that ended lately: ids, owners, quotas, order, progress, cancelling,
/// deadlines.
///
/// A job holds its containers from its acceptance to its end. Each uid has a queue; the uids take turns. What
/// is cut off is recovered by a worker of its own before the job ends.
///
/// Jobs that may take long (JobRequest::isLong) use half of the places at most, of a user and of all: a quick
/// one never waits for another user's long ones. Copies run as many as there are processors, and each user's
/// first beyond that; they share the processors by their number of threads.
class Jobs : public QObject
{
    Q_OBJECT

public:
    static constexpr int KeptJobs = 200;
    static constexpr std::chrono::minutes KeptTime{60};
    static constexpr qsizetype LogLimit = 1'000;
    static constexpr qsizetype KeptSeries = 256; ///< cancelled ones that are remembered

    Jobs(WorkerStarter &starter, Quotas quotas, Activity &activity, QObject *parent = nullptr);

    /// Its id. Busy, LimitExceeded, Cancelled for a series that was cancelled, or what keeps ids from being
    /// given.
    [[nodiscard]] Result<quint64> submit(const JobRequest &request);
    /// NotFound. One that is over is left as it is.
    [[nodiscard]] Status cancel(quint64 id);

    /// Ends every job of the series that this one belongs to; those of it that are submitted later are
    /// refused. NotFound; InvalidArgument where it belongs to none.
    [[nodiscard]] Status cancelSeries(quint64 id);

    /// nullptr where there is none (any more).
    [[nodiscard]] const JobInfo *find(quint64 id) const;
    /// Of one uid, or of all; in the order of their ids.
    [[nodiscard]] JobInfoList list(std::optional<uint> uid) const;
    [[nodiscard]] QStringList log(quint64 id) const;

    /// A job whose worker outlived the helper that started it. `begun` is in ms since the epoch.
    void adopt(quint64 id, const JobRequest &request, qint64 begun, Run *run);
    /// A job that was cut off, to be undone or finished; it ends with WorkerCrashed.
    void recover(quint64 id, const JobRequest &request, qint64 begun);
    /// A job that ended before this helper began; `durable` where its intent is still there.
    void remember(quint64 id, const JobRequest &request, qint64 begun, const Status &outcome,
                  const QStringList &log, bool durable);
    /// Accepted jobs wait from now on, until all that was cut off is recovered, but not longer than
    /// `longest`.
    void holdUntilRecovered(std::chrono::milliseconds longest);

Q_SIGNALS:
    void added(const boxyard::JobInfo &job);
    void progressed(const boxyard::JobInfo &job);
    void logged(const boxyard::JobInfo &job, const QString &line);
    void measured(const boxyard::Measurement &measurement);
    /// Its containers are free again.
    void finished(const boxyard::JobInfo &job);

private:
    enum class Stage { Queued, Running, Recovering, Over };

    struct Job {
        JobInfo info;
        JobRequest request;
        Stage stage = Stage::Queued;
        Run *run = nullptr;
        Status outcome; ///< while it is recovered: what it ends with
        QStringList log;
        qint64 ended = 0; ///< ms since the epoch
        Activity::Hold hold;
        bool holdsTargets = true;
    };

    /// Of one uid: others' tokens may be the same.
    using Series = std::pair<uint, QString>;

    Job &insert(quint64 id, const JobRequest &request, qint64 begun);
    void startSome();
    [[nodiscard]] bool startNextOf(uint uid);
    void start(Job &job);
    void follow(Job &job, Run *run);
    void onReport(quint64 id, const Report &report);
    void onEnd(quint64 id, const RunEnd &end);
    void startRecovery(Job &job);
    void onRecovered(quint64 id, quint64 recoveryId, const Status &recovered);
    void fulfil(quint64 id, const JobRequest &request, const Status &outcome, bool durable);
    void conclude(Job &job, const Status &outcome, bool keepIntent);
    void forgetOld();
    void releaseHeldBack();
    [[nodiscard]] int count(Stage stage, std::optional<uint> uid) const;
    [[nodiscard]] int countIf(bool (JobRequest::*kind)() const, Stage stage, std::optional<uint> uid) const;
    [[nodiscard]] bool mayStart(const Job &job) const;
    [[nodiscard]] unsigned copyThreads() const;

    WorkerStarter &m_starter;
    Quotas m_quotas;
    Activity &m_activity;
    Settler m_settler;
    TargetLocks m_locks;
    QMap<quint64, Job> m_jobs;
    QQueue<Series> m_cancelledSeries; ///< the latest last
    QQueue<uint> m_order; ///< uids with queued jobs, each once
    bool m_startWaits = false;
    bool m_heldBack = false;
};

} // namespace boxyard
