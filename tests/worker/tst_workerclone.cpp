// SPDX-License-Identifier: GPL-2.0-or-later
#include "heldfile.h"
#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <memory>

#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
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

void append(const QString &path, const QByteArray &text)
{
    writeTestFile(path, readTestFile(path) + text);
}

/// What makes a machine of a distribution's kind itself.
void makePersonal(const QString &rootfs)
{
    writeTestFile(rootfs + u"/etc/hosts"_s, "127.0.0.1 localhost\n127.0.1.1\tweb.lan web\n10.0.3.9 web\n");
    writeTestFile(rootfs + u"/etc/machine-id"_s, "0123456789abcdef0123456789abcdef\n");
    for (const char *path :
         {"var/lib/dbus/machine-id", "var/lib/systemd/random-seed", "var/lib/urandom/random-seed",
          "var/lib/seedrng/seed.credit", "var/lib/dhcp/dhclient.eth0.leases", "var/lib/dhcp/dhclient6.leases",
          "var/lib/dhcpcd/duid", "var/lib/dhcpcd/eth0.lease", "var/lib/dhcpcd/secret", "etc/dhcpcd.duid",
          "var/lib/NetworkManager/secret_key", "var/lib/NetworkManager/internal-1-eth0.lease",
          "run/systemd/netif/leases/2", "etc/ssh/ssh_host_rsa_key", "etc/ssh/ssh_host_rsa_key.pub",
          "etc/ssh/ssh_host_ed25519_key", "etc/ssh/ssh_host_ed25519_key-cert.pub"})
        writeTestFile(rootfs + u'/' + QString::fromLatin1(path), "personal\n");
    for (const char *path : {"var/lib/dhcp/README", "etc/ssh/sshd_config", "etc/ssh/moduli",
                             "var/lib/NetworkManager/NetworkManager.state", "var/lib/misc/other"})
        writeTestFile(rootfs + u'/' + QString::fromLatin1(path), "common\n");
}

/// Takes from everybody the right to change what a clone resets, and the folders that it lies in.
void forbidChanges(const QString &rootfs)
{
    for (const auto *path : {"etc/hostname", "etc/hosts", "etc/machine-id", "etc/ssh/ssh_host_rsa_key",
                             "etc/ssh", "var/lib/dbus", "var/lib/dhcp"})
        QCOMPARE(runTool(u"chattr"_s, {u"+i"_s, rootfs + u'/' + QString::fromLatin1(path)}), 0);
    QCOMPARE(runTool(u"chattr"_s, {u"+a"_s, rootfs + u"/var/lib/systemd/random-seed"_s}), 0);
}

QByteArrayList flagsOf(const QString &rootfs)
{
    QByteArray out;
    runTool(u"sh"_s, {u"-c"_s, u"cd \"$1\" && lsattr -Ra ."_s, u"sh"_s, rootfs}, &out);
    QByteArrayList lines = out.split('\n');
    lines.removeIf([](const QByteArray &line) { return line.startsWith("lsattr"); });
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Every file that has one of the texts above.
QStringList holding(const QString &path, const QByteArray &text)
{
    QStringList found;
    QByteArray out;
    runTool(u"grep"_s, {u"-rlxa"_s, QString::fromLatin1(text), path}, &out);
    const QStringList lines = QString::fromUtf8(out).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines)
        found.append(line.mid(path.size() + 1));
    found.sort();
    return found;
}

using Prepare = std::function<void(const QString &rootfs)>;

} // namespace

/// What a clone is beside a copy: another machine. On containers that nobody runs.
class TestWorkerClone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void identity_data();
    void identity();
    void sshKeys_data();
    void sshKeys();
    void network();
    void manyNetworkCards();
    void hooks_data();
    void hooks();
    void hookFails_data();
    void hookFails();
    void nestedSubvolumes_data();
    void nestedSubvolumes();
    void fullDisk();
    void sourceGone_data();
    void sourceGone();

private:
    WorkerRunner m_worker;
};

void TestWorkerClone::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

