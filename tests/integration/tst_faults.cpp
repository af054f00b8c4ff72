// SPDX-License-Identifier: GPL-2.0-or-later
// What is cut off in the middle: helper, worker, both, the bus, the client, a person who cancels. Nothing
// half made is ever listed, what can go on goes on, and a retry works.

#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"
#include "tests/worker/heldfile.h"

#include <QDBusPendingCall>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;

namespace {

constexpr int Files = 3000;

/// An operation that is in the middle of it.
enum class Work { Create, Clone };

/// What is broken.
enum class Fault { Worker, Both };

} // namespace

Q_DECLARE_METATYPE(Work)
Q_DECLARE_METATYPE(Fault)

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void helperKilled_data();
    void helperKilled();
    void jobEndsWhileNoHelperRuns();
    void allIsKilledWhileSettling();
    void adoptedJobCanBeCancelled();
    void takenBackAtBoot_data();
    void takenBackAtBoot();
    void killed_data();
    void killed();
    void killedAtRandomPoints_data();
    void killedAtRandomPoints();
    void helperKilledAroundARequest();
    void busRestarted();
    void clientLeaves();
    void cancelled_data();
    void cancelled();

private:
    static void addWorks();
    /// Begins it, and holds it in its middle: at the gate, or at the file that it copies next.
    End beginWork(Work work);
    /// Lets it go on.
    void letGoOn(Work work);
    /// Nobody sees anything of the work's result, and nothing of it is left.
    void verifyNothingLeft();
    /// The work's result is there, whole, and starts.
    void verifyDone(Work work);
    End retry(Work work);
    [[nodiscard]] JobInfo job(quint64 id);

    std::unique_ptr<Operator> m_may;
    std::unique_ptr<HeldFile> m_held;
};

void TestFaults::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestFaults::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    bed::makeContainer(u"origin"_s);
    fill(u"origin"_s, Files, 20'000);
    QTRY_COMPARE(m_may->find(u"origin"_s).state, ContainerState::Stopped);
}

void TestFaults::cleanup()
{
    Gate::open();
    m_held.reset();
    m_may.reset();
    bed::removeContainers();
}

void TestFaults::addWorks()
{
    QTest::addColumn<Work>("work");
    QTest::newRow("create") << Work::Create;
    QTest::newRow("clone") << Work::Clone;
}

End TestFaults::beginWork(Work work)
{
    if (work == Work::Create) {
        const Gate gate;
        const End begun = m_may->begin(
            {u"Containers"_s, u"Create"_s, {Location, u"fresh"_s, Gate::Template, QVariantMap()}});
        if (begun.error.isEmpty())
            Gate::awaitReached();
        return begun;
    }
    m_held = std::make_unique<HeldFile>(fileOf(u"origin"_s, Files - 1));
    const QVariantMap copy = {{u"mode"_s, u"copy"_s}};
    const End begun =
        m_may->begin({u"Clones"_s, u"Clone"_s, {Location, u"origin"_s, Location, u"fresh"_s, copy}});
    if (begun.error.isEmpty())
        m_held->awaitReached();
    return begun;
}

void TestFaults::letGoOn(Work work)
{
    if (work == Work::Create)
        Gate::open();
    else
        m_held.reset();
}

void TestFaults::verifyNothingLeft()
{
    QCOMPARE(bed::lxcNames(), QStringList{u"origin"_s});
    QCOMPARE(m_may->list().size(), 1);
    QCOMPARE(leftovers(), QStringList());
    QTRY_COMPARE(intents(), QStringList());
    QTRY_COMPARE(processesWith(Gate::Child), QList<pid_t>());
    QCOMPARE(filesBelow(Location + u"/origin/rootfs/filling"_s), Files);
}

void TestFaults::verifyDone(Work work)
{
    QCOMPARE(bed::lxcNames(), (QStringList{u"fresh"_s, u"origin"_s}));
    QCOMPARE(leftovers(), QStringList());
    QTRY_COMPARE(intents(), QStringList());
    QVERIFY(!isMarked(u"fresh"_s)); // all of it is on the disk
    QTRY_COMPARE(m_may->find(u"fresh"_s).state, ContainerState::Stopped);
    QCOMPARE(m_may->find(u"fresh"_s).problem, QString());
    if (work == Work::Clone)
        QCOMPARE(filesBelow(Location + u"/fresh/rootfs/filling"_s), Files);
    QCOMPARE(m_may->start(u"fresh"_s).error, QString());
    QCOMPARE(bed::lxcState(u"fresh"_s), u"RUNNING"_s);
}

