// SPDX-License-Identifier: GPL-2.0-or-later
#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTest>

#include <array>
#include <functional>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray local(const QString &path)
{
    return QFile::encodeName(path);
}

/// What a container's root may have done to its rootfs; gets that and the folder of the canaries.
using Spoil = std::function<void(const QString &rootfs, const QString &canaries)>;
using Plant = Spoil;

/// What a clone changes, and where that lies.
constexpr std::array EditedFiles = {"etc/hostname",
                                    "etc/hosts",
                                    "etc/machine-id",
                                    "etc/ssh/ssh_host_rsa_key",
                                    "etc/systemd/system/boxyard-ssh-host-keys.service",
                                    "var/lib/dbus/machine-id",
                                    "var/lib/systemd/random-seed",
                                    "var/lib/dhcp/dhclient.leases"};
constexpr std::array InnerFolders = {"etc/ssh", "etc/systemd/system", "var/lib/dhcp", "var/lib/dbus",
                                     "var/lib/systemd"};
constexpr std::array OuterFolders = {"etc", "var"};

void makeDeep(const QString &path, int levels)
{
    int fd = open(local(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < levels; ++i) {
        mkdirat(fd, "deep", 0755);
        const int next = openat(fd, "deep", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        symlinkat("/etc/passwd", fd, "link");
        close(fd);
        fd = next;
    }
    close(fd);
}

} // namespace

/// A container's root can plant anything in its rootfs. Nothing outside may change by what we do to the
/// container.
class TestWorkerHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rootfs_data();
    void rootfs();
    void edited_data();
    void edited();
    void containerFolder_data();
    void containerFolder();

private:
    void checkAll(const QString &location, const QString &name, bool clonable);

    WorkerRunner m_worker;
    std::unique_ptr<TestStore> m_disk;
    int m_row = 0;
};

void TestWorkerHostile::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

void TestWorkerHostile::rootfs_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::newRow("host name is a symlink to the host") << Spoil(
        [](const QString &rootfs, const QString &canaries) {
            QFile::remove(rootfs + u"/etc/hostname"_s);
            symlink(local(canaries + u"/file"_s).constData(), local(rootfs + u"/etc/hostname"_s).constData());
        });
    QTest::newRow("host name is a relative symlink out") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        symlink("../../../canaries/file", local(rootfs + u"/etc/hostname"_s).constData());
    });
    QTest::newRow("/etc is a symlink to the host")
        << Spoil([](const QString &rootfs, const QString &canaries) {
               QDir(rootfs + u"/etc"_s).removeRecursively();
               symlink(local(canaries).constData(), local(rootfs + u"/etc"_s).constData());
           });
    QTest::newRow("/etc climbs out") << Spoil([](const QString &rootfs, const QString &) {
        QDir(rootfs + u"/etc"_s).removeRecursively();
        symlink("../../../../../../../../../../canaries", local(rootfs + u"/etc"_s).constData());
    });
    QTest::newRow("host name is a FIFO") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        mkfifo(local(rootfs + u"/etc/hostname"_s).constData(), 0666);
    });
    QTest::newRow("host name is a device") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        mknod(local(rootfs + u"/etc/hostname"_s).constData(), S_IFCHR | 0666, makedev(1, 3));
    });
    QTest::newRow("host name is a hard link") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        writeTestFile(rootfs + u"/etc/other"_s, "canary");
        link(local(rootfs + u"/etc/other"_s).constData(), local(rootfs + u"/etc/hostname"_s).constData());
    });
    QTest::newRow("host name is a folder") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        QDir().mkpath(rootfs + u"/etc/hostname/x"_s);
    });
    QTest::newRow("host name is huge") << Spoil([](const QString &rootfs, const QString &) {
        QVERIFY(QFile::resize(rootfs + u"/etc/hostname"_s, 1 << 30));
    });
    QTest::newRow("host name is a magic link") << Spoil([](const QString &rootfs, const QString &) {
        QFile::remove(rootfs + u"/etc/hostname"_s);
        symlink("/proc/self/fd/4", local(rootfs + u"/etc/hostname"_s).constData());
    });
    QTest::newRow("800 levels") << Spoil(
        [](const QString &rootfs, const QString &) { makeDeep(rootfs, 800); });
    QTest::newRow("names of any bytes") << Spoil([](const QString &rootfs, const QString &canaries) {
        for (const QByteArray name : {"\n\"},{\"finished\": true", "\xff\xfe", "\x1b[2J", "..."}) {
            const QByteArray path = local(rootfs) + '/' + name;
            mkdir(path.constData(), 0755);
            symlink(local(canaries + u"/file"_s).constData(), (path + '/' + name).constData());
        }
    });
    QTest::newRow("symlinks to the host everywhere")
        << Spoil([](const QString &rootfs, const QString &canaries) {
               for (const char *name : {"sbin2", "dev", "tmp", "root", "proc"})
                   symlink(local(canaries).constData(), (local(rootfs) + '/' + name).constData());
           });
    QTest::newRow("immutable files") << Spoil([](const QString &rootfs, const QString &) {
        runTool(u"chattr"_s, {u"+i"_s, rootfs + u"/etc/hostname"_s, rootfs + u"/etc"_s});
    });
}

