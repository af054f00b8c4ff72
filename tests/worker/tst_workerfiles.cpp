// SPDX-License-Identifier: GPL-2.0-or-later
#include "heldfile.h"
#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <memory>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QStringList entries(const QString &path)
{
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                QDir::Name);
}

QJsonObject renameRequest(const QString &location, const QString &name, const QString &newName)
{
    return WorkerRunner::request(u"rename"_s, location, name,
                                 {{u"newName"_s, newName}, {u"expect"_s, QString()}});
}

QJsonObject deleteRequest(const QString &location, const QString &name)
{
    return WorkerRunner::request(u"delete"_s, location, name, {{u"expect"_s, QString()}});
}

} // namespace

/// The verbs that work on files only, on containers that nobody runs, through the real program.
class TestWorkerFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cloneCopies();
    void cloneSnapshot();
    void cloneElsewhere();
    void cloneRefused_data();
    void cloneRefused();
    void rename();
    void renameRefused();
    void remove();
    void removeRefused();
    void removeSubvolumes();
    void overlayBookkeeping();
    void changed();
    void nameTaken();
    void noSpace();
    void readOnly();
    void targetAppears();
    void cancelClone();

private:
    WorkerRunner m_worker;
};

void TestWorkerFiles::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

void TestWorkerFiles::cloneCopies()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QByteArrayList before = describeTree(store.filePath(u"web"_s));
    const auto outcome = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(entries(store.path()), (QStringList{u"new"_s, u"web"_s}));
    QCOMPARE(difference(describeTree(store.filePath(u"web"_s)), before), QByteArray());
    QCOMPARE(outcome.steps(), (QStringList{u"preparing"_s, u"copy"_s, u"configure"_s}));

    const QString path = store.filePath(u"new"_s);
    QCOMPARE(entries(path), (QStringList{u"config"_s, u"fstab"_s, u"rootfs"_s}));
    QCOMPARE(readTestFile(path + u"/rootfs/etc/hostname"_s), QByteArray("new\n"));
    const QByteArray config = readTestFile(path + u"/config"_s);
    QVERIFY(config.startsWith("# kept\n"));
    QVERIFY(config.contains("\nlxc.rootfs.path = dir:" + QFile::encodeName(path) + "/rootfs\n"));
    QVERIFY(config.contains("\nlxc.uts.name = new\n"));
    QVERIFY(config.contains("\nlxc.mount.fstab = " + QFile::encodeName(path) + "/fstab\n"));
    QVERIFY(config.contains("\nlxc.net.1.hwaddr = 00:16:3e:xx:xx:xx\n"));
    static const QRegularExpression fresh(QStringLiteral("\nlxc\\.net\\.0\\.hwaddr = (00:16:3e:..:..:..)\n"));
    const QString mac = fresh.match(QString::fromUtf8(config)).captured(1);
    QVERIFY(!mac.isEmpty());
    QVERIFY(mac != u"00:16:3e:01:02:03"_s);
    QVERIFY(!config.contains("/web"));
}

void TestWorkerFiles::cloneSnapshot()
{
    const TestStore store(u"btrfs"_s);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    makeTestContainer(store.path(), u"web"_s);
    const QString rootfs = store.filePath(u"web/rootfs"_s);
    // Not a subvolume yet: a snapshot is impossible, a copy makes one.
    const auto refused = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"no"_s, u"snapshot"_s));
    QCOMPARE(refused.error, u"Unsupported"_s);
    QCOMPARE(entries(store.path()), QStringList{u"web"_s});
    const auto copied = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"one"_s));
    QVERIFY2(copied.ok(), copied.text());
    QVERIFY(readTestFile(store.filePath(u"one/config"_s)).contains("= btrfs:"));
    writeTestFile(store.filePath(u"one/rootfs/big"_s), QByteArray(40 << 20, 'b'));
    QCOMPARE(
        runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, store.filePath(u"one/rootfs/nested"_s)}),
        0);
    writeTestFile(store.filePath(u"one/rootfs/nested/file"_s), "n");

    const auto snapshot = m_worker.run(WorkerRunner::clone(store.path(), u"one"_s, u"two"_s, u"snapshot"_s));
    QVERIFY2(snapshot.ok(), snapshot.text());
    QVERIFY(snapshot.steps().contains(u"snapshot"_s));
    QVERIFY(!snapshot.steps().contains(u"copy"_s));
    QCOMPARE(readTestFile(store.filePath(u"two/rootfs/nested/file"_s)), QByteArray("n"));
    QCOMPARE(readTestFile(store.filePath(u"two/rootfs/etc/hostname"_s)), QByteArray("two\n"));
    QCOMPARE(readTestFile(store.filePath(u"one/rootfs/etc/hostname"_s)), QByteArray("one\n"));
    QCOMPARE(QFile(store.filePath(u"two/rootfs/big"_s)).size(), qint64(40 << 20));
    for (const QString &name : {u"one"_s, u"two"_s, u"web"_s}) {
        const auto removed = m_worker.run(deleteRequest(store.path(), name));
        QVERIFY2(removed.ok(), removed.text());
    }
    QCOMPARE(entries(store.path()), QStringList());
}

