// SPDX-License-Identifier: GPL-2.0-or-later
#include "fakestarter.h"
#include "helper/plans.h"

#include <QTemporaryDir>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestPlans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksAWorker();
    void isKeptForAWhile();
    void anotherContainerIsAskedAnew_data();
    void anotherContainerIsAskedAnew();
    void whatHappensMakesItOld();
    void whatHappensMeanwhileMakesItOldToo();
    void oneLookForAll();
    void nobodyWaits();
    void somebodyElseWaits();
    void oneUserHoldsUpNobody();
    void aFloodIsRefused();
    void failures_data();
    void failures();
    void measurementsAreUsedAtOnce();

private:
    static Plans::Question question(const QString &name, uint uid = 1000, const QString &caller = u":1.1"_s)
    {
        return {caller, uid, {{u"/l"_s, name}, u"/l"_s}, u"1:2:3:4"_s};
    }

    Plans::Done collect()
    {
        return [this](const Result<ClonePlan> &plan) { m_answers.append(plan); };
    }

    static void settle()
    {
        for (int i = 0; i < 5; ++i) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    void answer(FakeRun *run, quint64 files = 100)
    {
        Report report;
        report.kind = Report::Kind::Plan;
        report.plan.files = files;
        report.plan.sourceFileSystem = u"ext4"_s;
        report.plan.targetFileSystem = u"ext4"_s;
        report.plan.kinds = {CloneCost()};
        run->tell(report);
        run->succeed();
        settle();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<FakeStarter> m_starter;
    std::unique_ptr<Plans> m_plans;
    QList<Result<ClonePlan>> m_answers;
};

void TestPlans::init()
{
    m_plans.reset();
    m_starter = std::make_unique<FakeStarter>();
    QFile::remove(m_folder.filePath(u"measured.json"_s));
    m_plans = std::make_unique<Plans>(*m_starter, m_folder.filePath(u"measured.json"_s));
    m_answers.clear();
}

void TestPlans::asksAWorker()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    FakeRun *run = m_starter->runOf(u"web"_s);
    QVERIFY(run != nullptr);
    const QJsonObject expected = {{u"version"_s, 1},
                                  {u"id"_s, 1},
                                  {u"uid"_s, 1000},
                                  {u"verb"_s, u"plan"_s},
                                  {u"location"_s, u"/l"_s},
                                  {u"name"_s, u"web"_s},
                                  {u"targetLocation"_s, u"/l"_s},
                                  {u"limit"_s, 3000}};
    QCOMPARE(run->spec.request, expected);
    QVERIFY(!run->spec.durable);
    QVERIFY(run->spec.deadline > Plans::CountLimit);
    QVERIFY(m_answers.isEmpty());
    answer(run);
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.at(0)->files, 100ULL);
    QVERIFY(m_answers.at(0)->kinds.at(0).seconds > 0);
    QCOMPARE(m_starter->forgotten, QList<quint64>{1});
}

void TestPlans::isKeptForAWhile()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    answer(m_starter->runOf(u"web"_s));
    m_plans->ask(question(u"web"_s), collect());
    m_plans->ask(question(u"web"_s, 2000, u":1.2"_s), collect());
    settle();
    QCOMPARE(m_answers.size(), 3);
    QCOMPARE(m_starter->runs.size(), 1);
}

void TestPlans::anotherContainerIsAskedAnew_data()
{
    QTest::addColumn<Plans::Question>("other");
    Plans::Question other = question(u"web2"_s);
    QTest::newRow("another name") << other;
    other = question(u"web"_s);
    other.spec.targetLocation = u"/srv"_s;
    QTest::newRow("to another path") << other;
    other = question(u"web"_s);
    other.identity = u"1:2:3:5"_s;
    QTest::newRow("changed meanwhile") << other;
}

void TestPlans::anotherContainerIsAskedAnew()
{
    QFETCH(Plans::Question, other);
    m_plans->ask(question(u"web"_s), collect());
    settle();
    answer(m_starter->runOf(u"web"_s));
    m_plans->ask(other, collect());
    settle();
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_starter->runs.size(), 2);
}

void TestPlans::whatHappensMakesItOld()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    answer(m_starter->runOf(u"web"_s));
    m_plans->forget({{u"/l"_s, u"other"_s}});
    m_plans->ask(question(u"web"_s), collect());
    settle();
    QCOMPARE(m_starter->runs.size(), 1);
    m_plans->forget({{u"/l"_s, u"web"_s}});
    m_plans->ask(question(u"web"_s), collect());
    settle();
    QCOMPARE(m_starter->runs.size(), 2);
}

void TestPlans::whatHappensMeanwhileMakesItOldToo()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    FakeRun *early = m_starter->runOf(u"web"_s);
    m_plans->forget({{u"/l"_s, u"web"_s}});
    m_plans->ask(question(u"web"_s), collect());
    settle();
    QCOMPARE(m_starter->runs.size(), 2);
    answer(early, 1);
    QCOMPARE(m_answers.size(), 1); // its asker gets what there is
    answer(m_starter->runOf(u"web"_s), 2);
    m_plans->ask(question(u"web"_s), collect());
    QCOMPARE(m_answers.size(), 3);
    QCOMPARE(m_answers.at(2)->files, 2ULL);
}

