// SPDX-License-Identifier: GPL-2.0-or-later
#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray local(const QString &path)
{
    return QFile::encodeName(path);
}

QStringList entries(const QString &path)
{
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                QDir::Name);
}

QJsonObject plain(const QString &verb, const QString &location, const QString &name)
{
    return WorkerRunner::request(verb, location, name, {{u"expect"_s, QString()}});
}

QJsonObject renameRequest(const QString &location, const QString &name, const QString &newName)
{
    return WorkerRunner::request(u"rename"_s, location, name,
                                 {{u"newName"_s, newName}, {u"expect"_s, QString()}});
}

/// The layers of a container written to, as it would do itself when it runs.
void changeInside(const QString &location, const QString &lower, const QString &name)
{
    const QTemporaryDir folder;
    const QByteArray own = local(location + u'/' + name + u"/overlay"_s);
    const QByteArray options = "lowerdir=" + local(location + u'/' + lower + u"/rootfs"_s)
        + ",upperdir=" + own + "/delta,workdir=" + own + "/work";
    if (mount("overlay", local(folder.path()).constData(), "overlay", 0, options.constData()) != 0)
        qFatal("%s: %s", options.constData(), strerror(errno));
    writeTestFile(folder.path() + u"/etc/added"_s, "added");
    QFile::remove(folder.path() + u"/etc/gone"_s);
    QDir(folder.path() + u"/etc/replaced"_s).removeRecursively();
    writeTestFile(folder.path() + u"/etc/replaced/new"_s, "new");
    umount2(local(folder.path()).constData(), 0);
}

} // namespace

/// Overlay clones and LXC's own bookkeeping of them, on containers that nobody runs.
class TestWorkerOverlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void bookkeeping();
    void asLxcCopyDoes();
    void lxcToolsRespectIt();
    void originRefused();
    void ofAnOverlay();
    void copied();
    void idMap();
    void refused_data();
    void refused();
    void recoverForgets_data();
    void recoverForgets();

private:
    void clone(const QString &name, const QString &target, const QString &mode = u"overlay"_s);

    [[nodiscard]] QByteArray read(const QString &path) const { return readTestFile(m_disk->filePath(path)); }

    WorkerRunner m_worker;
    std::unique_ptr<TestStore> m_disk;
    QByteArray m_location;
};

void TestWorkerOverlay::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

void TestWorkerOverlay::init()
{
    m_disk = std::make_unique<TestStore>(u"ext4"_s, 64);
    if (!m_disk->problem().isEmpty())
        QSKIP(qPrintable(m_disk->problem()));
    m_location = local(m_disk->path());
    makeTestContainer(m_disk->path(), u"base"_s);
    writeTestFile(m_disk->filePath(u"base/rootfs/etc/gone"_s), "gone");
    writeTestFile(m_disk->filePath(u"base/rootfs/etc/replaced/old"_s), "old");
    QCOMPARE(runTool(u"rmdir"_s, {m_disk->filePath(u"lost+found"_s)}), 0);
}

void TestWorkerOverlay::cleanup()
{
    m_disk.reset();
}

void TestWorkerOverlay::clone(const QString &name, const QString &target, const QString &mode)
{
    const auto outcome = m_worker.run(WorkerRunner::clone(m_disk->path(), name, target, mode));
    QVERIFY2(outcome.ok(), outcome.text());
}

void TestWorkerOverlay::bookkeeping()
{
    const QByteArrayList before = describeTree(m_disk->filePath(u"base/rootfs"_s));
    clone(u"base"_s, u"over"_s);
    QCOMPARE(difference(describeTree(m_disk->filePath(u"base/rootfs"_s)), before), QByteArray());
    QCOMPARE(entries(m_disk->path()), (QStringList{u"base"_s, u"over"_s}));
    QCOMPARE(entries(m_disk->filePath(u"over"_s)),
             (QStringList{u"config"_s, u"fstab"_s, u"lxc_rdepends"_s, u"overlay"_s, u"rootfs"_s}));
    QCOMPARE(entries(m_disk->filePath(u"over/rootfs"_s)), QStringList());
    QCOMPARE(read(u"base/lxc_snapshots"_s), m_location + "\nover\n");
    QCOMPARE(read(u"over/lxc_rdepends"_s), m_location + "\nbase\n");
    QVERIFY(read(u"over/config"_s)
                .contains("\nlxc.rootfs.path = overlay:" + m_location + "/base/rootfs:" + m_location
                          + "/over/overlay/delta\n"));
    const auto removed = m_worker.run(plain(u"delete"_s, m_disk->path(), u"over"_s));
    QVERIFY2(removed.ok(), removed.text());
    QVERIFY(!QFile::exists(m_disk->filePath(u"base/lxc_snapshots"_s)));
}