void TestWorkerFiles::cloneElsewhere()
{
    const TestStore from(u"tmpfs"_s);
    const TestStore to(u"ext4"_s, 64);
    if (!to.problem().isEmpty())
        QSKIP(qPrintable(to.problem()));
    makeTestContainer(from.path(), u"web"_s);
    // A rootfs that lies somewhere else comes along into the clone's folder.
    const QString outside = from.filePath(u"elsewhere"_s);
    QVERIFY(QDir().rename(from.filePath(u"web/rootfs"_s), outside));
    QByteArray config = readTestFile(from.filePath(u"web/config"_s));
    config.replace(QFile::encodeName(from.filePath(u"web/rootfs"_s)), QFile::encodeName(outside));
    writeTestFile(from.filePath(u"web/config"_s), config);
    const auto outcome =
        m_worker.run(WorkerRunner::clone(from.path(), u"web"_s, u"web"_s, u"copy"_s, to.path()));
    QVERIFY2(outcome.ok(), outcome.text());
    QVERIFY(QFile::exists(to.filePath(u"web/rootfs/sbin/init"_s)));
    QVERIFY(readTestFile(to.filePath(u"web/config"_s))
                .contains("lxc.rootfs.path = dir:" + QFile::encodeName(to.filePath(u"web/rootfs"_s)) + '\n'));
    QVERIFY(QFile::exists(outside + u"/sbin/init"_s));
}

void TestWorkerFiles::cloneRefused_data()
{
    QTest::addColumn<QByteArray>("rootfs"); // a value of lxc.rootfs.path; empty: as it is
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("error");
    QTest::newRow("no source") << QByteArray() << u"nobody"_s << u"new"_s << u"auto"_s << u"NotFound"_s;
    QTest::newRow("a target that is there")
        << QByteArray() << u"web"_s << u"other"_s << u"auto"_s << u"AlreadyExists"_s;
    QTest::newRow("a file has the name")
        << QByteArray() << u"web"_s << u"file"_s << u"auto"_s << u"AlreadyExists"_s;
    QTest::newRow("no snapshots here")
        << QByteArray() << u"web"_s << u"new"_s << u"snapshot"_s << u"Unsupported"_s;
    QTest::newRow("an overlay whose layers are gone")
        << QByteArray("overlay:/nowhere/a:/nowhere/b") << u"web"_s << u"new"_s << u"auto"_s
        << u"RootfsMissing"_s;
    QTest::newRow("half an overlay") << QByteArray("overlay:/a") << u"web"_s << u"new"_s << u"auto"_s
                                     << u"Unsupported"_s;
    QTest::newRow("a volume") << QByteArray("lvm:/dev/a/b") << u"web"_s << u"new"_s << u"auto"_s
                              << u"Unsupported"_s;
    QTest::newRow("no rootfs") << QByteArray("dir:/nowhere/x") << u"web"_s << u"new"_s << u"auto"_s
                               << u"RootfsMissing"_s;
    QTest::newRow("a config that does not load") << QByteArray("dir:/x\nlxc.no.such.key = 1") << u"web"_s
                                                 << u"new"_s << u"auto"_s << u"BrokenConfig"_s;
    QTest::newRow("a bad name") << QByteArray() << u"web"_s << u".x"_s << u"auto"_s << u"InvalidName"_s;
}