void TestWorkerClone::identity_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("systemd");
    QTest::addColumn<bool>("immutable");
    QTest::newRow("copy") << u"tmpfs"_s << u"copy"_s << true << false;
    QTest::newRow("copy, without systemd") << u"tmpfs"_s << u"copy"_s << false << false;
    QTest::newRow("copy of what nobody may change") << u"ext4"_s << u"copy"_s << true << true;
    QTest::newRow("btrfs") << u"btrfs"_s << u"snapshot"_s << true << false;
    QTest::newRow("btrfs, of what nobody may change") << u"btrfs"_s << u"snapshot"_s << true << true;
    QTest::newRow("overlay on ext4") << u"ext4"_s << u"overlay"_s << true << false;
    QTest::newRow("overlay of what nobody may change") << u"ext4"_s << u"overlay"_s << true << true;
    QTest::newRow("overlay on btrfs") << u"btrfs"_s << u"overlay"_s << false << false;
}

void TestWorkerClone::identity()
{
    QFETCH(QString, store);
    QFETCH(QString, mode);
    QFETCH(bool, systemd);
    QFETCH(bool, immutable);
    const TestStore disk(store, 128);
    if (!disk.problem().isEmpty())
        QSKIP(qPrintable(disk.problem()));
    if (store == u"btrfs"_s) {
        QDir().mkpath(disk.filePath(u"web"_s));
        QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, disk.filePath(u"web/rootfs"_s)}),
                 0);
    }
    makeTestContainer(disk.path(), u"web"_s);
    const QString source = disk.filePath(u"web/rootfs"_s);
    makePersonal(source);
    writeTestFile(source + u"/usr/sbin/sshd"_s, "x");
    QDir().mkpath(source + u"/etc/systemd/system"_s);
    if (systemd)
        writeTestFile(source + u"/usr/lib/systemd/systemd"_s, "x");
    else
        writeTestFile(source + u"/sbin/openrc-run"_s, "x");
    if (immutable)
        forbidChanges(source);
    const QByteArrayList before = describeTree(source);
    const QByteArrayList flags = flagsOf(source);
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, mode));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(outcome.log(), QStringList());
    QCOMPARE(difference(describeTree(source), before), QByteArray()); // byte for byte
    QCOMPARE(flagsOf(source), flags);

    const MergedRootfs merged(disk.path(), u"new"_s);
    QVERIFY2(merged.problem().isEmpty(), qPrintable(merged.problem()));
    const QString rootfs = merged.path();
    QCOMPARE(holding(rootfs, "personal"), QStringList());
    QCOMPARE(holding(rootfs, "common").size(), 5);
    QCOMPARE(readTestFile(rootfs + u"/etc/hostname"_s), QByteArray("new\n"));
    QCOMPARE(readTestFile(rootfs + u"/etc/hosts"_s),
             QByteArray("127.0.0.1 localhost\n127.0.1.1\tnew.lan new\n10.0.3.9 web\n"));
    QCOMPARE(QFile::exists(rootfs + u"/etc/machine-id"_s), systemd);
    if (systemd)
        QCOMPARE(readTestFile(rootfs + u"/etc/machine-id"_s), QByteArray());
    // Nothing else of it differs.
    QByteArrayList rest = describeTree(rootfs);
    rest.removeIf([&](const QByteArray &line) { return before.contains(line) || line.contains(" 40"); });
    for (const QByteArray &line : std::as_const(rest)) {
        static const QRegularExpression changed(
            u"^/etc/(hostname|hosts|machine-id|systemd/system/.*boxyard-ssh-host-keys.service) "_s);
        QVERIFY2(changed.match(QString::fromUtf8(line)).hasMatch(), line);
    }
}