/// What we leave on the disk is what lxc-copy leaves, names aside.
void TestWorkerOverlay::asLxcCopyDoes()
{
    clone(u"base"_s, u"ours"_s);
    const auto lxcCopy = [&](const QString &name, const QString &target) {
        return runTool(
            u"lxc-copy"_s,
            {u"-P"_s, m_disk->path(), u"-n"_s, name, u"-N"_s, target, u"-s"_s, u"-B"_s, u"overlay"_s});
    };
    QCOMPARE(lxcCopy(u"base"_s, u"them"_s), 0);
    QCOMPARE(lxcCopy(u"ours"_s, u"them-2"_s), 0);
    clone(u"them"_s, u"ours-2"_s);
    // The location's name is made of random letters, and stays as it is.
    const auto swapped = [this](QByteArray text) {
        text.replace(m_location, "\1").replace("ours", "\2").replace("them", "ours").replace("\2", "them");
        return text.replace("\1", m_location);
    };
    for (const QString &file : {u"/lxc_rdepends"_s, u"/lxc_snapshots"_s}) {
        for (const QString &name : {u"ours"_s, u"ours-2"_s})
            QCOMPARE(read(name + file), swapped(read(QString::fromLatin1(swapped(name.toLatin1())) + file)));
    }
    QCOMPARE(read(u"base/lxc_snapshots"_s),
             m_location + "\nours\n" + m_location + "\nthem\n" + m_location + "\nthem-2\n" + m_location
                 + "\nours-2\n");
    const auto rootfsOf = [&](const QString &name) {
        const QList<QByteArray> lines = read(name + u"/config"_s).split('\n');
        QByteArray last;
        for (const QByteArray &line : lines)
            last = line.startsWith("lxc.rootfs.path") ? line : last;
        return last;
    };
    for (const QString &name : {u"ours"_s, u"ours-2"_s})
        QCOMPARE(rootfsOf(name), swapped(rootfsOf(QString::fromLatin1(swapped(name.toLatin1())))));
}

void TestWorkerOverlay::lxcToolsRespectIt()
{
    clone(u"base"_s, u"over"_s);
    const auto lxcDestroy = [&](const QString &name) {
        return runTool(u"lxc-destroy"_s, {u"-P"_s, m_disk->path(), u"-n"_s, name});
    };
    QVERIFY(lxcDestroy(u"base"_s) != 0);
    QVERIFY(QFile::exists(m_disk->filePath(u"base/rootfs/init"_s)));
    QCOMPARE(lxcDestroy(u"over"_s), 0);
    QVERIFY(!QFile::exists(m_disk->filePath(u"base/lxc_snapshots"_s)));
    QCOMPARE(lxcDestroy(u"base"_s), 0);
    QCOMPARE(entries(m_disk->path()), QStringList());
}

