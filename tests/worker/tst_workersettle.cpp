// SPDX-License-Identifier: GPL-2.0-or-later
// A container is shown before all of it is on the disk (helper/worker/settle.h): whatever ends before it is,
// and however, all of it is there afterwards, or nothing.

#include "teststore.h"
#include "workerrunner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include <array>

#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

using namespace Qt::StringLiterals;

namespace {

constexpr const char *Attribute = "trusted.boxyard.unsettled";

/// JOB BOOT, or empty.
QByteArray markOf(const QString &folder)
{
    std::array<char, 128> value{};
    const ssize_t size =
        getxattr(QFile::encodeName(folder).constData(), Attribute, value.data(), value.size());
    return {value.data(), static_cast<qsizetype>(std::max<ssize_t>(size, 0))};
}

/// As if it had been made before the machine was started.
bool ageMark(const QString &folder)
{
    const QByteArray job = markOf(folder).split(' ').constFirst();
    const QByteArray mark = job + " 01234567-89ab-cdef-0123-456789abcdef";
    return !job.isEmpty()
        && setxattr(QFile::encodeName(folder).constData(), Attribute, mark.constData(),
                    static_cast<size_t>(mark.size()), XATTR_REPLACE)
        == 0;
}

/// All but what a file system has of itself.
QStringList entries(const QString &path)
{
    QStringList names = QDir(path).entryList(
        QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    names.removeAll(u"lost+found"_s);
    return names;
}

void makeSource(const TestStore &store, bool subvolume)
{
    if (subvolume) {
        QDir().mkpath(store.filePath(u"web"_s));
        QCOMPARE(runTool(u"btrfs"_s, {u"-q"_s, u"subvolume"_s, u"create"_s, store.filePath(u"web/rootfs"_s)}),
                 0);
    }
    makeTestContainer(store.path(), u"web"_s);
    for (int i = 0; i < 200; ++i)
        writeTestFile(store.filePath(u"web/rootfs/usr/%1"_s.arg(i)), QByteArray(20000, char('a' + i % 26)));
}

/// What a clone and its source have in common.
QByteArrayList treeOf(const QString &location, const QString &name)
{
    const MergedRootfs merged(location, name);
    return describeTree(merged.path() + u"/usr"_s)
        + QByteArrayList{readTestFile(merged.path() + u"/sbin/init"_s)};
}

} // namespace

class TestWorkerSettle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void aCloneIsMarked_data() { modes(); }

    void aCloneIsMarked();

    void afterAnotherBootItIsTakenBack_data() { modes(); }

    void afterAnotherBootItIsTakenBack();
    void whatWasCreatedToo();
    void settlingLeavesNotes();
    void anotherJobsMarkIsLeft();
    void whoBuildsOnItSettlesIt_data();
    void whoBuildsOnItSettlesIt();
    void withoutRoomForTheMark();
    void powerCut_data();
    void powerCut();

private:
    static void modes();
    QJsonObject cloned(const TestStore &store, const QString &mode);

    WorkerRunner m_worker;
};

void TestWorkerSettle::modes()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("mode");
    QTest::newRow("copy") << u"ext4"_s << u"copy"_s;
    QTest::newRow("snapshot") << u"btrfs"_s << u"snapshot"_s;
    QTest::newRow("overlay") << u"ext4"_s << u"overlay"_s;
}

void TestWorkerSettle::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: containers belong to it");
}

/// The intent of a clone "new" of "web" that went well.
QJsonObject TestWorkerSettle::cloned(const TestStore &store, const QString &mode)
{
    QJsonObject intent = m_worker.completed(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s, mode));
    const auto outcome = m_worker.run(intent);
    return outcome.ok() ? intent : QJsonObject();
}

void TestWorkerSettle::aCloneIsMarked()
{
    QFETCH(QString, kind);
    QFETCH(QString, mode);
    const TestStore store(kind);
    QVERIFY2(store.problem().isEmpty(), qPrintable(store.problem()));
    makeSource(store, mode == u"snapshot");
    const QJsonObject intent = cloned(store, mode);
    QVERIFY(!intent.isEmpty());
    QVERIFY(markOf(store.filePath(u"new"_s))
                .startsWith(QByteArray::number(intent.value("id"_L1).toInteger()) + ' '));
    QCOMPARE(markOf(store.filePath(u"web"_s)), QByteArray());
    for (const bool well : {true, false}) { // after a worker that was killed when it had shown it, too
        const auto settled = well ? m_worker.settle(intent) : m_worker.recover(intent);
        QVERIFY2(settled.ok(), settled.text());
        QCOMPARE(entries(store.path()), QStringList({u"new"_s, u"web"_s}));
        QCOMPARE(markOf(store.filePath(u"new"_s)), QByteArray());
    }
    QCOMPARE(difference(treeOf(store.path(), u"new"_s), treeOf(store.path(), u"web"_s)), QByteArray());
}

