// SPDX-License-Identifier: GPL-2.0-or-later
// Each verb from an unprivileged user's call to the real container, seen with LXC's own commands.

#include "operator.h"
#include "tests/bed/services.h"

#include <QDir>
#include <QTest>

#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theHostIsDescribed();
    void create_data();
    void create();
    void start();
    void stop_data();
    void stop();
    void restart();
    void freezeAndUnfreeze();
    void inspect();
    void shell();
    void shellHasTheSizeThatWasAskedFor();
    void shellEndsWithItsDescriptor();
    void clone_data();
    void clone();
    void cloneOfSomethingLarge();
    void rename();
    void remove();
    void removeOfARunningOneIsRefused();
    void cancelLeavesNothing();

private:
    /// A stopped one that the helper made.
    void make(const QString &name, bool privileged = false);

    [[nodiscard]] static bool onBtrfs() { return qEnvironmentVariable("BOXYARD_BED_STORE") == "btrfs"_L1; }

    std::unique_ptr<Operator> m_may;
};

void TestVerbs::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestVerbs::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
}

void TestVerbs::cleanup()
{
    m_may.reset();
    bed::removeContainers();
}

void TestVerbs::make(const QString &name, bool privileged)
{
    const End end = m_may->create(name, {{u"privileged"_s, privileged}});
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
}

void TestVerbs::theHostIsDescribed()
{
    const HostInfo host = m_may->info();
    QCOMPARE(host.version, QStringLiteral(BOXYARD_VERSION));
    QVERIFY(host.lxcVersion.startsWith(bed::mustRun(u"lxc-info"_s, {u"--version"_s}).trimmed()));
    QVERIFY(host.templates.contains(u"busybox"_s));
    QVERIFY2(host.idmapProblem.isEmpty(), qPrintable(host.idmapProblem));
    QCOMPARE(host.locations.size(), 1);
    QCOMPARE(host.locations.constFirst().path, Location);
    QCOMPARE(host.locations.constFirst().problem, QString());
    QCOMPARE(host.locations.constFirst().snapshots, onBtrfs());
}

void TestVerbs::create_data()
{
    QTest::addColumn<bool>("privileged");
    QTest::newRow("with an id map") << false;
    QTest::newRow("privileged") << true;
}

void TestVerbs::create()
{
    QFETCH(bool, privileged);
    make(u"web"_s, privileged);
    QCOMPARE(bed::lxcNames(), QStringList{u"web"_s});
    QCOMPARE(leftovers(), QStringList());
    // The row is there at once; what its config says follows when that was read.
    QCOMPARE(m_may->find(u"web"_s).state, ContainerState::Stopped);
    QTRY_VERIFY(!m_may->find(u"web"_s).store.isEmpty());
    const Container web = m_may->find(u"web"_s);
    QCOMPARE(web.state, ContainerState::Stopped);
    QCOMPARE(web.problem, QString());
    QCOMPARE(web.unprivileged, !privileged);
    QCOMPARE(web.store, onBtrfs() ? u"btrfs"_s : u"dir"_s);
    QCOMPARE(web.rootfs, Location + u"/web/rootfs"_s);
    const QString config = bed::readFile(Location + u"/web/config"_s);
    QCOMPARE(config.contains(u"lxc.idmap"_s), !privileged);
    QVERIFY(!config.contains(u".boxyard-"_s));
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestVerbs::start()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const Container web = m_may->find(u"web"_s);
    QCOMPARE(QString::number(web.initPid),
             bed::mustRun(u"lxc-info"_s, {u"-n"_s, u"web"_s, u"-p"_s, u"-H"_s}).trimmed());
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - web.since;
    QVERIFY2(age >= -2000 && age < 60 * 1000, qPrintable(QString::number(age)));
    QCOMPARE(m_may->start(u"web"_s).error, u"MustBeStopped"_s);
    QVERIFY(m_may->changes() > 0);
}

void TestVerbs::stop_data()
{
    QTest::addColumn<QString>("mode");
    QTest::newRow("asked") << u"ask"_s;
    QTest::newRow("killed") << u"kill"_s;
}

void TestVerbs::stop()
{
    QFETCH(QString, mode);
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    const End end = m_may->stop(u"web"_s, mode);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + end.detail));
    QCOMPARE(bed::lxcState(u"web"_s), u"STOPPED"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Stopped);
    QCOMPARE(m_may->find(u"web"_s).initPid, 0U);
    QCOMPARE(m_may->stop(u"web"_s, mode).error, u"NotRunning"_s);
}

void TestVerbs::restart()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const uint before = m_may->find(u"web"_s).initPid;
    const End end = m_may->change({u"Containers"_s, u"Restart"_s, {Location, u"web"_s, QVariantMap()}});
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + end.detail));
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
    QTRY_VERIFY(m_may->find(u"web"_s).initPid != before && m_may->find(u"web"_s).initPid != 0);
    QCOMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
}