void TestWorkerOverlay::originRefused()
{
    clone(u"base"_s, u"over"_s);
    clone(u"base"_s, u"above"_s);
    const QByteArrayList before = describeTree(m_disk->path());
    for (const QJsonObject &request :
         {plain(u"start"_s, m_disk->path(), u"base"_s), plain(u"delete"_s, m_disk->path(), u"base"_s),
          renameRequest(m_disk->path(), u"base"_s, u"ground"_s)}) {
        const auto outcome = m_worker.run(request);
        QCOMPARE(outcome.error, u"HasDependants"_s);
        QCOMPARE(outcome.object, u"base"_s);
        QCOMPARE(outcome.detail, u"above, over"_s);
    }
    QCOMPARE(difference(describeTree(m_disk->path()), before), QByteArray());
    // A dependant that is gone without a word keeps nobody from starting.
    QCOMPARE(runTool(u"rm"_s, {u"-r"_s, m_disk->filePath(u"over"_s)}), 0);
    QCOMPARE(m_worker.run(plain(u"start"_s, m_disk->path(), u"base"_s)).detail, u"above"_s);
}

void TestWorkerOverlay::ofAnOverlay()
{
    clone(u"base"_s, u"over"_s);
    changeInside(m_disk->path(), u"base"_s, u"over"_s);
    for (const QString &mode : {u"overlay"_s, u"auto"_s}) {
        const QString name = u"second-"_s + mode;
        clone(u"over"_s, name, mode);
        const MergedRootfs first(m_disk->path(), u"over"_s);
        const MergedRootfs second(m_disk->path(), name);
        QVERIFY2(second.problem().isEmpty(), qPrintable(second.problem()));
        QCOMPARE(entries(second.path() + u"/etc"_s), entries(first.path() + u"/etc"_s));
        QCOMPARE(entries(second.path() + u"/etc/replaced"_s), QStringList{u"new"_s});
        QCOMPARE(readTestFile(second.path() + u"/etc/hostname"_s), local(name) + '\n');
        QCOMPARE(readTestFile(first.path() + u"/etc/hostname"_s), QByteArray("over\n"));
        QCOMPARE(read(name + u"/lxc_rdepends"_s), m_location + "\nbase\n" + m_location + "\nover\n");
    }
    QCOMPARE(m_worker.run(plain(u"delete"_s, m_disk->path(), u"over"_s)).error, u"HasDependants"_s);
    // None of both lies on what `over` writes, so that one may start: it fails for another reason.
    QVERIFY(m_worker.run(plain(u"start"_s, m_disk->path(), u"over"_s)).error != u"HasDependants"_s);
}

void TestWorkerOverlay::copied()
{
    clone(u"base"_s, u"over"_s);
    changeInside(m_disk->path(), u"base"_s, u"over"_s);
    const MergedRootfs view(m_disk->path(), u"over"_s);
    const QByteArrayList before = describeTree(view.path());
    clone(u"over"_s, u"full"_s, u"copy"_s);
    QCOMPARE(entries(m_disk->filePath(u"full"_s)), (QStringList{u"config"_s, u"fstab"_s, u"rootfs"_s}));
    QByteArrayList after = describeTree(m_disk->filePath(u"full/rootfs"_s));
    const auto isReset = [](const QByteArray &line) { return line.startsWith("/etc/hostname "); };
    QByteArrayList expected = before;
    after.removeIf(isReset);
    expected.removeIf(isReset);
    QCOMPARE(difference(after, expected), QByteArray());
    QVERIFY(read(u"full/config"_s).contains("lxc.rootfs.path = dir:" + m_location + "/full/rootfs\n"));
    QCOMPARE(read(u"base/lxc_snapshots"_s), m_location + "\nover\n");
    QCOMPARE(m_worker.run(WorkerRunner::clone(m_disk->path(), u"over"_s, u"x"_s, u"snapshot"_s)).error,
             u"Unsupported"_s);
}