void TestWorkerHostile::checkAll(const QString &location, const QString &name, bool clonable)
{
    const auto cloned = m_worker.run(WorkerRunner::clone(location, name, u"copy"_s));
    QVERIFY2(!cloned.crashed, cloned.text());
    QCOMPARE(cloned.ok(), clonable);
    const auto renamed = m_worker.run(WorkerRunner::request(
        u"rename"_s, location, name, {{u"newName"_s, u"moved"_s}, {u"expect"_s, QString()}}));
    QVERIFY2(!renamed.crashed, renamed.text());
    for (const QString &left : {renamed.ok() ? u"moved"_s : name, u"copy"_s}) {
        const auto removed =
            m_worker.run(WorkerRunner::request(u"delete"_s, location, left, {{u"expect"_s, QString()}}));
        QVERIFY2(removed.ok() || (left == u"copy"_s && !clonable), removed.text());
    }
    const QStringList rest =
        QDir(location).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    QCOMPARE(rest, QStringList());
}

void TestWorkerHostile::rootfs()
{
    QFETCH(Spoil, spoil);
    const TestStore store(u"ext4"_s, 64);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    const QString canaries = store.filePath(u"canaries"_s);
    writeTestFile(canaries + u"/file"_s, "canary");
    writeTestFile(canaries + u"/hostname"_s, "canary");
    const QByteArrayList before = describeTree(canaries);
    const QByteArray passwd = readTestFile(u"/etc/passwd"_s);
    const QByteArray hostname = readTestFile(u"/etc/hostname"_s);
    const QString location = store.filePath(u"l"_s);
    makeTestContainer(location, u"web"_s);
    spoil(location + u"/web/rootfs"_s, canaries);
    checkAll(location, u"web"_s, true);
    QCOMPARE(difference(describeTree(canaries), before), QByteArray());
    QCOMPARE(readTestFile(u"/etc/passwd"_s), passwd);
    QCOMPARE(readTestFile(u"/etc/hostname"_s), hostname);
}