End TestFaults::retry(Work work)
{
    return work == Work::Create ? m_may->create(u"fresh"_s)
                                : m_may->clone(u"origin"_s, u"fresh"_s, u"copy"_s);
}

JobInfo TestFaults::job(quint64 id)
{
    for (const JobInfo &info : m_may->jobs()) {
        if (info.id == id)
            return info;
    }
    return {};
}

void TestFaults::helperKilled_data()
{
    addWorks();
}

void TestFaults::helperKilled()
{
    QFETCH(Work, work);
    const End begun = beginWork(work);
    QCOMPARE(begun.error, QString());
    const pid_t worker = awaitWorker(begun.job);
    const pid_t first = bed::helperPid();
    bed::killHelper();
    QVERIFY(isRunning(worker));

    QCOMPARE(m_may->client().subscribe().error, QString());
    QVERIFY(bed::helperPid() != 0);
    QVERIFY(bed::helperPid() != first);
    QCOMPARE(job(begun.job).id, begun.job);
    QVERIFY(!job(begun.job).finished);
    QCOMPARE(job(begun.job).target.name, work == Work::Create ? u"fresh"_s : u"origin"_s);
    // What it works on is still its own.
    QCOMPARE(retry(work).error, u"Busy"_s);
    QCOMPARE(m_may->list().size(), 1);

    if (work == Work::Clone)
        QTRY_VERIFY(m_may->copied().files > 0); // the other files; what the worker says is said on
    letGoOn(work);
    QCOMPARE(m_may->await(begun), (End{{}, {}, {}, begun.job}));
    QVERIFY(job(begun.job).finished);
    QCOMPARE(job(begun.job).error, QString());
    QCOMPARE(m_may->copied().bytes > 0, work == Work::Clone);
    verifyDone(work);
}

void TestFaults::jobEndsWhileNoHelperRuns()
{
    const End begun = beginWork(Work::Create);
    QCOMPARE(begun.error, QString());
    const pid_t worker = awaitWorker(begun.job);
    bed::killHelper();
    letGoOn(Work::Create);
    QTRY_VERIFY(!isRunning(worker));
    QCOMPARE(bed::helperPid(), 0);

    QCOMPARE(m_may->client().subscribe().error, QString());
    QVERIFY(job(begun.job).finished);
    QCOMPARE(job(begun.job).error, QString());
    verifyDone(Work::Create);
}

void TestFaults::allIsKilledWhileSettling()
{
    const End end = retry(Work::Clone);
    QCOMPARE(end.error, QString());
    bed::killHelper();
    for (const pid_t worker : processesWith("boxyard-worker"))
        ::kill(worker, SIGKILL); // it may have ended by now
    QCOMPARE(bed::lxcNames(), (QStringList{u"fresh"_s, u"origin"_s}));

    QCOMPARE(m_may->client().subscribe().error, QString());
    QVERIFY(job(end.job).finished);
    QCOMPARE(job(end.job).error, QString());
    verifyDone(Work::Clone);
}

void TestFaults::adoptedJobCanBeCancelled()
{
    const End begun = beginWork(Work::Create);
    QCOMPARE(begun.error, QString());
    bed::killHelper();
    QCOMPARE(m_may->client().subscribe().error, QString());
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"Cancel"_s, {begun.job}}).error, QString());
    QCOMPARE(m_may->await(begun).error, u"Cancelled"_s);
    verifyNothingLeft();
    QCOMPARE(retry(Work::Create).error, QString());
    verifyDone(Work::Create);
}

void TestFaults::takenBackAtBoot_data()
{
    addWorks();
}