void TestWorkerFiles::cloneRefused()
{
    QFETCH(QByteArray, rootfs);
    QFETCH(QString, source);
    QFETCH(QString, target);
    QFETCH(QString, mode);
    QFETCH(QString, error);
    const TestStore store(u"tmpfs"_s, 16);
    makeTestContainer(store.path(), u"web"_s);
    makeTestContainer(store.path(), u"other"_s);
    writeTestFile(store.filePath(u"file"_s), "x");
    if (!rootfs.isEmpty()) {
        QByteArray config = readTestFile(store.filePath(u"web/config"_s));
        config.replace("dir:" + QFile::encodeName(store.filePath(u"web/rootfs"_s)), rootfs);
        writeTestFile(store.filePath(u"web/config"_s), config);
    }
    const QByteArrayList before = describeTree(store.path());
    const auto outcome = m_worker.run(WorkerRunner::clone(store.path(), source, target, mode));
    QVERIFY2(!outcome.crashed, outcome.text());
    QCOMPARE(outcome.error, error);
    QCOMPARE(difference(describeTree(store.path()), before), QByteArray());
}

void TestWorkerFiles::rename()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QByteArray old = QFile::encodeName(store.filePath(u"web"_s));
    const QByteArray fresh = QFile::encodeName(store.filePath(u"www"_s));
    writeTestFile(store.filePath(u"web/snaps/snap0/config"_s),
                  "lxc.rootfs.path = dir:" + old + "/snaps/snap0/rootfs\n");
    const auto outcome = m_worker.run(renameRequest(store.path(), u"web"_s, u"www"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(entries(store.path()), QStringList{u"www"_s});
    const QByteArray config = readTestFile(store.filePath(u"www/config"_s));
    QVERIFY(config.contains("dir:" + fresh + "/rootfs\n"));
    QVERIFY(config.contains("lxc.uts.name = www\n"));
    QVERIFY(config.contains("lxc.net.0.hwaddr = 00:16:3e:01:02:03\n"));
    QVERIFY(!config.contains(old + '/'));
    QCOMPARE(readTestFile(store.filePath(u"www/fstab"_s)), fresh + "/data data none bind 0 0\n");
    QCOMPARE(readTestFile(store.filePath(u"www/snaps/snap0/config"_s)),
             "lxc.rootfs.path = dir:" + fresh + "/snaps/snap0/rootfs\n");
}

void TestWorkerFiles::renameRefused()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    makeTestContainer(store.path(), u"other"_s);
    const QByteArrayList before = describeTree(store.path());
    QCOMPARE(m_worker.run(renameRequest(store.path(), u"web"_s, u"other"_s)).error, u"AlreadyExists"_s);
    QCOMPARE(m_worker.run(renameRequest(store.path(), u"nobody"_s, u"x"_s)).error, u"NotFound"_s);
    QCOMPARE(m_worker.run(renameRequest(store.path() + u"-not"_s, u"web"_s, u"x"_s)).error,
             u"LocationMissing"_s);
    QCOMPARE(difference(describeTree(store.path()), before), QByteArray());
}

