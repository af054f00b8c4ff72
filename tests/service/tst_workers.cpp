// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/jobrequest.h"
#include "helper/workers.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Real processes, by a worker that does what its container's name says.
class TestWorkers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void succeeds_data();
    void succeeds();
    void ends_data();
    void ends();
    void inheritsNothing_data();
    void inheritsNothing();
    void oneWaits();
    void aKilledOneIsNoLoss();
    void theWaitingOneEndsWithTheHelper();
    void cancels();
    void killsWhatDoesNotHear();
    void killsAtTheDeadline();
    void takesItsProcessGroupAlong();
    void aReportWithoutEnd();
    void aProgramThatIsMissing();
    void aJournalThatCanNotBeWritten();
    void cancelledBeforeItBegan();
    void livesOnAndIsAdopted_data();
    void livesOnAndIsAdopted();
    void aLyingReportIsNotBelieved();
    void passesADescriptor();

private:
    RunSpec spec(const QString &name, bool durable = false)
    {
        RunSpec run;
        run.id = *m_workers->nextId();
        run.durable = durable;
        run.request = requestHead(run.id, 0, durable ? u"delete"_s : u"start"_s, {m_folder->path(), name});
        return run;
    }

    Run *begin(const RunSpec &spec)
    {
        Run *run = m_workers->start(spec, this);
        listen(run);
        return run;
    }

    void listen(Run *run)
    {
        m_reports.clear();
        m_ends.clear();
        connect(run, &Run::reported, this, [this](const Report &report) { m_reports.append(report); });
        connect(run, &Run::ended, this, [this](const RunEnd &end) { m_ends.append(end); });
    }

    void makeWorkers(const QString &program = QStringLiteral(TEST_WORKER))
    {
        m_workers.reset();
        m_journal = std::make_unique<Journal>(m_folder->filePath(u"run"_s), m_folder->filePath(u"state"_s));
        QVERIFY(m_journal->prepare());
        m_workers = std::make_unique<Workers>(
            Workers::Options{program, {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/root"}}, *m_journal);
    }

    QStringList logLines() const
    {
        QStringList lines;
        for (const Report &report : m_reports) {
            if (report.kind == Report::Kind::Log)
                lines.append(report.text);
        }
        return lines;
    }

    /// Of the worker that waits; 0 where there is none.
    static pid_t waiting()
    {
        for (const QString &name : QDir(u"/proc"_s).entryList({u"[1-9]*"_s}, QDir::Dirs)) {
            QFile status(u"/proc/%1/stat"_s.arg(name));
            const QByteArray line = status.open(QIODevice::ReadOnly) ? status.readAll() : QByteArray();
            const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
            if (fields.size() > 1 && fields.at(0) != "Z" && fields.at(1).toInt() == ::getpid()
                && QFile::symLinkTarget(u"/proc/%1/fd/3"_s.arg(name)).contains(u"socket:"_s))
                return name.toInt();
        }
        return 0;
    }

    bool hasBegun()
    {
        return test::comes([this] { return !m_reports.isEmpty(); });
    }

    bool hasEnded()
    {
        return test::comes([this] { return !m_ends.isEmpty(); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<Workers> m_workers;
    QList<Report> m_reports;
    QList<RunEnd> m_ends;
};

void TestWorkers::init()
{
    m_workers.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    makeWorkers();
}

void TestWorkers::succeeds_data()
{
    QTest::addColumn<bool>("durable");
    QTest::newRow("in memory") << false;
    QTest::newRow("with an intent") << true;
}

void TestWorkers::succeeds()
{
    QFETCH(bool, durable);
    const RunSpec run = spec(u"web"_s, durable);
    begin(run);
    QVERIFY(hasEnded());
    QCOMPARE(m_reports.size(), 2);
    QCOMPARE(m_reports.at(0).progress, 0.5);
    QCOMPARE(m_reports.at(1).text, u"a line"_s);
    QVERIFY(m_ends.constFirst().finished && m_ends.constFirst().finished->succeeded);
    QVERIFY(m_ends.constFirst().status(u"start"_s, u"web"_s, 1s));
    QCOMPARE(QFile::exists(m_journal->requestPath(run.id, true)), durable);
    m_workers->conclude(run.id, durable, {});
    QTRY_VERIFY(!QFile::exists(m_journal->requestPath(run.id, true)));
    m_workers->forget(run.id);
    QVERIFY(!QFile::exists(m_journal->reportPath(run.id)));
}

void TestWorkers::ends_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Error>("error");
    QTest::newRow("its own error") << u"fail"_s << Error{ErrorCode::StartFailed, u"fail"_s, u"no reason"_s};
    QTest::newRow("abort") << u"crash"_s << Error{ErrorCode::WorkerCrashed, u"start"_s, u"signal 6"_s};
    QTest::newRow("exit without a word")
        << u"exit"_s << Error{ErrorCode::WorkerCrashed, u"start"_s, u"exit code 3"_s};
}

void TestWorkers::ends()
{
    QFETCH(QString, name);
    QFETCH(Error, error);
    begin(spec(name));
    QVERIFY(hasEnded());
    QCOMPARE(m_ends.constFirst().status(u"start"_s, name, 1s).error(), error);
}

void TestWorkers::inheritsNothing_data()
{
    QTest::addColumn<bool>("waited");
    QTest::newRow("started for the work") << false;
    QTest::newRow("started before") << true;
}

void TestWorkers::inheritsNothing()
{
    QFETCH(bool, waited);
    // As in the helper: signals that are blocked and ignored, and descriptors that somebody forgot to mark.
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t term;
    ::sigemptyset(&term);
    ::sigaddset(&term, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &term, nullptr);
    const Descriptor leak(::open("/etc/hostname", O_RDONLY));
    makeWorkers();
    QVERIFY(!waited || test::comes([] { return waiting() != 0; }));
    begin(spec(u"inherit"_s));
    QVERIFY(hasEnded());
    ::sigprocmask(SIG_UNBLOCK, &term, nullptr);
    QStringList lines = logLines().mid(1);
    lines.sort();
    QCOMPARE(lines,
             QStringList({u"blocked no"_s, u"env HOME=/root"_s, u"env LANG=C.UTF-8"_s,
                          u"env PATH=/usr/bin:/bin"_s, u"fd 0"_s, u"fd 1"_s, u"fd 2"_s, u"fd 3"_s, u"fd 4"_s,
                          u"ignored no"_s, u"lock held"_s, u"session own"_s}));
}

void TestWorkers::oneWaits()
{
    QVERIFY(test::comes([] { return waiting() != 0; }));
    const pid_t first = waiting();
    begin(spec(u"web"_s));
    QVERIFY(hasEnded());
    QVERIFY(m_ends.constFirst().finished && m_ends.constFirst().finished->succeeded);
    QVERIFY(test::comes([first] { return waiting() != 0 && waiting() != first; }));
}

void TestWorkers::aKilledOneIsNoLoss()
{
    QVERIFY(test::comes([] { return waiting() != 0; }));
    const pid_t first = waiting();
    // Before anybody can have noticed.
    ::kill(first, SIGKILL);
    QCOMPARE(::waitid(P_PID, static_cast<id_t>(first), nullptr, WEXITED | WNOWAIT), 0);
    begin(spec(u"web"_s));
    QVERIFY(hasEnded());
    QVERIFY(m_ends.constFirst().finished && m_ends.constFirst().finished->succeeded);
}

void TestWorkers::theWaitingOneEndsWithTheHelper()
{
    QVERIFY(test::comes([] { return waiting() != 0; }));
    m_workers.reset();
    QTRY_COMPARE(waiting(), 0);
}

void TestWorkers::cancels()
{
    Run *run = begin(spec(u"hang"_s));
    QVERIFY(hasBegun());
    run->cancel();
    QVERIFY(hasEnded());
    QVERIFY(m_ends.constFirst().cancelled);
    QCOMPARE(m_ends.constFirst().status({}, {}, 1s).error().code, ErrorCode::Cancelled);
    QVERIFY(m_ends.constFirst().finished); // it had time to undo
}

void TestWorkers::killsWhatDoesNotHear()
{
    Run *run = begin(spec(u"stubborn"_s));
    QVERIFY(hasBegun());
    run->cancel();
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().finished);
    QCOMPARE(m_ends.constFirst().how, u"signal 9"_s);
    QCOMPARE(m_ends.constFirst().status({}, {}, 1s).error().code, ErrorCode::Cancelled);
}

void TestWorkers::killsAtTheDeadline()
{
    RunSpec run = spec(u"stubborn"_s);
    run.deadline = 300ms;
    begin(run);
    QVERIFY(hasEnded());
    QVERIFY(m_ends.constFirst().overran);
    QCOMPARE(m_ends.constFirst().status({}, u"web"_s, 60s).error(),
             (Error{ErrorCode::TimedOut, u"web"_s, u"60 s"_s}));
}

void TestWorkers::takesItsProcessGroupAlong()
{
    begin(spec(u"orphan"_s));
    QVERIFY(hasEnded());
    const QString line = logLines().constLast();
    QVERIFY(line.startsWith(u"child "_s));
    const pid_t child = line.mid(6).toInt();
    QVERIFY(child > 1);
    QTRY_VERIFY(!QFile::exists(u"/proc/%1/cmdline"_s.arg(child)) || [&] {
        QFile status(u"/proc/%1/stat"_s.arg(child));
        return status.open(QIODevice::ReadOnly) && status.readAll().contains(") Z ");
    }());
}

void TestWorkers::aReportWithoutEnd()
{
    begin(spec(u"chatty"_s));
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().finished);
    QCOMPARE(m_ends.constFirst().how, u"its report was too long"_s);
}

void TestWorkers::aProgramThatIsMissing()
{
    makeWorkers(u"/nonexistent/worker"_s);
    begin(spec(u"web"_s));
    QVERIFY(m_ends.isEmpty()); // never from within the call
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().started);
    QCOMPARE(m_ends.constFirst().startError.object, u"/nonexistent/worker"_s);
}

void TestWorkers::aJournalThatCanNotBeWritten()
{
    QVERIFY(QDir(m_folder->filePath(u"state"_s)).removeRecursively());
    begin(spec(u"web"_s, true));
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().started);
    QVERIFY(m_reports.isEmpty());
}

