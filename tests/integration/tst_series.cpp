// SPDX-License-Identifier: GPL-2.0-or-later
// Several clones by one request, and several users who clone at once: one cancel ends a series, nobody is
// stuck behind another's copies.

#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"
#include "tests/worker/heldfile.h"

#include <QDBusPendingCall>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace boxyard;
using namespace std::chrono_literals;

namespace {

constexpr int Clones = 12;
constexpr int Files = 4'000; // so that a copy takes long enough to be met
constexpr int FileSize = 4'096;

} // namespace

class TestSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void oneCancelEndsIt();
    void cancelBeforeAnythingBegan();
    void aCancelledOneTakesNoMore();
    void othersMayNotCancelIt();
    void isTheUsersOwn();
    void outlivesTheHelper();
    void aQuickJobIsNotStuck();
    void usersShareTheMachine();
    void copiesStepBack();

private:
    [[nodiscard]] bed::Call cloneCall(const QString &target, const QString &series,
                                      const QString &mode = u"copy"_s) const
    {
        QVariantMap options = {{u"mode"_s, mode}};
        if (!series.isEmpty())
            options.insert(u"series"_s, series);
        return {u"Clones"_s, u"Clone"_s, {Location, u"large"_s, Location, target, options}};
    }

    /// Begins so many copies.
    QList<End> beginAll(Operator &by, const QString &series, const QString &prefix, int count = Clones)
    {
        QList<End> begun;
        for (int i = 0; i < count; ++i)
            begun.append(by.begin(cloneCall(prefix + QString::number(i), series)));
        return begun;
    }

    /// The copies stand in their middle while it lives.
    static std::unique_ptr<HeldFile> holdCopies()
    {
        return std::make_unique<HeldFile>(fileOf(u"large"_s, Files - 1));
    }

    static int open(const JobInfoList &jobs)
    {
        return static_cast<int>(
            std::count_if(jobs.cbegin(), jobs.cend(), [](const JobInfo &j) { return !j.finished; }));
    }

    static void removeClones();

    std::unique_ptr<Operator> m_may;
};

void TestSeries::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    bed::makeContainer(u"large"_s, {}, false);
    bed::makeContainer(u"small"_s, {}, false);
    fill(u"large"_s, Files, FileSize);
}

void TestSeries::cleanupTestCase()
{
    if (bed::isBed())
        bed::removeContainers();
}

void TestSeries::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    QTRY_COMPARE(m_may->list().size(), 2);
}

void TestSeries::cleanup()
{
    m_may.reset();
    removeClones();
}

void TestSeries::removeClones()
{
    for (const QString &name : bed::lxcNames()) {
        if (name != "large"_L1 && name != "small"_L1)
            bed::mustRun(u"rm"_s, {u"-rf"_s, Location + u'/' + name});
    }
}

void TestSeries::oneCancelEndsIt()
{
    const bed::Canaries source({Location + u"/large"_s});
    const QList<End> begun = beginAll(*m_may, u"a-1"_s, u"n"_s);
    for (const End &one : begun)
        QVERIFY2(one.job != 0, qPrintable(one.error));
    for (const JobInfo &job : m_may->jobs())
        QVERIFY(job.finished || job.series == u"a-1"_s);
    QCOMPARE(m_may->await(begun.first()).error, QString()); // some are done, some under way, most wait
    const quint64 last = begun.last().job;
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {last}}).error, QString());
    QStringList made;
    for (int i = 0; i < Clones; ++i) {
        const End end = m_may->await(begun.at(i));
        QVERIFY2(end.error.isEmpty() || end.error == u"Cancelled"_s,
                 qPrintable(end.error + u": "_s + end.detail));
        if (end.error.isEmpty())
            made.append(u"n%1"_s.arg(i));
    }
    QVERIFY(made.contains(u"n0"_s));
    QVERIFY2(made.size() < Clones, "all were done before the cancel: the copies are too small for this test");
    // Those that were done stay, of the others nothing is left, and nothing begins any more.
    made += {u"large"_s, u"small"_s};
    made.sort();
    QCOMPARE(bed::lxcNames(), made);
    QCOMPARE(leftovers(), QStringList());
    QTRY_COMPARE(intents(), QStringList());
    QVERIFY(workersEnd());
    QCOMPARE(source.touched(), QStringList());
    QCOMPARE(open(m_may->jobs()), 0);
}

void TestSeries::cancelBeforeAnythingBegan()
{
    // Calls and cancel in one go: none of them may start after it.
    QList<QDBusPendingCall> calls;
    for (int i = 0; i < Clones; ++i)
        calls.append(m_may->client().bus().asyncCall(bed::messageOf(cloneCall(u"n%1"_s.arg(i), u"b-1"_s))));
    calls.first().waitForFinished();
    const quint64 job = calls.first().reply().arguments().value(0).toULongLong();
    QVERIFY(job != 0);
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {job}}).error, QString());
    QTRY_COMPARE(open(m_may->jobs()), 0);
    for (QDBusPendingCall &call : calls) {
        call.waitForFinished();
        const bed::Reply reply = bed::replyOf(call.reply());
        QVERIFY2(reply.error.isEmpty() || reply.error == u"Cancelled"_s, qPrintable(reply.error));
    }
    QTRY_COMPARE(open(m_may->jobs()), 0);
    QVERIFY(bed::lxcNames().size() < 2 + Clones);
    QCOMPARE(leftovers(), QStringList());
}

