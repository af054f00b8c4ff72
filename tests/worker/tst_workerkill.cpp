// SPDX-License-Identifier: GPL-2.0-or-later
#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// What changes files; strace counts each of them by itself.
const QStringList ChangingCalls = {
    u"mkdir"_s,     u"mkdirat"_s,         u"rmdir"_s,    u"unlink"_s,    u"unlinkat"_s,  u"rename"_s,
    u"renameat"_s,  u"renameat2"_s,       u"openat"_s,   u"openat2"_s,   u"symlinkat"_s, u"linkat"_s,
    u"mknodat"_s,   u"write"_s,           u"pwrite64"_s, u"ftruncate"_s, u"fchmod"_s,    u"fchmodat"_s,
    u"chmod"_s,     u"fchown"_s,          u"fchownat"_s, u"chown"_s,     u"fsync"_s,     u"fsetxattr"_s,
    u"utimensat"_s, u"copy_file_range"_s, u"ioctl"_s,    u"mount"_s,     u"fsopen"_s,    u"fsconfig"_s,
    u"fsmount"_s,   u"syncfs"_s,          u"clone"_s,    u"execve"_s};

QStringList entries(const QString &path)
{
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                QDir::Name);
}

QJsonObject createRequest(const QString &location, const QString &name)
{
    return WorkerRunner::request(u"create"_s, location, name,
                                 {{u"template"_s, u"tiny"_s},
                                  {u"options"_s, QJsonObject()},
                                  {u"store"_s, u"auto"_s},
                                  {u"privileged"_s, true}});
}

} // namespace

/// kill -9 at every state-changing system call of a small operation, and at random points of a large one:
/// after the recovery either the old state or the new one is there, nothing half made, and a retry works.
class TestWorkerKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void create();
    void clone_data();
    void clone();
    void rename();
    void remove();
    void largeClone();

private:
    using Check = std::function<QByteArray(bool finished)>; // empty: fine
    /// Runs the operation again and again on what `prepare` makes, killed at each place in turn.
    void killEverywhere(const QString &location, const std::function<QJsonObject()> &prepare,
                        const Check &check, const QStringList &calls = ChangingCalls);
    int killAt(const QString &call, const QString &location, const std::function<QJsonObject()> &prepare,
               const Check &check);

    WorkerRunner m_worker;
    int m_kills = 0;
};

void TestWorkerKill::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
        QSKIP("needs strace");
    // A template of a few system calls, so that each of them can have its turn.
    QCOMPARE(mount("tmpfs", "/usr/share/lxc/templates", "tmpfs", 0, "mode=755"), 0);
    writeTestFile(u"/usr/share/lxc/templates/lxc-tiny"_s,
                  "#!/bin/sh -e\n"
                  "for a; do case $a in --path=*) p=${a#*=};; esac; done\n"
                  "mkdir -p $p/rootfs/sbin\n"
                  "echo x > $p/rootfs/sbin/init\n"
                  "echo lxc.uts.name = tiny >> $p/config\n");
    QCOMPARE(chmod("/usr/share/lxc/templates/lxc-tiny", 0755), 0);
    umask(022);
}

int TestWorkerKill::killAt(const QString &call, const QString &location,
                           const std::function<QJsonObject()> &prepare, const Check &check)
{
    for (int when = 1;; ++when) {
        const QJsonObject request = m_worker.completed(prepare());
        const QString place = u"%1:signal=SIGKILL:when=%2"_s.arg(call).arg(when);
        const auto outcome = m_worker.run(request,
                                          {u"/usr/bin/strace"_s, u"-f"_s, u"-q"_s, u"-o"_s, u"/dev/null"_s,
                                           u"-e"_s, u"trace="_s + call, u"-e"_s, u"inject="_s + place});
        const bool killed = outcome.crashed;
        const bool childKilled = !killed && !outcome.error.isEmpty();
        if (killed) {
            ++m_kills;
            for (int round = 0; round < 2; ++round) { // twice does no harm
                const auto recovered = m_worker.recover(request);
                if (!recovered.ok()) {
                    QTest::qFail(qPrintable(place + u": "_s + QString::fromUtf8(recovered.text())), __FILE__,
                                 __LINE__);
                    return when;
                }
            }
        }
        QByteArray wrong = check(!killed && !childKilled);
        const QStringList hidden = entries(location).filter(u".boxyard"_s);
        if (!hidden.isEmpty())
            wrong += "left behind: " + hidden.join(u' ').toUtf8();
        if (!wrong.isEmpty()) {
            QTest::qFail(qPrintable(place + u": "_s + QString::fromUtf8(wrong + '\n' + outcome.text())),
                         __FILE__, __LINE__);
            return when;
        }
        if (!killed && !childKilled)
            return when - 1;
    }
}

