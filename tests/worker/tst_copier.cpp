// SPDX-License-Identifier: GPL-2.0-or-later
#include "copytest.h"
#include "helper/worker/cancel.h"
#include "helper/worker/copier.h"
#include "helper/worker/fd.h"
#include "helper/worker/removetree.h"
#include "teststore.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard::worker;

namespace {

void setFlagsOf(const QString &path, const QString &flags)
{
    QCOMPARE(runTool(u"chattr"_s, {flags, path}), 0);
}

/// 10 GiB, of which almost all is a hole.
void makeHuge(const QString &path)
{
    QFile huge(path);
    QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(10LL << 30) && huge.seek(5LL << 30));
    QCOMPARE(huge.write("in the middle"), 13);
}

/// makeRichTree() and what only some can: default ACLs, flags, a file that is cloned in parts.
void makeEverything(const QString &path)
{
    makeRichTree(path);
    writeTestFile(path + u"/large"_s, QByteArray(70 << 20, 'l'));
    writeTestFile(path + u"/acl/sub/file"_s, "x");
    QCOMPARE(runTool(u"setfacl"_s, {u"-d"_s, u"-m"_s, u"u:1000:rwx,g:1001:r-x"_s, path + u"/acl"_s}), 0);
    QCOMPARE(runTool(u"setfacl"_s, {u"-m"_s, u"u:1000:rw"_s, path + u"/acl/sub/file"_s}), 0);
    writeTestFile(path + u"/flags/immutable"_s, "x");
    writeTestFile(path + u"/flags/append"_s, "x");
    writeTestFile(path + u"/flags/nodump"_s, "x");
    QVERIFY(QFile::link(u"x"_s, path + u"/flags/link"_s));
    const QByteArray flags = QFile::encodeName(path + u"/flags"_s);
    QCOMPARE(link((flags + "/immutable").constData(), (flags + "/../other").constData()), 0);
    QDir().mkpath(path + u"/flags/sub/sub"_s);
    setFlagsOf(path + u"/flags/immutable"_s, u"+i"_s);
    setFlagsOf(path + u"/flags/append"_s, u"+a"_s);
    setFlagsOf(path + u"/flags/nodump"_s, u"+d"_s);
    setFlagsOf(path + u"/flags/sub"_s, u"+a"_s);
    setFlagsOf(path + u"/flags"_s, u"+i"_s);
}

int openDescriptors()
{
    return static_cast<int>(
        QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size());
}

} // namespace

/// The copier and the remover on real file systems.
class TestCopier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameTree_data();
    void sameTree();
    void inherited();
    void across_data();
    void across();
    void deep_data();
    void deep();
    void changingTree();
    void mounts();
    void noSpace_data();
    void noSpace();
    void readOnly();
    void cancel();
    void flags();
    void skip();

private:
    void stores();
};

void TestCopier::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: file systems are mounted");
}

void TestCopier::stores()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"tmpfs", "ext4", "xfs", "btrfs"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestCopier::sameTree_data()
{
    stores();
}

void TestCopier::sameTree()
{
    QFETCH(QString, kind);
    const TestStore store(kind);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    const QString from = store.filePath(u"from"_s);
    const QString to = store.filePath(u"to"_s);
    makeEverything(from);
    const QByteArrayList before = describeTree(from);
    QVERIFY(before.size() > 320);
    makeHuge(store.filePath(u"from/huge"_s));
    const Copied copied = copyTo(from, to);
    QCOMPARE(copied.problem(), QByteArray());
    QCOMPARE(copied.lines, QStringList());
    QCOMPARE(treeDifference(from, to), QByteArray());
    QVERIFY(QFile::remove(store.filePath(u"from/huge"_s)));
    QCOMPARE(difference(describeTree(from), before), QByteArray());
    QVERIFY2(allocated(store.filePath(u"to/sparse"_s)) < 1 << 20, "the holes were filled");
    QVERIFY2(allocated(store.filePath(u"to/huge"_s)) < 1 << 20, "the holes were filled");
    QCOMPARE(removeAll(to), QByteArray());
    QCOMPARE(removeAll(from), QByteArray());
}

/// What the copy must not change, and that what its folder would hand down does not reach it.
void TestCopier::inherited()
{
    const TestStore store(u"ext4"_s, 32);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    writeTestFile(store.filePath(u"from/a/file"_s), "x");
    const QString to = store.filePath(u"to"_s);
    QDir().mkpath(to);
    QCOMPARE(runTool(u"setfacl"_s, {u"-d"_s, u"-m"_s, u"u:1000:rwx"_s, to}), 0);
    QCOMPARE(chmod(QFile::encodeName(to).constData(), 02777), 0);
    QCOMPARE(chown(QFile::encodeName(to).constData(), 1000, 1000), 0);
    QCOMPARE(copyTo(store.filePath(u"from"_s), to).problem(), QByteArray());
    QCOMPARE(treeDifference(store.filePath(u"from"_s), to), QByteArray());
}