void TestVerbs::freezeAndUnfreeze()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(m_may->change({u"Containers"_s, u"Freeze"_s, {Location, u"web"_s}}).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"FROZEN"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Frozen);
    QCOMPARE(m_may->change({u"Containers"_s, u"Unfreeze"_s, {Location, u"web"_s}}).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
}

void TestVerbs::inspect()
{
    make(u"web"_s);
    const ContainerDetails details = m_may->inspect(u"web"_s);
    QCOMPARE(details.configPath, Location + u"/web/config"_s);
    QCOMPARE(details.hostname, u"web"_s);
    QVERIFY2(details.idmap.contains(u"100000 65536"_s), qPrintable(details.idmap));
    QCOMPARE(details.nics.size(), 1);
    QCOMPARE(details.nics.constFirst().type, u"veth"_s);
    QCOMPARE(details.nics.constFirst().link, u"lxcbr0"_s);
    QCOMPARE(details.dependants, QStringList());
}

void TestVerbs::shell()
{
    for (const bool privileged : {false, true}) {
        const QString name = privileged ? u"root"_s : u"web"_s;
        make(name, privileged);
        QCOMPARE(m_may->start(name).error, QString());
        QTRY_COMPARE(m_may->find(name).state, ContainerState::Running);
        QString error;
        const int pty = m_may->openShell(name, &error);
        QVERIFY2(pty >= 0, qPrintable(error));
        // Split, so that its echo is not taken for its output.
        type(pty, "echo 'I am '$(id -u)' in '$(hostname)\n");
        const QByteArray shown = readUntil(pty, "I am 0 in " + name.toUtf8());
        QVERIFY2(shown.contains("I am 0 in " + name.toUtf8()), shown.constData());
        QVERIFY(isatty(pty));
        close(pty);
    }
}

void TestVerbs::shellHasTheSizeThatWasAskedFor()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const int pty = m_may->openShell(u"web"_s);
    QVERIFY(pty >= 0);
    winsize size = {};
    QCOMPARE(ioctl(pty, TIOCGWINSZ, &size), 0);
    QCOMPARE(size.ws_col, 80);
    QCOMPARE(size.ws_row, 24);
    size.ws_col = 132;
    size.ws_row = 43;
    QCOMPARE(ioctl(pty, TIOCSWINSZ, &size), 0);
    type(pty, "stty size\n");
    QVERIFY(readUntil(pty, "43 132").contains("43 132"));
    close(pty);
}

void TestVerbs::shellEndsWithItsDescriptor()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const int pty = m_may->openShell(u"web"_s);
    QVERIFY(pty >= 0);
    type(pty, "echo re''ady; exec sleep 4242\n");
    QVERIFY(readUntil(pty, "ready").contains("ready"));
    const auto sleeping = [] { return bed::run(u"pgrep"_s, {u"-f"_s, u"^sleep 4242"_s}).code == 0; };
    QTRY_VERIFY(sleeping());
    close(pty);
    QTRY_VERIFY(!sleeping());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestVerbs::clone_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("privileged");
    QTest::newRow("the best way") << u"auto"_s << false;
    QTest::newRow("a full copy") << u"copy"_s << false;
    QTest::newRow("a full copy of a privileged one") << u"copy"_s << true;
    if (onBtrfs())
        QTest::newRow("a snapshot") << u"snapshot"_s << false;
}

void TestVerbs::clone()
{
    QFETCH(QString, mode);
    QFETCH(bool, privileged);
    make(u"web"_s, privileged);
    const QString config = Location + u"/web/config"_s;
    bed::writeFile(config, bed::readFile(config) + u"# kept\nlxc.net.0.hwaddr = 00:16:3e:01:02:03\n"_s);
    bed::mustRun(u"sh"_s, {u"-c"_s, u"echo kept > /var/lib/lxc/web/rootfs/root/note"_s});
    const bed::Canaries source({Location + u"/web"_s});
    const End end = m_may->clone(u"web"_s, u"web2"_s, mode);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
    QCOMPARE(source.touched(), QStringList());
    QCOMPARE(bed::lxcNames(), QStringList({u"web"_s, u"web2"_s}));
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(bed::readFile(Location + u"/web2/rootfs/root/note"_s), u"kept\n"_s);
    const QString cloned = bed::readFile(Location + u"/web2/config"_s);
    QVERIFY(cloned.contains(u"# kept"_s));
    QTRY_COMPARE(m_may->inspect(u"web2"_s).hostname, u"web2"_s);
    const QString mac = m_may->inspect(u"web2"_s).nics.constFirst().mac;
    QVERIFY2(mac.startsWith(u"00:16:3e:"_s) && mac != "00:16:3e:01:02:03"_L1, qPrintable(mac));
    QCOMPARE(m_may->inspect(u"web"_s).nics.constFirst().mac, u"00:16:3e:01:02:03"_s);
    // Both run at the same time, and the clone knows its own name.
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(m_may->start(u"web2"_s).error, QString());
    QCOMPARE(bed::mustRun(u"lxc-attach"_s, {u"-n"_s, u"web2"_s, u"--"_s, u"hostname"_s}).trimmed(),
             u"web2"_s);
}

