// SPDX-License-Identifier: GPL-2.0-or-later
// The test bed is what its tests believe it to be.

#include "agent.h"
#include "bed.h"
#include "client.h"
#include "services.h"

#include <QDBusReply>
#include <QFile>
#include <QTest>

#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard::bed;

class TestBed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void theStoreIsWhatWasAskedFor();
    void containersStart_data();
    void containersStart();
    void aClientHasItsUsersUid();
    void rulesAreInForce();
    void polkitStopsAndGoesOn();
    void polkitGoesAndComesBack();
    void theBusRestarts();
    void canariesSeeEveryTouch();
};

void TestBed::initTestCase()
{
    if (!isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestBed::cleanup()
{
    removeContainers();
}

void TestBed::theStoreIsWhatWasAskedFor()
{
    const QMap<QString, long> magic = {
        {u"ext4"_s, EXT4_SUPER_MAGIC}, {u"xfs"_s, XFS_SUPER_MAGIC}, {u"btrfs"_s, BTRFS_SUPER_MAGIC}};
    const QString store = qEnvironmentVariable("BOXYARD_BED_STORE");
    if (store == "dir"_L1)
        QSKIP("the machine's own file system");
    struct statfs found = {};
    QCOMPARE(statfs("/var/lib/lxc", &found), 0);
    QCOMPARE(found.f_type, magic.value(store));
}

void TestBed::containersStart_data()
{
    QTest::addColumn<bool>("privileged");
    QTest::newRow("privileged") << true;
    QTest::newRow("with an id map") << false;
}

void TestBed::containersStart()
{
    QFETCH(bool, privileged);
    makeContainer(u"web"_s, {}, privileged);
    QCOMPARE(lxcNames(), QStringList{u"web"_s});
    QCOMPARE(lxcState(u"web"_s), u"STOPPED"_s);
    mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QCOMPARE(lxcState(u"web"_s), u"RUNNING"_s);
    removeContainers();
    QCOMPARE(lxcNames(), QStringList());
}

void TestBed::aClientHasItsUsersUid()
{
    const User may = user(u"may"_s);
    Client client(may);
    Client root(user(u"root"_s));
    const auto ask = [](const Client &who, const QString &name) {
        auto call = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/"_s,
                                                   u"org.freedesktop.DBus"_s, u"GetConnectionUnixUser"_s);
        call << name;
        return QDBusReply<uint>(who.bus().call(call)).value();
    };
    QCOMPARE(ask(client, client.bus().baseService()), may.uid);
    QCOMPARE(ask(client, root.bus().baseService()), 0U);
    QCOMPARE(geteuid(), 0U);
    ClientProcess process(may);
    QVERIFY(process.pid() > 0);
    QVERIFY(
        readFile(u"/proc/%1/status"_s.arg(process.pid())).contains(u"Uid:\t%1\t%1\t%1\t%1"_s.arg(may.uid)));
}

void TestBed::rulesAreInForce()
{
    // pkcheck's exit codes: 0 authorized, 1 not authorized, 2 needs a password.
    const auto check = [](const QString &name) {
        const User who = user(name);
        return run(u"setpriv"_s,
                   {u"--reuid=%1"_s.arg(who.uid), u"--regid=%1"_s.arg(who.gid), u"--clear-groups"_s, u"sh"_s,
                    u"-c"_s, u"pkcheck --action-id org.freedesktop.policykit.exec --process $$"_s})
            .code;
    };
    QCOMPARE(check(u"norule"_s), 2);
    {
        Rules rules;
        rules.set(u"norule"_s, u"org.freedesktop.policykit.exec"_s, Verdict::Yes);
        QCOMPARE(check(u"norule"_s), 0);
        QCOMPARE(check(u"deny"_s), 2);
        rules.set(u"norule"_s, u"org.freedesktop.policykit.exec"_s, Verdict::No);
        QCOMPARE(check(u"norule"_s), 1);
        rules.clear();
        QCOMPARE(check(u"norule"_s), 2);
        rules.set(u"norule"_s, u"org.freedesktop.policykit.exec"_s, Verdict::Yes);
        QCOMPARE(check(u"norule"_s), 0);
    }
    QCOMPARE(check(u"norule"_s), 2);
}

void TestBed::polkitStopsAndGoesOn()
{
    const pid_t pid = polkitPid();
    const QString stat = u"/proc/%1/stat"_s.arg(pid);
    {
        PolkitStopped stopped;
        QTRY_VERIFY(readFile(stat).contains(u") T "_s));
    }
    QTRY_VERIFY(!readFile(stat).contains(u") T "_s));
    QCOMPARE(polkitPid(), pid);
}

void TestBed::polkitGoesAndComesBack()
{
    const pid_t pid = polkitPid();
    {
        PolkitGone gone;
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, polkitPid());
    }
    QVERIFY(polkitPid() != pid);
}

void TestBed::theBusRestarts()
{
    {
        Client before(user(u"may"_s));
        stopBus();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, Client(user(u"may"_s)));
        startBus();
    }
    Client after(user(u"may"_s));
    QVERIFY(after.bus().isConnected());
    QVERIFY(polkitPid() > 0);
}

void TestBed::canariesSeeEveryTouch()
{
    const QString folder = u"/root/canaries"_s;
    mustRun(u"mkdir"_s, {folder});
    for (const auto *name : {"a", "b", "c", "d"})
        writeFile(folder + u'/' + QString::fromLatin1(name), u"quiet"_s);
    const Canaries canaries({folder});
    QCOMPARE(canaries.touched(), QStringList());
    writeFile(folder + u"/a"_s, u"loud!"_s);
    QFile::remove(folder + u"/b"_s);
    writeFile(folder + u"/new"_s, {});
    mustRun(u"chmod"_s, {u"600"_s, folder + u"/c"_s});
    auto touched = canaries.touched();
    touched.sort();
    QCOMPARE(touched,
             QStringList({folder + u"/a"_s, folder + u"/b"_s, folder + u"/c"_s, folder + u"/new"_s}));
    mustRun(u"rm"_s, {u"-r"_s, folder});
}

QTEST_GUILESS_MAIN(TestBed)
#include "tst_bed.moc"