void TestWorkerClone::sshKeys_data()
{
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<bool>("keysStay");
    QTest::addColumn<QString>("file"); // that makes them again
    QTest::addColumn<QByteArray>("text");
    const QByteArray line = "|| ssh-keygen -A >/dev/null";
    QTest::newRow("systemd") << Prepare([](const QString &rootfs) {
        writeTestFile(rootfs + u"/usr/lib/systemd/systemd"_s, "x");
        QDir().mkpath(rootfs + u"/etc/systemd/system"_s);
    }) << false << u"/etc/systemd/system/multi-user.target.wants/boxyard-ssh-host-keys.service"_s
                             << QByteArray("\nExecStart=/usr/bin/ssh-keygen -A\n");
    QTest::newRow("Debian with SysV") << Prepare([](const QString &rootfs) {
        writeTestFile(rootfs + u"/etc/init.d/ssh"_s, "#!/bin/sh\n");
        writeTestFile(rootfs + u"/etc/default/ssh"_s, "SSHD_OPTS=\n");
    }) << false << u"/etc/default/ssh"_s
                                      << line;
    QTest::newRow("busybox") << Prepare(
        [](const QString &rootfs) { writeTestFile(rootfs + u"/etc/init.d/rcS"_s, "#!/bin/sh\nsshd\n"); })
                             << false << u"/etc/init.d/rcS"_s << line + " # this clone's own keys\nsshd\n";
    QTest::newRow("OpenRC") << Prepare([](const QString &rootfs) {
        writeTestFile(rootfs + u"/sbin/openrc-run"_s, "x");
    }) << false << QString() << QByteArray();
    QTest::newRow("nothing that could")
        << Prepare([](const QString &) {}) << true << QString() << QByteArray();
    QTest::newRow("no server") << Prepare([](const QString &rootfs) {
        QFile::remove(rootfs + u"/usr/sbin/sshd"_s);
    }) << false << QString() << QByteArray();
    QTest::newRow("the unit's place is taken") << Prepare([](const QString &rootfs) {
        writeTestFile(rootfs + u"/usr/lib/systemd/systemd"_s, "x");
        QDir().mkpath(rootfs + u"/etc/systemd/system/boxyard-ssh-host-keys.service"_s);
    }) << true << QString() << QByteArray();
}

void TestWorkerClone::sshKeys()
{
    QFETCH(Prepare, prepare);
    QFETCH(bool, keysStay);
    QFETCH(QString, file);
    QFETCH(QByteArray, text);
    const TestStore disk(u"tmpfs"_s, 32);
    makeTestContainer(disk.path(), u"web"_s);
    const QString source = disk.filePath(u"web/rootfs"_s);
    writeTestFile(source + u"/etc/ssh/ssh_host_rsa_key"_s, "key");
    writeTestFile(source + u"/usr/sbin/sshd"_s, "x");
    chown(local(source + u"/etc/systemd/system"_s).constData(), 100000, 100000);
    prepare(source);
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, u"copy"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    const QString rootfs = disk.filePath(u"new/rootfs"_s);
    QCOMPARE(QFile::exists(rootfs + u"/etc/ssh/ssh_host_rsa_key"_s), keysStay);
    QCOMPARE(outcome.log().size(), keysStay ? 1 : 0);
    if (!file.isEmpty())
        QVERIFY2(readTestFile(rootfs + file).contains(text), readTestFile(rootfs + file));
    // A clone of the clone finds its way there already.
    const auto again = m_worker.run(WorkerRunner::clone(disk.path(), u"new"_s, u"next"_s, u"copy"_s));
    QVERIFY2(again.ok(), again.text());
    if (!file.isEmpty())
        QCOMPARE(readTestFile(disk.filePath(u"next/rootfs"_s) + file), readTestFile(rootfs + file));
}

