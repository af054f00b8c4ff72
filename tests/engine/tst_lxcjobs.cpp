// SPDX-License-Identifier: GPL-2.0-or-later

#include "enginetest.h"

#include <QSignalSpy>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

int openDescriptors()
{
    return static_cast<int>(QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System).size());
}

} // namespace

/// One helper that stays: what is cancelled, what others began, series, and shells.
class LxcJobsTest : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { QVERIFY(m_bus.start()); }

    void init() { begin(); }

    void cleanup() { end(); }

    void cancelBeforeTheAnswer();
    void cancelOfARunningJob();
    void cancelRefused();
    void jobsOfEarlierRuns();
    void jobsOfAnotherProgram();
    void shellGivesOneDescriptor();
    void shellWithoutReceiver();
    void aSeriesAsksOnce();
    void aSeriesIsRefusedOnce_data();
    void aSeriesIsRefusedOnce();
    void aSeriesCancelledBeforeTheAnswer();
};

void LxcJobsTest::cancelBeforeTheAnswer()
{
    QDBusMessage call;
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &message) { call = message; };
    auto *task = m_engine->start(Web);
    task->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 1);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 0);
    m_helper->answer(call, QVariant::fromValue<qulonglong>(100));
    QTRY_COMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
    QCOMPARE(m_helper->state.arguments.value(u"Cancel"_s).value(0).toULongLong(), 100ULL);
    QCOMPARE(task->state(), Task::State::Cancelling);
    m_helper->finished(100, u"Cancelled"_s);
    QTRY_COMPARE(task->state(), Task::State::Cancelled);
    // Where the call itself is refused, nothing is left to cancel.
    auto *other = m_engine->start(Web);
    other->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 2);
    m_helper->fail(call, u"org.boxyard.Error.Dismissed"_s, {u"S"_s, {}, {}});
    QTRY_COMPARE(other->state(), Task::State::Cancelled);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
}

void LxcJobsTest::cancelOfARunningJob()
{
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    task->cancel();
    task->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
    m_helper->progress(100, 0.1, u"undoing"_s);
    QTRY_COMPARE(task->step(), u"undoing"_s);
    QCOMPARE(task->state(), Task::State::Cancelling);
    m_helper->finished(100); // it was done before
    QTRY_COMPARE(task->state(), Task::State::Succeeded);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
}

