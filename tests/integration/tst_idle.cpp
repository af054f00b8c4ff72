// SPDX-License-Identifier: GPL-2.0-or-later
// The helper leaves when nobody needs it, stays while somebody does, and loses no call that meets its
// leaving; two never work.

#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"

#include <QDBusPendingCall>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;
using bed::Call;

namespace {

constexpr auto Idle = 1s; ///< as configured here
constexpr int Rounds = 40;
constexpr int CallsARound = 10;

/// A call, and the only errors that are the helper's own answer to it.
struct Racer {
    Call call;
    QStringList answers;
};

QList<Racer> racers()
{
    return {
        {{u"Jobs"_s, u"List"_s, {false}}, {u"NotSubscribed"_s}},
        {{u"Containers"_s, u"Start"_s, {Location, u"nobody"_s}}, {u"NotFound"_s}},
        {{u"Host"_s, u"Unsubscribe"_s, {}}, {QString()}},
        {{u"Containers"_s, u"Create"_s, {Location, u"a/b"_s, u"busybox"_s, QVariantMap()}},
         {u"InvalidName"_s}},
        // As far as polkit, with the answer after it.
        {{u"Jobs"_s, u"Cancel"_s, {quint64{1'000'000}}}, {u"NotFound"_s}},
    };
}

} // namespace

class TestIdle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void leavesWhenIdle();
    void staysWithASubscriber();
    void staysWithAJob();
    void staysWithATerminal();
    void callsThatMeetItsLeaving();
    void changesThatMeetItsLeaving();
    void aSecondOneWaitsAndTakesOver();
    void aSecondOneGivesUp();
};

void TestIdle::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    configureHelper(u"[helper]\nidle-seconds = 1\n[quotas]\ncalls = 1000\n"_s);
}

void TestIdle::cleanup()
{
    if (bed::isBed())
        bed::removeContainers();
}

void TestIdle::leavesWhenIdle()
{
    bed::Client may(bed::user(u"may"_s));
    QCOMPARE(may.subscribe().error, QString());
    const pid_t helper = bed::helperPid();
    QVERIFY(helper != 0);
    QCOMPARE(may.call({u"Host"_s, u"Unsubscribe"_s, {}}).error, QString());
    QTRY_VERIFY(!isRunning(helper));
    QCOMPARE(bed::helperPid(), 0);
    QCOMPARE(processesWith("boxyard-helper"), QList<pid_t>());
}

void TestIdle::staysWithASubscriber()
{
    auto may = std::make_unique<bed::Client>(bed::user(u"may"_s));
    QCOMPARE(may->subscribe().error, QString());
    const pid_t helper = bed::helperPid();
    bed::letPass(Idle * 3);
    QCOMPARE(bed::helperPid(), helper);
    may.reset(); // leaves without a word
    QTRY_VERIFY(!isRunning(helper));
}

void TestIdle::staysWithAJob()
{
    const Gate gate;
    bed::Client may(bed::user(u"may"_s));
    QCOMPARE(
        may.call({u"Containers"_s, u"Create"_s, {Location, u"web"_s, Gate::Template, QVariantMap()}}).error,
        QString());
    Gate::awaitReached();
    const pid_t helper = bed::helperPid();
    bed::letPass(Idle * 3);
    QCOMPARE(bed::helperPid(), helper);
    QVERIFY(isRunning(helper));
    Gate::open();
    QTRY_VERIFY(!isRunning(helper));
    QCOMPARE(bed::lxcNames(), QStringList{u"web"_s});
}

