// SPDX-License-Identifier: GPL-2.0-or-later
#include "copytest.h"
#include "helper/worker/fd.h"
#include "teststore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <cstdio>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard::worker;

namespace {

QByteArray local(const QString &path)
{
    return QFile::encodeName(path);
}

/// A bit of everything that takes room.
void makeSmallTree(const QString &path)
{
    for (int i = 0; i < 12; ++i)
        writeTestFile(path + u"/d%1/file"_s.arg(i), QByteArray(i * 9000 + 10, 'x'));
    const QByteArray base = local(path);
    QCOMPARE(symlink(QByteArray(300, 'l').constData(), (base + "/symlink").constData()), 0);
    QCOMPARE(mkfifo((base + "/fifo").constData(), 0600), 0);
    QCOMPARE(link((base + "/d1/file").constData(), (base + "/d2/link").constData()), 0);
    QCOMPARE(runTool(u"setfattr"_s, {u"-n"_s, u"trusted.x"_s, u"-v"_s, u"value"_s, path + u"/d3/file"_s}), 0);
    QFile sparse(path + u"/sparse"_s);
    QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(1 << 20) && sparse.seek(1 << 19));
    sparse.write("x");
}

/// Takes all of a file system but so many bytes; on ext4 also what it keeps for root.
void fillBut(const QString &store, const QString &kind, qint64 bytes)
{
    QFile::remove(store + u"/ballast"_s);
    ::sync();
    struct statvfs fs = {};
    QCOMPARE(statvfs(local(store).constData(), &fs), 0);
    const qint64 available = qint64(kind == u"ext4"_s ? fs.f_bfree : fs.f_bavail) * qint64(fs.f_frsize);
    const Fd ballast(open(local(store + u"/ballast"_s).constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    // Not always all of it can be had: then a little less.
    for (qint64 wanted = available - bytes; wanted > 0 && fallocate(ballast.get(), 0, 0, wanted) != 0;)
        wanted -= 64 << 10;
}

} // namespace

/// No room, at whatever point: said as such, the source as it was, and all of it can be removed.
class TestCopierFull : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void inodes();
    void blocks_data();
    void blocks();
    void injected_data();
    void injected();
    void quota();
    void readOnly();
};

void TestCopierFull::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: file systems are mounted");
}

/// tmpfs counts the inodes: each thing that is made in turn is the one too many.
void TestCopierFull::inodes()
{
    const TestStore source(u"tmpfs"_s);
    const TestStore target(u"tmpfs"_s);
    makeSmallTree(source.filePath(u"from"_s));
    const QByteArrayList before = describeTree(source.filePath(u"from"_s));
    int refused = 0;
    for (int inodes = 3;; ++inodes) {
        const QByteArray options = "nr_inodes=" + QByteArray::number(inodes);
        QCOMPARE(mount("tmpfs", local(target.path()).constData(), "tmpfs", MS_REMOUNT, options.constData()),
                 0);
        const Copied copied = copyTo(source.filePath(u"from"_s), target.filePath(u"to"_s));
        if (copied.result)
            break;
        QCOMPARE(copied.result.error().word, Word::NoSpace);
        QCOMPARE(removeAll(target.filePath(u"to"_s)), QByteArray());
        ++refused;
    }
    QVERIFY(refused > 20);
    QCOMPARE(treeDifference(source.filePath(u"from"_s), target.filePath(u"to"_s)), QByteArray());
    QCOMPARE(difference(describeTree(source.filePath(u"from"_s)), before), QByteArray());
}

void TestCopierFull::blocks_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("mebibytes");
    QTest::addColumn<int>("step");
    QTest::newRow("tmpfs") << u"tmpfs"_s << 4 << 16;
    QTest::newRow("ext4") << u"ext4"_s << 32 << 32;
    QTest::newRow("xfs") << u"xfs"_s << 320 << 64;
    QTest::newRow("btrfs") << u"btrfs"_s << 256 << 256;
}

void TestCopierFull::blocks()
{
    QFETCH(QString, kind);
    QFETCH(int, mebibytes);
    QFETCH(int, step);
    const TestStore source(u"tmpfs"_s);
    const TestStore target(kind, mebibytes);
    if (!target.problem().isEmpty())
        QSKIP(qPrintable(target.problem()));
    makeSmallTree(source.filePath(u"from"_s));
    int refused = 0;
    bool done = false;
    for (qint64 kibibytes = 16; !done && kibibytes < qint64(mebibytes) << 10; kibibytes += step) {
        fillBut(target.path(), kind, kibibytes << 10);
        QDir().mkpath(target.filePath(u"to"_s)); // may have no room itself
        if (!QFile::exists(target.filePath(u"to"_s)))
            continue;
        const Copied copied = copyTo(source.filePath(u"from"_s), target.filePath(u"to"_s));
        done = copied.result.has_value();
        if (!done) {
            QCOMPARE(copied.result.error().word, Word::NoSpace);
            ++refused;
            QVERIFY(QFile::remove(target.filePath(u"ballast"_s))); // btrfs needs room to remove
            QCOMPARE(removeAll(target.filePath(u"to"_s)), QByteArray());
        }
    }
    QVERIFY(done);
    qInfo("%d times without room", refused);
    QVERIFY(refused > 0);
    QCOMPARE(treeDifference(source.filePath(u"from"_s), target.filePath(u"to"_s)), QByteArray());
}

