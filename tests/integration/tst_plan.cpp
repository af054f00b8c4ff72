// SPDX-License-Identifier: GPL-2.0-or-later
// What a clone is said to cost, beside what it costs.

#include "operator.h"
#include "tests/bed/services.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;
using namespace std::chrono_literals;

namespace {

const QString Elsewhere = u"/var/lib/elsewhere"_s;

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everyKindIsAnswered();
    void countsAreTheTrees();
    void itChangesNothing();
    void aRunningSource();
    void anotherFileSystem();
    void kindsOfStore_data();
    void kindsOfStore();
    void hooksAreSeen();
    void aGrowingRootfs();
    void whatWasMeasuredCounts();
    void refusals_data();
    void refusals();
    void notWithoutSubscribing_data();
    void notWithoutSubscribing();

private:
    void make(const QString &name);

    [[nodiscard]] static bool onBtrfs() { return qEnvironmentVariable("BOXYARD_BED_STORE") == "btrfs"_L1; }

    std::unique_ptr<Operator> m_may;
};

void TestPlan::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    QVERIFY(QDir().mkpath(Elsewhere));
    configureHelper(u"[helper]\nlocations = %1, %2\n"_s.arg(Location, Elsewhere));
}

void TestPlan::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
}

void TestPlan::cleanup()
{
    m_may.reset();
    // What only asks leaves its containers to the next row.
    const QByteArray function = QTest::currentTestFunction();
    const bool kept =
        !QTest::currentTestFailed() && (function == "refusals" || function == "notWithoutSubscribing");
    if (bed::isBed() && !kept)
        bed::removeContainers();
}

void TestPlan::make(const QString &name)
{
    if (QDir(Location + u'/' + name).exists())
        return;
    const End end = m_may->create(name);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
}

void TestPlan::everyKindIsAnswered()
{
    make(u"web"_s);
    const ClonePlan plan = m_may->plan(u"web"_s);
    QVERIFY(plan.complete);
    QVERIFY(plan.free > 0 && plan.files > 0 && plan.bytes > 0);
    QCOMPARE(plan.sourceFileSystem, plan.targetFileSystem);
    QCOMPARE(plan.kinds.size(), 3);
    QVERIFY(!plan.hooks);
    const CloneCost *copy = plan.cost(CloneMode::Copy);
    const CloneCost *snapshot = plan.cost(CloneMode::Snapshot);
    const CloneCost *overlay = plan.cost(CloneMode::Overlay);
    QVERIFY(copy && snapshot && overlay);
    QCOMPARE(copy->obstacle, Obstacle::None);
    QCOMPARE(copy->files, plan.files);
    QCOMPARE(copy->shares, onBtrfs());
    QCOMPARE(copy->bytes, onBtrfs() ? 0 : plan.bytes);
    QVERIFY(copy->seconds > 0 && !copy->depends);
    QCOMPARE(overlay->obstacle, Obstacle::None);
    QVERIFY(overlay->depends);
    QCOMPARE(overlay->bytes, 0ULL);
    QCOMPARE(snapshot->obstacle, onBtrfs() ? Obstacle::None : Obstacle::NotSubvolume);
    QCOMPARE(snapshot->bytes, 0ULL);
    QVERIFY(!snapshot->depends);
    if (onBtrfs()) {
        QCOMPARE(plan.sourceFileSystem, u"btrfs"_s);
        QCOMPARE(plan.automatic, CloneMode::Snapshot);
    } else {
        QCOMPARE(snapshot->detail, plan.sourceFileSystem);
        QCOMPARE(plan.automatic, CloneMode::Copy);
    }
    // What is said to be possible is.
    for (const CloneCost &cost : plan.kinds) {
        if (cost.obstacle != Obstacle::None)
            continue;
        const QString target = u"web-"_s + cloneModeWord(cost.kind);
        const End end = m_may->clone(u"web"_s, target, cloneModeWord(cost.kind));
        QVERIFY2(end.error.isEmpty(), qPrintable(target + u' ' + end.error + u": "_s + end.detail));
    }
}

