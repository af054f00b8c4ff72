// SPDX-License-Identifier: GPL-2.0-or-later
#include "copytest.h"
#include "helper/worker/cancel.h"
#include "helper/worker/fd.h"
#include "teststore.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <array>
#include <chrono>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard::worker;

namespace {

constexpr int Copies = 10000; // against the racer
constexpr qint64 Longest = 150'000; // ms; a slow machine makes fewer

QByteArray local(const QString &path)
{
    return QFile::encodeName(path);
}

/// The state of a file that nothing may touch.
QByteArray stateOf(const QString &path)
{
    struct stat st = {};
    lstat(local(path).constData(), &st);
    return QByteArray::number(st.st_mode, 8) + ' ' + QByteArray::number(st.st_uid) + ' '
        + QByteArray::number(quint64(st.st_nlink)) + ' ' + QByteArray::number(qint64(st.st_ctim.tv_sec)) + '.'
        + QByteArray::number(qint64(st.st_ctim.tv_nsec)) + ' ' + readTestFile(path);
}

/// What a container's root does to its tree while that is copied: folders become symlinks to the outside and
/// back, files become symlinks, FIFOs, devices, folders, and go.
[[noreturn]] void race(const QByteArray &tree, const QByteArray &outside)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const QByteArray spare = tree + "/spare"; // the things to swap with
    mkdir(spare.constData(), 0755);
    symlink(outside.constData(), (spare + "/folder").constData());
    symlink((outside + "/canary").constData(), (spare + "/file").constData());
    mkfifo((spare + "/fifo").constData(), 0666);
    mknod((spare + "/device").constData(), S_IFCHR | 0666, makedev(5, 2));
    const auto exchange = [](const QByteArray &a, const QByteArray &b) {
        renameat2(AT_FDCWD, a.constData(), AT_FDCWD, b.constData(), RENAME_EXCHANGE);
    };
    for (int i = 0;; ++i) {
        const QByteArray folder = tree + "/a" + QByteArray::number(i % 3);
        const QByteArray file = folder + "/sub/f" + QByteArray::number(i % 4);
        exchange(folder, spare + "/folder");
        exchange(folder, spare + "/folder");
        for (const char *other : {"/file", "/fifo", "/device"}) {
            exchange(file, spare + other);
            exchange(file, spare + other);
        }
        rename((folder + "/sub").constData(), (folder + "/moved").constData());
        rename((folder + "/moved").constData(), (folder + "/sub").constData());
        exchange(folder + "/sub", tree + "/a0/other");
        exchange(folder + "/sub", tree + "/a0/other");
        unlink((folder + "/goes").constData());
        close(open((folder + "/goes").constData(), O_CREAT | O_WRONLY | O_NOFOLLOW, 0600));
    }
}

/// Ends with the test.
class Child
{
public:
    explicit Child(const std::function<void()> &run)
        : m_pid(fork())
    {
        if (m_pid == 0) {
            run();
            _exit(0);
        }
    }

    ~Child()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }

    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    Child(Child &&) = delete;
    Child &operator=(Child &&) = delete;

private:
    pid_t m_pid;
};

} // namespace

/// Whatever a container's root does to the tree: nothing outside is read or changed, and the copy ends.
class TestCopierHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void badTree_data();
    void badTree();
    void manyFiles();
    void racer();
    void movedWhileItIsOpenedAgain();
    void removedMeanwhile();
    void cancel_data();
    void cancel();
};

void TestCopierHostile::initTestCase()
{
    if (!enterOwnMounts())
        QSKIP("needs root: file systems are mounted");
}