void TestWorkerFiles::remove()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    makeTestContainer(store.path(), u"other"_s);
    const QByteArrayList other = describeTree(store.filePath(u"other"_s));
    const auto outcome = m_worker.run(deleteRequest(store.path(), u"web"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(entries(store.path()), QStringList{u"other"_s});
    QCOMPARE(difference(describeTree(store.filePath(u"other"_s)), other), QByteArray());
    QCOMPARE(m_worker.run(deleteRequest(store.path(), u"web"_s)).error, u"NotFound"_s);
}

void TestWorkerFiles::removeRefused()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    // Something is mounted in it.
    QDir().mkpath(store.filePath(u"web/rootfs/mnt"_s));
    const QByteArray point = QFile::encodeName(store.filePath(u"web/rootfs/mnt"_s));
    QCOMPARE(mount("tmpfs", point.constData(), "tmpfs", 0, nullptr), 0);
    writeTestFile(store.filePath(u"web/rootfs/mnt/canary"_s), "c");
    QByteArrayList before = describeTree(store.path());
    const auto mounted = m_worker.run(deleteRequest(store.path(), u"web"_s));
    QCOMPARE(mounted.error, u"Failed"_s);
    QVERIFY2(mounted.detail.contains(u"mnt"_s), mounted.text());
    QCOMPARE(difference(describeTree(store.path()), before), QByteArray());
    umount(point.constData());

    // Snapshots of its own.
    writeTestFile(store.filePath(u"web/snaps/snap0/config"_s), "x\n");
    before = describeTree(store.path());
    const auto snapshots = m_worker.run(deleteRequest(store.path(), u"web"_s));
    QCOMPARE(snapshots.error, u"HasDependants"_s);
    QCOMPARE(snapshots.detail, u"snap0"_s);
    QCOMPARE(difference(describeTree(store.path()), before), QByteArray());
}

void TestWorkerFiles::removeSubvolumes()
{
    const TestStore store(u"btrfs"_s);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    QDir().mkpath(store.filePath(u"web"_s));
    const auto subvolume = [](const QString &path) {
        return runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, path});
    };
    QCOMPARE(subvolume(store.filePath(u"web/rootfs"_s)), 0);
    makeTestContainer(store.path(), u"web"_s);
    QDir().mkpath(store.filePath(u"web/rootfs/a/b"_s));
    QCOMPARE(subvolume(store.filePath(u"web/rootfs/a/b/nested"_s)), 0);
    QCOMPARE(subvolume(store.filePath(u"web/rootfs/a/b/nested/inner"_s)), 0);
    writeTestFile(store.filePath(u"web/rootfs/a/b/nested/inner/file"_s), "x");
    QCOMPARE(runTool(u"btrfs"_s,
                     {u"property"_s, u"set"_s, store.filePath(u"web/rootfs/a/b/nested/inner"_s), u"ro"_s,
                      u"true"_s}),
             0);
    const auto outcome = m_worker.run(deleteRequest(store.path(), u"web"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(entries(store.path()), QStringList());
}

/// An origin with an overlay clone, as lxc-copy -s makes them.
void TestWorkerFiles::overlayBookkeeping()
{
    const TestStore store(u"tmpfs"_s);
    const QByteArray location = QFile::encodeName(store.path());
    makeTestContainer(store.path(), u"base"_s);
    makeTestContainer(store.path(), u"over"_s);
    writeTestFile(store.filePath(u"base/lxc_snapshots"_s), location + "\nover\n/srv/lxc\nfar\n");
    writeTestFile(store.filePath(u"over/lxc_rdepends"_s), location + "\nbase\n");
    QByteArray config = readTestFile(store.filePath(u"over/config"_s));
    config.replace("dir:" + location + "/over/rootfs",
                   "overlay:" + location + "/base/rootfs:" + location + "/over/delta0");
    writeTestFile(store.filePath(u"over/config"_s), config);
    QDir().mkpath(store.filePath(u"over/delta0"_s));

    for (const QJsonObject &request :
         {deleteRequest(store.path(), u"base"_s), renameRequest(store.path(), u"base"_s, u"ground"_s)}) {
        const auto refused = m_worker.run(request);
        QCOMPARE(refused.error, u"HasDependants"_s);
        QCOMPARE(refused.detail, u"far, over"_s);
    }
    const auto renamed = m_worker.run(renameRequest(store.path(), u"over"_s, u"above"_s));
    QVERIFY2(renamed.ok(), renamed.text());
    QCOMPARE(readTestFile(store.filePath(u"base/lxc_snapshots"_s)),
             "/srv/lxc\nfar\n" + location + "\nabove\n");
    QVERIFY(readTestFile(store.filePath(u"above/config"_s))
                .contains("overlay:" + location + "/base/rootfs:" + location + "/above/delta0\n"));

    const auto removed = m_worker.run(deleteRequest(store.path(), u"above"_s));
    QVERIFY2(removed.ok(), removed.text());
    QCOMPARE(readTestFile(store.filePath(u"base/lxc_snapshots"_s)), QByteArray("/srv/lxc\nfar\n"));

    // The old form counts; the last one takes the file away.
    makeTestContainer(store.path(), u"over"_s);
    writeTestFile(store.filePath(u"over/lxc_rdepends"_s), location + "\nbase\n");
    writeTestFile(store.filePath(u"base/lxc_snapshots"_s), "1\n");
    QCOMPARE(m_worker.run(deleteRequest(store.path(), u"base"_s)).error, u"HasDependants"_s);
    QVERIFY(m_worker.run(deleteRequest(store.path(), u"over"_s)).ok());
    QVERIFY(!QFile::exists(store.filePath(u"base/lxc_snapshots"_s)));
    QVERIFY(m_worker.run(deleteRequest(store.path(), u"base"_s)).ok());
}

void TestWorkerFiles::changed()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    QJsonObject request = deleteRequest(store.path(), u"web"_s);
    request.insert(u"expect"_s, configIdentity(store.filePath(u"web/config"_s)));
    const QByteArray config = readTestFile(store.filePath(u"web/config"_s));
    writeTestFile(store.filePath(u"web/config"_s), config + "lxc.arch = x86_64\n");
    QCOMPARE(m_worker.run(request).error, u"Changed"_s);
    QVERIFY(QFile::exists(store.filePath(u"web/rootfs/init"_s)));
    request.insert(u"expect"_s, configIdentity(store.filePath(u"web/config"_s)));
    QVERIFY(m_worker.run(request).ok());
}

