// SPDX-License-Identifier: GPL-2.0-or-later
#include "jobtest.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJobs : public JobTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void fromStartToEnd();
    void failures_data();
    void failures();
    void locks_data();
    void locks();
    void locksLastUntilTheEnd();
    void cancelsAQueuedJob();
    void cancelsARunningJob();
    void cancelOfWhatIsOverOrUnknown();
    void aDeadlineOfAMonitorVerb();
    void aDeadlineOfADurableVerb();
    void logsHaveAnEnd();
    void holdsTheHelperWhileItWorks();
    void noIdNoJob();
    void onlyClonesMeasure();
};

void TestJobs::fromStartToEnd()
{
    const quint64 id = submitted(create(u"web"_s));
    QCOMPARE(id, 1ULL);
    QCOMPARE(m_starter->runs.size(), 0); // its id is told before it begins
    QCOMPARE(m_jobs->find(id)->step, u"queued"_s);
    settle();
    FakeRun *run = m_starter->runOf(u"web"_s);
    QVERIFY(run != nullptr);
    QVERIFY(run->spec.durable);
    QCOMPARE(run->spec.id, id);
    const QJsonObject expected = {{u"version"_s, 1},
                                  {u"id"_s, 1},
                                  {u"uid"_s, 1000},
                                  {u"verb"_s, u"create"_s},
                                  {u"location"_s, u"/var/lib/lxc"_s},
                                  {u"name"_s, u"web"_s},
                                  {u"template"_s, u"busybox"_s},
                                  {u"options"_s, QJsonObject()},
                                  {u"store"_s, u"auto"_s},
                                  {u"privileged"_s, false}};
    QCOMPARE(run->spec.request, expected);
    run->progress(0.5, u"template"_s);
    run->log(u"a line"_s);
    QCOMPARE(m_jobs->find(id)->progress, 0.5);
    run->succeed();
    QCOMPARE(m_heard,
             QStringList({u"added create"_s, u"preparing"_s, u"template"_s, u"a line"_s, u"finished "_s}));
    QVERIFY(m_jobs->find(id)->finished);
    QCOMPARE(m_jobs->find(id)->progress, 1.0);
    QCOMPARE(m_jobs->log(id), QStringList{u"a line"_s});
}

void TestJobs::failures_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("detail");
    QTest::newRow("its own error") << u"fail"_s << u"StartFailed"_s << u"no init"_s;
    QTest::newRow("a crash") << u"crash"_s << u"WorkerCrashed"_s << u"signal 11"_s;
    QTest::newRow("it could not be started") << u"never"_s << u"NoSpace"_s << u"full"_s;
}

void TestJobs::failures()
{
    QFETCH(QString, how);
    QFETCH(QString, error);
    QFETCH(QString, detail);
    FakeRun *run = begun(start(u"web"_s));
    if (how == u"fail"_s)
        run->fail({ErrorCode::StartFailed, u"web"_s, u"no init"_s});
    else if (how == u"crash"_s)
        run->crash(u"signal 11"_s);
    else
        run->neverStart({ErrorCode::NoSpace, u"/run"_s, u"full"_s});
    QCOMPARE(errorOf(m_id), error);
    QCOMPARE(m_jobs->find(m_id)->detail, detail);
    // What it could not write itself is written for a later helper.
    QCOMPARE(m_starter->concluded.constFirst().error.has_value(), how != u"fail"_s);
}

void TestJobs::locks_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("busyWith"); // empty: both may run
    // What a number means stands in locks().
    QTest::newRow("start and stop") << 0 << 1 << u"start"_s;
    QTest::newRow("two containers") << 0 << 2 << QString();
    QTest::newRow("two clones of one") << 3 << 4 << QString();
    QTest::newRow("a clone of what starts") << 0 << 3 << u"start"_s;
    QTest::newRow("start of what is cloned") << 3 << 0 << u"clone"_s;
    QTest::newRow("create what is a clone's target") << 3 << 5 << u"clone"_s;
    QTest::newRow("rename to what is being made") << 5 << 6 << u"create"_s;
    QTest::newRow("create what something is renamed to") << 6 << 5 << u"rename"_s;
}

void TestJobs::locks()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(QString, busyWith);
    StopSpec stop;
    stop.ref = ref(u"web"_s);
    const QList<JobRequest> requests = {start(u"web"_s),
                                        stopRequest(Verb::Stop, stop),
                                        start(u"mail"_s),
                                        clone(u"web"_s, u"copy"_s),
                                        clone(u"web"_s, u"copy2"_s),
                                        create(u"copy"_s),
                                        renameRequest({ref(u"web"_s), u"copy"_s})};
    QVERIFY(m_jobs->submit(requests.at(first)));
    const auto id = m_jobs->submit(requests.at(second));
    QCOMPARE(id.has_value(), busyWith.isEmpty());
    if (!id) {
        QCOMPARE(id.error().code, ErrorCode::Busy);
        QCOMPARE(id.error().detail, busyWith);
    }
}