void TestWorkerSettle::afterAnotherBootItIsTakenBack()
{
    QFETCH(QString, kind);
    QFETCH(QString, mode);
    const TestStore store(kind);
    QVERIFY2(store.problem().isEmpty(), qPrintable(store.problem()));
    makeSource(store, mode == u"snapshot");
    const QByteArrayList before = describeTree(store.filePath(u"web"_s));
    const QJsonObject intent = cloned(store, mode);
    QVERIFY(!intent.isEmpty());
    QVERIFY(ageMark(store.filePath(u"new"_s)));
    QCOMPARE(QFile::exists(store.filePath(u"web/lxc_snapshots"_s)), mode == u"overlay");
    const auto recovered = m_worker.recover(intent);
    QVERIFY2(recovered.ok(), recovered.text());
    QVERIFY2(recovered.log().join(u'\n').contains(u"/new: not all of it was on the disk"_s),
             recovered.text());
    QVERIFY(!QFile::exists(store.filePath(u"new"_s)));
    QVERIFY(entries(store.path()).filter(u".boxyard"_s).isEmpty());
    // With every note of it.
    QCOMPARE(difference(describeTree(store.filePath(u"web"_s)), before), QByteArray());
    const auto again = m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s, mode));
    QVERIFY2(again.ok(), again.text());
}

void TestWorkerSettle::whatWasCreatedToo()
{
    QVERIFY(mount("tmpfs", "/usr/share/lxc/templates", "tmpfs", 0, "mode=755") == 0);
    writeTestFile(u"/usr/share/lxc/templates/lxc-tiny"_s,
                  "#!/bin/sh -e\n"
                  "for a; do case $a in --path=*) p=${a#*=};; esac; done\n"
                  "mkdir -p $p/rootfs/sbin\n"
                  "echo x > $p/rootfs/sbin/init\n"
                  "echo lxc.uts.name = tiny >> $p/config\n");
    QCOMPARE(chmod("/usr/share/lxc/templates/lxc-tiny", 0755), 0);
    const TestStore store(u"tmpfs"_s);
    for (const bool sameBoot : {true, false}) {
        const QJsonObject intent =
            m_worker.completed(WorkerRunner::request(u"create"_s, store.path(), u"new"_s,
                                                     {{u"template"_s, u"tiny"_s},
                                                      {u"options"_s, QJsonObject()},
                                                      {u"store"_s, u"auto"_s},
                                                      {u"privileged"_s, true}}));
        const auto made = m_worker.run(intent);
        QVERIFY2(made.ok(), made.text());
        QVERIFY(!markOf(store.filePath(u"new"_s)).isEmpty());
        QVERIFY(sameBoot || ageMark(store.filePath(u"new"_s)));
        const auto recovered = m_worker.recover(intent);
        QVERIFY2(recovered.ok(), recovered.text());
        QCOMPARE(entries(store.path()), sameBoot ? QStringList{u"new"_s} : QStringList());
        QCOMPARE(markOf(store.filePath(u"new"_s)), QByteArray());
        runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
    }
}

/// The clone is gone by then, and another of its name is being made, which has its note at the origin
/// already.
void TestWorkerSettle::settlingLeavesNotes()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QJsonObject intent = cloned(store, u"overlay"_s);
    const QByteArray note = readTestFile(store.filePath(u"web/lxc_snapshots"_s));
    QCOMPARE(note, QFile::encodeName(store.path()) + "\nnew\n");
    runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
    const auto settled = m_worker.settle(intent);
    QVERIFY2(settled.ok(), settled.text());
    QCOMPARE(readTestFile(store.filePath(u"web/lxc_snapshots"_s)), note);
}

void TestWorkerSettle::anotherJobsMarkIsLeft()
{
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    QJsonObject intent = cloned(store, u"copy"_s);
    QVERIFY(ageMark(store.filePath(u"new"_s)));
    const QByteArray mark = markOf(store.filePath(u"new"_s));
    intent.insert(u"id"_s, intent.value("id"_L1).toInteger() + 1000);
    for (const bool well : {true, false}) {
        const auto after = well ? m_worker.settle(intent) : m_worker.recover(intent);
        QVERIFY2(after.ok(), after.text());
        QCOMPARE(entries(store.path()), QStringList({u"new"_s, u"web"_s}));
        QCOMPARE(markOf(store.filePath(u"new"_s)), mark);
    }
}

void TestWorkerSettle::whoBuildsOnItSettlesIt_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("left"); // under which name it is then
    QTest::newRow("clone") << u"clone"_s << u"new"_s;
    QTest::newRow("rename") << u"rename"_s << u"other"_s;
    QTest::newRow("start") << u"start"_s << u"new"_s;
}