void TestWorkerClone::network()
{
    const TestStore disk(u"tmpfs"_s, 32);
    makeTestContainer(disk.path(), u"web"_s);
    writeTestFile(disk.filePath(u"included"_s),
                  "lxc.net.5.type = veth\nlxc.net.5.hwaddr = 00:16:3e:05:05:05\nlxc.net.5.veth.pair = inc\n"
                  "lxc.net.6.type = veth\nlxc.net.6.hwaddr = 00:16:3e:xx:xx:xx\n");
    append(disk.filePath(u"web/config"_s),
           "  lxc.net.0.veth.pair = fixed0 \n# a comment\n\nlxc.net.2.type = macvlan\n"
           "lxc.net.2.hwaddr=02:00:00:00:00:01\nlxc.net.2.ipv4.address = 10.0.3.5/24\nlxc.include = "
               + local(disk.filePath(u"included"_s)) + "\nlxc.environment = A=web\n");
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, u"copy"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    const QByteArray config = readTestFile(disk.filePath(u"new/config"_s));
    const auto mac = [&](const char *index) {
        const QRegularExpression line(
            u"\nlxc\\.net\\.%1\\.hwaddr *= *(00:16:3e:..:..:..)\n"_s.arg(QString::fromLatin1(index)));
        return line.match(QString::fromUtf8(config)).captured(1);
    };
    for (const char *index : {"0", "2", "5"}) {
        QVERIFY2(!mac(index).isEmpty(), config);
        QVERIFY2(!readTestFile(disk.filePath(u"web/config"_s)).contains(mac(index).toLatin1()), config);
        QVERIFY(mac(index) != u"00:16:3e:05:05:05"_s);
    }
    QVERIFY2(mac("6").isEmpty(), config); // filled in anew at each start
    QVERIFY2(!config.contains("fixed0"), config);
    QVERIFY2(config.contains("\nlxc.net.5.veth.pair = \n"), config);
    QVERIFY2(config.startsWith("# kept\n") && config.contains("\n# a comment\n\nlxc.net.2.type"), config);
    QVERIFY2(config.contains("\nlxc.environment = A=web\n"), config);
    QCOMPARE(outcome.log(), QStringList{u"lxc.net.2.ipv4.address = 10.0.3.5/24: the same as the source's"_s});
}

/// More than anybody has, and more than one message between processes holds.
void TestWorkerClone::manyNetworkCards()
{
    constexpr int Cards = 3000;
    const TestStore disk(u"tmpfs"_s, 32);
    makeTestContainer(disk.path(), u"web"_s);
    QByteArray lines;
    for (int i = 10; i < 10 + Cards; ++i)
        lines += "lxc.net." + QByteArray::number(i) + ".type = empty\n";
    append(disk.filePath(u"web/config"_s), lines);
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, u"copy"_s));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(readTestFile(disk.filePath(u"new/config"_s)).count(".type = empty\n"), Cards);
}

void TestWorkerClone::hooks_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("wanted");
    QTest::addColumn<int>("version");
    QTest::newRow("not asked for") << u"copy"_s << false << 0;
    QTest::newRow("copy") << u"copy"_s << true << 0;
    QTest::newRow("version 1") << u"copy"_s << true << 1;
    QTest::newRow("overlay") << u"overlay"_s << true << 0;
}