/// Before anybody asks for a helper, and before LXC starts anything: boxyard-recover.service.
void TestFaults::takenBackAtBoot()
{
    QFETCH(Work, work);
    const End begun = beginWork(work);
    QCOMPARE(begun.error, QString());
    const pid_t worker = awaitWorker(begun.job);
    bed::killHelper();
    sendSignal(worker, SIGKILL);
    QTRY_VERIFY(!isRunning(worker));
    QVERIFY(QDir(u"/run/boxyard"_s).removeRecursively()); // as after a boot
    QVERIFY(!leftovers().isEmpty());
    QCOMPARE(QProcess::execute(helperProgram(), {u"--recover"_s}), 0);
    QCOMPARE(bed::helperPid(), 0);
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(intents(), QStringList());
    QCOMPARE(QProcess::execute(helperProgram(), {u"--recover"_s}), 0); // nothing to do
    QCOMPARE(m_may->client().subscribe().error, QString());
    verifyNothingLeft();
    m_held.reset();
    QCOMPARE(retry(work).error, QString());
    verifyDone(work);
}

void TestFaults::killed_data()
{
    QTest::addColumn<Work>("work");
    QTest::addColumn<Fault>("fault");
    QTest::newRow("create, the worker") << Work::Create << Fault::Worker;
    QTest::newRow("clone, the worker") << Work::Clone << Fault::Worker;
    QTest::newRow("create, both") << Work::Create << Fault::Both;
    QTest::newRow("clone, both") << Work::Clone << Fault::Both;
}

void TestFaults::killed()
{
    QFETCH(Work, work);
    QFETCH(Fault, fault);
    const End begun = beginWork(work);
    QCOMPARE(begun.error, QString());
    const pid_t worker = awaitWorker(begun.job);
    if (fault == Fault::Both)
        sendSignal(bed::helperPid(), SIGKILL);
    sendSignal(worker, SIGKILL);
    if (fault == Fault::Both) {
        QTRY_COMPARE(bed::helperPid(), 0);
        QCOMPARE(m_may->client().subscribe().error, QString());
        QCOMPARE(m_may->list().size(), 1);
        QTRY_VERIFY(job(begun.job).finished);
    } else {
        const End end = m_may->await(begun);
        QCOMPARE(end.error, u"WorkerCrashed"_s);
        QCOMPARE(end.detail, u"signal 9"_s);
    }
    const JobInfo info = job(begun.job);
    QCOMPARE(info.error, u"WorkerCrashed"_s);
    const Error error = {errorCodeFromWord(info.error), info.object, info.detail};
    QVERIFY(!explain(error).isEmpty());
    verifyNothingLeft();
    m_held.reset();
    QCOMPARE(retry(work).error, QString());
    verifyDone(work);
}

void TestFaults::killedAtRandomPoints_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::newRow("the worker") << Fault::Worker;
    QTest::newRow("both") << Fault::Both;
}

void TestFaults::killedAtRandomPoints()
{
    QFETCH(Fault, fault);
    QElapsedTimer taken;
    taken.start();
    QCOMPARE(retry(Work::Clone).error, QString());
    const auto whole = std::chrono::milliseconds(taken.elapsed());
    QCOMPARE(m_may->remove(u"fresh"_s).error, QString());
    int cutOff = 0;
    for (int round = 0; round < 25; ++round) {
        const QVariantMap copy = {{u"mode"_s, u"copy"_s}};
        const End begun =
            m_may->begin({u"Clones"_s, u"Clone"_s, {Location, u"origin"_s, Location, u"fresh"_s, copy}});
        QCOMPARE(begun.error, QString());
        usleep(static_cast<useconds_t>(someTime(whole).count()));
        const pid_t worker = workerOf(begun.job);
        if (fault == Fault::Both)
            sendSignal(bed::helperPid(), SIGKILL);
        if (worker != 0)
            ::kill(worker, SIGKILL); // it may have ended by now
        if (fault == Fault::Both) {
            QTRY_COMPARE(bed::helperPid(), 0);
            QCOMPARE(m_may->client().subscribe().error, QString());
        } else {
            m_may->await(begun);
        }
        QTRY_VERIFY2(job(begun.job).finished, qPrintable(QString::number(begun.job)));
        const JobInfo info = job(begun.job);
        const bool isThere = bed::lxcNames().contains(u"fresh"_s);
        QCOMPARE(leftovers(), QStringList());
        QTRY_COMPARE(intents(), QStringList());
        QTRY_COMPARE(m_may->list().size(), isThere ? 2 : 1);
        if (isThere) {
            // Either it had ended, or only its last words were missing: it is whole then.
            QCOMPARE(filesBelow(Location + u"/fresh/rootfs/filling"_s), Files);
            QCOMPARE(bed::readFile(Location + u"/fresh/config"_s).count(u"fresh/rootfs"_s), 1);
            QCOMPARE(m_may->remove(u"fresh"_s).error, QString());
        } else {
            QCOMPARE(info.error, u"WorkerCrashed"_s);
            ++cutOff;
        }
    }
    QVERIFY(cutOff > 0);
    QCOMPARE(filesBelow(Location + u"/origin/rootfs/filling"_s), Files);
    QCOMPARE(retry(Work::Clone).error, QString());
    verifyDone(Work::Clone);
}