void TestCopierHostile::badTree_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"tmpfs", "ext4", "xfs", "btrfs"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestCopierHostile::badTree()
{
    QFETCH(QString, kind);
    const TestStore store(kind);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    const QString canary = store.filePath(u"outside/canary"_s);
    writeTestFile(canary, "canary");
    const QString from = store.filePath(u"from"_s);
    makeDeep(from, 800);
    const QByteArray base = local(from);
    QCOMPARE(link(local(canary).constData(), (base + "/hard").constData()), 0);
    QCOMPARE(link((base + "/hard").constData(), (base + "/harder").constData()), 0);
    for (const auto &[name, target] : {std::pair<QByteArray, QByteArray>("loop", "loop"),
                                       {"one", "two"},
                                       {"two", "one"},
                                       {"self", "."},
                                       {"up", ".."},
                                       {"out", local(store.filePath(u"outside"_s))},
                                       {"climb", "../outside/canary"},
                                       {"magic", "/proc/self/root/etc"},
                                       {"long", QByteArray(1000, 'x')},
                                       {QByteArray(255, 'n'), "x"},
                                       {"new\nline", "\n"},
                                       {"\xff\xfe\x80", "\xff"},
                                       {"\x1b[31m", "x"}})
        QCOMPARE(symlink(target.constData(), (base + '/' + name).constData()), 0);
    QCOMPARE(mkfifo((base + "/fifo").constData(), 0), 0);
    QCOMPARE(mknod((base + "/memory").constData(), S_IFCHR | 0666, makedev(1, 1)), 0);
    QCOMPARE(mknod((base + "/nothing").constData(), S_IFBLK | 0666, makedev(240, 99)), 0);
    QCOMPARE(mknod((base + "/socket").constData(), S_IFSOCK | 0777, 0), 0);
    QCOMPARE(mkdir((base + "/mode0").constData(), 0), 0);
    QCOMPARE(mkdir((base + "/\xc3\x28\n").constData(), 01000), 0);
    QFile sparse(from + u"/sparse"_s);
    QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(10LL << 30));
    sparse.close();
    QVERIFY(sparse.setPermissions({}));
    const QByteArray before = stateOf(canary);
    const QString to = store.filePath(u"to"_s);
    const Copied copied = copyTo(from, to);
    QCOMPARE(copied.problem(), QByteArray());
    QCOMPARE(copied.lines, QStringList());
    QCOMPARE(stateOf(canary), before);
    // The host's file has a name that is not copied; without it both are alike.
    QVERIFY(QFile::remove(canary));
    QCOMPARE(treeDifference(from, to), QByteArray());
    QCOMPARE(removeAll(to), QByteArray());
    QCOMPARE(removeAll(from), QByteArray());
}