void TestWorkerClone::hooks()
{
    QFETCH(QString, mode);
    QFETCH(bool, wanted);
    QFETCH(int, version);
    const TestStore disk(u"ext4"_s, 64);
    if (!disk.problem().isEmpty())
        QSKIP(qPrintable(disk.problem()));
    makeTestContainer(disk.path(), u"web"_s);
    const QString hook = disk.filePath(u"web/hook.sh"_s);
    writeTestFile(hook,
                  "#!/bin/sh\necho \"hello $*\"\n"
                  "echo \"$LXC_SRC_NAME $LXC_NAME $LXC_HOOK_TYPE $LXC_HOOK_SECTION $$\" > "
                  "$LXC_ROOTFS_MOUNT/seen\n"
                  "cat $LXC_ROOTFS_MOUNT/etc/hostname >> $LXC_ROOTFS_MOUNT/seen\n"
                  "echo \"lxc.environment = P=$LXC_ROOTFS_PATH\" >> $LXC_CONFIG_FILE\n"
                  "setsid sleep 98764 &\n");
    chmod(local(hook).constData(), 0755);
    append(disk.filePath(u"web/config"_s),
           "lxc.hook.clone = " + local(hook) + "\nlxc.hook.version = " + QByteArray::number(version) + '\n');
    const QByteArrayList before = describeTree(disk.filePath(u"web/rootfs"_s));
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, mode, {}, wanted));
    QVERIFY2(outcome.ok(), outcome.text());
    QCOMPARE(difference(describeTree(disk.filePath(u"web/rootfs"_s)), before), QByteArray());
    QCOMPARE(outcome.steps().contains(u"hooks"_s), wanted);
    const MergedRootfs merged(disk.path(), u"new"_s);
    QCOMPARE(QFile::exists(merged.path() + u"/seen"_s), wanted);
    QCOMPARE(readTestFile(merged.path() + u"/etc/hostname"_s), QByteArray("new\n"));
    QCOMPARE(runTool(u"pgrep"_s, {u"-f"_s, u"sleep 98764"_s}), 1);
    QCOMPARE(entries(disk.path()).filter(u".boxyard"_s), QStringList());
    if (!wanted)
        return;
    QVERIFY2(outcome.log().contains(version == 1 ? u"hello"_s : u"hello new lxc clone"_s), outcome.text());
    const QByteArray seen = readTestFile(merged.path() + u"/seen"_s);
    QVERIFY2(seen.startsWith(version == 1 ? "web new clone lxc " : "web new   "), seen);
    QVERIFY2(seen.endsWith("\nweb\n"), seen); // as with LXC the hook comes before the host name
    const QByteArray value = mode == u"overlay"_s ? "overlay:" + local(disk.filePath(u"web/rootfs"_s)) + ':'
            + local(disk.filePath(u"new/overlay/delta"_s))
                                                  : "dir:" + local(disk.filePath(u"new/rootfs"_s));
    const QByteArray config = readTestFile(disk.filePath(u"new/config"_s));
    QVERIFY2(config.contains("lxc.environment = P=" + value + '\n'), config);
}

void TestWorkerClone::hookFails_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("detail");
    QTest::newRow("an exit code") << QByteArray("#!/bin/sh\necho working\necho 'no luck' >&2\nexit 3\n")
                                  << u"no luck"_s;
    QTest::newRow("a signal") << QByteArray("#!/bin/sh\necho 'about to die'\nkill -9 $$\n")
                              << u"about to die"_s;
    QTest::newRow("no such program") << QByteArray("#!/no/such/shell\n") << QString();
}

void TestWorkerClone::hookFails()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, detail);
    const TestStore disk(u"tmpfs"_s, 32);
    makeTestContainer(disk.path(), u"web"_s);
    const QString hook = disk.filePath(u"hook.sh"_s);
    writeTestFile(hook, script);
    chmod(local(hook).constData(), 0755);
    append(disk.filePath(u"web/config"_s), "lxc.hook.clone = " + local(hook) + '\n');
    const QByteArrayList before = describeTree(disk.path());
    const auto outcome =
        m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, u"overlay"_s, {}, true));
    QCOMPARE(outcome.error, u"HookFailed"_s);
    QCOMPARE(outcome.object, hook);
    QVERIFY2(outcome.detail.contains(detail), outcome.text());
    QCOMPARE(difference(describeTree(disk.path()), before), QByteArray());
}

void TestWorkerClone::nestedSubvolumes_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("said");
    QTest::newRow("snapshot") << u"snapshot"_s << u"snapshotted as well"_s;
    QTest::newRow("copy") << u"copy"_s << u"copied as a folder"_s;
    QTest::newRow("overlay") << u"overlay"_s << u"under the overlay as well"_s;
}

