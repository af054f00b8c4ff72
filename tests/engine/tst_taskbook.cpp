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

private:
    QObject m_owner;
};

void TaskBookTest::anOpenCallKeepsItsJobFromBeingAdopted()
{
    TaskBook book(&m_owner);
    auto *task = book.add(Verb::Start, Web, Web);
    book.onProgress(5, 0.5, u"starting"_s);
    book.listed({startOfWeb(5)});
    QCOMPARE(book.tasks().size(), 1);
    book.answered(task, 5ULL);
    QCOMPARE(task->progress(), 0.5);
    book.listed({startOfWeb(5)});
    QCOMPARE(book.tasks().size(), 1);
}

void TaskBookTest::refusedCallLeavesTheOtherJobToBeAdopted()
{
    TaskBook book(&m_owner);
    QSignalSpy wanted(&book, &TaskBook::listWanted);
    auto *task = book.add(Verb::Start, Web, Web);
    book.onProgress(5, 0.5, u"starting"_s); // another program's
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
        book.onProgress(job, 0.5, u"starting"_s);
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
    book.onProgress(5, 0.5, u"starting"_s);
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
    book.onProgress(5, 0.5, u"starting"_s);
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

QTEST_GUILESS_MAIN(TaskBookTest)
#include "tst_taskbook.moc"
