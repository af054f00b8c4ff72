// SPDX-License-Identifier: GPL-2.0-or-later

#include "workers.h"

#include <QPointer>

#include <fcntl.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ExitPatience = 10s; // after the last line of a report
constexpr auto FirstSpare = 200ms; // first what this helper was called for

/// It goes on its own, and is reaped.
void leaveAlone(std::unique_ptr<WorkerProcess> process)
{
    WorkerProcess *alone = process.release();
    alone->disconnect();
    QObject::connect(alone, &WorkerProcess::exited, alone, &QObject::deleteLater);
}

} // namespace

Workers::Workers(Options options, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_journal(journal)
    , m_watcher(journal.reportFolder())
{
    m_disk.setMaxThreadCount(2);
    m_spareSoon.setSingleShot(true);
    connect(&m_spareSoon, &QTimer::timeout, this, &Workers::startSpare);
    m_spareSoon.start(FirstSpare);
}

Workers::~Workers()
{
    m_disk.waitForDone();
}

void Workers::startSpare()
{
    if (m_spare)
        return;
    auto spare = std::make_unique<WorkerProcess>();
    if (!spare->start(m_options.program, m_options.environment))
        return; // whoever needs one hears why
    connect(spare.get(), &WorkerProcess::exited, this, [this] { m_spare.release()->deleteLater(); });
    m_spare = std::move(spare);
}

/// The one that waits gets the work, or one that is started for it.
Result<std::unique_ptr<WorkerProcess>> Workers::put(const WorkerProcess::Work &work)
{
    if (m_spare) {
        std::unique_ptr<WorkerProcess> spare = std::move(m_spare);
        spare->disconnect(this);
        if (spare->give(work))
            return spare;
        leaveAlone(std::move(spare)); // somebody has killed it
    }
    auto process = std::make_unique<WorkerProcess>();
    if (const Status started = process->start(m_options.program, m_options.environment); !started)
        return refuse(started.error());
    if (const Status given = process->give(work); !given) {
        leaveAlone(std::move(process));
        return refuse(given.error());
    }
    return process;
}

Result<quint64> Workers::nextId()
{
    return m_journal.nextId();
}

Run *Workers::start(const RunSpec &spec, QObject *parent)
{
    auto *run = new WorkerRun(*this, spec.id, parent);
    run->begin(spec);
    return run;
}

Run *Workers::adopt(const Journal::Found &found, QObject *parent)
{
    auto *run = new WorkerRun(*this, found.id, parent);
    run->adopt(found);
    return run;
}

void Workers::conclude(quint64 id, bool durable, const std::optional<Error> &error)
{
    if (error) {
        // So that a later helper still knows how this job ended.
        const QByteArray line = finishedLine(*error);
        if (const auto report = m_journal.openReport(id)) [[maybe_unused]]
            const auto written = ::write(report->get(), line.constData(), static_cast<size_t>(line.size()));
    }
    if (durable)
        m_disk.start([journal = &m_journal, id] { journal->removeIntent(id); });
}

void Workers::forget(quint64 id)
{
    m_journal.removeRun(id);
}

QList<Report> Workers::readReport(quint64 id) const
{
    QList<Report> reports;
    ReportFile file(m_journal.reportPath(id));
    connect(&file, &ReportFile::reported, &file,
            [&reports](const Report &report) { reports.append(report); });
    file.readRest();
    return reports;
}

WorkerRun::WorkerRun(Workers &workers, quint64 id, QObject *parent)
    : Run(parent)
    , m_workers(workers)
    , m_id(id)
{
}

void WorkerRun::begin(const RunSpec &spec)
{
    setDeadline(spec.deadline);
    if (spec.socket >= 0)
        m_socket.reset(::fcntl(spec.socket, F_DUPFD_CLOEXEC, 0));
    if (!spec.durable) {
        // The run folder is in memory: nothing to wait for. What goes wrong is told later all the same.
        QMetaObject::invokeMethod(
            this, [this, spec] { onWritten(m_workers.m_journal.write(spec.id, spec.request, false)); },
            Qt::QueuedConnection);
        return;
    }
    m_workers.m_disk.start(
        [journal = &m_workers.m_journal, spec, workers = &m_workers, self = QPointer<WorkerRun>(this)] {
            auto request = std::make_shared<Result<Descriptor>>(journal->write(spec.id, spec.request, true));
            QMetaObject::invokeMethod(
                workers,
                [self, request] {
                    if (self)
                        self->onWritten(std::move(*request));
                },
                Qt::QueuedConnection);
        });
}

void WorkerRun::onWritten(Result<Descriptor> request)
{
    if (isCancelled())
        fail({ErrorCode::Cancelled, {}, {}});
    else if (hasOverrun())
        fail(
            {ErrorCode::TimedOut, m_workers.m_journal.requestPath(m_id, true), u"the disk did not answer"_s});
    else
        spawn(std::move(request));
}

void WorkerRun::spawn(Result<Descriptor> request)
{
    if (!request) {
        fail(request.error());
        return;
    }
    const auto report = m_workers.m_journal.openReport(m_id);
    if (!report) {
        fail(report.error());
        return;
    }
    followReport();
    auto process = m_workers.put({request->get(), report->get(), m_socket.get()});
    m_socket.reset();
    if (process)
        take(std::move(*process));
    else
        fail(process.error());
}

void WorkerRun::take(std::unique_ptr<WorkerProcess> process)
{
    m_process = std::move(process);
    connect(m_process.get(), &WorkerProcess::exited, this, &WorkerRun::onExited);
}

void WorkerRun::adopt(const Journal::Found &found)
{
    followReport();
    take(std::make_unique<WorkerProcess>());
    // Later, so that the owner has connected what it wants to hear.
    QMetaObject::invokeMethod(
        this,
        [this, found] {
            m_report->readRest();
            m_process->adopt(m_reportedPid, m_workers.m_journal.requestPath(found.id, found.durable));
        },
        Qt::QueuedConnection);
}

void WorkerRun::followReport()
{
    m_report = new ReportFile(m_workers.m_journal.reportPath(m_id), this);
    connect(m_report, &ReportFile::reported, this, &WorkerRun::onReport);
    connect(m_report, &ReportFile::tooLong, this, [this] {
        m_reportTooLong = true;
        kill();
    });
    m_workers.m_watcher.follow(u"%1.jsonl"_s.arg(m_id), m_report);
}

void WorkerRun::onReport(const Report &report)
{
    if (m_finished)
        return; // nothing counts after the last word
    if (report.kind == Report::Kind::Pid) {
        m_reportedPid = report.pid;
    } else if (report.kind == Report::Kind::Finished) {
        m_finished = report;
        setDeadline(ExitPatience); // it has nothing left to do but to exit
    } else {
        Q_EMIT reported(report);
    }
}

void WorkerRun::onExited(const QString &how)
{
    m_report->readRest();
    m_workers.m_spareSoon.start(0);
    RunEnd end;
    end.finished = m_finished;
    end.how = m_reportTooLong ? u"its report was too long"_s : how;
    finish(end);
}

void WorkerRun::fail(const Error &error)
{
    RunEnd end;
    end.started = false;
    end.startError = error;
    finish(end);
}

void WorkerRun::terminate()
{
    if (m_process)
        m_process->terminate();
}

void WorkerRun::kill()
{
    if (m_process)
        m_process->kill();
}

} // namespace boxyard
