// SPDX-License-Identifier: GPL-2.0-or-later
// What comes after a worker's end or a helper's: recovering, adopting, settling.
#include "jobtest.h"

#include <QDateTime>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJobsAfterwards : public JobTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void cutOffJobsAreRecovered();
    void aFailedRecoveryKeepsTheIntent();
    void whatWasNotStartedIsNotRecovered();
    void recoversAtStartBeforeNewJobs();
    void adopts();
    void remembersSomeJobs();
    void whatWasMadeIsSettled();
    void settlingOneByOne();
    void settlingForAnEarlierHelper();
};

void TestJobsAfterwards::cutOffJobsAreRecovered()
{
    FakeRun *run = begun(clone(u"web"_s, u"copy"_s));
    run->crash(u"signal 9"_s);
    QVERIFY(!m_jobs->find(m_id)->finished);
    QCOMPARE(m_jobs->find(m_id)->step, u"undoing"_s);
    QVERIFY(!m_jobs->submit(create(u"copy"_s))); // still held
    FakeRun *recovery = m_starter->runs.constLast();
    QCOMPARE(recovery->verb(), u"recover"_s);
    QVERIFY(!recovery->spec.durable);
    const QJsonObject intent = recovery->spec.request.value("intent"_L1).toObject();
    QCOMPARE(intent.value("id"_L1).toInteger(), static_cast<qint64>(m_id));
    QCOMPARE(intent.value("verb"_L1).toString(), u"clone"_s);
    QCOMPARE(intent.value("targetName"_L1).toString(), u"copy"_s);
    QVERIFY(m_starter->concluded.isEmpty()); // the intent lasts until it is recovered
    recovery->succeed();
    QCOMPARE(errorOf(m_id), u"WorkerCrashed"_s);
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    QVERIFY(m_starter->concluded.constFirst().error);
    QVERIFY(m_jobs->submit(create(u"copy"_s)));
}

void TestJobsAfterwards::aFailedRecoveryKeepsTheIntent()
{
    begun(create(u"web"_s))->crash(u"signal 9"_s);
    m_starter->runs.constLast()->fail({ErrorCode::ReadOnlyStore, u"/var/lib/lxc"_s, {}});
    QCOMPARE(errorOf(m_id), u"WorkerCrashed"_s);
    QVERIFY(m_starter->concluded.isEmpty());
    QCOMPARE(m_jobs->log(m_id).size(), 1);
}

void TestJobsAfterwards::whatWasNotStartedIsNotRecovered()
{
    begun(create(u"web"_s))->neverStart({ErrorCode::NoSpace, u"/var/lib/boxyard"_s, {}});
    QCOMPARE(errorOf(m_id), u"NoSpace"_s);
    QCOMPARE(m_starter->runs.size(), 1);
}

