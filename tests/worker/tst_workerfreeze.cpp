// SPDX-License-Identifier: GPL-2.0-or-later
// Freezing a container whose processes begin others all the time: the kernel may not come to an end with
// that.

#include "lxctest.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace lxctest;
using namespace std::chrono_literals;

namespace {

/// Whether lxc-freeze comes to an end; it would wait for ever. The container runs on afterwards.
bool toolFreezes()
{
    const bool ended = runTool(u"timeout"_s, {u"3"_s, u"lxc-freeze"_s, u"-n"_s, u"web"_s}) == 0;
    runTool(u"lxc-unfreeze"_s, {u"-n"_s, u"web"_s});
    return ended;
}

} // namespace

class TestWorkerFreeze : public LxcTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void amongForks();
};

void TestWorkerFreeze::initTestCase()
{
    if (!qEnvironmentVariableIsSet("BOXYARD_BED"))
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    QCOMPARE(runTool(u"lxc-create"_s, {u"-n"_s, u"web"_s, u"-t"_s, u"busybox"_s}), 0);
    QVERIFY(QFile::copy(QStringLiteral(VFORKER), Location + u"/web/rootfs/bin/vforker"_s));
}

void TestWorkerFreeze::cleanupTestCase()
{
    runTool(u"lxc-destroy"_s, {u"-f"_s, u"-n"_s, u"web"_s});
}

void TestWorkerFreeze::amongForks()
{
    QVERIFY(m_worker.run(plainRequest(u"start"_s, u"web"_s)).ok());
    QProcess forks;
    forks.start(
        u"lxc-attach"_s,
        {u"-n"_s, u"web"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, u"vforker & vforker & vforker & vforker"_s});
    QVERIFY(forks.waitForStarted());
    QTRY_VERIFY(runTool(u"pgrep"_s, {u"-x"_s, u"vforker"_s}) == 0);
    int stuck = 0;
    for (int round = 0; round < 6; ++round) {
        stuck += toolFreezes() ? 0 : 1;
        const auto frozen = m_worker.run(plainRequest(u"freeze"_s, u"web"_s));
        QVERIFY2(frozen.ok(), frozen.text());
        QCOMPARE(stateOf(u"web"_s), u"FROZEN"_s);
        const auto goesOn = m_worker.run(plainRequest(u"unfreeze"_s, u"web"_s));
        QVERIFY2(goesOn.ok(), goesOn.text());
        QCOMPARE(stateOf(u"web"_s), u"RUNNING"_s);
    }
    qInfo("lxc-freeze did not come to an end %d times of 6", stuck);
    forks.kill();
    forks.waitForFinished();
}

QTEST_GUILESS_MAIN(TestWorkerFreeze)
#include "tst_workerfreeze.moc"