void TestWorkerClone::nestedSubvolumes()
{
    QFETCH(QString, mode);
    QFETCH(QString, said);
    const TestStore disk(u"btrfs"_s, 128);
    if (!disk.problem().isEmpty())
        QSKIP(qPrintable(disk.problem()));
    QDir().mkpath(disk.filePath(u"web"_s));
    QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, disk.filePath(u"web/rootfs"_s)}), 0);
    makeTestContainer(disk.path(), u"web"_s);
    QDir().mkpath(disk.filePath(u"web/rootfs/var/lib"_s));
    for (const QString &path : {u"web/rootfs/var/lib/machines"_s, u"web/rootfs/var/lib/machines/in side"_s})
        QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, disk.filePath(path)}), 0);
    writeTestFile(disk.filePath(u"web/rootfs/var/lib/machines/in side/file"_s), "nested");
    const auto outcome = m_worker.run(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, mode));
    QVERIFY2(outcome.ok(), outcome.text());
    QStringList log = outcome.log();
    log.sort();
    QCOMPARE(log,
             (QStringList{u"rootfs/var/lib/machines/in side: a subvolume, "_s + said,
                          u"rootfs/var/lib/machines: a subvolume, "_s + said}));
    const MergedRootfs merged(disk.path(), u"new"_s);
    QCOMPARE(readTestFile(merged.path() + u"/var/lib/machines/in side/file"_s), QByteArray("nested"));
}

/// A disk that is full at each moment of the clone, by as many bytes as it takes.
void TestWorkerClone::fullDisk()
{
    const TestStore source(u"ext4"_s, 64);
    if (!source.problem().isEmpty())
        QSKIP(qPrintable(source.problem()));
    makeTestContainer(source.path(), u"web"_s);
    makePersonal(source.filePath(u"web/rootfs"_s));
    const QByteArrayList before = describeTree(source.filePath(u"web/rootfs"_s));
    for (const QString &mode : {u"copy"_s, u"overlay"_s}) {
        int refused = 0;
        int done = 0;
        // tmpfs counts pages and inodes exactly, so each of both can be the last.
        for (int inodes = 2; done == 0 && inodes < 200; ++inodes) {
            const QTemporaryDir folder;
            const QByteArray options = "mode=755,size=4m,nr_inodes=" + QByteArray::number(inodes);
            QCOMPARE(mount("tmpfs", local(folder.path()).constData(), "tmpfs", 0, options.constData()), 0);
            const auto outcome =
                m_worker.run(WorkerRunner::clone(source.path(), u"web"_s, u"new"_s, mode, folder.path()));
            const QStringList left = entries(folder.path());
            umount2(local(folder.path()).constData(), MNT_DETACH);
            QVERIFY2(!outcome.crashed, outcome.text());
            refused += outcome.ok() ? 0 : 1;
            done += outcome.ok() ? 1 : 0;
            QCOMPARE(left, outcome.ok() ? QStringList{u"new"_s} : QStringList());
            if (!outcome.ok())
                QCOMPARE(outcome.error, u"NoSpace"_s);
            QCOMPARE(QFile::exists(source.filePath(u"web/lxc_snapshots"_s)),
                     outcome.ok() && mode == u"overlay"_s);
        }
        QVERIFY2(refused > 5 && done == 1, qPrintable(u"%1: %2, %3"_s.arg(mode).arg(refused).arg(done)));
    }
    QCOMPARE(difference(describeTree(source.filePath(u"web/rootfs"_s)), before), QByteArray());
}

void TestWorkerClone::sourceGone_data()
{
    QTest::addColumn<bool>("renamed");
    QTest::newRow("removed") << false;
    QTest::newRow("renamed") << true;
}

void TestWorkerClone::sourceGone()
{
    QFETCH(bool, renamed);
    const TestStore disk(u"tmpfs"_s);
    makeTestContainer(disk.path(), u"web"_s);
    auto held = std::make_unique<HeldFile>(disk.filePath(u"web/rootfs/etc/hostname"_s));
    auto running = m_worker.start(WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, u"copy"_s));
    held->awaitReached();
    if (renamed)
        QVERIFY(QDir().rename(disk.filePath(u"web"_s), disk.filePath(u"www"_s)));
    else
        QCOMPARE(runTool(u"rm"_s, {u"-r"_s, disk.filePath(u"web"_s)}), 0);
    held.reset();
    const auto outcome = running.wait();
    QCOMPARE(outcome.error, u"NotFound"_s);
    QCOMPARE(outcome.object, u"web"_s);
    QCOMPARE(entries(disk.path()), renamed ? QStringList{u"www"_s} : QStringList());
}

QTEST_GUILESS_MAIN(TestWorkerClone)
#include "tst_workerclone.moc"
