// SPDX-License-Identifier: GPL-2.0-or-later
// Whose turn it is, and how many run at once.
#include "jobtest.h"

#include <QDateTime>
#include <QTest>
#include <QThread>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestJobQueue : public JobTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void oneUserRunsAFewAtATime();
    void usersTakeTurns();
    void queuesHaveAnEnd();
    void quickJobsPassLongOnes();
    void longJobsLeaveRoom_data();
    void longJobsLeaveRoom();
    void everyUsersFirstCopyRuns();
    void copiesShareTheProcessors();
    void oneCancelEndsASeries();
    void aCancelledSeriesTakesNoMore();
    void aSeriesIsItsUsersOwn();
    void aSeriesOutlivesTheHelper();
};

void TestJobQueue::oneUserRunsAFewAtATime()
{
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QVERIFY(m_jobs->submit(start(name)));
    settle();
    QCOMPARE(m_starter->running(), 2);
    m_starter->runOf(u"a"_s)->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"c"_s) != nullptr);
}

void TestJobQueue::usersTakeTurns()
{
    // Three run in all. The first user comes first with many.
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_jobs->submit(start(u"a%1"_s.arg(i), 1)));
    QVERIFY(m_jobs->submit(start(u"b"_s, 2)));
    QVERIFY(m_jobs->submit(start(u"c"_s, 3)));
    settle();
    QCOMPARE(m_starter->running(), 3);
    QVERIFY(m_starter->runOf(u"a0"_s) && m_starter->runOf(u"b"_s) && m_starter->runOf(u"c"_s));
    m_starter->runOf(u"b"_s)->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"a1"_s));
}

void TestJobQueue::queuesHaveAnEnd()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_jobs->submit(start(u"a%1"_s.arg(i), 1)));
    const auto id = m_jobs->submit(start(u"one-too-many"_s, 1));
    QVERIFY(!id);
    QCOMPARE(id.error(), (Error{ErrorCode::LimitExceeded, u"jobs"_s, u"5"_s}));
    QVERIFY(m_jobs->submit(start(u"another-users"_s, 2)));
    // A refused one holds nothing.
    QVERIFY(m_jobs->submit(start(u"one-too-many"_s, 2)));
}

void TestJobQueue::quickJobsPassLongOnes()
{
    useUsualQuotas();
    for (uint uid = 1; uid <= 5; ++uid) {
        for (int i = 0; i < 20; ++i)
            QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"c%1-%2"_s.arg(uid).arg(i), uid)));
    }
    settle();
    const int copies = m_starter->running();
    QVERIFY(copies >= 1 && copies <= 4);
    // A newcomer's, and that of one who copies himself.
    QVERIFY(m_jobs->submit(start(u"mail"_s, 6)));
    QVERIFY(m_jobs->submit(start(u"db"_s, 1)));
    JobRequest snapshot = cloneRequest({ref(u"web"_s), ref(u"snap"_s), CloneMode::Snapshot, false, {}});
    snapshot.uid = 2;
    QVERIFY(m_jobs->submit(snapshot));
    settle();
    QVERIFY(m_starter->runOf(u"mail"_s) && m_starter->runOf(u"db"_s));
    QCOMPARE(m_starter->running(), copies + 3);
    QCOMPARE(running(u"clone"_s), copies + 1);
}

void TestJobQueue::longJobsLeaveRoom_data()
{
    QTest::addColumn<JobRequest>("first");
    QTest::addColumn<JobRequest>("second");
    QTest::addColumn<JobRequest>("third");
    QTest::newRow("creations") << create(u"a"_s) << create(u"b"_s) << create(u"c"_s);
    QTest::newRow("deletions") << plainRequest(Verb::Delete, ref(u"a"_s))
                               << plainRequest(Verb::Delete, ref(u"b"_s))
                               << plainRequest(Verb::Delete, ref(u"c"_s));
    QTest::newRow("each kind") << create(u"a"_s) << plainRequest(Verb::Delete, ref(u"b"_s))
                               << copyOf(u"c"_s, u"d"_s);
}

void TestJobQueue::longJobsLeaveRoom()
{
    QFETCH(JobRequest, first);
    QFETCH(JobRequest, second);
    QFETCH(JobRequest, third);
    useUsualQuotas();
    for (JobRequest *request : {&first, &second, &third}) {
        request->uid = 1000;
        QVERIFY(m_jobs->submit(*request));
    }
    settle();
    QCOMPARE(m_starter->running(), 2); // of four
    m_starter->runs.constFirst()->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"c"_s) != nullptr);
}

void TestJobQueue::everyUsersFirstCopyRuns()
{
    useUsualQuotas();
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"a%1"_s.arg(i), 1)));
    settle();
    const int alone = m_starter->running();
    QCOMPARE(alone, std::clamp(QThread::idealThreadCount(), 1, 2));
    QVERIFY(m_jobs->submit(copyOf(u"mail"_s, u"b"_s, 2)));
    settle();
    QCOMPARE(m_starter->running(), alone + 1);
    QVERIFY(m_starter->runOf(u"mail"_s) != nullptr);
}

