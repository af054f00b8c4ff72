// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/watch/initprocess.h"

#include <QDateTime>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(boxyard::FreezerState)

class TestInitProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start();
    void mounts_data();
    void mounts();
    void freezer_data();
    void freezer();
    void ownFreezer();
    void read_data();
    void read();
};

void TestInitProcess::start()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const pid_t child = ::fork();
    if (child == 0) {
        ::pause();
        ::_exit(0);
    }
    QVERIFY(child > 0);
    const qint64 began = processStart(static_cast<uint>(child));
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    // The kernel rounds: the time of boot to a second, the start to a tick.
    QVERIFY2(began >= before - 1100 && began <= after + 1100,
             qPrintable(u"%1 %2 %3"_s.arg(before).arg(began).arg(after)));
    QCOMPARE(processStart(static_cast<uint>(child)), qint64(0));
}

void TestInitProcess::mounts_data()
{
    QTest::addColumn<QByteArray>("mountinfo");
    QTest::addColumn<QByteArray>("found"); ///< kind|controllers|root|mount point, one a line
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("v2") << QByteArray("30 25 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n")
                        << QByteArray("2|rw|/|/sys/fs/cgroup\n");
    QTest::newRow("v1 and others") << QByteArray(
        "21 25 0:5 / /proc rw - proc proc rw\n"
        "41 30 0:33 / /sys/fs/cgroup/freezer rw,relatime shared:9 - cgroup cgroup rw,freezer\n")
                                   << QByteArray("1|rw,freezer|/|/sys/fs/cgroup/freezer\n");
    QTest::newRow("a space and a root of its own")
        << QByteArray("41 30 0:33 /a\\040b /mnt/a\\134b rw master:1 shared:9 - cgroup2 none rw\n")
        << QByteArray("2|rw|/a b|/mnt/a\\b\n");
    QTest::newRow("cut off") << QByteArray("30 25 0:26 / /sys/fs/cgroup rw - cgroup2") << QByteArray();
    QTest::newRow("no separator") << QByteArray("30 25 0:26 / /sys/fs/cgroup rw cgroup2 cgroup2 rw\n")
                                  << QByteArray();
}

void TestInitProcess::mounts()
{
    QFETCH(const QByteArray, mountinfo);
    QFETCH(const QByteArray, found);
    QByteArray text;
    for (const auto &mount : parseCgroupMounts(mountinfo))
        text += QByteArray(mount.unified ? "2" : "1") + '|' + mount.controllers + '|' + mount.root + '|'
            + mount.mountPoint + '\n';
    QCOMPARE(text, found);
}