void TestIdle::staysWithATerminal()
{
    auto may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(may->create(u"web"_s).error, QString());
    QCOMPARE(may->start(u"web"_s).error, QString());
    const int pty = may->openShell(u"web"_s);
    QVERIFY(pty >= 0);
    const pid_t helper = bed::helperPid();
    may.reset();
    bed::letPass(Idle * 3);
    QCOMPARE(bed::helperPid(), helper);
    type(pty, "echo st''ill\n");
    QVERIFY(readUntil(pty, "still").contains("still"));
    close(pty);
    QTRY_VERIFY(!isRunning(helper));
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestIdle::callsThatMeetItsLeaving()
{
    const bed::Client may(bed::user(u"may"_s));
    const QList<Racer> kinds = racers();
    QSet<pid_t> helpers;
    int answered = 0;
    for (int round = 0; round < Rounds; ++round) {
        // From a little before it leaves to a little after it has left.
        bed::letPass(std::chrono::duration_cast<std::chrono::milliseconds>(Idle - 30ms + someTime(350ms)));
        QList<QDBusPendingCall> pending;
        for (int number = 0; number < CallsARound; ++number) {
            pending.append(may.bus().asyncCall(bed::messageOf(kinds.at(number % kinds.size()).call), 30'000));
            usleep(static_cast<useconds_t>(someTime(8ms).count()));
        }
        for (int number = 0; number < CallsARound; ++number) {
            pending[number].waitForFinished();
            const bed::Reply reply = bed::replyOf(pending[number].reply());
            QVERIFY2(kinds.at(number % kinds.size()).answers.contains(reply.error),
                     qPrintable(u"round %1, call %2: %3: %4"_s.arg(round).arg(number).arg(reply.error,
                                                                                          reply.message)));
            ++answered;
        }
        helpers.insert(bed::helperPid());
    }
    QCOMPARE(answered, Rounds * CallsARound);
    QVERIFY2(helpers.size() > 2, "no call ever met a helper that left");
}

void TestIdle::changesThatMeetItsLeaving()
{
    // Each is done exactly once.
    const bed::Client may(bed::user(u"may"_s));
    QStringList wanted;
    for (int round = 0; round < 12; ++round) {
        bed::letPass(std::chrono::duration_cast<std::chrono::milliseconds>(Idle - 30ms + someTime(350ms)));
        const QString name = u"web%1"_s.arg(10 + round);
        QDBusPendingCall pending = may.bus().asyncCall(
            bed::messageOf({u"Containers"_s, u"Create"_s, {Location, name, u"busybox"_s, QVariantMap()}}),
            30'000);
        pending.waitForFinished();
        const bed::Reply reply = bed::replyOf(pending.reply());
        QVERIFY2(reply.error.isEmpty(), qPrintable(reply.error + u": "_s + reply.message));
        QVERIFY(reply.values.constFirst().toULongLong() != 0);
        wanted.append(name);
        QTRY_COMPARE(bed::lxcNames(), wanted);
    }
    QTRY_COMPARE(bed::helperPid(), 0);
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(intents(), QStringList());
}

void TestIdle::aSecondOneWaitsAndTakesOver()
{
    auto may = std::make_unique<Operator>(u"may"_s);
    const pid_t first = bed::helperPid();
    const Gate gate;
    const End begun =
        may->begin({u"Containers"_s, u"Create"_s, {Location, u"web"_s, Gate::Template, QVariantMap()}});
    QCOMPARE(begun.error, QString());
    Gate::awaitReached();

    const QList<pid_t> workers = workersAtWork();
    QProcess second;
    second.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    second.start(helperProgram(), QStringList());
    QVERIFY(second.waitForStarted());
    bed::letPass(2s);
    QCOMPARE(second.state(), QProcess::Running);
    QCOMPARE(bed::helperPid(), first);
    QCOMPARE(workersAtWork(), workers); // those of the job: it has started none
    sendSignal(first, SIGKILL);
    QTRY_COMPARE(bed::helperPid(), static_cast<pid_t>(second.processId()));
    QCOMPARE(may->client().subscribe().error, QString());
    Gate::open();
    QCOMPARE(may->await(begun).error, QString());
    QCOMPARE(bed::helperPid(), static_cast<pid_t>(second.processId()));
    QCOMPARE(bed::lxcNames(), QStringList{u"web"_s});
    may.reset();
    QVERIFY(second.waitForFinished(20'000));
    QCOMPARE(second.exitCode(), 0);
}

void TestIdle::aSecondOneGivesUp()
{
    Operator may(u"may"_s);
    const pid_t first = bed::helperPid();
    QProcess second;
    second.start(helperProgram(), QStringList());
    QVERIFY(second.waitForStarted());
    QVERIFY(second.waitForFinished(40'000));
    QCOMPARE(second.exitStatus(), QProcess::NormalExit);
    QCOMPARE(second.exitCode(), 0);
    QCOMPARE(bed::helperPid(), first);
    QCOMPARE(may.list().size(), 0);
}

QTEST_GUILESS_MAIN(TestIdle)
#include "tst_idle.moc"