void TestPlan::countsAreTheTrees()
{
    make(u"web"_s);
    bed::mustRun(
        u"sh"_s,
        {u"-c"_s,
         u"cd /var/lib/lxc/web/rootfs/root && mkdir -p a/b && head -c 3000000 /dev/urandom > a/big && "
         "ln a/big a/b/same && truncate -s 20G holes && ln -s / root && mkfifo pipe && sync"_s});
    const QString rootfs = Location + u"/web/rootfs"_s;
    const ClonePlan plan = m_may->plan(u"web"_s);
    const QString found = bed::mustRun(u"sh"_s, {u"-c"_s, u"find %1 -xdev | wc -l"_s.arg(rootfs)});
    QCOMPARE(QString::number(plan.files), found.trimmed());
    const QString used = bed::mustRun(u"du"_s, {u"-xs"_s, u"--block-size=1"_s, rootfs}).section(u'\t', 0, 0);
    QCOMPARE(QString::number(plan.bytes), used);
    QVERIFY(plan.bytes < 1'000'000'000);
}

void TestPlan::itChangesNothing()
{
    make(u"web"_s);
    const bed::Canaries before({Location + u"/web"_s});
    const QStringList names = bed::lxcNames();
    QVERIFY(m_may->plan(u"web"_s).files > 0);
    QCOMPARE(before.touched(), QStringList());
    QCOMPARE(bed::lxcNames(), names);
    QCOMPARE(leftovers(), QStringList());
}

void TestPlan::aRunningSource()
{
    make(u"web"_s);
    QCOMPARE(m_may->plan(u"web"_s).cost(CloneMode::Overlay)->obstacle, Obstacle::None);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const ClonePlan running = m_may->plan(u"web"_s); // although the other answer is fresh still
    QCOMPARE(running.cost(CloneMode::Overlay)->obstacle, Obstacle::Running);
    QCOMPARE(running.cost(CloneMode::Copy)->obstacle, Obstacle::None);
    QCOMPARE(m_may->stop(u"web"_s, u"kill"_s).error, QString());
    QTRY_COMPARE(m_may->plan(u"web"_s).cost(CloneMode::Overlay)->obstacle, Obstacle::None);
}

void TestPlan::anotherFileSystem()
{
    make(u"web"_s);
    bed::mustRun(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=64k,mode=755"_s, u"tmpfs"_s, Elsewhere});
    const ClonePlan plan = m_may->plan(u"web"_s, Elsewhere);
    bed::mustRun(u"umount"_s, {Elsewhere});
    QCOMPARE(plan.targetFileSystem, u"tmpfs"_s);
    QVERIFY(plan.free <= 64 * 1024);
    QCOMPARE(plan.cost(CloneMode::Copy)->obstacle, Obstacle::NoSpace);
    QVERIFY(!plan.cost(CloneMode::Copy)->shares);
    QCOMPARE(plan.cost(CloneMode::Snapshot)->obstacle,
             onBtrfs() ? Obstacle::OtherFileSystem : Obstacle::NotSubvolume);
    QCOMPARE(plan.automatic, CloneMode::Copy);
}

void TestPlan::kindsOfStore_data()
{
    QTest::addColumn<QString>("rootfs");
    QTest::addColumn<QString>("store");
    QTest::newRow("an image") << u"loop:/var/lib/lxc/web/image"_s << u"loop"_s;
    QTest::newRow("a data set") << u"zfs:lxc/web"_s << u"zfs"_s;
}

void TestPlan::kindsOfStore()
{
    QFETCH(QString, rootfs);
    QFETCH(QString, store);
    make(u"web"_s);
    bed::writeFile(Location + u"/web/image"_s, u"no file system"_s);
    const QString config = Location + u"/web/config"_s;
    bed::writeFile(config, bed::readFile(config) + u"lxc.rootfs.path = "_s + rootfs + u'\n');
    QTRY_COMPARE(m_may->find(u"web"_s).store, store);
    const ClonePlan plan = m_may->plan(u"web"_s);
    for (const CloneCost &cost : plan.kinds) {
        QCOMPARE(cost.obstacle, Obstacle::Store);
        QCOMPARE(cost.detail, store);
    }
}

void TestPlan::hooksAreSeen()
{
    make(u"web"_s);
    const QString config = Location + u"/web/config"_s;
    bed::writeFile(config, bed::readFile(config) + u"lxc.hook.clone = /bin/true\n"_s);
    QTRY_VERIFY(m_may->plan(u"web"_s).hooks);
}

void TestPlan::aGrowingRootfs()
{
    make(u"web"_s);
    const quint64 before = m_may->plan(u"web"_s).files;
    bed::mustRun(
        u"sh"_s,
        {u"-c"_s, u"touch /var/lib/lxc/web/rootfs/root/$(seq -s ' /var/lib/lxc/web/rootfs/root/' 100)"_s});
    QTRY_COMPARE(m_may->plan(u"web"_s).files, before + 100);
    // What we do to it ourselves is seen at once.
    bed::writeFile(Location + u"/web/rootfs/root/more"_s, u"x"_s);
    QCOMPARE(m_may->change({u"Containers"_s, u"Rename"_s, {Location, u"web"_s, u"www"_s}}).error, QString());
    QCOMPARE(m_may->plan(u"www"_s).files, before + 101);
}

void TestPlan::whatWasMeasuredCounts()
{
    const QString file = u"/var/lib/boxyard/measured.json"_s;
    QFile::remove(file);
    bed::killHelper();
    m_may = std::make_unique<Operator>(u"may"_s);
    make(u"web"_s);
    for (const CloneCost &cost : m_may->plan(u"web"_s).kinds)
        QVERIFY(!cost.measured);
    QCOMPARE(m_may->clone(u"web"_s, u"web2"_s, u"copy"_s).error, QString());
    QTRY_VERIFY(m_may->plan(u"web"_s).cost(CloneMode::Copy)->measured);
    QVERIFY(!m_may->plan(u"web"_s).cost(CloneMode::Overlay)->measured);
    QVERIFY(m_may->plan(u"web"_s).cost(CloneMode::Copy)->seconds > 0);
    // The next helper knows it too; a broken file is as none.
    bed::killHelper();
    m_may = std::make_unique<Operator>(u"may"_s);
    QTRY_VERIFY(m_may->plan(u"web"_s).cost(CloneMode::Copy)->measured);
    bed::writeFile(file, u"[{"_s);
    bed::killHelper();
    m_may = std::make_unique<Operator>(u"may"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).problem, QString());
    QVERIFY(!m_may->plan(u"web"_s).cost(CloneMode::Copy)->measured);
    QCOMPARE(m_may->clone(u"web"_s, u"web3"_s, u"copy"_s).error, QString());
    QTRY_VERIFY(m_may->plan(u"web"_s).cost(CloneMode::Copy)->measured);
}

void TestPlan::refusals_data()
{
    QTest::addColumn<QVariantList>("arguments");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *title, const QVariantList &arguments, const QString &error) {
        QTest::newRow(title) << arguments << error;
    };
    row("no such container", {Location, u"nobody"_s, Location}, u"NotFound"_s);
    row("a name with a slash", {Location, u"../web"_s, Location}, u"InvalidName"_s);
    row("from a path that is not allowed", {u"/etc"_s, u"web"_s, Location}, u"InvalidArgument"_s);
    row("to a path that is not allowed", {Location, u"web"_s, u"/etc"_s}, u"InvalidArgument"_s);
    row("to no path", {Location, u"web"_s, u"/var/../etc"_s}, u"InvalidArgument"_s);
    row("a rootfs that is gone", {Location, u"gone"_s, Location}, u"RootfsMissing"_s);
    row("a config that does not load", {Location, u"broken"_s, Location}, u"BrokenConfig"_s);
}