void TestSeries::aCancelledOneTakesNoMore()
{
    auto held = holdCopies();
    const End begun = m_may->begin(cloneCall(u"n0"_s, u"c-1"_s));
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {begun.job}}).error, QString());
    QCOMPARE(m_may->begin(cloneCall(u"n1"_s, u"c-1"_s)).error, u"Cancelled"_s);
    const End alone = m_may->begin(cloneCall(u"n2"_s, {}));
    QVERIFY(alone.job != 0);
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {alone.job}}).error, u"InvalidArgument"_s);
    held.reset();
    QCOMPARE(m_may->await(alone).error, QString());
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {quint64(999'999)}}).error, u"NotFound"_s);
}

void TestSeries::othersMayNotCancelIt()
{
    auto held = holdCopies();
    const QList<End> begun = beginAll(*m_may, u"d-1"_s, u"n"_s, 3);
    Operator also(u"also"_s);
    QCOMPARE(also.client().call({u"Jobs"_s, u"CancelSeries"_s, {begun.last().job}}).error,
             u"NotAuthorized"_s);
    held.reset();
    for (const End &one : begun)
        QCOMPARE(m_may->await(one).error, QString());
}

void TestSeries::isTheUsersOwn()
{
    auto held = holdCopies();
    Operator also(u"also"_s);
    const QList<End> mine = beginAll(*m_may, u"same"_s, u"n"_s, 4);
    const QList<End> theirs = beginAll(also, u"same"_s, u"o"_s, 2);
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {mine.last().job}}).error, QString());
    held.reset();
    for (const End &one : theirs)
        QCOMPARE(also.await(one).error, QString());
    QCOMPARE(m_may->await(mine.last()).error, u"Cancelled"_s);
}

void TestSeries::outlivesTheHelper()
{
    auto held = holdCopies();
    const QList<End> begun = beginAll(*m_may, u"e-1"_s, u"n"_s, 2);
    held->awaitReached();
    bed::killHelper();
    m_may = std::make_unique<Operator>(u"may"_s);
    bool seen = false;
    for (const JobInfo &job : m_may->jobs()) {
        if (job.id == begun.first().job) {
            QCOMPARE(job.series, u"e-1"_s);
            seen = true;
        }
    }
    QVERIFY(seen);
    const bed::Reply reply = m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {begun.first().job}});
    QCOMPARE(reply.error, QString());
    held.reset();
    QTRY_COMPARE(open(m_may->jobs()), 0);
    QTRY_COMPARE(leftovers(), QStringList());
}

void TestSeries::aQuickJobIsNotStuck()
{
    auto held = holdCopies();
    const QList<End> begun = beginAll(*m_may, u"f-1"_s, u"n"_s);
    held->awaitReached();
    // Another user's, and one of the user who copies.
    Operator also(u"also"_s);
    QCOMPARE(also.start(u"small"_s).error, QString());
    QCOMPARE(m_may->stop(u"small"_s, u"kill"_s).error, QString());
    QCOMPARE(open(m_may->jobs()), Clones);
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {begun.first().job}}).error, QString());
    held.reset();
    QTRY_COMPARE(open(m_may->jobs()), 0);
}

void TestSeries::usersShareTheMachine()
{
    const QList<End> mine = beginAll(*m_may, u"g-1"_s, u"n"_s);
    Operator also(u"also"_s);
    const End theirs = also.change(cloneCall(u"theirs"_s, {}));
    QVERIFY2(theirs.error.isEmpty(), qPrintable(theirs.error + theirs.detail));
    // It came last, and did not wait for those before it.
    const int left = open(m_may->jobs());
    QVERIFY2(left >= Clones / 3, qPrintable(QString::number(left)));
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"CancelSeries"_s, {mine.first().job}}).error, QString());
    QTRY_COMPARE(open(m_may->jobs()), 0);
}

/// A copy leaves processors and disks to whoever else wants them.
void TestSeries::copiesStepBack()
{
    auto held = holdCopies();
    const End begun = m_may->begin(cloneCall(u"n0"_s, {}));
    held->awaitReached();
    const auto niceness = [](pid_t pid) {
        const QString stat = bed::readFile(u"/proc/%1/stat"_s.arg(pid));
        return stat.mid(stat.lastIndexOf(u')') + 2).split(u' ').value(16).toInt(); // proc(5), field 19
    };
    QVERIFY(niceness(workerOf(begun.job)) > niceness(bed::helperPid()));
    held.reset();
    QCOMPARE(m_may->await(begun).error, QString());
}

QTEST_GUILESS_MAIN(TestSeries)
#include "tst_series.moc"