/// The layers belong to who is root inside, and may be marked by him.
void TestWorkerOverlay::idMap()
{
    QFile config(m_disk->filePath(u"base/config"_s));
    QVERIFY(config.open(QIODevice::Append));
    config.write("lxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n");
    config.close();
    QCOMPARE(runTool(u"chown"_s, {u"-R"_s, u"100000:100000"_s, m_disk->filePath(u"base/rootfs"_s)}), 0);
    chmod(local(m_disk->filePath(u"base/rootfs"_s)).constData(), 0750);
    clone(u"base"_s, u"over"_s);
    for (const char *layer : {"/delta", "/work", "/delta/etc", "/delta/etc/hostname"}) {
        struct stat st = {};
        QCOMPARE(stat((m_location + "/over/overlay" + layer).constData(), &st), 0);
        QCOMPARE(st.st_uid, 100000U);
        QCOMPARE(st.st_gid, 100000U);
        if (QByteArray(layer) == "/delta")
            QCOMPARE(st.st_mode & 07777U, 0750U);
    }
    QVERIFY2(read(u"over/config"_s).contains("\nlxc.rootfs.options = userxattr\n"), read(u"over/config"_s));
    clone(u"over"_s, u"full"_s, u"copy"_s);
    QVERIFY2(read(u"full/config"_s).contains("\nlxc.rootfs.options = \n"), read(u"full/config"_s));
}

void TestWorkerOverlay::refused_data()
{
    QTest::addColumn<QByteArray>("line"); // of the config
    QTest::addColumn<bool>("ontoOverlay");
    QTest::addColumn<QString>("detail");
    QTest::newRow("the target is an overlay itself") << QByteArray() << true << u"overlay"_s;
    QTest::newRow("a rootfs that is mapped by its mount")
        << QByteArray("lxc.rootfs.options = idmap=container\n") << false << u"idmap=container"_s;
}

void TestWorkerOverlay::refused()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, ontoOverlay);
    QFETCH(QString, detail);
    QFile config(m_disk->filePath(u"base/config"_s));
    QVERIFY(config.open(QIODevice::Append));
    config.write(line);
    config.close();
    const TestStore other(u"tmpfs"_s, 16);
    QString target = m_disk->path();
    if (ontoOverlay) {
        for (const char *name : {"l", "u", "w", "m"})
            QDir().mkpath(other.filePath(QString::fromLatin1(name)));
        target = other.filePath(u"m"_s);
        const QByteArray base = local(other.path());
        const QByteArray options = "lowerdir=" + base + "/l,upperdir=" + base + "/u,workdir=" + base + "/w";
        QCOMPARE(mount("overlay", local(target).constData(), "overlay", 0, options.constData()), 0);
    }
    const QByteArrayList before = describeTree(m_disk->path());
    const auto outcome =
        m_worker.run(WorkerRunner::clone(m_disk->path(), u"base"_s, u"over"_s, u"overlay"_s, target));
    QCOMPARE(outcome.error, u"Unsupported"_s);
    QCOMPARE(outcome.object, u"overlay"_s);
    QVERIFY2(outcome.detail.contains(detail), outcome.text());
    QCOMPARE(difference(describeTree(m_disk->path()), before), QByteArray());
    if (ontoOverlay)
        umount2(local(target).constData(), MNT_DETACH);
}

void TestWorkerOverlay::recoverForgets_data()
{
    QTest::addColumn<bool>("another");
    QTest::newRow("the clone never came") << false;
    QTest::newRow("somebody else's of that name did") << true;
}

void TestWorkerOverlay::recoverForgets()
{
    QFETCH(bool, another);
    const QJsonObject request =
        m_worker.completed(WorkerRunner::clone(m_disk->path(), u"base"_s, u"over"_s, u"overlay"_s));
    const QString hidden = m_disk->filePath(u".boxyard-%1/over"_s.arg(request.value("id"_L1).toInteger()));
    const QByteArray noted = m_location + "\nfar\n" + m_location + "\nover\n";
    writeTestFile(m_disk->filePath(u"base/lxc_snapshots"_s), noted);
    writeTestFile(hidden + u"/lxc_rdepends"_s, m_location + "\nbase\n");
    if (another) {
        makeTestContainer(m_disk->path(), u"over"_s);
        writeTestFile(m_disk->filePath(u"over/lxc_rdepends"_s), m_location + "\nbase\n");
    }
    const auto outcome = m_worker.recover(request);
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(read(u"base/lxc_snapshots"_s), another ? noted : m_location + "\nfar\n");
    QCOMPARE(entries(m_disk->path()).filter(u".boxyard"_s), QStringList());
}

QTEST_GUILESS_MAIN(TestWorkerOverlay)
#include "tst_workeroverlay.moc"