void TestVerbs::cloneOfSomethingLarge()
{
    make(u"web"_s);
    bed::mustRun(
        u"sh"_s,
        {u"-c"_s,
         u"cd /var/lib/lxc/web/rootfs/root && for i in $(seq 40); do mkdir d$i; "
         "for j in $(seq 50); do echo $i $j > d$i/f$j; done; done; ln d1/f1 hard; ln -s /nowhere soft; "
         "mkfifo pipe; truncate -s 50M sparse; chown -h 100000:100000 soft"_s});
    const End end = m_may->clone(u"web"_s, u"web2"_s, u"copy"_s);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
    const auto tree = [](const QString &name) {
        return bed::mustRun(
            u"sh"_s,
            {u"-c"_s,
             u"cd /var/lib/lxc/%1/rootfs && find . ! -path ./etc/hostname "
             "-printf '%p %y %m %U %G %n %l %T@ ' \\( -type f -printf '%s\\n' -o -printf '\\n' \\) | sort; "
             "find . -type f ! -path ./etc/hostname -exec md5sum {} + | sort"_s.arg(name)});
    };
    const QString copied = tree(u"web2"_s);
    const QString original = tree(u"web"_s);
    const auto differ = [](const QString &one, const QString &other) {
        const QStringList lines = other.split(u'\n');
        for (const QString &line : one.split(u'\n')) {
            // Of folders that are written into, the time may differ: /etc with its new hostname.
            if (!lines.contains(line) && !line.startsWith("./etc d"_L1))
                return line;
        }
        return QString();
    };
    QCOMPARE(differ(original, copied), QString());
    QCOMPARE(differ(copied, original), QString());
    QVERIFY(!m_may->steps().isEmpty());
}

void TestVerbs::rename()
{
    make(u"web"_s);
    const End end = m_may->change({u"Containers"_s, u"Rename"_s, {Location, u"web"_s, u"www"_s}});
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
    QCOMPARE(bed::lxcNames(), QStringList{u"www"_s});
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(m_may->start(u"www"_s).error, QString());
    QCOMPARE(bed::mustRun(u"lxc-attach"_s, {u"-n"_s, u"www"_s, u"--"_s, u"hostname"_s}).trimmed(), u"www"_s);
    const End running = m_may->change({u"Containers"_s, u"Rename"_s, {Location, u"www"_s, u"web"_s}});
    QCOMPARE(running.error, u"MustBeStopped"_s);
    QCOMPARE(bed::lxcNames(), QStringList{u"www"_s});
}

void TestVerbs::remove()
{
    make(u"web"_s);
    make(u"db"_s);
    const bed::Canaries other({Location + u"/db"_s});
    const End end = m_may->remove(u"web"_s);
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + u": "_s + end.detail));
    QCOMPARE(bed::lxcNames(), QStringList{u"db"_s});
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(other.touched(), QStringList());
    QCOMPARE(m_may->remove(u"web"_s).error, u"NotFound"_s);
    make(u"web"_s); // the name is free again
}

void TestVerbs::removeOfARunningOneIsRefused()
{
    make(u"web"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    const End end = m_may->remove(u"web"_s);
    QCOMPARE(end.error, u"MustBeStopped"_s);
    QCOMPARE(end.detail, u"web is running. Stop it first."_s); // what the reply says
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
    QVERIFY(QDir(Location + u"/web/rootfs"_s).exists());
}

void TestVerbs::cancelLeavesNothing()
{
    installTemplate(u"endless"_s, u"mkdir -p /tmp/endless; echo begun; setsid sleep 4343 & sleep 4343\n"_s);
    const End begun =
        m_may->begin({u"Containers"_s, u"Create"_s, {Location, u"web"_s, u"endless"_s, QVariantMap()}});
    QVERIFY(begun.job != 0);
    const auto sleeping = [] { return bed::run(u"pgrep"_s, {u"-f"_s, u"^sleep 4343"_s}).code == 0; };
    QTRY_VERIFY(sleeping());
    QTRY_VERIFY(m_may->log(begun.job).contains(u"begun"_s));
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"Cancel"_s, {begun.job}}).error, QString());
    QCOMPARE(m_may->await(begun).error, u"Cancelled"_s);
    QVERIFY(!sleeping()); // the child that called setsid too
    QCOMPARE(bed::lxcNames(), QStringList());
    QCOMPARE(leftovers(), QStringList());
}

QTEST_GUILESS_MAIN(TestVerbs)
#include "tst_verbs.moc"
