// SPDX-License-Identifier: GPL-2.0-or-later
// `boxyard-helper --recover` where it is not alone: what a worker still does is left to it, a helper that
// runs is waited for, and whoever ends it does not wait. What it takes back: tst_faults, takenBackAtBoot.

#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"

#include <QProcess>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestBootRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void whatIsStillDoneIsLeftAlone();
    void endsAtASignal();

private:
    std::unique_ptr<Operator> m_may;
};

void TestBootRecovery::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestBootRecovery::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
}

void TestBootRecovery::cleanup()
{
    Gate::open();
    m_may.reset();
    bed::removeContainers();
}

void TestBootRecovery::whatIsStillDoneIsLeftAlone()
{
    const Gate gate;
    const End begun =
        m_may->begin({u"Containers"_s, u"Create"_s, {Location, u"fresh"_s, Gate::Template, QVariantMap()}});
    QCOMPARE(begun.error, QString());
    Gate::awaitReached();
    const pid_t worker = awaitWorker(begun.job);
    bed::killHelper();

    const QStringList before = leftovers() + intents();
    QVERIFY(!before.isEmpty());
    QCOMPARE(QProcess::execute(helperProgram(), {u"--recover"_s}), 1);
    QVERIFY(isRunning(worker));
    QCOMPARE(leftovers() + intents(), before);

    // The next helper takes it over, as if nobody had asked.
    QCOMPARE(m_may->client().subscribe().error, QString());
    Gate::open();
    QCOMPARE(m_may->await(begun), (End{{}, {}, {}, begun.job}));
    QCOMPARE(bed::lxcNames(), QStringList{u"fresh"_s});
}

void TestBootRecovery::endsAtASignal()
{
    // A helper runs: it waits for that one.
    const pid_t helper = bed::helperPid();
    QVERIFY(helper != 0);
    QProcess recovery;
    recovery.setProgram(helperProgram());
    recovery.setArguments({u"--recover"_s});
    recovery.start();
    QVERIFY(recovery.waitForStarted(-1));
    // Its signals are blocked from its first line on: before that, one would simply end it.
    const auto pid = static_cast<pid_t>(recovery.processId());
    QTRY_VERIFY(bed::readFile(u"/proc/%1/cmdline"_s.arg(pid)).contains(u"--recover"_s)
                && bed::readFile(u"/proc/%1/status"_s.arg(pid)).contains(u"SigBlk:\t0000000000004002"_s));
    sendSignal(pid, SIGTERM);
    QVERIFY(recovery.waitForFinished(static_cast<int>(test::Patience.count())));
    QCOMPARE(recovery.exitStatus(), QProcess::NormalExit);
    QCOMPARE(recovery.exitCode(), 1);
    QCOMPARE(bed::helperPid(), helper);
    QCOMPARE(m_may->list().size(), 0);
}

QTEST_GUILESS_MAIN(TestBootRecovery)
#include "tst_bootrecovery.moc"