void TestWorkers::cancelledBeforeItBegan()
{
    Run *run = begin(spec(u"web"_s, true));
    run->cancel();
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().started);
    QCOMPARE(m_ends.constFirst().status({}, {}, 1s).error().code, ErrorCode::Cancelled);
    QVERIFY(m_reports.isEmpty());
}

void TestWorkers::livesOnAndIsAdopted_data()
{
    QTest::addColumn<bool>("durable");
    QTest::addColumn<QString>("how");
    QTest::newRow("ends by itself") << true << u"slow"_s;
    QTest::newRow("is cancelled") << true << u"hang"_s;
    QTest::newRow("is killed at its deadline") << false << u"stubborn"_s;
}

void TestWorkers::livesOnAndIsAdopted()
{
    QFETCH(bool, durable);
    QFETCH(QString, how);
    delete begin(spec(how, durable));
    QVERIFY(m_ends.isEmpty());
    // Deleted before it was started: nothing runs. So once more, with time to begin.
    Run *first = begin(spec(how, durable));
    QVERIFY(hasBegun());
    delete first; // as when the helper ends
    makeWorkers();
    QList<Journal::Found> alive;
    for (const Journal::Found &found : m_journal->scan()) {
        if (found.alive)
            alive.append(found);
    }
    QCOMPARE(alive.size(), 1);
    Run *second = m_workers->adopt(alive.constFirst(), this);
    listen(second);
    QVERIFY(hasBegun()); // told from the beginning
    QCOMPARE(m_reports.constFirst().progress, 0.5);
    if (how == u"hang"_s)
        second->cancel();
    if (how == u"stubborn"_s)
        second->setDeadline(100ms);
    QVERIFY(hasEnded());
    QCOMPARE(m_ends.constFirst().finished.has_value(), how != u"stubborn"_s);
    QVERIFY(!isLocked(m_journal->requestPath(alive.constFirst().id, durable)));
}