void TestWorkerKill::killEverywhere(const QString &location, const std::function<QJsonObject()> &prepare,
                                    const Check &check, const QStringList &calls)
{
    m_kills = 0;
    for (const QString &call : calls) {
        killAt(call, location, prepare, check);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(m_kills > 20, qPrintable(QString::number(m_kills)));
    qInfo("killed %d times", m_kills);
}

void TestWorkerKill::create()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"other"_s);
    const QByteArrayList other = describeTree(store.filePath(u"other"_s));
    const auto prepare = [&] {
        runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
        return createRequest(store.path(), u"new"_s);
    };
    const auto check = [&](bool finished) -> QByteArray {
        const bool there = QFile::exists(store.filePath(u"new"_s));
        if (finished && !there)
            return "it is not there";
        if (there && !readTestFile(store.filePath(u"new/config"_s)).contains("\nlxc.uts.name = new\n"))
            return "half made: " + readTestFile(store.filePath(u"new/config"_s));
        if (there && readTestFile(store.filePath(u"new/rootfs/sbin/init"_s)) != "x\n")
            return "half made rootfs";
        if (there && QFile::exists(store.filePath(u"new/partial"_s)))
            return "marked as partial";
        return difference(describeTree(store.filePath(u"other"_s)), other);
    };
    killEverywhere(store.path(), prepare, check);
    prepare();
    QVERIFY(m_worker.run(createRequest(store.path(), u"new"_s)).ok());
}

void TestWorkerKill::clone_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<QString>("mode");
    QTest::newRow("copy") << u"tmpfs"_s << u"copy"_s;
    QTest::newRow("snapshot") << u"btrfs"_s << u"snapshot"_s;
    QTest::newRow("overlay") << u"tmpfs"_s << u"overlay"_s;
}

void TestWorkerKill::clone()
{
    QFETCH(QString, store);
    QFETCH(QString, mode);
    const TestStore disk(store, 128);
    if (!disk.problem().isEmpty())
        QSKIP(qPrintable(disk.problem()));
    const QByteArray location = QFile::encodeName(disk.path());
    if (store == u"btrfs"_s) {
        QDir().mkpath(disk.filePath(u"web"_s));
        QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, disk.filePath(u"web/rootfs"_s)}),
                 0);
    }
    makeTestContainer(disk.path(), u"web"_s);
    writeTestFile(disk.filePath(u"web/rootfs/etc/machine-id"_s), "0123\n");
    const QByteArrayList before = describeTree(disk.filePath(u"web/rootfs"_s));
    const auto request = [&] { return WorkerRunner::clone(disk.path(), u"web"_s, u"new"_s, mode); };
    const auto prepare = [&] {
        if (QFile::exists(disk.filePath(u"new"_s))) [[maybe_unused]]
            const auto removed = m_worker.run(
                WorkerRunner::request(u"delete"_s, disk.path(), u"new"_s, {{u"expect"_s, QString()}}));
        return request();
    };
    const auto check = [&](bool finished) -> QByteArray {
        const bool there = QFile::exists(disk.filePath(u"new"_s));
        if (finished && !there)
            return "it is not there";
        const QByteArray noted = readTestFile(disk.filePath(u"web/lxc_snapshots"_s));
        if ((noted == location + "\nnew\n") != (there && mode == u"overlay"_s) || noted.count("new") > 1)
            return "lxc_snapshots does not agree: " + noted;
        if (there && !readTestFile(disk.filePath(u"new/config"_s)).contains("lxc.uts.name = new\n"))
            return "half made config";
        if (there) {
            const MergedRootfs merged(disk.path(), u"new"_s);
            if (readTestFile(merged.path() + u"/etc/hostname"_s) != "new\n"
                || QFile::exists(merged.path() + u"/etc/machine-id"_s)
                || !QFile::exists(merged.path() + u"/sbin/init"_s))
                return "half made";
        }
        return difference(describeTree(disk.filePath(u"web/rootfs"_s)), before);
    };
    // A clone opens much, and what an open makes is there when the next of the other calls begins.
    QStringList calls = ChangingCalls;
    calls.removeAll(u"openat"_s);
    calls.removeAll(u"openat2"_s);
    killEverywhere(disk.path(), prepare, check, calls);
    prepare();
    QVERIFY(m_worker.run(request()).ok());
}