void TestPlan::refusals()
{
    QFETCH(QVariantList, arguments);
    QFETCH(QString, error);
    make(u"web"_s);
    make(u"gone"_s);
    make(u"broken"_s);
    QDir(Location + u"/gone"_s).rename(u"rootfs"_s, u"elsewhere"_s); // once
    const QString config = Location + u"/broken/config"_s;
    bed::writeFile(config, bed::readFile(config) + u"lxc.no.such.key = 1\n"_s);
    QCOMPARE(m_may->client().call({u"Clones"_s, u"Plan"_s, arguments}).error, error);
}

void TestPlan::notWithoutSubscribing_data()
{
    QTest::addColumn<QString>("user");
    QTest::newRow("one who may") << u"may"_s;
    QTest::newRow("one who may not") << u"deny"_s;
    QTest::newRow("one of whom no rule speaks") << u"norule"_s;
}

void TestPlan::notWithoutSubscribing()
{
    QFETCH(QString, user);
    make(u"web"_s);
    bed::Client client(bed::user(user));
    for (const auto &name : {u"web"_s, u"nobody"_s}) { // nor what exists
        const bed::Reply reply = client.call({u"Clones"_s, u"Plan"_s, {Location, name, Location}});
        QCOMPARE(reply.error, u"NotSubscribed"_s);
    }
}

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
