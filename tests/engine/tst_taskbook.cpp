// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/lxc/taskbook.h"

#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

const ContainerRef Web{u"/c"_s, u"web"_s};

JobInfo startOfWeb(quint64 id)
{
    JobInfo job;
    job.id = id;
    job.uid = getuid();
    job.verb = u"start"_s;
    job.target = Web;
    job.begun = QDateTime::currentMSecsSinceEpoch() + 1;
    return job;
}

} // namespace

/// Orders that a bus makes rare, driven directly.
class TaskBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOpenCallKeepsItsJobFromBeingAdopted();
    void refusedCallLeavesTheOtherJobToBeAdopted();
    void earlySignalsAreBounded();
    void lateSignalsAreNobodys();
    void reentrantReceiver();
    void lostAnswerThenNoHelper();
    void cancelIsRepeatedAfterTheHelperReturned();
    void oneCancelEndsASeries();
    void aSeriesIsCancelledOnceAJobIsKnown();
    void aRefusedCancelGivesTheSeriesBack();
    void aSeriesOfAnEarlierRunIsWhole();

private:
    QObject m_owner;
};

void TaskBookTest::anOpenCallKeepsItsJobFromBeingAdopted()
{
    TaskBook book(&m_owner);
    auto *task = book.add(Verb::Start, Web, Web);
    book.onProgress(5, 0.5, u"starting"_s, 3, 4096);
    book.listed({startOfWeb(5)});
    QCOMPARE(book.tasks().size(), 1);
    book.answered(task, 5ULL);
    QCOMPARE(task->progress(), 0.5);
    QCOMPARE(task->copied(), (Copied{3, 4096}));
    book.listed({startOfWeb(5)});
    QCOMPARE(book.tasks().size(), 1);
}

void TaskBookTest::refusedCallLeavesTheOtherJobToBeAdopted()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::listWanted);
    auto *task = book.add(Verb::Start, Web, Web);
    book.onProgress(5, 0.5, u"starting"_s, 0, 0); // another program's
    QCOMPARE(wanted.size(), 0);
    book.answered(task, refuse(ErrorCode::Busy, u"web"_s, u"start"_s));
    QCOMPARE(task->state(), Task::State::Failed);
    QCOMPARE(wanted.size(), 1);
    book.listed({startOfWeb(5)});
    QCOMPARE(book.tasks().size(), 2);
}

void TaskBookTest::earlySignalsAreBounded()
{
    TaskBook book(&m_owner);
    auto *task = book.add(Verb::Start, Web, Web);
    for (quint64 job = 1; job <= 3 * TaskBook::MostEarly; ++job)
        book.onProgress(job, 0.5, u"starting"_s, 0, 0);
    const quint64 last = 3 * TaskBook::MostEarly;
    book.answered(task, last);
    QCOMPARE(task->progress(), 0.5);
}

void TaskBookTest::lateSignalsAreNobodys()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::listWanted);
    auto *task = book.add(Verb::Start, Web, Web);
    book.answered(task, 5ULL);
    QSignalSpy ending(&book, &TaskBook::ending);
    book.onFinished(5, {}, {}, {});
    QCOMPARE(ending.size(), 1);
    book.onProgress(5, 0.5, u"starting"_s, 0, 0);
    book.onFinished(5, {}, {}, {});
    book.listed({startOfWeb(5)});
    QCOMPARE(ending.size(), 1);
    QCOMPARE(wanted.size(), 0);
    QCOMPARE(book.tasks().size(), 1);
}

void TaskBookTest::reentrantReceiver()
{
    TaskBook book(&m_owner);
    auto *task = book.add(Verb::Start, Web, Web);
    connect(task, &Task::changed, &book, [&book] {
        for (int i = 0; i < 20 && book.tasks().size() < 100; ++i)
            book.add(Verb::Stop, Web, Web);
    });
    book.onProgress(5, 0.5, u"starting"_s, 0, 0);
    book.answered(task, 5ULL);
    QCOMPARE(task->progress(), 0.5);
    book.onLogLine(5, u"line"_s);
    QCOMPARE(task->log().size(), 1);
}

void TaskBookTest::lostAnswerThenNoHelper()
{
    TaskBook book(&m_owner);
    auto *task = book.add(Verb::Start, Web, Web);
    auto *waiting = book.add(Verb::Stop, Web, Web);
    book.answered(task, refuse(ErrorCode::HelperLost));
    QVERIFY(!task->isOver());
    book.giveUp();
    QCOMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, ErrorCode::HelperLost);
    QVERIFY(!waiting->isOver()); // its call is still on its way
}