void TestJobs::locksLastUntilTheEnd()
{
    FakeRun *run = begun(start(u"web"_s));
    QVERIFY(!m_jobs->submit(start(u"web"_s)));
    run->succeed();
    QVERIFY(m_jobs->submit(start(u"web"_s)));
    // The same name in another location is another container.
    JobRequest elsewhere = start(u"web"_s);
    elsewhere.target.location = u"/srv/lxc"_s;
    QVERIFY(m_jobs->submit(elsewhere));
}

void TestJobs::cancelsAQueuedJob()
{
    const quint64 id = submitted(start(u"web"_s));
    QVERIFY(m_jobs->cancel(id));
    QCOMPARE(errorOf(id), u"Cancelled"_s);
    settle();
    QCOMPARE(m_starter->runs.size(), 0);
    QVERIFY(m_jobs->submit(start(u"web"_s)));
}

void TestJobs::cancelsARunningJob()
{
    FakeRun *run = begun(create(u"web"_s));
    QVERIFY(m_jobs->cancel(m_id));
    QCOMPARE(run->terminated, 1);
    QVERIFY(m_jobs->cancel(m_id)); // once is enough
    QCOMPARE(run->terminated, 1);
    QVERIFY(!m_jobs->find(m_id)->finished);
    run->fail({ErrorCode::Cancelled, u"web"_s, {}});
    QCOMPARE(errorOf(m_id), u"Cancelled"_s);
    QCOMPARE(m_starter->runs.size(), 1); // it undid what it had begun: nothing to recover
}

void TestJobs::cancelOfWhatIsOverOrUnknown()
{
    FakeRun *run = begun(start(u"web"_s));
    run->succeed();
    QVERIFY(m_jobs->cancel(m_id));
    QCOMPARE(errorOf(m_id), QString());
    QCOMPARE(m_jobs->cancel(4711).error().code, ErrorCode::NotFound);
}

void TestJobs::aDeadlineOfAMonitorVerb()
{
    FakeRun *run = begun(start(u"web"_s));
    QCOMPARE(run->spec.deadline, std::chrono::milliseconds(60s));
    run->setDeadline(10ms);
    QTRY_COMPARE(run->killed, 1);
    QCOMPARE(errorOf(m_id), u"NotResponding"_s);
    QCOMPARE(m_jobs->find(m_id)->object, u"web"_s);
}

void TestJobs::aDeadlineOfADurableVerb()
{
    FakeRun *run = begun(create(u"web"_s));
    run->setDeadline(10ms);
    QTRY_VERIFY(m_starter->runs.size() == 2);
    QVERIFY(!m_jobs->find(m_id)->finished); // it is recovered first
    FakeRun *recovery = m_starter->runs.constLast();
    QCOMPARE(recovery->verb(), u"recover"_s);
    recovery->succeed();
    QCOMPARE(errorOf(m_id), u"TimedOut"_s);
    QCOMPARE(m_jobs->find(m_id)->detail, u"3600 s"_s);
}

void TestJobs::logsHaveAnEnd()
{
    FakeRun *run = begun(start(u"web"_s));
    for (int i = 0; i < Jobs::LogLimit + 10; ++i)
        run->log(QString::number(i));
    QCOMPARE(m_jobs->log(m_id).size(), Jobs::LogLimit);
    QCOMPARE(m_jobs->log(m_id).constFirst(), u"10"_s);
}

void TestJobs::holdsTheHelperWhileItWorks()
{
    QCOMPARE(m_activity->count(), 0);
    FakeRun *run = begun(start(u"web"_s));
    QCOMPARE(m_activity->count(), 1);
    run->succeed();
    QCOMPARE(m_activity->count(), 0);
}

void TestJobs::noIdNoJob()
{
    m_starter->idError = Error{ErrorCode::NoSpace, u"/run/boxyard"_s, {}};
    const auto id = m_jobs->submit(start(u"web"_s));
    QVERIFY(!id);
    QCOMPARE(id.error().code, ErrorCode::NoSpace);
    m_starter->idError.reset();
    QVERIFY(m_jobs->submit(start(u"web"_s))); // nothing is held
}

void TestJobs::onlyClonesMeasure()
{
    useUsualQuotas();
    Report report;
    report.kind = Report::Kind::Measured;
    begun(start(u"mail"_s))->tell(report);
    QVERIFY(!m_heard.contains(u"measured"_s));
    begun(copyOf(u"web"_s, u"a"_s))->tell(report);
    QVERIFY(m_heard.contains(u"measured"_s));
}

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
