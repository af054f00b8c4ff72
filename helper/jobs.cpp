// SPDX-License-Identifier: GPL-2.0-or-later

#include "jobs.h"

#include <QDateTime>
#include <QHash>
#include <QThread>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RecoveryDeadline = 1h;

// Of the places for jobs, those that long ones may take.
constexpr int longShare(int places)
{
    return std::max(1, places / 2);
}

constexpr auto LeastRest = 1s; // of an adopted job whose deadline has passed

/// A verb that waits for a container's monitor.
bool needsMonitor(Verb verb)
{
    return verb == Verb::Start || verb == Verb::Stop || verb == Verb::Restart || verb == Verb::Freeze
        || verb == Verb::Unfreeze;
}

} // namespace

Jobs::Jobs(WorkerStarter &starter, Quotas quotas, Activity &activity, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_quotas(quotas)
    , m_activity(activity)
    , m_settler(starter, activity)
{
}

Result<quint64> Jobs::submit(const JobRequest &request)
{
    if (!request.series.isEmpty() && m_cancelledSeries.contains(Series(request.uid, request.series)))
        return refuse(ErrorCode::Cancelled, request.target.name);
    if (count(Stage::Queued, request.uid) >= m_quotas.queued)
        return refuse(ErrorCode::LimitExceeded, u"jobs"_s, QString::number(m_quotas.queued));
    if (auto status = m_locks.take(request.locks(), verbWord(request.verb)); !status)
        return refuse(status.error());
    const auto id = m_starter.nextId();
    if (!id) {
        m_locks.release(request.locks());
        return refuse(id.error());
    }
    const Job &job = insert(*id, request, QDateTime::currentMSecsSinceEpoch());
    if (!m_order.contains(request.uid))
        m_order.enqueue(request.uid);
    Q_EMIT added(job.info);
    startSome();
    return *id;
}

Jobs::Job &Jobs::insert(quint64 id, const JobRequest &request, qint64 begun)
{
    Job job;
    job.info.id = id;
    job.info.uid = request.uid;
    job.info.verb = verbWord(request.verb);
    job.info.target = request.target;
    job.info.result = request.result.name;
    job.info.resultLocation = request.result.location;
    job.info.begun = begun;
    job.info.series = request.series;
    job.info.step = u"queued"_s;
    job.request = request;
    job.hold = m_activity.hold();
    return *m_jobs.insert(id, job);
}

int Jobs::count(Stage stage, std::optional<uint> uid) const
{
    return static_cast<int>(std::count_if(m_jobs.cbegin(), m_jobs.cend(), [&](const Job &job) {
        return job.stage == stage && (!uid || job.info.uid == *uid);
    }));
}

int Jobs::countIf(bool (JobRequest::*kind)() const, Stage stage, std::optional<uint> uid) const
{
    return static_cast<int>(std::count_if(m_jobs.cbegin(), m_jobs.cend(), [&](const Job &job) {
        return job.stage == stage && (!uid || job.info.uid == *uid) && (job.request.*kind)();
    }));
}

bool Jobs::mayStart(const Job &job) const
{
    const uint uid = job.info.uid;
    if (job.request.isLong()
        && (countIf(&JobRequest::isLong, Stage::Running, uid) >= longShare(m_quotas.running)
            || countIf(&JobRequest::isLong, Stage::Running, {}) >= longShare(m_quotas.runningOfAll)))
        return false;
    return !job.request.isCopy() || countIf(&JobRequest::isCopy, Stage::Running, uid) == 0
        || countIf(&JobRequest::isCopy, Stage::Running, {}) < QThread::idealThreadCount();
}

/// For one more copy: its part of the processors, with those that run and those that will run beside it.
unsigned Jobs::copyThreads() const
{
    QHash<uint, int> ofUser;
    for (const Job &job : m_jobs) {
        if ((job.stage == Stage::Running || job.stage == Stage::Queued) && job.request.isCopy())
            ++ofUser[job.info.uid];
    }
    int copies = 0;
    for (const int own : std::as_const(ofUser))
        copies += std::min(own, longShare(m_quotas.running));
    copies = std::clamp(copies, 1, longShare(m_quotas.runningOfAll));
    return static_cast<unsigned>(std::max(1, QThread::idealThreadCount() / copies));
}

void Jobs::startSome()
{
    if (m_startWaits || m_heldBack)
        return;
    m_startWaits = true;
    // Later: a start that fails at once must not end a job whose id the caller has not been told.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_startWaits = false;
            // Round robin: each uid starts one, then it is the next one's turn.
            qsizetype passed = 0;
            while (!m_heldBack && passed < m_order.size()
                   && count(Stage::Running, {}) < m_quotas.runningOfAll) {
                const uint uid = m_order.dequeue();
                passed = startNextOf(uid) ? 0 : passed + 1;
                if (count(Stage::Queued, uid) > 0)
                    m_order.enqueue(uid);
            }
        },
        Qt::QueuedConnection);
}