/// Every file that a clone changes, in every place where another thing can be planted; as a copy, a snapshot
/// and an overlay of one.
void TestWorkerHostile::edited_data()
{
    QTest::addColumn<Plant>("plant");
    const auto file = [](const char *what,
                         std::function<void(const QByteArray &path, const QByteArray &canary)> make) {
        QTest::newRow(what) << Plant([make](const QString &rootfs, const QString &canaries) {
            for (const char *name : EditedFiles) {
                const QByteArray path = local(rootfs) + '/' + name;
                QDir().mkpath(QString::fromLocal8Bit(path).section(u'/', 0, -2));
                unlink(path.constData());
                make(path, local(canaries) + "/file");
            }
        });
    };
    const auto folder = [](const char *what, const char *target) {
        const auto plant = [target](const auto &names, const QString &rootfs, const QString &canaries) {
            for (const char *name : names) {
                const QString path = rootfs + u'/' + QString::fromLatin1(name);
                QDir(path).removeRecursively();
                QDir().mkpath(path.section(u'/', 0, -2));
                symlink(QByteArray(target).replace("CANARIES", local(canaries)).constData(),
                        local(path).constData());
            }
        };
        QTest::addRow("inner %s", what) << Plant([plant](const QString &rootfs, const QString &canaries) {
            plant(InnerFolders, rootfs, canaries);
        });
        QTest::addRow("outer %s", what) << Plant([plant](const QString &rootfs, const QString &canaries) {
            plant(OuterFolders, rootfs, canaries);
        });
    };
    file("symlinks to the host", [](const QByteArray &path, const QByteArray &canary) {
        symlink(canary.constData(), path.constData());
    });
    file("symlinks that climb out", [](const QByteArray &path, const QByteArray &canary) {
        symlink(("../../../../../../../../../../../.." + canary).constData(), path.constData());
    });
    file("symlinks through the worker", [](const QByteArray &path, const QByteArray &canary) {
        symlink(("/proc/self/root" + canary).constData(), path.constData());
    });
    file("FIFOs", [](const QByteArray &path, const QByteArray &) { mkfifo(path.constData(), 0666); });
    file("sockets",
         [](const QByteArray &path, const QByteArray &) { mknod(path.constData(), S_IFSOCK | 0666, 0); });
    file("devices", [](const QByteArray &path, const QByteArray &) {
        mknod(path.constData(), S_IFCHR | 0666, makedev(1, 3));
    });
    file("folders", [](const QByteArray &path, const QByteArray &) {
        mkdir(path.constData(), 0755);
        mkdir((path + "/x").constData(), 0755);
    });
    file("hard links to the host", [](const QByteArray &path, const QByteArray &canary) {
        link(canary.constData(), path.constData());
    });
    file("10 GiB of nothing", [](const QByteArray &path, const QByteArray &) {
        const int fd = open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        QCOMPARE(ftruncate(fd, 10LL << 30), 0);
        close(fd);
    });
    file("of mode 0", [](const QByteArray &path, const QByteArray &) {
        const int fd = open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0);
        close(fd);
        chmod(path.constData(), 0);
    });
    folder("symlinks to the host", "CANARIES");
    folder("symlinks that climb out", "../../../../../../../../../..CANARIES");
    folder("symlinks through the worker", "/proc/self/rootCANARIES");
    folder("symlinks to themselves", ".");
    folder("loops", "/loop");
}

