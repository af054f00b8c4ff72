// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "journal.h"
#include "reportfile.h"
#include "run.h"
#include "workerprocess.h"

#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace boxyard {

class WorkerRun;

/// Starts boxyard-worker, and finds again those that an earlier helper started. One more than are at work
/// waits, so that nobody waits until a program is loaded.
class Workers : public QObject, public WorkerStarter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Workers)

public:
    struct Options {
        QString program;
        QByteArrayList environment;
    };

    Workers(Options options, Journal &journal, QObject *parent = nullptr);
    ~Workers() override;

    [[nodiscard]] Result<quint64> nextId() override;
    [[nodiscard]] Run *start(const RunSpec &spec, QObject *parent) override;
    void conclude(quint64 id, bool durable, const std::optional<Error> &error) override;
    void forget(quint64 id) override;

    /// A worker that lives and was started by an earlier helper. Its report is read from the beginning.
    [[nodiscard]] Run *adopt(const Journal::Found &found, QObject *parent);
    /// What a worker that is gone had reported: all of it.
    [[nodiscard]] QList<Report> readReport(quint64 id) const;

private:
    friend class WorkerRun;

    [[nodiscard]] Result<std::unique_ptr<WorkerProcess>> put(const WorkerProcess::Work &work);
    void startSpare();

    Options m_options;
    Journal &m_journal;
    ReportWatcher m_watcher;
    std::unique_ptr<WorkerProcess> m_spare; ///< waits for what comes next: its start costs nobody's time
    QTimer m_spareSoon;
    QThreadPool m_disk; ///< for what is fsynced
};

/// A run of the real worker.
class WorkerRun : public Run
{
    Q_OBJECT

public:
    WorkerRun(Workers &workers, quint64 id, QObject *parent);

private:
    friend class Workers;

    void begin(const RunSpec &spec);
    void adopt(const Journal::Found &found);
    void onWritten(Result<Descriptor> request);
    void spawn(Result<Descriptor> request);
    void take(std::unique_ptr<WorkerProcess> process);
    void followReport();
    void onReport(const Report &report);
    void onExited(const QString &how);
    void fail(const Error &error);
    void terminate() override;
    void kill() override;

    Workers &m_workers;
    quint64 m_id;
    Descriptor m_socket;
    std::unique_ptr<WorkerProcess> m_process;
    ReportFile *m_report = nullptr;
    std::optional<Report> m_finished;
    bool m_reportTooLong = false;
    pid_t m_reportedPid = 0;
};

} // namespace boxyard