void TestInitProcess::freezer_data()
{
    QTest::addColumn<QByteArray>("cgroups");
    QTest::addColumn<bool>("hybrid");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<bool>("unified");

    QTest::newRow("v2") << QByteArray("0::/lxc.payload.web\n") << false
                        << QByteArray("/u/lxc.payload.web/cgroup.events") << true;
    QTest::newRow("v2, systemd inside") << QByteArray("0::/lxc.payload.web/init.scope\n") << false
                                        << QByteArray("/u/lxc.payload.web/cgroup.events") << true;
    QTest::newRow("after a crash") << QByteArray("0::/lxc.payload.web-1/system.slice/x\n") << false
                                   << QByteArray("/u/lxc.payload.web-1/cgroup.events") << true;
    QTest::newRow("a user's") << QByteArray("0::/user.slice/user-1000.slice/lxc.scope/lxc.payload.web/a/b\n")
                              << false
                              << QByteArray(
                                     "/u/user.slice/user-1000.slice/lxc.scope/lxc.payload.web/cgroup.events")
                              << true;
    QTest::newRow("a container in a container")
        << QByteArray("0::/lxc.payload.outer/lxc.payload.inner/init.scope\n") << false
        << QByteArray("/u/lxc.payload.outer/lxc.payload.inner/cgroup.events") << true;
    QTest::newRow("lxc.cgroup.dir") << QByteArray("0::/mine/web/init.scope\n") << false
                                    << QByteArray("/u/mine/web/cgroup.events") << true;
    QTest::newRow("a colon in the name") << QByteArray("0::/lxc.payload.a:b/init.scope\n") << false
                                         << QByteArray("/u/lxc.payload.a:b/cgroup.events") << true;
    QTest::newRow("v1 first") << QByteArray(
        "7:pids:/lxc.payload.web\n6:freezer:/lxc.payload.web/x\n0::/lxc.payload.web\n")
                              << true << QByteArray("/f/lxc.payload.web/freezer.state") << false;
    QTest::newRow("v1 with others") << QByteArray("6:cpu,freezer:/lxc.payload.web\n") << true
                                    << QByteArray("/f/lxc.payload.web/freezer.state") << false;
    QTest::newRow("v1 without the freezer") << QByteArray("7:pids:/lxc.payload.web\n0::/lxc.payload.web\n")
                                            << true << QByteArray("/u/lxc.payload.web/cgroup.events") << true;
    QTest::newRow("nothing") << QByteArray() << true << QByteArray() << false;
    QTest::newRow("no path") << QByteArray("0:\n:\n::\n") << true << QByteArray() << false;
}

void TestInitProcess::freezer()
{
    QFETCH(const QByteArray, cgroups);
    QFETCH(const bool, hybrid);
    QFETCH(const QByteArray, file);
    QFETCH(const bool, unified);
    CgroupMounts mounts{{true, "rw", "/", "/u"}};
    if (hybrid)
        mounts.push_back({false, "rw,cpu,freezer", "/", "/f"});
    const Freezer found = freezerOf(cgroups, mounts);
    QCOMPARE(found.file, file);
    QCOMPARE(found.unified, unified);
}

void TestInitProcess::ownFreezer()
{
    const auto mounts = cgroupMounts();
    if (mounts.empty())
        QSKIP("no cgroup hierarchy is mounted here");
    const Freezer root = freezerOf(QByteArray("0::/a/b\n"), {{true, "rw", "/a", "/u"}});
    QCOMPARE(root.file, QByteArray("/u/b/cgroup.events"));
    // This process is not frozen, wherever it lives; the root cgroup has no such file.
    const auto state = readFreezer(freezerOf(static_cast<uint>(::getpid()), mounts));
    QVERIFY(state == FreezerState::Thawed || state == FreezerState::Unreadable);
}

void TestInitProcess::read_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("unified");
    QTest::addColumn<FreezerState>("state");
    QTest::newRow("v1 thawed") << QByteArray("THAWED\n") << false << FreezerState::Thawed;
    QTest::newRow("v1 freezing") << QByteArray("FREEZING\n") << false << FreezerState::Freezing;
    QTest::newRow("v1 frozen") << QByteArray("FROZEN\n") << false << FreezerState::Frozen;
    QTest::newRow("v1 empty") << QByteArray() << false << FreezerState::Unreadable;
    QTest::newRow("v2 thawed") << QByteArray("populated 1\nfrozen 0\n") << true << FreezerState::Thawed;
    QTest::newRow("v2 frozen") << QByteArray("populated 1\nfrozen 1\n") << true << FreezerState::Frozen;
    QTest::newRow("v2 without it") << QByteArray("populated 1\n") << true << FreezerState::Unreadable;
}

void TestInitProcess::read()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, unified);
    QFETCH(const FreezerState, state);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"state"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    QCOMPARE(readFreezer({QFile::encodeName(file.fileName()), unified}), state);
    QVERIFY(file.remove());
    QCOMPARE(readFreezer({QFile::encodeName(file.fileName()), unified}), FreezerState::Unreadable);
}

QTEST_GUILESS_MAIN(TestInitProcess)

#include "tst_initprocess.moc"