void TestWorkers::aLyingReportIsNotBelieved()
{
    // The report names a process that is not the worker: it must not be killed.
    const RunSpec run = spec(u"web"_s);
    auto lock = m_journal->write(run.id, run.request, false);
    QVERIFY(lock);
    const auto report = m_journal->openReport(run.id);
    const QByteArray line = "{\"pid\": " + QByteArray::number(::getpid()) + "}\n";
    QCOMPARE(::write(report->get(), line.constData(), static_cast<size_t>(line.size())), line.size());
    Run *adopted = m_workers->adopt(m_journal->scan().constFirst(), this);
    listen(adopted);
    adopted->setDeadline(50ms);
    QTest::qWait(300);
    QVERIFY(m_ends.isEmpty());
    lock->reset(); // its end is noticed all the same
    QVERIFY(hasEnded());
    QVERIFY(!m_ends.constFirst().finished);
}

void TestWorkers::passesADescriptor()
{
    std::array<int, 2> sockets = {-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()), 0);
    const Descriptor ours(sockets.at(0));
    RunSpec run = spec(u"web"_s);
    run.request.insert(u"verb"_s, u"shell"_s);
    run.socket = sockets.at(1);
    begin(run);
    ::close(sockets.at(1)); // borrowed, no longer
    char byte = 1;
    // The PTY that comes along is closed: nobody asked for it here.
    QVERIFY(test::comes([&] { return ::recv(ours.get(), &byte, 1, MSG_DONTWAIT) == 1; }));
    QVERIFY(hasEnded());
    QVERIFY(m_ends.constFirst().finished->succeeded);
}

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