void TestCopier::across_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("tmpfs to ext4") << u"tmpfs"_s << u"ext4"_s;
    QTest::newRow("ext4 to tmpfs") << u"ext4"_s << u"tmpfs"_s;
    QTest::newRow("xfs to btrfs") << u"xfs"_s << u"btrfs"_s;
    QTest::newRow("btrfs to ext4") << u"btrfs"_s << u"ext4"_s;
    QTest::newRow("ext4 to xfs") << u"ext4"_s << u"xfs"_s;
}

void TestCopier::across()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const TestStore source(from);
    const TestStore target(to);
    if (!source.problem().isEmpty() || !target.problem().isEmpty())
        QSKIP(qPrintable(source.problem() + target.problem()));
    makeEverything(source.filePath(u"a"_s));
    const Copied copied = copyTo(source.filePath(u"a"_s), target.filePath(u"b"_s));
    QCOMPARE(copied.problem(), QByteArray());
    QCOMPARE(treeDifference(source.filePath(u"a"_s), target.filePath(u"b"_s)), QByteArray());
    QVERIFY(allocated(target.filePath(u"b/sparse"_s)) < 1 << 20);
}

void TestCopier::deep_data()
{
    QTest::addColumn<int>("levels");
    QTest::addColumn<int>("openFolders");
    QTest::addColumn<bool>("comb");
    QTest::newRow("800, few open") << 800 << 4 << false;
    QTest::newRow("800") << 800 << 200 << false;
    QTest::newRow("800, each with another one") << 800 << 4 << true;
    QTest::newRow("20000") << 20000 << 200 << false;
    QTest::newRow("20000, each with another one") << 20000 << 200 << true;
}

void TestCopier::deep()
{
    QFETCH(int, levels);
    QFETCH(int, openFolders);
    QFETCH(bool, comb);
    const TestStore store(u"tmpfs"_s);
    makeDeep(store.filePath(u"from"_s), levels, comb);
    const int before = openDescriptors();
    // With a hard limit: the copier must not need a descriptor a level.
    rlimit old = {};
    getrlimit(RLIMIT_NOFILE, &old);
    const rlimit few = {static_cast<rlim_t>(before) + 2 * static_cast<rlim_t>(openFolders) + 110,
                        old.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
    CopyOptions options;
    options.openFolders = static_cast<std::size_t>(openFolders);
    const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s), options);
    QCOMPARE(copied.problem(), QByteArray());
    QCOMPARE(copied.lines, QStringList());
    QCOMPARE(copied.result->files, static_cast<std::uint64_t>(levels));
    QCOMPARE(openDescriptors(), before);
    QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
    setrlimit(RLIMIT_NOFILE, &old);
    QCOMPARE(openDescriptors(), before);
    QCOMPARE(removeAll(store.filePath(u"from"_s)), QByteArray());
}

/// Folders that turn into symlinks to the host, files that come and go: told, not followed, not fatal.
void TestCopier::changingTree()
{
    const TestStore store(u"tmpfs"_s);
    const QString from = store.filePath(u"from"_s);
    for (int i = 0; i < 40; ++i) {
        for (int j = 0; j < 20; ++j)
            writeTestFile(from + u"/%1/sub/%2"_s.arg(i).arg(j), QByteArray(1000, 'x'));
    }
    writeTestFile(store.filePath(u"secret/sub/canary"_s), "secret");
    std::atomic<bool> stop = false;
    std::thread swapper([&] {
        const QByteArray base = QFile::encodeName(from);
        const QByteArray outside = QFile::encodeName(store.filePath(u"secret"_s));
        for (int i = 0; !stop; i = (i + 1) % 40) {
            const QByteArray folder = base + '/' + QByteArray::number(i);
            const QByteArray aside = base + "/.aside";
            ::rename(folder.constData(), aside.constData());
            symlink(outside.constData(), folder.constData());
            unlink(folder.constData());
            ::rename(aside.constData(), folder.constData());
            unlink((folder + "/sub/3").constData());
            close(open((folder + "/sub/3").constData(), O_CREAT | O_WRONLY, 0600));
        }
    });
    for (int round = 0; round < 15; ++round) {
        CopyOptions options;
        options.openFolders = 2;
        const QString to = store.filePath(u"to"_s);
        const Copied copied = copyTo(from, to, options);
        QCOMPARE(copied.problem(), QByteArray());
        const QByteArray all = describeTree(to).join('\n');
        QVERIFY2(!all.contains("canary"), "a symlink to the outside was followed");
        QCOMPARE(removeAll(to), QByteArray());
    }
    stop = true;
    swapper.join();
    QCOMPARE(readTestFile(store.filePath(u"secret/sub/canary"_s)), QByteArray("secret"));
}