/// Another user listens where the container's monitor would; nothing may connect to him.
void TestWorkerFiles::nameTaken()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QByteArray name = '\0' + QFile::encodeName(store.filePath(u"web/command"_s));
    // A socket belongs to whom made it: first become him.
    QCOMPARE(seteuid(65534), 0);
    const int stranger = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
    const auto length =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path)) + static_cast<socklen_t>(name.size());
    const int bound = bind(stranger, reinterpret_cast<const sockaddr *>(&address), length);
    const int listening = listen(stranger, 5);
    QCOMPARE(seteuid(0), 0);
    QCOMPARE(bound, 0);
    QCOMPARE(listening, 0);
    fcntl(stranger, F_SETFL, O_NONBLOCK);
    const QJsonObject stop{{u"mode"_s, u"kill"_s}, {u"timeout"_s, 5}, {u"expect"_s, QString()}};
    const QJsonObject plain{{u"expect"_s, QString()}};
    const QJsonObject shell{
        {u"columns"_s, 80}, {u"rows"_s, 24}, {u"privileged"_s, true}, {u"expect"_s, QString()}};
    for (const QJsonObject &request :
         {WorkerRunner::request(u"start"_s, store.path(), u"web"_s, plain),
          WorkerRunner::request(u"stop"_s, store.path(), u"web"_s, stop),
          WorkerRunner::request(u"restart"_s, store.path(), u"web"_s, stop),
          WorkerRunner::request(u"freeze"_s, store.path(), u"web"_s, plain),
          WorkerRunner::request(u"unfreeze"_s, store.path(), u"web"_s, plain),
          WorkerRunner::request(u"shell"_s, store.path(), u"web"_s, shell),
          deleteRequest(store.path(), u"web"_s), renameRequest(store.path(), u"web"_s, u"x"_s)}) {
        const auto outcome = m_worker.run(request);
        QCOMPARE(outcome.error, u"NameTaken"_s);
        QCOMPARE(outcome.detail, u"nobody"_s);
        QVERIFY2(accept4(stranger, nullptr, nullptr, SOCK_CLOEXEC) < 0, "the worker connected to a stranger");
    }
    // Reading a config asks no monitor.
    const auto inspected = m_worker.run(
        WorkerRunner::request(u"inspect"_s, store.path(), {}, {{u"containers"_s, QJsonArray{u"web"_s}}}));
    QVERIFY(inspected.containers().value(0).value("ok"_L1).toBool());
    QVERIFY(accept4(stranger, nullptr, nullptr, SOCK_CLOEXEC) < 0);
    close(stranger);
}