void TestWorkerKill::rename()
{
    const TestStore store(u"tmpfs"_s);
    const QByteArray location = QFile::encodeName(store.path());
    makeTestContainer(store.path(), u"base"_s);
    const auto prepare = [&] {
        for (const QString &name : {u"old"_s, u"new"_s})
            runTool(u"rm"_s, {u"-rf"_s, store.filePath(name)});
        makeTestContainer(store.path(), u"old"_s);
        writeTestFile(store.filePath(u"old/lxc_rdepends"_s), location + "\nbase\n");
        writeTestFile(store.filePath(u"base/lxc_snapshots"_s), location + "\nold\n");
        return WorkerRunner::request(u"rename"_s, store.path(), u"old"_s,
                                     {{u"newName"_s, u"new"_s}, {u"expect"_s, QString()}});
    };
    const auto check = [&](bool finished) -> QByteArray {
        const bool old = QFile::exists(store.filePath(u"old"_s));
        const bool fresh = QFile::exists(store.filePath(u"new"_s));
        if (old == fresh || (finished && old))
            return "neither the old state nor the new one";
        const QByteArray name = old ? "old" : "new";
        const QByteArray config = readTestFile(store.filePath(QString::fromLatin1(name) + u"/config"_s));
        if (!config.contains("dir:" + location + '/' + name + "/rootfs\n")
            || !config.contains("lxc.uts.name = " + name))
            return "config: " + config;
        const QByteArray snapshots = readTestFile(store.filePath(u"base/lxc_snapshots"_s));
        return snapshots == location + '\n' + name + '\n' ? QByteArray() : "lxc_snapshots: " + snapshots;
    };
    killEverywhere(store.path(), prepare, check);
}

void TestWorkerKill::remove()
{
    const TestStore store(u"tmpfs"_s);
    const QByteArray location = QFile::encodeName(store.path());
    makeTestContainer(store.path(), u"base"_s);
    const auto prepare = [&] {
        runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"old"_s)});
        makeTestContainer(store.path(), u"old"_s);
        writeTestFile(store.filePath(u"old/lxc_rdepends"_s), location + "\nbase\n");
        writeTestFile(store.filePath(u"base/lxc_snapshots"_s), location + "\nold\n");
        return WorkerRunner::request(u"delete"_s, store.path(), u"old"_s, {{u"expect"_s, QString()}});
    };
    const auto check = [&](bool finished) -> QByteArray {
        const bool there = QFile::exists(store.filePath(u"old"_s));
        if (finished && there)
            return "it is still there";
        if (there && !QFile::exists(store.filePath(u"old/rootfs/init"_s)))
            return "half removed";
        const bool noted = QFile::exists(store.filePath(u"base/lxc_snapshots"_s));
        return there == noted ? QByteArray() : QByteArray("lxc_snapshots does not agree");
    };
    killEverywhere(store.path(), prepare, check);
}

void TestWorkerKill::largeClone()
{
    const TestStore store(u"tmpfs"_s, 600);
    makeTestContainer(store.path(), u"web"_s);
    for (int i = 0; i < 60; ++i) {
        for (int j = 0; j < 50; ++j)
            writeTestFile(store.filePath(u"web/rootfs/usr/%1/%2"_s.arg(i).arg(j)),
                          QByteArray(20000, char('a' + j % 26)));
    }
    const QByteArrayList before = describeTree(store.filePath(u"web"_s));
    const auto whole = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"whole"_s));
    QVERIFY2(whole.ok(), whole.text());
    int killed = 0;
    for (int round = 0; round < 50; ++round) {
        const QJsonObject request = m_worker.completed(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s));
        auto running = m_worker.start(request);
        QThread::usleep(static_cast<unsigned long>(QRandomGenerator::global()->bounded(120000)));
        running.signal(SIGKILL);
        const auto outcome = running.wait();
        killed += outcome.crashed ? 1 : 0;
        const auto recovered = m_worker.recover(request);
        QVERIFY2(recovered.ok(), recovered.text());
        const bool there = QFile::exists(store.filePath(u"new"_s));
        QCOMPARE(entries(store.path()),
                 there ? (QStringList{u"new"_s, u"web"_s, u"whole"_s}) : (QStringList{u"web"_s, u"whole"_s}));
        if (there) {
            QCOMPARE(readTestFile(store.filePath(u"new/rootfs/etc/hostname"_s)), QByteArray("new\n"));
            QCOMPARE(describeTree(store.filePath(u"new/rootfs"_s)).size(),
                     describeTree(store.filePath(u"web/rootfs"_s)).size());
            runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
        }
    }
    QVERIFY2(killed > 5, qPrintable(QString::number(killed)));
    QCOMPARE(difference(describeTree(store.filePath(u"web"_s)), before), QByteArray());
    const auto again = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s));
    QVERIFY2(again.ok(), again.text());
}

QTEST_GUILESS_MAIN(TestWorkerKill)
#include "tst_workerkill.moc"