/// What is mounted in the tree is not copied; what lies under it is.
void TestCopier::mounts()
{
    const TestStore store(u"tmpfs"_s);
    writeTestFile(store.filePath(u"from/a/file"_s), "inside");
    writeTestFile(store.filePath(u"from/bound"_s), "below");
    writeTestFile(store.filePath(u"outside/canary"_s), "outside");
    const QByteArray folder = QFile::encodeName(store.filePath(u"from/mnt"_s));
    writeTestFile(store.filePath(u"from/mnt/covered"_s), "below");
    QCOMPARE(mount(QFile::encodeName(store.filePath(u"outside"_s)).constData(), folder.constData(), nullptr,
                   MS_BIND, nullptr),
             0);
    const QByteArray file = QFile::encodeName(store.filePath(u"from/bound"_s));
    QCOMPARE(mount(QFile::encodeName(store.filePath(u"outside/canary"_s)).constData(), file.constData(),
                   nullptr, MS_BIND, nullptr),
             0);
    const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s));
    QVERIFY(copied.result);
    QCOMPARE(copied.lines, QStringList());
    QCOMPARE(QDir(store.filePath(u"to/mnt"_s)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries),
             QStringList{u"covered"_s});
    QCOMPARE(readTestFile(store.filePath(u"to/bound"_s)), QByteArray("below"));
    QCOMPARE(readTestFile(store.filePath(u"to/a/file"_s)), QByteArray("inside"));

    // Nor does the remover cross one.
    const Fd top(open(QFile::encodeName(store.path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    QVERIFY(!removeTree(top.get(), "from"));
    QCOMPARE(readTestFile(store.filePath(u"outside/canary"_s)), QByteArray("outside"));
    umount(folder.constData());
    umount(file.constData());
}

void TestCopier::noSpace_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("tmpfs") << u"tmpfs"_s;
    QTest::newRow("ext4") << u"ext4"_s;
}

void TestCopier::noSpace()
{
    QFETCH(QString, kind);
    const TestStore source(u"tmpfs"_s);
    const TestStore target(kind, 20);
    if (!target.problem().isEmpty())
        QSKIP(qPrintable(target.problem()));
    for (int i = 0; i < 30; ++i)
        writeTestFile(source.filePath(u"from/%1"_s.arg(i)), QByteArray(1 << 20, char('a' + i)));
    const Copied copied = copyTo(source.filePath(u"from"_s), target.filePath(u"to"_s));
    QVERIFY(!copied.result);
    QCOMPARE(copied.result.error().word, Word::NoSpace);
    QCOMPARE(removeAll(target.filePath(u"to"_s)), QByteArray());
}

void TestCopier::readOnly()
{
    const TestStore store(u"tmpfs"_s);
    writeTestFile(store.filePath(u"from/a"_s), "a");
    QDir().mkpath(store.filePath(u"to"_s));
    const QByteArray path = QFile::encodeName(store.path());
    QCOMPARE(mount(nullptr, path.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
    const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s));
    QVERIFY(!copied.result);
    QCOMPARE(copied.result.error().word, Word::ReadOnlyStore);
}

void TestCopier::flags()
{
    const TestStore store(u"ext4"_s, 32);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    writeTestFile(store.filePath(u"top/a/immutable"_s), "x");
    writeTestFile(store.filePath(u"top/b/append"_s), "x");
    QCOMPARE(runTool(u"chattr"_s, {u"+i"_s, store.filePath(u"top/a/immutable"_s)}), 0);
    QCOMPARE(runTool(u"chattr"_s, {u"+i"_s, store.filePath(u"top/a"_s)}), 0);
    QCOMPARE(runTool(u"chattr"_s, {u"+a"_s, store.filePath(u"top/b"_s)}), 0);
    QCOMPARE(removeAll(store.filePath(u"top"_s)), QByteArray());
}

void TestCopier::skip()
{
    const TestStore store(u"tmpfs"_s);
    writeTestFile(store.filePath(u"from/keep/skipped"_s), "kept, further in");
    writeTestFile(store.filePath(u"from/skipped/x"_s), "x");
    CopyOptions options;
    options.skip = [](const std::string &name) { return name == "skipped"; };
    QVERIFY(copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s), options).result);
    QVERIFY(QFile::exists(store.filePath(u"to/keep/skipped"_s)));
    QVERIFY(!QFile::exists(store.filePath(u"to/skipped"_s)));
}

void TestCopier::cancel()
{
    const TestStore store(u"tmpfs"_s, 1200);
    for (int i = 0; i < 8; ++i)
        writeTestFile(store.filePath(u"from/%1"_s.arg(i)), QByteArray(64 << 20, char('a' + i)));
    const pid_t child = fork();
    if (child == 0) {
        // In a process of its own, which is told to end while it copies.
        catchCancel();
        const pid_t self = getpid();
        std::thread([self] {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            kill(self, SIGTERM);
        }).detach();
        const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s));
        _exit(copied.result ? 1 : copied.result.error().word == Word::Cancelled ? 0 : 2);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
}

QTEST_GUILESS_MAIN(TestCopier)
#include "tst_copier.moc"