void TestCopierFull::injected_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("error");
    for (const char *call : {"copy_file_range", "mkdirat", "symlinkat", "mknodat", "linkat", "ftruncate"}) {
        QTest::addRow("%s has no space", call) << QString::fromLatin1(call) << u"ENOSPC"_s;
        QTest::addRow("%s is over a quota", call) << QString::fromLatin1(call) << u"EDQUOT"_s;
    }
    QTest::newRow("an attribute is over a quota") << u"fsetxattr"_s << u"EDQUOT"_s;
}

/// Each call that can meet it meets it once.
void TestCopierFull::injected()
{
    QFETCH(QString, call);
    QFETCH(QString, error);
    QVERIFY2(!QStandardPaths::findExecutable(u"strace"_s).isEmpty(), "strace is missing");
    const TestStore store(u"tmpfs"_s);
    const QString from = store.filePath(u"from"_s);
    const QString to = store.filePath(u"to"_s);
    makeSmallTree(from);
    int hits = 0;
    for (;; ++hits) {
        QDir().mkpath(to);
        QByteArray said;
        const int code = runTool(u"strace"_s,
                                 {u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s,
                                  u"inject=%1:error=%2:when=%3"_s.arg(call, error).arg(hits + 1),
                                  QCoreApplication::applicationFilePath(), u"--copy"_s, from, to},
                                 &said);
        QVERIFY2(code == 0 || code == 3, said.constData());
        if (code == 0)
            break;
        QVERIFY2(said.contains("NoSpace"), said.constData());
        QCOMPARE(removeAll(to), QByteArray());
    }
    QVERIFY(hits > 0);
    QCOMPARE(treeDifference(from, to), QByteArray());
}

/// A real one: btrfs' quota holds for root too.
void TestCopierFull::quota()
{
    const TestStore source(u"tmpfs"_s);
    const TestStore target(u"btrfs"_s, 256);
    if (!target.problem().isEmpty())
        QSKIP(qPrintable(target.problem()));
    for (int i = 0; i < 64; ++i)
        writeTestFile(source.filePath(u"from/%1"_s.arg(i)), QByteArray(256 << 10, char('a' + i % 26)));
    const QString to = target.filePath(u"to"_s);
    QByteArray said;
    QCOMPARE(runTool(u"btrfs"_s, {u"subvolume"_s, u"create"_s, to}, &said), 0);
    if (runTool(u"btrfs"_s, {u"quota"_s, u"enable"_s, target.path()}, &said) != 0)
        QSKIP(said.constData());
    QVERIFY2(runTool(u"btrfs"_s, {u"qgroup"_s, u"limit"_s, u"4M"_s, to}, &said) == 0, said.constData());
    const Copied copied = copyTo(source.filePath(u"from"_s), to);
    QVERIFY(!copied.result);
    QCOMPARE(copied.result.error().word, Word::NoSpace);
    QCOMPARE(runTool(u"btrfs"_s, {u"qgroup"_s, u"limit"_s, u"none"_s, to}, &said), 0);
    QCOMPARE(removeAll(to), QByteArray());
}

void TestCopierFull::readOnly()
{
    for (const QString &kind : {u"tmpfs"_s, u"ext4"_s}) {
        const TestStore store(kind, 32);
        if (!store.problem().isEmpty())
            QSKIP(qPrintable(store.problem()));
        makeSmallTree(store.filePath(u"from"_s));
        QDir().mkpath(store.filePath(u"to"_s));
        QCOMPARE(mount(nullptr, local(store.path()).constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr),
                 0);
        const QByteArrayList before = describeTree(store.path());
        const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s));
        QVERIFY(!copied.result);
        QCOMPARE(copied.result.error().word, Word::ReadOnlyStore);
        QCOMPARE(difference(describeTree(store.path()), before), QByteArray());
    }
}

/// `--copy FROM TO`: one copy by one thread, for strace. 0, or 3 and the word of the error.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--copy"_s) {
        CopyOptions options;
        options.threads = 1;
        const Copied copied = copyTo(arguments.value(2), arguments.value(3), options);
        std::puts(copied.problem().constData());
        return copied.result ? 0 : 3;
    }
    TestCopierFull test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_copierfull.moc"
