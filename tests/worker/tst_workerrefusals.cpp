// SPDX-License-Identifier: GPL-2.0-or-later
#include "lxctest.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>
#include <QThread>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace lxctest;

/// What of real containers can not be created or started, and leaves nothing behind; in the test bed.
class TestWorkerRefusals : public LxcTest
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { check(); }

    void cleanup() { removeAll(); }

    void startRefused_data();
    void startRefused();
    void templateFails();
    void cancelTemplate();
    void createRefused();
    void locationClosed();
};

void TestWorkerRefusals::startRefused_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("detail");
    QTest::newRow("no rootfs") << QByteArray("/web/rootfs") << QByteArray("/web/gone") << u"RootfsMissing"_s
                               << u"/var/lib/lxc/web/gone"_s;
    QTest::newRow("none named") << QByteArray("lxc.rootfs.path") << QByteArray("#") << u"RootfsMissing"_s
                                << u"lxc.rootfs.path"_s;
    QTest::newRow("no bridge") << QByteArray("lxcbr0") << QByteArray("nobr0") << u"StartFailed"_s
                               << u"nobr0"_s;
    QTest::newRow("a broken key") << QByteArray("lxc.tty.max = ") << QByteArray("lxc.tty.max = x")
                                  << u"BrokenConfig"_s << QString();
}

void TestWorkerRefusals::startRefused()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, error);
    QFETCH(QString, detail);
    make(u"web"_s, false);
    const QByteArray config = readTestFile(Location + u"/web/config"_s);
    QVERIFY(config.contains(from));
    writeTestFile(Location + u"/web/config"_s, QByteArray(config).replace(from, to));
    const auto outcome = m_worker.run(plainRequest(u"start"_s, u"web"_s));
    QCOMPARE(outcome.error, error);
    QCOMPARE(outcome.object, u"web"_s);
    QVERIFY2(outcome.detail.contains(detail) && !outcome.detail.isEmpty(), outcome.text());
    if (error == u"StartFailed"_s)
        QVERIFY2(!outcome.log().isEmpty(), outcome.text());
    writeTestFile(Location + u"/web/config"_s, config);
}

void TestWorkerRefusals::templateFails()
{
    writeTestFile(u"/usr/share/lxc/templates/lxc-failing"_s,
                  "#!/bin/sh\necho working\nfor a; do case $a in --path=*) p=${a#*=};; esac; done\n"
                  "mkdir $p/rootfs/half\necho 'out of luck' >&2\nexit 1\n");
    chmod("/usr/share/lxc/templates/lxc-failing", 0755);
    for (const bool privileged : {true, false}) {
        const auto outcome = m_worker.run(createRequest(u"web"_s, privileged, u"failing"_s));
        QCOMPARE(outcome.error, u"TemplateFailed"_s);
        QCOMPARE(outcome.object, u"failing"_s);
        QCOMPARE(outcome.detail, u"out of luck"_s);
        QVERIFY(outcome.log().contains(u"working"_s));
        QCOMPARE(entries(Location), QStringList());
    }
    QFile::remove(u"/usr/share/lxc/templates/lxc-failing"_s);
}

/// What a template started is dead with it, even what has left its process group; LXC's tools never list what
/// is being made.
void TestWorkerRefusals::cancelTemplate()
{
    writeTestFile(u"/usr/share/lxc/templates/lxc-endless"_s,
                  "#!/bin/sh\nsetsid sleep 98765 &\necho running\nsleep 98765\n");
    chmod("/usr/share/lxc/templates/lxc-endless", 0755);
    for (const int signal : {SIGTERM, SIGKILL}) {
        const QJsonObject request = m_worker.completed(createRequest(u"web"_s, false, u"endless"_s));
        auto running = m_worker.start(request);
        QTRY_VERIFY(running.soFar().log().contains(u"running"_s));
        QCOMPARE(entries(Location), QStringList{u".boxyard-%1"_s.arg(request.value("id"_L1).toInteger())});
        QByteArray listed;
        QCOMPARE(runTool(u"lxc-ls"_s, {}, &listed), 0);
        QCOMPARE(listed.trimmed(), QByteArray());
        running.signal(signal);
        const auto outcome = running.wait();
        QTRY_COMPARE(runTool(u"pgrep"_s, {u"-f"_s, u"sleep 98765"_s}), 1);
        if (signal == SIGKILL) {
            QVERIFY(outcome.crashed);
            QVERIFY(m_worker.recover(request).ok());
        } else {
            QCOMPARE(outcome.error, u"Cancelled"_s);
        }
        QCOMPARE(entries(Location), QStringList());
    }
    QFile::remove(u"/usr/share/lxc/templates/lxc-endless"_s);
}

void TestWorkerRefusals::createRefused()
{
    QCOMPARE(m_worker.run(createRequest(u"web"_s, true, u"nonsense"_s)).error, u"NotFound"_s);
    const auto debian = m_worker.run(createRequest(u"web"_s, false, u"debian"_s));
    QCOMPARE(debian.error, u"Unsupported"_s);
    QCOMPARE(debian.object, u"debian"_s);
    QJsonObject request = createRequest(u"web"_s, false);
    request.insert(u"options"_s, QJsonObject{{u"busybox-path"_s, u"/bin/sh"_s}});
    QCOMPARE(m_worker.run(request).error, u"InvalidArgument"_s);
    request = createRequest(u"web"_s, false);
    request.insert(u"location"_s, u"/var/lib/nothing"_s);
    QCOMPARE(m_worker.run(request).error, u"LocationMissing"_s);
    const QByteArray subuid = readTestFile(u"/etc/subuid"_s);
    writeTestFile(u"/etc/subuid"_s, "somebody:100000:65536\n");
    const auto unmapped = m_worker.run(createRequest(u"web"_s, false));
    writeTestFile(u"/etc/subuid"_s, subuid);
    QCOMPARE(unmapped.error, u"Unsupported"_s);
    QVERIFY2(unmapped.detail.contains(u"/etc/subuid"_s), unmapped.text());
    QCOMPARE(entries(Location), QStringList());
}

/// A container path that mapped users can't enter is told, not opened.
void TestWorkerRefusals::locationClosed()
{
    struct stat before = {};
    QCOMPARE(stat("/var/lib/lxc", &before), 0);
    chmod("/var/lib/lxc", 0700);
    const auto unprivileged = m_worker.run(createRequest(u"web"_s, false));
    struct stat after = {};
    stat("/var/lib/lxc", &after);
    chmod("/var/lib/lxc", before.st_mode & 07777);
    QCOMPARE(unprivileged.error, u"Unsupported"_s);
    QVERIFY2(unprivileged.detail.contains(u"/var/lib/lxc"_s), unprivileged.text());
    QCOMPARE(after.st_mode & 07777, mode_t(0700));
    QCOMPARE(entries(Location), QStringList());
}

QTEST_GUILESS_MAIN(TestWorkerRefusals)
#include "tst_workerrefusals.moc"