void TaskBookTest::cancelIsRepeatedAfterTheHelperReturned()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::cancelWanted);
    auto *task = book.add(Verb::Start, Web, Web);
    book.answered(task, 5ULL);
    task->cancel();
    QCOMPARE(wanted.size(), 1);
    book.helperLost();
    book.cancelFailed(5, {ErrorCode::HelperLost, {}, {}});
    book.listed({startOfWeb(5)});
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(task->state(), Task::State::Cancelling);
}

void TaskBookTest::oneCancelEndsASeries()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::cancelSeriesWanted);
    auto *over = book.add(Verb::Clone, Web, {Web.location, u"a"_s}, u"s"_s);
    auto *first = book.add(Verb::Clone, Web, {Web.location, u"b"_s}, u"s"_s);
    auto *second = book.add(Verb::Clone, Web, {Web.location, u"c"_s}, u"s"_s);
    auto *other = book.add(Verb::Clone, Web, {Web.location, u"d"_s}, u"another"_s);
    auto *alone = book.add(Verb::Clone, Web, {Web.location, u"e"_s});
    quint64 job = 0;
    for (auto *task : {over, first, second, other, alone})
        book.answered(task, ++job);
    connect(&book, &TaskBook::ending, over, [](Task *task) { task->finish({}); });
    book.onFinished(1, {}, {}, {});
    second->cancel();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).toULongLong(), 3ULL);
    QCOMPARE(over->state(), Task::State::Succeeded);
    QCOMPARE(first->state(), Task::State::Cancelling);
    QCOMPARE(second->state(), Task::State::Cancelling);
    QCOMPARE(other->state(), Task::State::Running);
    QCOMPARE(alone->state(), Task::State::Running);
    first->cancel(); // asked for already
    QCOMPARE(wanted.size(), 1);
}

void TaskBookTest::aSeriesIsCancelledOnceAJobIsKnown()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::cancelSeriesWanted);
    auto *first = book.add(Verb::Clone, Web, {Web.location, u"a"_s}, u"s"_s);
    auto *second = book.add(Verb::Clone, Web, {Web.location, u"b"_s}, u"s"_s);
    second->cancel();
    QCOMPARE(wanted.size(), 0);
    QCOMPARE(first->state(), Task::State::Cancelling);
    book.answered(first, 7ULL);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).toULongLong(), 7ULL);
    book.answered(second, refuse(ErrorCode::Cancelled));
    QCOMPARE(second->state(), Task::State::Cancelled);
}

void TaskBookTest::aRefusedCancelGivesTheSeriesBack()
{
    TaskBook book(&m_owner);
    auto *first = book.add(Verb::Clone, Web, {Web.location, u"a"_s}, u"s"_s);
    auto *second = book.add(Verb::Clone, Web, {Web.location, u"b"_s}, u"s"_s);
    book.answered(first, 7ULL);
    book.answered(second, 8ULL);
    first->cancel();
    book.cancelFailed(7, {ErrorCode::NotAuthorized, {}, {}});
    QCOMPARE(first->state(), Task::State::Running);
    QCOMPARE(second->state(), Task::State::Running);
}

void TaskBookTest::aSeriesOfAnEarlierRunIsWhole()
{
    const auto clone = [](quint64 id, const QString &name, bool finished, const QString &error) {
        JobInfo job = startOfWeb(id);
        job.verb = u"clone"_s;
        job.result = name;
        job.resultLocation = Web.location;
        job.series = u"s"_s;
        job.finished = finished;
        job.error = error;
        return job;
    };
    JobInfo old = clone(9, u"old"_s, true, {});
    old.series = u"of-yesterday"_s;
    const JobInfoList jobs = {clone(1, u"a"_s, true, {}), clone(2, u"b"_s, true, u"NoSpace"_s),
                              clone(3, u"c"_s, false, {}), old};
    TaskBook book(&m_owner);
    book.listed(jobs);
    QCOMPARE(book.tasks().size(), 3);
    QCOMPARE(book.tasks().at(0)->state(), Task::State::Succeeded);
    QCOMPARE(book.tasks().at(1)->error().code, ErrorCode::NoSpace);
    QCOMPARE(book.tasks().at(2)->series(), u"s"_s);
    QVERIFY(!book.tasks().at(2)->isOver());
    book.helperLost();
    book.listed(jobs);
    QCOMPARE(book.tasks().size(), 3);
}

QTEST_GUILESS_MAIN(TaskBookTest)
#include "tst_taskbook.moc"