void TestWorkerHostile::edited()
{
    QFETCH(Plant, plant);
    if (!m_disk)
        m_disk = std::make_unique<TestStore>(u"btrfs"_s, 256);
    if (!m_disk->problem().isEmpty())
        QSKIP(qPrintable(m_disk->problem()));
    const QString location = m_disk->filePath(QString::number(++m_row));
    QDir().mkpath(location + u"/web"_s);
    QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, location + u"/web/rootfs"_s}), 0);
    makeTestContainer(location, u"web"_s);
    const QString rootfs = location + u"/web/rootfs"_s;
    const QString canaries = rootfs + u"/canaries"_s; // inside, since a hard link needs the same subvolume
    const QByteArray canary = "127.0.1.1 web\n";
    for (const char *name :
         {"file", "hostname", "hosts", "machine-id", "random-seed", "ssh_host_rsa_key",
          "ssh/ssh_host_rsa_key", "systemd/random-seed", "lib/dhcp/dhclient.leases", "lib/dbus/machine-id"})
        writeTestFile(canaries + u'/' + QString::fromLatin1(name), canary);
    writeTestFile(rootfs + u"/usr/sbin/sshd"_s, "x");
    writeTestFile(rootfs + u"/usr/lib/systemd/systemd"_s, "x");
    symlink("loop", local(rootfs + u"/loop"_s).constData());
    plant(rootfs, canaries);
    const QByteArrayList source = describeTree(rootfs);
    const QByteArray passwd = readTestFile(u"/etc/passwd"_s);
    for (const QString &mode : {u"copy"_s, u"snapshot"_s, u"overlay"_s}) {
        const auto outcome = m_worker.run(WorkerRunner::clone(location, u"web"_s, u"new"_s, mode));
        QVERIFY2(outcome.ok(), outcome.text());
        QCOMPARE(difference(describeTree(rootfs), source), QByteArray());
        QVERIFY(allocated(location + u"/new/overlay/delta/etc/hosts"_s) < 1 << 20);
        {
            const MergedRootfs merged(location, u"new"_s);
            QCOMPARE(readTestFile(merged.path() + u"/canaries/file"_s), canary);
        }
        const auto removed =
            m_worker.run(WorkerRunner::request(u"delete"_s, location, u"new"_s, {{u"expect"_s, QString()}}));
        QVERIFY2(removed.ok(), removed.text());
    }
    QCOMPARE(readTestFile(u"/etc/passwd"_s), passwd);
}

void TestWorkerHostile::containerFolder_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<bool>("clonable");
    // Here `rootfs` is the container's folder, which an unprivileged container's root may own.
    QTest::newRow("fstab is a symlink") << Spoil([](const QString &folder, const QString &canaries) {
        QFile::remove(folder + u"/fstab"_s);
        symlink(local(canaries + u"/file"_s).constData(), local(folder + u"/fstab"_s).constData());
    }) << true;
    QTest::newRow("fstab is a FIFO") << Spoil([](const QString &folder, const QString &) {
        QFile::remove(folder + u"/fstab"_s);
        mkfifo(local(folder + u"/fstab"_s).constData(), 0600);
    }) << true;
    QTest::newRow("the edited copy is a symlink already") << Spoil([](const QString &folder,
                                                                      const QString &canaries) {
        symlink(local(canaries + u"/file"_s).constData(), local(folder + u"/.config.boxyard"_s).constData());
    }) << true;
    QTest::newRow("snapshots are a symlink") << Spoil([](const QString &folder, const QString &canaries) {
        writeTestFile(canaries + u"/snap0/config"_s, "lxc.uts.name = canary\n");
        symlink(local(canaries).constData(), local(folder + u"/snaps"_s).constData());
    }) << true;
    QTest::newRow("the bookkeeping is a symlink") << Spoil(
        [](const QString &folder, const QString &canaries) {
            symlink(local(canaries + u"/file"_s).constData(), local(folder + u"/lxc_rdepends"_s).constData());
        }) << true;
    QTest::newRow("it claims to lie on something that is no container")
        << Spoil([](const QString &folder, const QString &) {
               writeTestFile(folder + u"/lxc_rdepends"_s, "/etc\n..\n/\netc\n\x1b\n\n");
           })
        << true;
}

void TestWorkerHostile::containerFolder()
{
    QFETCH(Spoil, spoil);
    QFETCH(bool, clonable);
    const TestStore store(u"tmpfs"_s, 64);
    const QString canaries = store.filePath(u"canaries"_s);
    writeTestFile(canaries + u"/file"_s, "canary");
    const QString location = store.filePath(u"l"_s);
    makeTestContainer(location, u"web"_s);
    spoil(location + u"/web"_s, canaries);
    const QByteArrayList before = describeTree(canaries);
    checkAll(location, u"web"_s, clonable);
    QCOMPARE(difference(describeTree(canaries), before), QByteArray());
}

QTEST_GUILESS_MAIN(TestWorkerHostile)
#include "tst_workerhostile.moc"