void TestJobsAfterwards::recoversAtStartBeforeNewJobs()
{
    m_starter->lastId = 10;
    m_jobs->recover(7, create(u"old"_s), 1'000);
    m_jobs->holdUntilRecovered(10min);
    const quint64 id = submitted(start(u"new"_s));
    settle();
    QCOMPARE(m_starter->running(), 1);
    QVERIFY(!m_jobs->submit(start(u"old"_s))); // busy
    m_starter->runs.constFirst()->succeed();
    settle();
    QCOMPARE(errorOf(7), u"WorkerCrashed"_s);
    QVERIFY(m_starter->runOf(u"new"_s) != nullptr);
    QCOMPARE(m_jobs->find(id)->step, u"preparing"_s);
}

void TestJobsAfterwards::adopts()
{
    RunSpec spec;
    spec.id = 7;
    auto *run = new FakeRun(spec, this);
    m_jobs->adopt(7, create(u"old"_s, 1234), QDateTime::currentMSecsSinceEpoch() - 5'000, run);
    QCOMPARE(m_jobs->find(7)->uid, 1234U);
    QVERIFY(!m_jobs->submit(start(u"old"_s)));
    run->progress(0.9, u"configure"_s);
    QCOMPARE(m_jobs->find(7)->progress, 0.9);
    QVERIFY(m_jobs->cancel(7));
    QCOMPARE(run->terminated, 1);
    run->succeed(); // too late for the cancel
    QCOMPARE(errorOf(7), QString());
    QVERIFY(m_jobs->submit(start(u"old"_s)));
}

void TestJobsAfterwards::remembersSomeJobs()
{
    for (quint64 id = 1; id <= Jobs::KeptJobs + 3; ++id)
        m_jobs->remember(id, start(u"web"_s), QDateTime::currentMSecsSinceEpoch(), {}, {u"line"_s}, false);
    QCOMPARE(m_jobs->list({}).size(), Jobs::KeptJobs);
    QCOMPARE(m_starter->forgotten, QList<quint64>({1, 2, 3}));
    QVERIFY(m_jobs->find(3) == nullptr);
    // Older than an hour: gone at once.
    m_jobs->remember(900, start(u"web"_s), QDateTime::currentMSecsSinceEpoch() - 2 * 3'600'000, {}, {},
                     false);
    QVERIFY(m_jobs->find(900) == nullptr);
    QCOMPARE(m_jobs->list(1000).size(), Jobs::KeptJobs);
    QCOMPARE(m_jobs->list(2000).size(), 0);
    QCOMPARE(m_activity->count(), 0);
}

void TestJobsAfterwards::whatWasMadeIsSettled()
{
    FakeRun *run = begun(clone(u"web"_s, u"copy"_s));
    run->succeed();
    QVERIFY(m_jobs->find(m_id)->finished);
    FakeRun *settling = m_starter->runs.constLast();
    QCOMPARE(settling->verb(), u"settle"_s);
    QVERIFY(!settling->spec.durable);
    const QJsonObject intent = settling->spec.request.value("intent"_L1).toObject();
    QCOMPARE(intent.value("id"_L1).toInteger(), static_cast<qint64>(m_id));
    QCOMPARE(intent.value("targetName"_L1).toString(), u"copy"_s);
    QVERIFY(m_starter->concluded.isEmpty()); // the intent lasts until all is on the disk
    QCOMPARE(m_activity->count(), 1); // and the helper too
    // Nobody has to wait for that.
    QVERIFY(m_jobs->submit(start(u"copy"_s)));
    settling->succeed();
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    QVERIFY(m_starter->concluded.constFirst().durable && !m_starter->concluded.constFirst().error);
}

void TestJobsAfterwards::settlingOneByOne()
{
    begun(create(u"a"_s))->succeed();
    const quint64 first = m_id;
    begun(create(u"b"_s))->succeed();
    QCOMPARE(running(u"settle"_s), 1);
    runOfVerb(u"settle"_s)->crash(u"signal 9"_s); // its intent stays for the next helper
    settle();
    QVERIFY(m_starter->concluded.isEmpty());
    QCOMPARE(running(u"settle"_s), 1);
    runOfVerb(u"settle"_s)->succeed();
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    settle();
    QVERIFY(m_id != first);
    QCOMPARE(m_activity->count(), 0);
}

void TestJobsAfterwards::settlingForAnEarlierHelper()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_jobs->remember(7, create(u"web"_s), now, {}, {}, true);
    QCOMPARE(running(u"settle"_s), 1);
    m_jobs->remember(8, create(u"gone"_s), now, refuse(ErrorCode::NoSpace, u"gone"_s), {}, true);
    m_jobs->remember(9, plainRequest(Verb::Delete, ref(u"old"_s)), now, {}, {}, true);
    QCOMPARE(running(u"settle"_s), 1); // the others have made nothing
    QCOMPARE(m_starter->concluded.size(), 2);
    runOfVerb(u"settle"_s)->succeed();
    QCOMPARE(m_starter->concluded.size(), 3);
    QCOMPARE(m_starter->concluded.constLast().id, 7ULL);
}

QTEST_GUILESS_MAIN(TestJobsAfterwards)
#include "tst_jobsafterwards.moc"