void TestWorkerFiles::noSpace()
{
    const TestStore source(u"tmpfs"_s);
    const TestStore target(u"tmpfs"_s, 8);
    makeTestContainer(source.path(), u"web"_s);
    writeTestFile(source.filePath(u"web/rootfs/big"_s), QByteArray(20 << 20, 'x'));
    const auto outcome =
        m_worker.run(WorkerRunner::clone(source.path(), u"web"_s, u"web"_s, u"auto"_s, target.path()));
    QCOMPARE(outcome.error, u"NoSpace"_s);
    QVERIFY(outcome.steps().contains(u"undoing"_s));
    QCOMPARE(entries(target.path()), QStringList());
    // With room a retry works.
    QFile::remove(source.filePath(u"web/rootfs/big"_s));
    const auto again =
        m_worker.run(WorkerRunner::clone(source.path(), u"web"_s, u"web"_s, u"auto"_s, target.path()));
    QVERIFY2(again.ok(), again.text());
}

void TestWorkerFiles::readOnly()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    QCOMPARE(
        mount(nullptr, QFile::encodeName(store.path()).constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr),
        0);
    QCOMPARE(m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s)).error, u"ReadOnlyStore"_s);
    QCOMPARE(m_worker.run(renameRequest(store.path(), u"web"_s, u"new"_s)).error, u"ReadOnlyStore"_s);
    QCOMPARE(m_worker.run(deleteRequest(store.path(), u"web"_s)).error, u"ReadOnlyStore"_s);
    const auto created = m_worker.run(WorkerRunner::request(u"create"_s, store.path(), u"new"_s,
                                                            {{u"template"_s, u"busybox"_s},
                                                             {u"options"_s, QJsonObject()},
                                                             {u"store"_s, u"auto"_s},
                                                             {u"privileged"_s, true}}));
    QCOMPARE(created.error, u"ReadOnlyStore"_s);
    QCOMPARE(entries(store.path()), QStringList{u"web"_s});
}

void TestWorkerFiles::targetAppears()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    auto held = std::make_unique<HeldFile>(store.filePath(u"web/rootfs/etc/hostname"_s));
    auto running = m_worker.start(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s));
    held->awaitReached();
    writeTestFile(store.filePath(u"new/mine"_s), "somebody was faster");
    held.reset();
    const auto outcome = running.wait();
    QCOMPARE(outcome.error, u"AlreadyExists"_s);
    QCOMPARE(outcome.object, u"new"_s);
    QCOMPARE(entries(store.path()), (QStringList{u"new"_s, u"web"_s}));
    QCOMPARE(readTestFile(store.filePath(u"new/mine"_s)), QByteArray("somebody was faster"));
}

/// In the middle of large files; it can't end before it is cancelled.
void TestWorkerFiles::cancelClone()
{
    const TestStore store(u"tmpfs"_s, 1200);
    makeTestContainer(store.path(), u"web"_s);
    for (int i = 0; i < 8; ++i)
        writeTestFile(store.filePath(u"web/rootfs/%1"_s.arg(i)), QByteArray(64 << 20, char('a' + i)));
    auto held = std::make_unique<HeldFile>(store.filePath(u"web/rootfs/etc/hostname"_s));
    auto running = m_worker.start(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s));
    held->awaitReached();
    QVERIFY(running.isLocked());
    running.signal(SIGTERM);
    held.reset();
    const auto outcome = running.wait();
    QVERIFY2(!outcome.crashed, outcome.text());
    QCOMPARE(outcome.error, u"Cancelled"_s);
    QCOMPARE(outcome.steps().constLast(), u"undoing"_s);
    QCOMPARE(entries(store.path()), QStringList{u"web"_s});
    QVERIFY(!running.isLocked());
    const QList<double> fractions = outcome.fractions();
    for (const double fraction : fractions)
        QVERIFY(fraction <= 1);
}

QTEST_GUILESS_MAIN(TestWorkerFiles)
#include "tst_workerfiles.moc"