bool Jobs::startNextOf(uint uid)
{
    if (count(Stage::Running, uid) >= m_quotas.running)
        return false;
    const auto next = std::find_if(m_jobs.begin(), m_jobs.end(), [this, uid](const Job &job) {
        return job.stage == Stage::Queued && job.info.uid == uid && mayStart(job);
    });
    if (next == m_jobs.end())
        return false;
    start(*next);
    return true;
}

void Jobs::start(Job &job)
{
    RunSpec spec;
    spec.id = job.info.id;
    spec.request = workerRequest(job.request, job.info.id);
    if (job.request.isCopy())
        spec.request.insert(u"threads"_s, static_cast<int>(copyThreads()));
    spec.durable = job.request.isDurable();
    spec.deadline = job.request.deadline;
    job.info.step = u"preparing"_s;
    follow(job, m_starter.start(spec, this));
    Q_EMIT progressed(job.info);
}

void Jobs::follow(Job &job, Run *run)
{
    job.stage = Stage::Running;
    job.run = run;
    const quint64 id = job.info.id;
    connect(run, &Run::reported, this, [this, id](const Report &report) { onReport(id, report); });
    connect(run, &Run::ended, this, [this, id](const RunEnd &end) { onEnd(id, end); });
}

void Jobs::onReport(quint64 id, const Report &report)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end() || job->stage == Stage::Over)
        return;
    if (report.kind == Report::Kind::Progress) {
        job->info.progress = report.progress;
        job->info.copied = report.copied;
        if (!report.step.isEmpty())
            job->info.step = report.step;
        Q_EMIT progressed(job->info);
    } else if (report.kind == Report::Kind::Log) {
        job->log.append(report.text);
        if (job->log.size() > LogLimit)
            job->log.removeFirst();
        Q_EMIT logged(job->info, report.text);
    } else if (report.kind == Report::Kind::Measured && job->request.verb == Verb::Clone) {
        Measurement measurement = report.measured;
        measurement.when = QDateTime::currentSecsSinceEpoch();
        Q_EMIT measured(measurement);
    }
}

void Jobs::onEnd(quint64 id, const RunEnd &end)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end() || job->stage != Stage::Running)
        return;
    job->run->deleteLater();
    job->run = nullptr;
    Status outcome = end.status(job->info.verb, job->info.target.name, job->request.deadline);
    if (end.overran && !end.finished && needsMonitor(job->request.verb))
        outcome = refuse(ErrorCode::NotResponding, job->info.target.name);
    const bool cutOff = end.started && !end.finished;
    if (cutOff && job->request.isDurable()) {
        job->outcome = outcome;
        startRecovery(*job);
        return;
    }
    if (!end.finished && !outcome)
        m_starter.conclude(id, job->request.isDurable(), outcome.error());
    else
        fulfil(id, job->request, outcome, job->request.isDurable());
    conclude(*job, outcome, false);
}

/// Its worker had the last word. What it made is not all on the disk.
void Jobs::fulfil(quint64 id, const JobRequest &request, const Status &outcome, bool durable)
{
    if (durable && outcome && request.makes())
        m_settler.settle(id, request);
    else
        m_starter.conclude(id, durable, {});
}

void Jobs::startRecovery(Job &job)
{
    job.stage = Stage::Recovering;
    job.info.progress = -1;
    job.info.copied = {};
    job.info.step = u"undoing"_s;
    Q_EMIT progressed(job.info);
    const quint64 id = job.info.id;
    const auto recoveryId = m_starter.nextId();
    if (!recoveryId) {
        conclude(job, job.outcome, true);
        return;
    }
    RunSpec spec;
    spec.id = *recoveryId;
    spec.request = requestAfter(u"recover"_s, *recoveryId, job.request, id);
    spec.deadline = RecoveryDeadline;
    Run *run = m_starter.start(spec, this);
    connect(run, &Run::reported, this, [this, id](const Report &report) { onReport(id, report); });
    connect(run, &Run::ended, this, [this, id, run, recoveryId = *recoveryId](const RunEnd &end) {
        run->deleteLater();
        onRecovered(id, recoveryId, end.status(u"recover"_s, {}, RecoveryDeadline));
    });
}

void Jobs::onRecovered(quint64 id, quint64 recoveryId, const Status &recovered)
{
    m_starter.forget(recoveryId);
    Job &job = m_jobs[id];
    if (!recovered) {
        // The intent stays for the next helper; nothing half made is visible meanwhile.
        const QString line = explain(recovered.error());
        job.log.append(line);
        Q_EMIT logged(job.info, line);
        qWarning("job %llu could not be recovered: %ls", static_cast<unsigned long long>(id),
                 qUtf16Printable(line));
    } else {
        m_starter.conclude(id, true, job.outcome.error());
    }
    conclude(job, job.outcome, !recovered);
    releaseHeldBack();
}

void Jobs::conclude(Job &job, const Status &outcome, bool keepIntent)
{
    job.stage = Stage::Over;
    job.ended = QDateTime::currentMSecsSinceEpoch();
    job.info.finished = true;
    if (outcome) {
        job.info.progress = 1;
    } else {
        job.info.error = errorWord(outcome.error().code);
        job.info.object = outcome.error().object;
        job.info.detail = outcome.error().detail;
    }
    if (keepIntent)
        qWarning("job %llu: its intent is kept", static_cast<unsigned long long>(job.info.id));
    if (job.holdsTargets)
        m_locks.release(job.request.locks());
    const auto hold = std::move(job.hold);
    const JobInfo info = job.info;
    Q_EMIT finished(info);
    forgetOld();
    startSome();
}