void TestWorkerSettle::whoBuildsOnItSettlesIt()
{
    QFETCH(QString, verb);
    QFETCH(QString, left);
    const TestStore store(u"tmpfs"_s);
    makeTestContainer(store.path(), u"web"_s);
    const QJsonObject intent = cloned(store, u"copy"_s);
    QVERIFY(!markOf(store.filePath(u"new"_s)).isEmpty());
    const QJsonObject request = verb == u"clone" ? WorkerRunner::clone(store.path(), u"new"_s, u"other"_s)
        : verb == u"rename"
        ? WorkerRunner::request(u"rename"_s, store.path(), u"new"_s,
                                {{u"newName"_s, u"other"_s}, {u"expect"_s, QString()}})
        : WorkerRunner::request(u"start"_s, store.path(), u"new"_s, {{u"expect"_s, QString()}});
    const auto outcome = m_worker.run(request);
    // Its init is only a text: it need not come up, but what was made is on the disk before it is tried.
    QVERIFY2(outcome.ok() || verb == u"start", outcome.text());
    QCOMPARE(markOf(store.filePath(left)), QByteArray());
    // The machine stops; what was built on stays.
    const auto recovered = m_worker.recover(intent);
    QVERIFY2(recovered.ok(), recovered.text());
    QVERIFY(QFile::exists(store.filePath(left + u"/rootfs/etc/hostname"_s)));
}

void TestWorkerSettle::withoutRoomForTheMark()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"strace"_s).isEmpty(), "needs strace");
    const TestStore store(u"ext4"_s);
    QVERIFY2(store.problem().isEmpty(), qPrintable(store.problem()));
    makeTestContainer(store.path(), u"web"_s);
    const QString trace = store.filePath(u"trace"_s);
    for (const bool diskToo : {false, true}) {
        QStringList wrapper = {u"/usr/bin/strace"_s,
                               u"-f"_s,
                               u"-o"_s,
                               trace,
                               u"-e"_s,
                               u"trace=fsetxattr,syncfs"_s,
                               u"-e"_s,
                               u"inject=fsetxattr:error=ENOSPC"_s};
        if (diskToo)
            wrapper += {u"-e"_s, u"inject=syncfs:error=EIO"_s};
        const auto outcome =
            m_worker.run(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s, u"copy"_s), wrapper);
        QCOMPARE(outcome.ok(), !diskToo);
        QCOMPARE(QFile::exists(store.filePath(u"new"_s)), !diskToo);
        QCOMPARE(markOf(store.filePath(u"new"_s)), QByteArray());
        QVERIFY2(readTestFile(trace).contains("syncfs("),
                 readTestFile(trace)); // all of it, before it is shown
        QVERIFY(entries(store.path()).filter(u".boxyard"_s).isEmpty());
        runTool(u"rm"_s, {u"-rf"_s, store.filePath(u"new"_s)});
    }
}

void TestWorkerSettle::powerCut_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("mode");
    for (const char *kind : {"ext4", "xfs", "btrfs"}) {
        for (const char *mode : {"copy", "overlay"})
            QTest::addRow("%s %s", kind, mode) << QString::fromLatin1(kind) << QString::fromLatin1(mode);
    }
    QTest::newRow("btrfs snapshot") << u"btrfs"_s << u"snapshot"_s;
}

/// The disk is taken as it is at some moment of a clone, or of the settling after it.
void TestWorkerSettle::powerCut()
{
    QFETCH(QString, kind);
    QFETCH(QString, mode);
    TestStore store(kind);
    QVERIFY2(store.problem().isEmpty(), qPrintable(store.problem()));
    makeSource(store, mode == u"snapshot");
    QVERIFY(runTool(u"sync"_s, {u"-f"_s, store.path()}) == 0);
    const QByteArrayList before = describeTree(store.filePath(u"web"_s));
    const QByteArrayList tree = treeOf(store.path(), u"web"_s);
    int shown = 0;
    for (int round = 0; round < 6; ++round) {
        const QJsonObject intent =
            m_worker.completed(WorkerRunner::clone(store.path(), u"web"_s, u"new"_s, mode));
        auto running = m_worker.start(intent);
        if (round < 2)
            QThread::msleep(static_cast<unsigned long>(QRandomGenerator::global()->bounded(60)));
        else
            QVERIFY(running.wait().ok());
        const bool settled = round == 5;
        if (settled)
            QVERIFY(m_worker.settle(intent).ok());
        else if (round >= 3) // the name is on the disk, by its own way, before the content is
            QVERIFY(runTool(u"sync"_s, {store.path()}) == 0);
        running.signal(SIGKILL);
        [[maybe_unused]] const auto ended = running.wait();
        QVERIFY(store.cutPower());
        const bool there = QFile::exists(store.filePath(u"new"_s));
        shown += there ? 1 : 0;
        QVERIFY(there || !settled);
        QVERIFY(!there || settled || ageMark(store.filePath(u"new"_s)));
        const auto recovered = m_worker.recover(intent);
        QVERIFY2(recovered.ok(), recovered.text());
        QVERIFY(entries(store.path()).filter(u".boxyard"_s).isEmpty());
        QCOMPARE(QFile::exists(store.filePath(u"new"_s)), settled);
        QCOMPARE(difference(treeOf(store.path(), u"web"_s), tree), QByteArray());
        if (settled)
            QCOMPARE(difference(treeOf(store.path(), u"new"_s), tree), QByteArray());
        else
            QCOMPARE(difference(describeTree(store.filePath(u"web"_s)), before), QByteArray());
    }
    QVERIFY2(shown > 1, qPrintable(QString::number(shown)));
}

QTEST_GUILESS_MAIN(TestWorkerSettle)
#include "tst_workersettle.moc"