void LxcJobsTest::cancelRefused()
{
    m_helper->state.instead[u"Cancel"_s] = [&](const QDBusMessage &message) {
        m_helper->fail(message, u"org.boxyard.Error.NotAuthorized"_s, {u"S"_s, u"a"_s, {}});
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    task->cancel();
    QCOMPARE(task->state(), Task::State::Cancelling);
    QTRY_COMPARE(task->state(), Task::State::Running);
}

void LxcJobsTest::jobsOfEarlierRuns()
{
    m_engine.reset();
    JobInfo mine;
    mine.id = 7;
    mine.uid = getuid();
    mine.verb = u"clone"_s;
    mine.target = Web;
    mine.result = u"copy"_s;
    mine.resultLocation = u"/srv/lxc"_s;
    mine.begun = 1'700'000'000'000;
    mine.progress = 0.25;
    mine.step = u"copy"_s;
    JobInfo other = mine;
    other.id = 8;
    other.uid = 1; // daemon, on every Debian
    other.verb = u"start"_s;
    JobInfo over = mine;
    over.id = 9;
    over.finished = true;
    JobInfo unknown = mine;
    unknown.id = 10;
    unknown.verb = u"teleport"_s;
    m_helper->state.jobs = {mine, other, over, unknown};
    m_helper->state.logs = {{7, {u"one"_s, u"two"_s}}};
    m_engine = std::make_unique<LxcEngine>(LxcEngine::Options{LxcEngine::Bus::Address, m_bus.address()});
    QTRY_VERIFY(ready());
    QCOMPARE(m_engine->tasks().size(), 2);
    auto *clone = m_engine->tasks().first();
    QCOMPARE(clone->verb(), Verb::Clone);
    QCOMPARE(clone->result(), (ContainerRef{u"/srv/lxc"_s, u"copy"_s}));
    QCOMPARE(clone->progress(), 0.25);
    QCOMPARE(clone->begun().toMSecsSinceEpoch(), mine.begun);
    QVERIFY(clone->owner().isEmpty() || getuid() == 1);
    QTRY_COMPARE(clone->log(), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(m_engine->tasks().last()->owner(), u"daemon"_s);
    m_helper->logLine(7, u"three"_s);
    m_helper->finished(7);
    QTRY_COMPARE(clone->state(), Task::State::Succeeded);
    QCOMPARE(clone->log().size(), 3);
}

void LxcJobsTest::jobsOfAnotherProgram()
{
    JobInfo job;
    job.id = 500;
    job.uid = getuid();
    job.verb = u"start"_s;
    job.target = Web;
    m_helper->state.jobs = {job};
    m_helper->state.logs = {{500, {u"early"_s}}};
    m_helper->logLine(500, u"early"_s); // it is in the log too, and must appear once
    m_helper->progress(500, 0.5, u"starting"_s);
    QTRY_COMPARE(m_engine->tasks().size(), 1);
    auto *task = m_engine->tasks().first();
    QTRY_COMPARE(task->log(), QStringList{u"early"_s});
    QCOMPARE(task->progress(), 0.5);
    // One that ends before anybody could ask leaves no task.
    m_helper->state.jobs.clear();
    m_helper->progress(501, 0.5, u"starting"_s);
    m_helper->finished(501);
    QTest::qWait(100);
    QCOMPARE(m_engine->tasks().size(), 1);
}

void LxcJobsTest::shellGivesOneDescriptor()
{
    const int before = openDescriptors();
    QObject context;
    int answers = 0;
    int descriptor = -1;
    m_engine->openShell({Web, 100, 40}, &context, [&](const Result<int> &answer) {
        ++answers;
        QVERIFY(answer.has_value());
        descriptor = *answer;
    });
    QTRY_COMPARE(answers, 1);

    struct stat here {
    };

    struct stat null {
    };

    QCOMPARE(fstat(descriptor, &here), 0);
    QCOMPARE(stat("/dev/null", &null), 0);
    QCOMPARE(here.st_rdev, null.st_rdev);
    QVERIFY(fcntl(descriptor, F_GETFD) & FD_CLOEXEC);
    close(descriptor);
    QTRY_COMPARE(openDescriptors(), before);
    const auto options = m_helper->state.arguments.value(u"OpenShell"_s).value(2);
    QCOMPARE(qdbus_cast<QVariantMap>(options).value(u"columns"_s).toUInt(), 100U);
    QVERIFY(m_helper->state.interactive.value(u"OpenShell"_s));
}

void LxcJobsTest::shellWithoutReceiver()
{
    const int before = openDescriptors();
    auto context = std::make_unique<QObject>();
    QDBusMessage call;
    m_helper->state.instead[u"OpenShell"_s] = [&](const QDBusMessage &message) { call = message; };
    bool called = false;
    m_engine->openShell({Web, 80, 24}, context.get(), [&called](const Result<int> &) { called = true; });
    QTRY_COMPARE(m_helper->state.calls.value(u"OpenShell"_s), 1);
    context.reset();
    {
        QDBusUnixFileDescriptor descriptor(0);
        m_helper->answer(call, QVariant::fromValue(descriptor));
    }
    QTest::qWait(100);
    QVERIFY(!called);
    QTRY_COMPARE(openDescriptors(), before);
}

void LxcJobsTest::aSeriesAsksOnce()
{
    const auto spec = [](const QString &name) {
        CloneSpec clone;
        clone.source = Web;
        clone.target = {Web.location, name};
        return clone;
    };
    QList<QDBusMessage> calls;
    m_helper->state.instead[u"Clone"_s] = [&calls](const QDBusMessage &call) { calls.append(call); };
    const QList<Task *> tasks = m_engine->cloneSeries({spec(u"a"_s), spec(u"b"_s), spec(u"c"_s)});
    QCOMPARE(tasks.size(), 3);
    QCOMPARE(tasks.at(2)->result().name, u"c"_s);
    QVERIFY(!tasks.at(0)->series().isEmpty());
    QCOMPARE(tasks.at(0)->series(), tasks.at(2)->series());
    QTRY_COMPARE(calls.size(), 1);
    QTest::qWait(100);
    QCOMPARE(calls.size(), 1); // a person may be asked for a password now, once
    // The first name is taken, and that is known without a password: the second asks.
    m_helper->fail(calls.at(0), errorName(ErrorCode::AlreadyExists), {u"taken"_s, u"a"_s, QString()});
    QTRY_COMPARE(calls.size(), 2);
    QTRY_COMPARE(tasks.at(0)->state(), Task::State::Failed);
    m_helper->answer(calls.at(1), QVariant::fromValue<qulonglong>(201));
    QTRY_COMPARE(calls.size(), 3);
    m_helper->answer(calls.at(2), QVariant::fromValue<qulonglong>(202));
    QTRY_COMPARE(tasks.at(2)->state(), Task::State::Running);
    QStringList series;
    for (const QDBusMessage &call : std::as_const(calls))
        series.append(qdbus_cast<QVariantMap>(call.arguments().at(4)).value(u"series"_s).toString());
    QCOMPARE(series, QStringList(3, tasks.at(0)->series()));
    tasks.at(1)->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"CancelSeries"_s), 1);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 0);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelling);
}

void LxcJobsTest::aSeriesIsRefusedOnce_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("the dialog was closed") << ErrorCode::Dismissed;
    QTest::newRow("not allowed") << ErrorCode::NotAuthorized;
    QTest::newRow("no polkit") << ErrorCode::AuthorizationUnavailable;
}

void LxcJobsTest::aSeriesIsRefusedOnce()
{
    QFETCH(ErrorCode, code);
    m_helper->state.instead[u"Clone"_s] = [this, code](const QDBusMessage &call) {
        m_helper->fail(call, errorName(code), {u"no"_s, QString(), QString()});
    };
    QList<CloneSpec> specs(3);
    for (int i = 0; i < 3; ++i) {
        specs[i].source = Web;
        specs[i].target = {Web.location, u"n%1"_s.arg(i)};
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    for (const Task *task : tasks) {
        QTRY_VERIFY(task->isOver());
        QCOMPARE(task->error().code, code);
    }
    QCOMPARE(m_helper->state.calls.value(u"Clone"_s), 1);
}

void LxcJobsTest::aSeriesCancelledBeforeTheAnswer()
{
    QList<QDBusMessage> calls;
    m_helper->state.instead[u"Clone"_s] = [&calls](const QDBusMessage &call) { calls.append(call); };
    QList<CloneSpec> specs(3);
    for (int i = 0; i < 3; ++i) {
        specs[i].source = Web;
        specs[i].target = {Web.location, u"n%1"_s.arg(i)};
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    QTRY_COMPARE(calls.size(), 1);
    tasks.at(2)->cancel();
    m_helper->answer(calls.at(0), QVariant::fromValue<qulonglong>(300));
    QTRY_COMPARE(tasks.at(1)->state(), Task::State::Cancelled);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelled);
    QTRY_COMPARE(m_helper->state.calls.value(u"CancelSeries"_s), 1);
    QCOMPARE(calls.size(), 1);
}

QTEST_GUILESS_MAIN(LxcJobsTest)
#include "tst_lxcjobs.moc"
