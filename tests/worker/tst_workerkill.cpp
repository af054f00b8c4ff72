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
    u"utimensat"_s, u"copy_file_range"_s, u"ioctl"_s,    u"mount"_s,     u"clone"_s,     u"execve"_s};

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

QJsonObject cloneRequest(const QString &location, const QString &name, const QString &target)
{
    return WorkerRunner::request(u"clone"_s, location, name,
                                 {{u"targetLocation"_s, location},
                                  {u"targetName"_s, target},
                                  {u"mode"_s, u"auto"_s},
                                  {u"hooks"_s, false},
                                  {u"expect"_s, QString()}});
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
    void clone();
    void rename();
    void remove();
    void largeClone();

private:
    using Check = std::function<QByteArray(bool finished)>; // empty: fine
    /// Runs the operation again and again on what `prepare` makes, killed at each place in turn.
    void killEverywhere(const QString &location, const std::function<QJsonObject()> &prepare,
                        const Check &check);
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
    QCOMPARE(mount("tmpfs", "/run", "tmpfs", 0, "mode=755"), 0);
    // A template of a few system calls, so that each of them can have its turn.
    QCOMPARE(mount("tmpfs", "/usr/share/lxc/templates", "tmpfs", 0, "mode=755"), 0);
    writeTestFile(u"/usr/share/lxc/templates/lxc-tiny"_s,
                  "#!/bin/sh\n"
                  "for a; do case $a in --path=*) p=${a#*=};; esac; done\n"
                  "mkdir -p $p/rootfs/sbin && echo x > $p/rootfs/sbin/init\n"
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
                                    const Check &check)
{
    m_kills = 0;
    for (const QString &call : ChangingCalls) {
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

void TestWorkerKill::clone()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QByteArrayList before = describeTree(store.filePath(u"web"_s));
    const auto prepare = [&] {
        runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
        return cloneRequest(store.path(), u"web"_s, u"new"_s);
    };
    const auto check = [&](bool finished) -> QByteArray {
        const bool there = QFile::exists(store.filePath(u"new"_s));
        if (finished && !there)
            return "it is not there";
        if (there && readTestFile(store.filePath(u"new/rootfs/etc/hostname"_s)) != "new\n")
            return "half made";
        if (there && !readTestFile(store.filePath(u"new/config"_s)).contains("lxc.uts.name = new\n"))
            return "half made config";
        return difference(describeTree(store.filePath(u"web"_s)), before);
    };
    killEverywhere(store.path(), prepare, check);
    prepare();
    QVERIFY(m_worker.run(cloneRequest(store.path(), u"web"_s, u"new"_s)).ok());
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
    const auto whole = m_worker.run(cloneRequest(store.path(), u"web"_s, u"whole"_s));
    QVERIFY2(whole.ok(), whole.text());
    int killed = 0;
    for (int round = 0; round < 50; ++round) {
        const QJsonObject request = m_worker.completed(cloneRequest(store.path(), u"web"_s, u"new"_s));
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
    const auto again = m_worker.run(cloneRequest(store.path(), u"web"_s, u"new"_s));
    QVERIFY2(again.ok(), again.text());
}

QTEST_GUILESS_MAIN(TestWorkerKill)
#include "tst_workerkill.moc"