void TestJobQueue::copiesShareTheProcessors()
{
    useUsualQuotas();
    const int processors = QThread::idealThreadCount();
    const auto threadsOf = [](const FakeRun *run) { return run->spec.request.value("threads"_L1).toInt(); };
    QCOMPARE(threadsOf(begun(copyOf(u"web"_s, u"alone"_s))), processors);
    m_starter->runOf(u"web"_s)->succeed();
    settle();
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"a%1"_s.arg(i))));
    settle();
    int threads = 0;
    for (const auto &run : std::as_const(m_starter->runs)) {
        if (run)
            threads += threadsOf(run);
    }
    QVERIFY2(threads >= 1 && threads <= std::max(processors, m_starter->running()),
             qPrintable(QString::number(threads)));
}

void TestJobQueue::oneCancelEndsASeries()
{
    useUsualQuotas();
    QList<quint64> ids;
    for (int i = 0; i < 10; ++i)
        ids.append(submitted(copyOf(u"web"_s, u"n%1"_s.arg(i), 1000, u"s"_s)));
    const quint64 alone = submitted(copyOf(u"mail"_s, u"mail2"_s));
    const quint64 other = submitted(copyOf(u"mail"_s, u"mail3"_s, 1000, u"t"_s));
    settle();
    QCOMPARE(m_jobs->find(ids.at(0))->series, u"s"_s);
    m_starter->runs.constFirst()->succeed();
    settle();
    const qsizetype begun = m_starter->runs.size();
    QVERIFY(m_jobs->cancelSeries(ids.at(7))); // any of them stands for all
    settle();
    QCOMPARE(errorOf(ids.at(0)), QString());
    for (int i = 1; i < 10; ++i) {
        const JobInfo *job = m_jobs->find(ids.at(i));
        if (job->finished)
            QCOMPARE(job->error, u"Cancelled"_s);
    }
    for (const auto &run : std::as_const(m_starter->runs)) {
        if (run && run->spec.request.value("series"_L1).toString() == u"s"_s) {
            QCOMPARE(run->terminated, 1);
            run->fail({ErrorCode::Cancelled, u"web"_s, {}});
        }
    }
    settle();
    for (int i = 1; i < 10; ++i)
        QCOMPARE(errorOf(ids.at(i)), u"Cancelled"_s);
    for (qsizetype i = begun; i < m_starter->runs.size(); ++i)
        QVERIFY(m_starter->runs.at(i)->spec.request.value("series"_L1).toString() != u"s"_s);
    QCOMPARE(errorOf(alone), QString());
    QCOMPARE(errorOf(other), QString());
    QCOMPARE(m_jobs->cancelSeries(alone).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(m_jobs->cancelSeries(4711).error().code, ErrorCode::NotFound);
}

void TestJobQueue::aCancelledSeriesTakesNoMore()
{
    const quint64 id = submitted(copyOf(u"web"_s, u"a"_s, 1000, u"s"_s));
    QVERIFY(m_jobs->cancelSeries(id));
    const auto late = m_jobs->submit(copyOf(u"web"_s, u"b"_s, 1000, u"s"_s));
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Cancelled);
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"b"_s, 1000, u"t"_s)));
    // Its memory has an end.
    for (qsizetype i = 0; i < Jobs::KeptSeries; ++i) {
        const quint64 other = submitted(copyOf(u"web"_s, u"c"_s, 1000, u"o%1"_s.arg(i)));
        QVERIFY(m_jobs->cancelSeries(other));
    }
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"d"_s, 1000, u"s"_s)));
}

void TestJobQueue::aSeriesIsItsUsersOwn()
{
    const quint64 mine = submitted(copyOf(u"web"_s, u"a"_s, 1, u"s"_s));
    const quint64 theirs = submitted(copyOf(u"web"_s, u"b"_s, 2, u"s"_s));
    QVERIFY(m_jobs->cancelSeries(mine));
    QCOMPARE(errorOf(mine), u"Cancelled"_s);
    QVERIFY(!m_jobs->find(theirs)->finished);
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"c"_s, 2, u"s"_s)));
}

void TestJobQueue::aSeriesOutlivesTheHelper()
{
    const JobRequest request = copyOf(u"web"_s, u"a"_s, 1000, u"s"_s);
    const auto again = jobRequestFrom(workerRequest(request, 7));
    QVERIFY(again);
    QCOMPARE(again->series, u"s"_s);
    RunSpec spec;
    spec.id = 7;
    auto *run = new FakeRun(spec, this);
    m_jobs->adopt(7, *again, QDateTime::currentMSecsSinceEpoch(), run);
    QCOMPARE(m_jobs->find(7)->series, u"s"_s);
    QVERIFY(m_jobs->cancelSeries(7));
    QCOMPARE(run->terminated, 1);
    run->fail({ErrorCode::Cancelled, u"web"_s, {}});
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_jobqueue.moc"