void TestFaults::helperKilledAroundARequest()
{
    for (int round = 0; round < 20; ++round) {
        auto call = bed::messageOf(
            {u"Containers"_s, u"Create"_s, {Location, u"fresh"_s, u"busybox"_s, QVariantMap()}});
        const QDBusPendingCall pending = m_may->client().bus().asyncCall(call);
        const pid_t helper = bed::helperPid();
        usleep(static_cast<useconds_t>(someTime(60ms).count()));
        ::kill(helper, SIGKILL);
        QTRY_VERIFY(bed::helperPid() != helper);
        const bed::Reply subscribed = m_may->client().subscribe();
        QVERIFY2(subscribed.error.isEmpty(), qPrintable(subscribed.error + u": "_s + subscribed.message));
        QTRY_VERIFY(pending.isFinished());
        const auto allOver = [this] {
            const JobInfoList jobs = m_may->jobs();
            return std::all_of(jobs.cbegin(), jobs.cend(), [](const JobInfo &info) { return info.finished; });
        };
        QTRY_VERIFY(allOver());
        QCOMPARE(leftovers(), QStringList());
        QTRY_COMPARE(intents(), QStringList());
        if (!bed::lxcNames().contains(u"fresh"_s)) {
            QTRY_COMPARE(m_may->list().size(), 1);
            QCOMPARE(retry(Work::Create).error, QString());
        }
        QTRY_COMPARE(m_may->find(u"fresh"_s).state, ContainerState::Stopped);
        QCOMPARE(m_may->remove(u"fresh"_s).error, QString());
    }
}

void TestFaults::busRestarted()
{
    const End begun = beginWork(Work::Create);
    QCOMPARE(begun.error, QString());
    const pid_t worker = awaitWorker(begun.job);
    const pid_t helper = bed::helperPid();
    bed::stopBus();
    QTRY_VERIFY(!isRunning(helper));
    QVERIFY(isRunning(worker));
    bed::startBus();

    m_may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(job(begun.job).id, begun.job);
    QVERIFY(!job(begun.job).finished);
    letGoOn(Work::Create);
    QCOMPARE(m_may->await(begun), (End{{}, {}, {}, begun.job}));
    verifyDone(Work::Create);
}

void TestFaults::clientLeaves()
{
    const End begun = beginWork(Work::Create);
    QCOMPARE(begun.error, QString());
    m_may.reset();
    const pid_t worker = awaitWorker(begun.job);
    letGoOn(Work::Create);
    QTRY_VERIFY(!isRunning(worker));

    m_may = std::make_unique<Operator>(u"may"_s);
    QTRY_VERIFY(job(begun.job).finished);
    QCOMPARE(job(begun.job).error, QString());
    verifyDone(Work::Create);
}

void TestFaults::cancelled_data()
{
    addWorks();
}

void TestFaults::cancelled()
{
    QFETCH(Work, work);
    const End begun = beginWork(work);
    QCOMPARE(begun.error, QString());
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"Cancel"_s, {begun.job}}).error, QString());
    if (work == Work::Clone)
        letGoOn(work);
    QCOMPARE(m_may->await(begun).error, u"Cancelled"_s);
    verifyNothingLeft();
    QCOMPARE(retry(work).error, QString());
    verifyDone(work);
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
