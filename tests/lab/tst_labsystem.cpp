// SPDX-License-Identifier: GPL-2.0-or-later
// The installed helper under systemd: who starts it, when it leaves, and what goes on when it is restarted,
// killed, upgraded or removed.

#include "machine.h"
#include "tests/bed/services.h"
#include "tests/integration/operator.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using namespace boxyard::lab;

namespace {

/// Which runs of these are under way: the machine's services that Boxyard's packages must leave alone.
QString othersRuns()
{
    return systemctl({u"show"_s, u"--value"_s, u"--property=InvocationID"_s, u"dbus.service"_s,
                      u"polkit.service"_s, u"lxc.service"_s, u"lxc-net.service"_s});
}

} // namespace

class TestLabSystem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void theBusActivatesTheUnit();
    void itLeavesWhenIdleAndComesBack();
    void nothingIsEnabled();
    void theUnitIsSound();
    void containersOutlive_data();
    void containersOutlive();
};

void TestLabSystem::initTestCase()
{
    if (!isLab())
        QSKIP("runs in the lab only: ./dev lab");
    bed::makeContainer(u"web"_s, {}, false);
    bed::makeContainer(u"ours"_s, {}, false);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
}

void TestLabSystem::cleanupTestCase()
{
    if (!isLab())
        return;
    bed::run(u"rm"_s, {u"-rf"_s, u"/etc/boxyard"_s});
    bed::removeContainers();
}

void TestLabSystem::init()
{
    QFile::remove(u"/etc/boxyard/helper.conf"_s);
    stopHelper();
}

void TestLabSystem::theBusActivatesTheUnit()
{
    QCOMPARE(unitProperty(HelperUnit, u"ActiveState"_s), u"inactive"_s);
    Operator may(u"may"_s);
    QCOMPARE(may.find(u"web"_s).state, ContainerState::Running);
    QCOMPARE(unitProperty(HelperUnit, u"ActiveState"_s), u"active"_s);
    QVERIFY(mainPid(HelperUnit) > 0);
    QCOMPARE(mainPid(HelperUnit), bed::helperPid());
}

void TestLabSystem::itLeavesWhenIdleAndComesBack()
{
    QVERIFY(QDir().mkpath(u"/etc/boxyard"_s));
    bed::writeFile(u"/etc/boxyard/helper.conf"_s, u"[helper]\nidle-seconds = 2\n"_s);
    pid_t first = 0;
    {
        Operator may(u"may"_s);
        first = mainPid(HelperUnit);
        QVERIFY(first > 0);
    }
    QTRY_COMPARE(unitProperty(HelperUnit, u"ActiveState"_s), u"inactive"_s);
    QCOMPARE(unitProperty(HelperUnit, u"Result"_s), u"success"_s);
    Operator may(u"may"_s);
    QCOMPARE(may.find(u"web"_s).state, ContainerState::Running);
    QVERIFY(mainPid(HelperUnit) > 0);
    QVERIFY(mainPid(HelperUnit) != first);
}

void TestLabSystem::nothingIsEnabled()
{
    const bed::Outcome outcome = bed::run(u"systemctl"_s, {u"is-enabled"_s, HelperUnit});
    QCOMPARE(outcome.out.trimmed(), u"static"_s);
}

void TestLabSystem::theUnitIsSound()
{
    const bed::Outcome outcome = bed::run(u"systemd-analyze"_s, {u"verify"_s, u"--man=no"_s, HelperUnit});
    QVERIFY2(outcome.code == 0 && !outcome.err.contains(HelperUnit), qPrintable(outcome.err));
}

void TestLabSystem::containersOutlive_data()
{
    const QString install = u"dpkg -i /lab/packages/boxyard-helper_*.deb /lab/packages/boxyard_*.deb"_s;
    const QString remove = u"dpkg -r boxyard boxyard-helper"_s;
    const QString gone = u"if pgrep -x boxyard-helper; then exit 1; fi\n"
                         "[ $(systemctl show --value -P ActiveState boxyard-helper) != active ]"_s;
    QTest::addColumn<QString>("command");
    QTest::newRow("restart") << u"systemctl restart boxyard-helper"_s;
    QTest::newRow("stop") << u"systemctl stop boxyard-helper"_s;
    QTest::newRow("kill -9 of the helper")
        << u"kill -9 $(systemctl show --value -P MainPID boxyard-helper)"_s;
    QTest::newRow("upgrade")
        << u"/lab/source/tests/packages/later /lab/packages /tmp/later && dpkg -i /tmp/later/*.deb"_s;
    QTest::newRow("removal, and installing again") << u"%1\n%2\n%3"_s.arg(remove, gone, install);
    // As the program does when its helper has left. A start that was taken back meanwhile keeps the bus
    // waiting, and whoever asks next with it: 25 s (dbus-daemon(1), service_start_timeout).
    QTest::newRow("removal while somebody asks for it")
        << u"(while true; do busctl --timeout=5 call org.freedesktop.DBus / org.freedesktop.DBus "
           "StartServiceByName su org.boxyard.Helper1 0 || true; done >/dev/null 2>&1) & asks=$!\n"
           "%1\nkill $asks; wait $asks || true; sleep 30\n%2\n%3"_s.arg(remove, gone, install);
}

void TestLabSystem::containersOutlive()
{
    QFETCH(QString, command);
    // One that LXC started, one that the helper started, and a shell in it.
    pid_t outside = 0;
    pid_t ours = 0;
    pid_t helper = 0;
    int pty = -1;
    {
        Operator may(u"may"_s);
        QCOMPARE(may.start(u"ours"_s).error, QString());
        outside = initPid(u"web"_s);
        ours = initPid(u"ours"_s);
        helper = mainPid(HelperUnit);
        QVERIFY(outside > 0 && ours > 0 && helper > 0);
        pty = may.openShell(u"ours"_s);
        QVERIFY(pty >= 0);
        type(pty, "secret=four''ty\n");
        const QString others = othersRuns();
        QVERIFY(!others.isEmpty());

        const bed::Outcome outcome = bed::run(u"sh"_s, {u"-ec"_s, command}, std::chrono::minutes(5));
        QVERIFY2(outcome.code == 0, qPrintable(outcome.out + outcome.err));
        QTRY_VERIFY(bed::helperPid() != helper);
        QCOMPARE(othersRuns(), others);
    }
    QCOMPARE(initPid(u"web"_s), outside);
    QCOMPARE(initPid(u"ours"_s), ours);
    type(pty, "echo $secret-two\n");
    QVERIFY(readUntil(pty, "fourty-two", std::chrono::seconds(90)).contains("fourty-two"));
    close(pty);

    Operator may(u"may"_s);
    QCOMPARE(may.find(u"ours"_s).state, ContainerState::Running);
    QCOMPARE(may.find(u"web"_s).state, ContainerState::Running);
    QVERIFY(mainPid(HelperUnit) != helper);
    // It is still its master's: it stops when told so.
    QCOMPARE(may.stop(u"ours"_s, u"kill"_s).error, QString());
    QCOMPARE(bed::lxcState(u"ours"_s), u"STOPPED"_s);
}

QTEST_GUILESS_MAIN(TestLabSystem)
#include "tst_labsystem.moc"