void TestPlans::oneLookForAll()
{
    for (uint uid = 1; uid <= 5; ++uid)
        m_plans->ask(question(u"web"_s, uid, u":1.%1"_s.arg(uid)), collect());
    settle();
    QCOMPARE(m_starter->runs.size(), 1);
    answer(m_starter->runOf(u"web"_s));
    QCOMPARE(m_answers.size(), 5);
}

void TestPlans::nobodyWaits()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    FakeRun *run = m_starter->runOf(u"web"_s);
    m_plans->forgetCaller(u":1.2"_s);
    QCOMPARE(run->terminated, 0);
    m_plans->forgetCaller(u":1.1"_s);
    QCOMPARE(run->terminated, 1);
    run->fail({ErrorCode::Cancelled, u"web"_s, {}});
    settle();
    QVERIFY(m_answers.isEmpty());
    // One that had not begun never does.
    m_plans->ask(question(u"web"_s), collect());
    m_plans->forgetCaller(u":1.1"_s);
    settle();
    QCOMPARE(m_starter->runs.size(), 1);
    // And the next one who asks gets an answer.
    m_plans->ask(question(u"web"_s), collect());
    settle();
    answer(m_starter->runOf(u"web"_s));
    QCOMPARE(m_answers.size(), 1);
}

void TestPlans::somebodyElseWaits()
{
    m_plans->ask(question(u"web"_s), collect());
    m_plans->ask(question(u"web"_s, 2000, u":1.2"_s), collect());
    settle();
    m_plans->forgetCaller(u":1.1"_s);
    QCOMPARE(m_starter->runOf(u"web"_s)->terminated, 0);
    answer(m_starter->runOf(u"web"_s));
    QCOMPARE(m_answers.size(), 1);
}

void TestPlans::oneUserHoldsUpNobody()
{
    for (int i = 0; i < 10; ++i)
        m_plans->ask(question(u"a%1"_s.arg(i), 1), collect());
    m_plans->ask(question(u"b"_s, 2), collect());
    settle();
    QCOMPARE(m_starter->running(), 3);
    QVERIFY(m_starter->runOf(u"b"_s) != nullptr);
    answer(m_starter->runOf(u"a0"_s));
    QVERIFY(m_starter->runOf(u"a2"_s) != nullptr);
    QCOMPARE(m_starter->running(), 3);
}

void TestPlans::aFloodIsRefused()
{
    for (int i = 0; i < 100; ++i)
        m_plans->ask(question(u"a%1"_s.arg(i), 1), collect());
    QVERIFY(!m_answers.isEmpty());
    QCOMPARE(m_answers.constLast().error().code, ErrorCode::LimitExceeded);
    m_plans->ask(question(u"b"_s, 2), collect());
    settle();
    answer(m_starter->runOf(u"b"_s));
    QVERIFY(m_answers.constLast().has_value());
}

void TestPlans::failures_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("its own error") << u"fail"_s << ErrorCode::RootfsMissing;
    QTest::newRow("a crash") << u"crash"_s << ErrorCode::WorkerCrashed;
    QTest::newRow("it could not be started") << u"never"_s << ErrorCode::NoSpace;
    QTest::newRow("it tells nothing") << u"mute"_s << ErrorCode::WorkerCrashed;
}

void TestPlans::failures()
{
    QFETCH(QString, how);
    QFETCH(ErrorCode, code);
    m_plans->ask(question(u"web"_s), collect());
    settle();
    FakeRun *run = m_starter->runOf(u"web"_s);
    if (how == u"fail"_s)
        run->fail({ErrorCode::RootfsMissing, u"web"_s, u"/x"_s});
    else if (how == u"crash"_s)
        run->crash(u"signal 11"_s);
    else if (how == u"never"_s)
        run->neverStart({ErrorCode::NoSpace, u"/run"_s, {}});
    else
        run->succeed();
    settle();
    QCOMPARE(m_answers.size(), 1);
    QCOMPARE(m_answers.at(0).error().code, code);
    m_plans->ask(question(u"web"_s), collect()); // a failure is not kept
    settle();
    QCOMPARE(m_starter->runs.size(), 2);
}

void TestPlans::measurementsAreUsedAtOnce()
{
    m_plans->ask(question(u"web"_s), collect());
    settle();
    answer(m_starter->runOf(u"web"_s));
    QVERIFY(!m_answers.at(0)->kinds.at(0).measured);
    m_plans->note({CloneMode::Copy, u"ext4"_s, u"ext4"_s, 0, 0, 3, 1'000});
    m_plans->ask(question(u"web"_s), collect());
    QVERIFY(m_answers.at(1)->kinds.at(0).measured);
    QCOMPARE(m_starter->runs.size(), 1);
}

QTEST_GUILESS_MAIN(TestPlans)
#include "tst_plans.moc"
