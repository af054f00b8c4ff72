// SPDX-License-Identifier: GPL-2.0-or-later
// Where a container's cgroups are: read from /proc, never derived from its name.
#include "backend/metrics/cgroupplaces.h"
#include "recorded.h"

#include <QTest>

using namespace boxyard;
using test::cgroupOf;
using test::Machine;
using test::mountInfo;
using test::Recorded;

namespace {

std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

QString shown(const CgroupFolders &folders)
{
    const QStringList all{QString::fromStdString(folders.cpuacct), QString::fromStdString(folders.cpu),
                          QString::fromStdString(folders.memory), QString::fromStdString(folders.blkio),
                          QString::fromStdString(folders.unified)};
    return all.join(u' ').replace(QStringLiteral("/sys/fs/cgroup"), QStringLiteral("@"));
}

} // namespace

class TestCgroupPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mounts();
    void escapedMountPoint();
    void hidesProcesses_data();
    void hidesProcesses();
    void folders_data();
    void folders();
    void foundByItsProcess();
};

void TestCgroupPlaces::mounts()
{
    const auto v1 = cgroupMounts(view(mountInfo(Machine::V1)));
    QCOMPARE(v1.size(), 4U);
    QCOMPARE(v1[1].point, std::string("/sys/fs/cgroup/cpu,cpuacct"));
    QVERIFY(v1[1].controllers == (std::vector<std::string>{"cpu", "cpuacct"}));
    QVERIFY(v1[3].controllers == std::vector<std::string>{"name=systemd"});
    const auto v2 = cgroupMounts(view(mountInfo(Machine::V2)));
    QCOMPARE(v2.size(), 1U);
    QVERIFY(v2[0].isUnified && v2[0].controllers.empty());
    QCOMPARE(cgroupMounts(view(mountInfo(Machine::Hybrid))).size(), 5U);
    QVERIFY(cgroupMounts("").empty());
    QVERIFY(cgroupMounts("34 25 0:30 / /sys/fs/cgroup rw").empty());
}

void TestCgroupPlaces::escapedMountPoint()
{
    const auto mounts = cgroupMounts("34 25 0:30 / /sys/fs/c\\040group\\134 rw - cgroup2 none rw\n"
                                     "35 25 0:30 / /elsewhere rw - cgroup2 none rw\n");
    QCOMPARE(mounts.size(), 1U); // the second one is the same hierarchy
    QCOMPARE(mounts[0].point, std::string("/sys/fs/c group\\"));
}

void TestCgroupPlaces::hidesProcesses_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("hides");
    QTest::newRow("no word of it") << QByteArray("rw") << false;
    QTest::newRow("off") << QByteArray("rw,hidepid=off") << false;
    QTest::newRow("0") << QByteArray("rw,hidepid=0") << false;
    QTest::newRow("1") << QByteArray("rw,hidepid=1") << true;
    QTest::newRow("invisible") << QByteArray("rw,gid=4,hidepid=invisible") << true;
}

void TestCgroupPlaces::hidesProcesses()
{
    QFETCH(const QByteArray, options);
    const QByteArray line = "23 28 0:21 / /proc rw,relatime - proc proc " + options + '\n';
    QTEST(boxyard::hidesProcesses(view(line)), "hides");
    const QByteArray other = "23 28 0:21 / /srv/jail/proc rw - proc proc rw,hidepid=2\n" + line;
    QTEST(boxyard::hidesProcesses(view(other)), "hides");
}