Status Jobs::cancel(quint64 id)
{
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return refuse(ErrorCode::NotFound, QString::number(id));
    if (job->stage == Stage::Queued)
        conclude(*job, refuse(ErrorCode::Cancelled, job->info.target.name), false);
    else if (job->stage == Stage::Running)
        job->run->cancel();
    return {};
}

Status Jobs::cancelSeries(quint64 id)
{
    const auto job = m_jobs.constFind(id);
    if (job == m_jobs.cend())
        return refuse(ErrorCode::NotFound, QString::number(id));
    if (job->info.series.isEmpty())
        return refuse(ErrorCode::InvalidArgument, u"job"_s, u"it belongs to no series"_s);
    const Series series(job->info.uid, job->info.series);
    if (!m_cancelledSeries.contains(series))
        m_cancelledSeries.enqueue(series);
    if (m_cancelledSeries.size() > KeptSeries)
        m_cancelledSeries.dequeue();
    // Those that wait first: none takes the place of one that ends.
    QList<quint64> open;
    for (const Stage stage : {Stage::Queued, Stage::Running}) {
        for (const Job &one : std::as_const(m_jobs)) {
            if (one.stage == stage && Series(one.info.uid, one.info.series) == series)
                open.append(one.info.id);
        }
    }
    for (const quint64 one : std::as_const(open)) {
        [[maybe_unused]] const Status found = cancel(one); // one that is over by now is left as it is
    }
    return {};
}

const JobInfo *Jobs::find(quint64 id) const
{
    const auto job = m_jobs.constFind(id);
    return job == m_jobs.cend() ? nullptr : &job->info;
}

JobInfoList Jobs::list(std::optional<uint> uid) const
{
    JobInfoList jobs;
    for (const Job &job : m_jobs) {
        if (!uid || job.info.uid == *uid)
            jobs.append(job.info);
    }
    return jobs;
}

QStringList Jobs::log(quint64 id) const
{
    const auto job = m_jobs.constFind(id);
    return job == m_jobs.cend() ? QStringList() : job->log;
}

void Jobs::adopt(quint64 id, const JobRequest &request, qint64 begun, Run *run)
{
    Job &job = insert(id, request, begun);
    job.holdsTargets = m_locks.take(request.locks(), job.info.verb).has_value();
    const auto passed = std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch() - begun);
    run->setDeadline(std::max<std::chrono::milliseconds>(request.deadline - passed, LeastRest));
    follow(job, run);
    Q_EMIT added(job.info);
}

void Jobs::recover(quint64 id, const JobRequest &request, qint64 begun)
{
    Job &job = insert(id, request, begun);
    job.holdsTargets = m_locks.take(request.locks(), job.info.verb).has_value();
    job.outcome = refuse(ErrorCode::WorkerCrashed, job.info.verb);
    Q_EMIT added(job.info);
    startRecovery(job);
}

void Jobs::remember(quint64 id, const JobRequest &request, qint64 begun, const Status &outcome,
                    const QStringList &log, bool durable)
{
    Job &job = insert(id, request, begun);
    job.stage = Stage::Over;
    job.hold.reset();
    job.ended = begun;
    job.log = log.mid(std::max<qsizetype>(0, log.size() - LogLimit));
    job.info.finished = true;
    job.info.step.clear();
    if (outcome) {
        job.info.progress = 1;
    } else {
        job.info.error = errorWord(outcome.error().code);
        job.info.object = outcome.error().object;
        job.info.detail = outcome.error().detail;
    }
    fulfil(id, request, outcome, durable);
    forgetOld();
}

void Jobs::holdUntilRecovered(std::chrono::milliseconds longest)
{
    if (count(Stage::Recovering, {}) == 0)
        return;
    m_heldBack = true;
    QTimer::singleShot(longest, this, [this] {
        m_heldBack = false;
        startSome();
    });
}

void Jobs::releaseHeldBack()
{
    if (m_heldBack && count(Stage::Recovering, {}) == 0) {
        m_heldBack = false;
        startSome();
    }
}

void Jobs::forgetOld()
{
    const qint64 oldest = QDateTime::currentMSecsSinceEpoch() - std::chrono::milliseconds(KeptTime).count();
    QList<quint64> kept;
    for (const Job &job : std::as_const(m_jobs)) {
        if (job.stage == Stage::Over)
            kept.append(job.info.id);
    }
    const auto forget = [this](quint64 id) {
        m_starter.forget(id);
        m_jobs.remove(id);
    };
    kept.removeIf([&](quint64 id) {
        const bool old = m_jobs[id].ended < oldest;
        if (old)
            forget(id);
        return old;
    });
    for (qsizetype i = 0; i < kept.size() - KeptJobs; ++i)
        forget(kept.at(i));
}

} // namespace boxyard
