// SPDX-License-Identifier: GPL-2.0-or-later
// Freezing a container whose processes begin others all the time: the kernel may not come to an end with
// that.

#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString Location = u"/var/lib/lxc"_s;

QJsonObject plainRequest(const QString &verb)
{
    return WorkerRunner::request(verb, Location, u"web"_s, {{u"expect"_s, QString()}});
}

/// What LXC's own tool says.
QString state()
{
    QByteArray out;
    runTool(u"lxc-info"_s, {u"-n"_s, u"web"_s, u"-s"_s, u"-H"_s}, &out);
    return QString::fromUtf8(out).trimmed();
}

/// Whether lxc-freeze comes to an end; it would wait for ever. The container runs on afterwards.
bool toolFreezes()
{
    const bool ended = runTool(u"timeout"_s, {u"3"_s, u"lxc-freeze"_s, u"-n"_s, u"web"_s}) == 0;
    runTool(u"lxc-unfreeze"_s, {u"-n"_s, u"web"_s});
    return ended;
}

} // namespace

class TestWorkerFreeze : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void amongForks();

private:
    WorkerRunner m_worker;
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
    QVERIFY(m_worker.run(plainRequest(u"start"_s)).ok());
    QProcess forks;
    forks.start(
        u"lxc-attach"_s,
        {u"-n"_s, u"web"_s, u"--"_s, u"/bin/sh"_s, u"-c"_s, u"vforker & vforker & vforker & vforker"_s});
    QVERIFY(forks.waitForStarted());
    QTRY_VERIFY(runTool(u"pgrep"_s, {u"-x"_s, u"vforker"_s}) == 0);
    int stuck = 0;
    for (int round = 0; round < 6; ++round) {
        stuck += toolFreezes() ? 0 : 1;
        const auto frozen = m_worker.run(plainRequest(u"freeze"_s));
        QVERIFY2(frozen.ok(), frozen.text());
        QCOMPARE(state(), u"FROZEN"_s);
        const auto goesOn = m_worker.run(plainRequest(u"unfreeze"_s));
        QVERIFY2(goesOn.ok(), goesOn.text());
        QCOMPARE(state(), u"RUNNING"_s);
    }
    qInfo("lxc-freeze did not come to an end %d times of 6", stuck);
    forks.kill();
    forks.waitForFinished();
}

QTEST_GUILESS_MAIN(TestWorkerFreeze)
#include "tst_workerfreeze.moc"