void TestCopierHostile::manyFiles()
{
    const TestStore store(u"ext4"_s, 256);
    if (!store.problem().isEmpty())
        QSKIP(qPrintable(store.problem()));
    // As many as there are to be need more inodes than such a small file system has: half of them are links.
    QDir().mkpath(store.filePath(u"from"_s));
    const Fd folder(open(local(store.filePath(u"from"_s)).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    constexpr int Files = 100000;
    for (int i = 0; i < Files; ++i) {
        const QByteArray name = "f" + QByteArray::number(i);
        const int first = i / 10 * 10;
        if (i == first)
            close(openat(folder.get(), name.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        else
            linkat(folder.get(), ("f" + QByteArray::number(first)).constData(), folder.get(),
                   name.constData(), 0);
    }
    const Copied copied = copyTo(store.filePath(u"from"_s), store.filePath(u"to"_s));
    QCOMPARE(copied.problem(), QByteArray());
    QCOMPARE(copied.result->files, quint64(Files));
    QCOMPARE(treeDifference(store.filePath(u"from"_s), store.filePath(u"to"_s)), QByteArray());
    QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
}

void TestCopierHostile::racer()
{
    const TestStore store(u"tmpfs"_s);
    const QString canary = store.filePath(u"outside/canary"_s);
    const QByteArray secret(4321, '!');
    writeTestFile(canary, secret);
    writeTestFile(store.filePath(u"outside/sub/f1"_s), secret);
    const QString from = store.filePath(u"from"_s);
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 4; ++j)
            writeTestFile(from + u"/a%1/sub/f%2"_s.arg(i).arg(j), QByteArray(100, 'x'));
    }
    writeTestFile(from + u"/a0/other/f"_s, "x");
    const QByteArray before = stateOf(canary);
    const QByteArray outside = local(store.filePath(u"outside"_s));
    const Child racer([&] { race(local(from), outside); });
    const QString to = store.filePath(u"to"_s);
    CopyOptions options;
    options.openFolders = 2; // each is opened again and again
    QElapsedTimer passed;
    passed.start();
    int copies = 0;
    for (; copies < Copies && passed.elapsed() < Longest; ++copies) {
        const Copied copied = copyTo(from, to, options);
        QCOMPARE(copied.problem(), QByteArray());
        QDirIterator all(to, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
        while (all.hasNext()) {
            struct stat st = {};
            lstat(local(all.next()).constData(), &st);
            QVERIFY2(st.st_size != secret.size(), qPrintable(all.filePath()));
        }
        QCOMPARE(removeAll(to), QByteArray());
    }
    qInfo("%d copies in %lld ms", copies, passed.elapsed());
    QVERIFY(copies > 100);
    QCOMPARE(stateOf(canary), before);
}

/// The kernel answers with EXDEV where it finds itself outside at the end of a way: that is a change, no
/// failure.
void TestCopierHostile::movedWhileItIsOpenedAgain()
{
    const TestStore store(u"tmpfs"_s);
    const QString from = store.filePath(u"from"_s);
    // The longer the way, the surer it is to be moved while it is walked.
    const QString deep = from + u"/top"_s + u"/d"_s.repeated(400);
    for (int i = 0; i < 20; ++i)
        writeTestFile(deep + u"/%1/f"_s.arg(i), "x");
    const QByteArray inside = local(from + u"/top"_s);
    const QByteArray outside = local(store.filePath(u"top"_s));
    const Child mover([&] {
        for (;;) {
            rename(inside.constData(), outside.constData());
            rename(outside.constData(), inside.constData());
        }
    });
    CopyOptions options;
    options.openFolders = 2;
    int changed = 0;
    for (int copies = 0; copies < 300; ++copies) {
        const Copied copied = copyTo(from, store.filePath(u"to"_s), options);
        QCOMPARE(copied.problem(), QByteArray());
        changed += copied.lines.isEmpty() ? 0 : 1;
        QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
    }
    QVERIFY2(changed > 0, "no copy saw anything moved");
}

void TestCopierHostile::removedMeanwhile()
{
    const TestStore store(u"tmpfs"_s);
    const QString from = store.filePath(u"from"_s);
    int told = 0;
    for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 30; ++i) {
            for (int j = 0; j < 30; ++j)
                writeTestFile(from + u"/%1/%2"_s.arg(i).arg(j), QByteArray(1000, 'x'));
        }
        std::thread remover([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(round % 10));
            QDir(from).removeRecursively();
        });
        const Copied copied = copyTo(from, store.filePath(u"to"_s));
        remover.join();
        QCOMPARE(copied.problem(), QByteArray());
        told += copied.lines.isEmpty() ? 0 : 1;
        QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
    }
    QVERIFY2(told > 0, "no copy saw anything vanish");
}

void TestCopierHostile::cancel_data()
{
    QTest::addColumn<bool>("oneFile");
    QTest::newRow("in one huge file") << true;
    QTest::newRow("in one huge folder") << false;
}

/// Told to end before it begins to copy; so little may come of it.
void TestCopierHostile::cancel()
{
    QFETCH(bool, oneFile);
    const TestStore store(u"tmpfs"_s, 1024);
    const QString from = store.filePath(u"from"_s);
    if (oneFile) {
        QDir().mkpath(from);
        QFile file(from + u"/huge"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 400; ++i)
            QCOMPARE(file.write(QByteArray(1 << 20, 'x')), 1 << 20);
    } else {
        for (int i = 0; i < 20000; ++i)
            writeTestFile(from + u"/f%1"_s.arg(i), "x");
    }
    const pid_t child = fork();
    if (child == 0) {
        catchCancel();
        // From within: it comes when the first bytes are there.
        std::thread([to = local(store.filePath(u"to"_s)), pid = getpid()] {
            while (QDir(QFile::decodeName(to)).isEmpty())
                std::this_thread::yield();
            kill(pid, SIGTERM);
        }).detach();
        CopyOptions options;
        options.threads = 1;
        const Copied copied = copyTo(from, store.filePath(u"to"_s), options);
        _exit(!copied.result && copied.result.error().word == Word::Cancelled ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    // Neither the file nor the folder went on to its end.
    const auto made = QDir(store.filePath(u"to"_s)).entryList(QDir::Files).size();
    QVERIFY2(oneFile ? allocated(store.filePath(u"to/huge"_s)) < 400LL << 20 : made < 20000,
             "it went on to the end");
    QCOMPARE(removeAll(store.filePath(u"to"_s)), QByteArray());
}

QTEST_GUILESS_MAIN(TestCopierHostile)
#include "tst_copierhostile.moc"
