// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/worker/cancel.h"
#include "helper/worker/fd.h"
#include "helper/worker/treecount.h"
#include "teststore.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard::worker;
using namespace std::chrono_literals;

class TestTreeCount : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void nothingButItself();
    void everyKindCountsOnce();
    void sizesAreAllocated();
    void hardLinksCountOnce();
    void symlinksAreNotFollowed();
    void mountsAreNotCrossed();
    void deepAndBushy();
    void aFullFolder();
    void theTimeEnds();
    void cancelEndsIt();

private:
    [[nodiscard]] TreeCount count(std::chrono::milliseconds limit = 60s) const
    {
        const Fd root(
            open(QFile::encodeName(m_folder->path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return countTree(root.get(), limit);
    }

    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }

    [[nodiscard]] quint64 blocks(const QString &name) const
    {
        return static_cast<quint64>(allocated(path(name)));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestTreeCount::nothingButItself()
{
    const TreeCount tree = count();
    QCOMPARE(tree.files, 1ULL);
    QVERIFY(tree.complete);
}

void TestTreeCount::everyKindCountsOnce()
{
    QDir(m_folder->path()).mkpath(u"a/b"_s);
    writeTestFile(path(u"a/file"_s), "x");
    QCOMPARE(symlink("nowhere", QFile::encodeName(path(u"a/link"_s)).constData()), 0);
    QCOMPARE(mkfifo(QFile::encodeName(path(u"a/pipe"_s)).constData(), 0600), 0);
    QCOMPARE(mkdir(QFile::encodeName(path(u"a/\n"_s)).constData(), 0), 0); // mode 0
    QCOMPARE(count().files, 7ULL);
    QVERIFY(count().complete);
}

void TestTreeCount::sizesAreAllocated()
{
    const quint64 before = count().bytes;
    writeTestFile(path(u"full"_s), QByteArray(1'000'000, 'x'));
    writeTestFile(path(u"holes"_s), "x");
    QVERIFY(QFile::resize(path(u"holes"_s), 10LL << 30));
    const quint64 bytes = count().bytes - before;
    QCOMPARE(bytes, blocks(u"full"_s) + blocks(u"holes"_s));
    QVERIFY(bytes >= 1'000'000 && bytes < 2'000'000);
}

void TestTreeCount::hardLinksCountOnce()
{
    writeTestFile(path(u"one"_s), QByteArray(1'000'000, 'x'));
    const TreeCount before = count();
    QCOMPARE(
        link(QFile::encodeName(path(u"one"_s)).constData(), QFile::encodeName(path(u"two"_s)).constData()),
        0);
    QCOMPARE(count().bytes, before.bytes);
    QCOMPARE(count().files, before.files + 1);
}

void TestTreeCount::symlinksAreNotFollowed()
{
    for (const char *target : {"/", ".", "..", "/proc/self/root", "loop"})
        QCOMPARE(
            symlink(target, QFile::encodeName(path(u"l%1"_s.arg(qHash(QByteArray(target))))).constData()), 0);
    QCOMPARE(symlink("loop", QFile::encodeName(path(u"loop"_s)).constData()), 0);
    QCOMPARE(count().files, 7ULL);
}

void TestTreeCount::mountsAreNotCrossed()
{
    if (!enterOwnMounts())
        QSKIP("needs root");
    QDir(m_folder->path()).mkpath(u"mnt"_s);
    const QByteArray point = QFile::encodeName(path(u"mnt"_s));
    QCOMPARE(mount("tmpfs", point.constData(), "tmpfs", 0, nullptr), 0);
    writeTestFile(path(u"mnt/inside"_s), "x");
    const TreeCount tree = count();
    umount2(point.constData(), MNT_DETACH);
    QCOMPARE(tree.files, 1ULL);
    QVERIFY(tree.complete);
}

/// A chain of 1,000 folders, each with a sibling that waits: more than may be open by default.
void TestTreeCount::deepAndBushy()
{
    int parent = open(QFile::encodeName(m_folder->path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < 1'000; ++i) {
        QCOMPARE(mkdirat(parent, "d", 0700), 0);
        QCOMPARE(mkdirat(parent, "sibling", 0700), 0);
        const int next = openat(parent, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::close(parent);
        parent = next;
    }
    ::close(parent);
    const TreeCount tree = count();
    QCOMPARE(tree.files, 2'001ULL);
    QVERIFY(tree.complete);
}

void TestTreeCount::aFullFolder()
{
    const Fd root(open(QFile::encodeName(m_folder->path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int i = 0; i < 30'000; ++i)
        Fd(openat(root.get(), QByteArray::number(i).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    QCOMPARE(count().files, 30'001ULL);
    QVERIFY(count().complete);
}

void TestTreeCount::theTimeEnds()
{
    for (int i = 0; i < 500; ++i)
        QDir(m_folder->path()).mkpath(u"a%1/b/c"_s.arg(i));
    const TreeCount tree = count(0ms);
    QVERIFY(!tree.complete);
    QVERIFY(tree.files >= 1 && tree.files < 1'501);
}

void TestTreeCount::cancelEndsIt()
{
    for (int i = 0; i < 100; ++i)
        QDir(m_folder->path()).mkpath(u"a%1/b/c"_s.arg(i));
    catchCancel();
    ::raise(SIGTERM);
    const TreeCount tree = count();
    forgetCancel();
    QVERIFY(!tree.complete);
}

QTEST_GUILESS_MAIN(TestTreeCount)
#include "tst_treecount.moc"