void TestCgroupPlaces::folders_data()
{
    QTest::addColumn<QByteArray>("mounts");
    QTest::addColumn<QByteArray>("cgroup");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, Machine machine, const QByteArray &path, const char *expected) {
        QTest::newRow(name) << mountInfo(machine) << cgroupOf(machine, path) << QString::fromLatin1(expected);
    };
    row("v1", Machine::V1, "/lxc.payload.web",
        "@/cpu,cpuacct/lxc.payload.web @/cpu,cpuacct/lxc.payload.web @/memory/lxc.payload.web "
        "@/blkio/lxc.payload.web ");
    row("v2", Machine::V2, "/lxc.payload.web", "    @/lxc.payload.web");
    row("v2, after a crash", Machine::V2, "/lxc.payload.web-1", "    @/lxc.payload.web-1");
    row("v2, systemd inside", Machine::V2, "/lxc.payload.web/init.scope", "    @/lxc.payload.web");
    row("v2, deeper", Machine::V2, "/a/lxc.payload.web/.lxc/x", "    @/a/lxc.payload.web");
    row("v2, a container in a container", Machine::V2, "/lxc.payload.outer/lxc.payload.inner/init.scope",
        "    @/lxc.payload.outer/lxc.payload.inner");
    row("hybrid", Machine::Hybrid, "/lxc.payload.web/init.scope",
        "@/cpu,cpuacct/lxc.payload.web @/cpu,cpuacct/lxc.payload.web @/memory/lxc.payload.web "
        "@/blkio/lxc.payload.web @/lxc.payload.web");
    row("v2, lxc.cgroup.dir", Machine::V2, "/mine/web/init.scope", "    @/mine/web");
    row("v2, the root", Machine::V2, "/", "    ");
    row("v2, the reader's own", Machine::V2, "/user.slice/user-1000.slice/session-2.scope", "    ");
    // A hierarchy that was not given to the container counts somebody else.
    QTest::newRow("v1, only one hierarchy is its own")
        << mountInfo(Machine::V1)
        << QByteArray("4:name=systemd:/user.slice/lxc.payload.web\n3:blkio:/\n2:cpu,cpuacct:/user.slice\n"
                      "1:memory:/user.slice/lxc.payload.web\n")
        << QStringLiteral("  @/memory/user.slice/lxc.payload.web  ");
    QTest::newRow("a mount that shows a part")
        << QByteArray("34 25 0:30 /bed /sys/fs/cgroup rw - cgroup2 none rw\n")
        << QByteArray("0::/bed/lxc.payload.web\n") << QStringLiteral("    @/lxc.payload.web");
    QTest::newRow("a mount that does not show it")
        << QByteArray("34 25 0:30 /bed /sys/fs/cgroup rw - cgroup2 none rw\n")
        << QByteArray("0::/bedroom/lxc.payload.web\n") << QStringLiteral("    ");
    QTest::newRow("nothing") << mountInfo(Machine::V2) << QByteArray() << QStringLiteral("    ");
}

void TestCgroupPlaces::folders()
{
    QFETCH(const QByteArray, mounts);
    QFETCH(const QByteArray, cgroup);
    const QByteArray own = cgroupOf(Machine::V2, "/user.slice/user-1000.slice/session-2.scope");
    QString found = shown(cgroupFolders(view(cgroup), view(own), cgroupMounts(view(mounts))));
    found.replace(QStringLiteral("@/unified"), QStringLiteral("@"));
    QTEST(found, "expected");
}

void TestCgroupPlaces::foundByItsProcess()
{
    const Recorded machine(Machine::V2);
    machine.write("/sys/fs/cgroup/lxc.payload.web/cgroup.procs", "100\n");
    machine.write("/sys/fs/cgroup/lxc.payload.web-1/cgroup.procs", "");
    machine.write("/sys/fs/cgroup/lxc.payload.web-1/init.scope/cgroup.procs", "4711\n4712\n");
    machine.write("/sys/fs/cgroup/lxc.monitor.web/cgroup.procs", "471\n");
    machine.write("/sys/fs/cgroup/mine/lxc.payload.db/cgroup.procs", "47\n");
    const auto mounts = cgroupMounts(view(mountInfo(Machine::V2)));
    const std::string root = machine.root().toStdString();
    QCOMPARE(shown(findCgroupFolders(4711, mounts, root)), QStringLiteral("    @/lxc.payload.web-1"));
    QCOMPARE(shown(findCgroupFolders(47, mounts, root)), QStringLiteral("    @/mine/lxc.payload.db"));
    QVERIFY(findCgroupFolders(471, mounts, root).isEmpty());
}

QTEST_GUILESS_MAIN(TestCgroupPlaces)

#include "tst_cgroupplaces.moc"
