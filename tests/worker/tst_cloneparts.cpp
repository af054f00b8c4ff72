// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/worker/bookkeeping.h"
#include "helper/worker/hostsfile.h"
#include "helper/worker/namespaces.h"
#include "helper/worker/overlay.h"

#include <QTest>

#include <unistd.h>

using namespace boxyard::worker;

/// The small parts that a clone is made of.
class TestCloneParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hosts_data();
    void hosts();
    void overlays_data();
    void overlays();
    void liesIn_data();
    void liesIn();
    void namespacesHaveADeadline();
};

void TestCloneParts::hosts_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *what, const char *before, const char *after) {
        QTest::newRow(what) << QByteArray(before) << QByteArray(after);
    };
    row("Debian's", "127.0.0.1\tlocalhost\n127.0.1.1\tweb.example.org\tweb\n",
        "127.0.0.1\tlocalhost\n127.0.1.1\tnew.example.org\tnew\n");
    row("beside localhost", "127.0.0.1 localhost web # own\n::1 web localhost\n",
        "127.0.0.1 localhost new # own\n::1 new localhost\n");
    row("the source stays reachable", "10.0.3.5 web web.lan\nfe80::1 web\n",
        "10.0.3.5 web web.lan\nfe80::1 web\n");
    row("only whole names", "127.0.0.1 webmail web-1 www.web\n", "127.0.0.1 webmail web-1 www.web\n");
    row("comments stay", "# web\n  # 127.0.1.1 web\n", "# web\n  # 127.0.1.1 web\n");
    row("another name on 127.0.1.1", "127.0.1.1 other  # x\n", "127.0.1.1 other new  # x\n");
    row("no name on 127.0.1.1", "127.0.1.1", "127.0.1.1 new");
    row("Windows' line ends", "127.0.1.1 web\r\n", "127.0.1.1 new\r\n");
    row("nothing", "", "");
    row("no end", "127.0.0.1 web", "127.0.0.1 new");
    row("blank lines", "\n \n\t\n", "\n \n\t\n");
    row("any bytes", "\xff\xfe web\n127.0.0.1\v web\n", "\xff\xfe web\n127.0.0.1\v new\n");
}

void TestCloneParts::hosts()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const std::string renamed = renameInHosts(before.toStdString(), {"localhost", "web", ""}, "new");
    QCOMPARE(QByteArray::fromStdString(renamed), after);
}

void TestCloneParts::overlays_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("lowers"); // 0: none at all
    QTest::addColumn<QByteArray>("upper");
    QTest::newRow("two") << QByteArray("/a/rootfs:/b/overlay/delta") << 1 << QByteArray("/b/overlay/delta");
    QTest::newRow("three") << QByteArray("/a:/b:/c") << 2 << QByteArray("/c");
    QTest::newRow("a colon inside") << QByteArray("/a:b/r:/c") << 1 << QByteArray("/c");
    QTest::newRow("one") << QByteArray("/a") << 0 << QByteArray();
    QTest::newRow("relative") << QByteArray("a:/b") << 0 << QByteArray();
    QTest::newRow("empty") << QByteArray() << 0 << QByteArray();
}

void TestCloneParts::overlays()
{
    QFETCH(QByteArray, path);
    QFETCH(int, lowers);
    QFETCH(QByteArray, upper);
    const auto layers = parseOverlay(path.toStdString());
    QCOMPARE(layers.has_value(), lowers > 0);
    if (!layers)
        return;
    QCOMPARE(static_cast<int>(layers->lowers.size()), lowers);
    QCOMPARE(QByteArray::fromStdString(layers->upper), upper);
    QCOMPARE(QByteArray::fromStdString(overlayValue(layers->lowers, layers->upper)), "overlay:" + path);
}

void TestCloneParts::liesIn_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("lies");
    QTest::newRow("itself") << QByteArray("/a/b") << QByteArray("/a/b") << true;
    QTest::newRow("in it") << QByteArray("/a/b/c") << QByteArray("/a/b/") << true;
    QTest::newRow("around it") << QByteArray("/a") << QByteArray("/a/b") << false;
    QTest::newRow("beside it") << QByteArray("/a/bc") << QByteArray("/a/b") << false;
}

void TestCloneParts::liesIn()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, other);
    QFETCH(bool, lies);
    QCOMPARE(boxyard::worker::liesIn(path.toStdString(), other.toStdString()), lies);
}

/// What does not end is ended, all that it started too.
void TestCloneParts::namespacesHaveADeadline()
{
    std::string said;
    const auto outcome = runInNamespaces(
        [] {
            execlp("sh", "sh", "-c", "echo begun; sleep 1000", nullptr);
            return false;
        },
        [&](std::string_view line) { said += line; }, std::chrono::milliseconds(1500));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().word, Word::TimedOut);
    QCOMPARE(said, std::string("begun"));
}

QTEST_GUILESS_MAIN(TestCloneParts)
#include "tst_cloneparts.moc"
