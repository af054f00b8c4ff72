// SPDX-License-Identifier: GPL-2.0-or-later
// Monitors that do not answer, strangers' sockets, configs that hang or do not load: nothing waits for them,
// nothing is fooled by them, and everything else goes on.

#include "backend/api/error.h"
#include "helper/watch/unixdiag.h"
#include "interference.h"
#include "operator.h"
#include "tests/bed/services.h"
#include "tests/watch/fakemonitor.h"

#include <QDir>
#include <QScopeGuard>
#include <QTest>

#include <csignal>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;
using bed::Call;
using test::FakeMonitor;

namespace {

pid_t monitorOf(const QString &name)
{
    const QList<pid_t> found = processesWith("[lxc monitor] /var/lib/lxc " + name.toLatin1());
    return found.value(0);
}

std::string socketOf(const QString &name)
{
    return commandSocketName(Location.toStdString(), name.toStdString());
}

Call container(const QString &method, const QString &name, const QVariantList &more = {})
{
    return {u"Containers"_s, method, QVariantList{Location, name} + more};
}

QVariantMap asking(uint seconds)
{
    return {{u"mode"_s, u"ask"_s}, {u"timeout"_s, seconds}};
}

/// Whether an end has a sentence that a person can read.
bool isExplained(const End &end)
{
    const QString sentence =
        end.job == 0 ? end.detail : explain({errorCodeFromWord(end.error), end.object, end.detail});
    return !sentence.isEmpty() && !sentence.contains(u'\n');
}

} // namespace

class TestStuck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aMonitorThatIsStopped_data();
    void aMonitorThatIsStopped();
    void aStoppedMonitorComesBack();
    void aStoppedMonitorsContainerIsKilled();
    void aMonitorThatIsKilled();
    void aStrangersSocket();
    void aStrangersSocketAtAFreeName();
    void aStrangersSocketThatComesAfterTheLook();
    void configsThatHang_data();
    void configsThatHang();
    void aTemplatesDaemonDies_data();
    void aTemplatesDaemonDies();
    void itsOwnRootCannotReplaceItsConfig();

private:
    std::unique_ptr<Operator> m_may;
};

void TestStuck::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestStuck::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    QCOMPARE(m_may->create(u"web"_s).error, QString());
    QCOMPARE(m_may->create(u"db"_s).error, QString());
    QCOMPARE(m_may->start(u"db"_s).error, QString());
}

void TestStuck::cleanup()
{
    for (const pid_t monitor : processesWith("[lxc monitor]"))
        ::kill(monitor, SIGCONT);
    m_may.reset();
    if (bed::isBed()) {
        bed::mustRun(u"rm"_s, {u"-rf"_s, Location + u"/hangs"_s}); // LXC's own commands would hang on it
        bed::removeContainers();
    }
}

void TestStuck::aMonitorThatIsStopped_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("error");
    QTest::newRow("ask to stop") << container(u"Stop"_s, u"web"_s, {asking(2)}) << u"NotResponding"_s;
    QTest::newRow("restart") << container(u"Restart"_s, u"web"_s, {asking(2)}) << u"NotResponding"_s;
    QTest::newRow("freeze") << container(u"Freeze"_s, u"web"_s) << u"NotResponding"_s;
    QTest::newRow("unfreeze") << container(u"Unfreeze"_s, u"web"_s) << u"NotResponding"_s;
    QTest::newRow("a shell") << container(u"OpenShell"_s, u"web"_s, {QVariantMap()}) << u"NotResponding"_s;
    QTest::newRow("start") << container(u"Start"_s, u"web"_s) << u"MustBeStopped"_s;
    QTest::newRow("delete") << container(u"Delete"_s, u"web"_s) << u"MustBeStopped"_s;
    QTest::newRow("rename") << container(u"Rename"_s, u"web"_s, {u"new"_s}) << u"MustBeStopped"_s;
}

void TestStuck::aMonitorThatIsStopped()
{
    QFETCH(Call, call);
    QFETCH(QString, error);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    const pid_t monitor = monitorOf(u"web"_s);
    sendSignal(monitor, SIGSTOP);
    // Nobody waits for it: neither who lists, nor who works on another one.
    QCOMPARE(m_may->list().size(), 2);
    const End begun = m_may->begin(call);
    QCOMPARE(m_may->list().size(), 2);
    QCOMPARE(m_may->stop(u"db"_s, u"kill"_s).error, QString());
    QCOMPARE(m_may->find(u"db"_s).state, ContainerState::Stopped);
    QCOMPARE(m_may->start(u"db"_s).error, QString());

    const End end = m_may->await(begun);
    QCOMPARE(end.error, error);
    QVERIFY(isExplained(end));
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::NotResponding);
    QCOMPARE(m_may->find(u"db"_s).state, ContainerState::Running);
    QVERIFY(isRunning(monitor));
    QVERIFY(workersEnd());
}

void TestStuck::aStoppedMonitorComesBack()
{
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    sendSignal(monitorOf(u"web"_s), SIGSTOP);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::NotResponding);
    // A helper that begins while it is stuck sees it as well.
    bed::killHelper();
    QCOMPARE(m_may->client().subscribe().error, QString());
    QCOMPARE(m_may->list().size(), 2);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::NotResponding);
    QTRY_COMPARE(m_may->find(u"db"_s).state, ContainerState::Running);
    sendSignal(monitorOf(u"web"_s), SIGCONT);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    QCOMPARE(m_may->stop(u"web"_s, u"kill"_s).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"STOPPED"_s);
}

void TestStuck::aStoppedMonitorsContainerIsKilled()
{
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    const pid_t monitor = monitorOf(u"web"_s);
    sendSignal(monitor, SIGSTOP);
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::NotResponding);
    QCOMPARE(m_may->stop(u"web"_s, u"kill"_s).error, QString());
    QVERIFY(!isRunning(monitor));
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Stopped);
    QCOMPARE(bed::lxcState(u"web"_s), u"STOPPED"_s);
    QCOMPARE(bed::lxcState(u"db"_s), u"RUNNING"_s);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestStuck::aMonitorThatIsKilled()
{
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_VERIFY(m_may->find(u"web"_s).initPid != 0);
    const auto init = static_cast<pid_t>(m_may->find(u"web"_s).initPid);
    sendSignal(monitorOf(u"web"_s), SIGKILL);
    // LXC gives the init a parent death signal: it ends with its monitor.
    QTRY_VERIFY(!isRunning(init));
    QTRY_COMPARE(m_may->find(u"web"_s).state, ContainerState::Stopped);
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestStuck::aStrangersSocket()
{
    FakeMonitor impostor({socketOf(u"web"_s)}, FakeMonitor::Manner::Answer, 100, bed::user(u"norule"_s).uid);
    QVERIFY(impostor.isReady);
    impostor.setState(0, 2);
    impostor.setInit(0, static_cast<uint>(getpid()));
    QTRY_COMPARE(m_may->find(u"web"_s).problem, u"NameTaken"_s);
    QCOMPARE(m_may->find(u"web"_s).problemDetail, u"norule"_s);
    QCOMPARE(m_may->find(u"web"_s).state, ContainerState::Unknown);
    QCOMPARE(m_may->find(u"web"_s).initPid, 0U);
    const QVariantMap none;
    const QList<Call> calls = {
        container(u"Start"_s, u"web"_s),
        container(u"Stop"_s, u"web"_s, {asking(2)}),
        container(u"Stop"_s, u"web"_s, {QVariantMap{{u"mode"_s, u"kill"_s}}}),
        container(u"Restart"_s, u"web"_s, {asking(2)}),
        container(u"Freeze"_s, u"web"_s),
        container(u"Unfreeze"_s, u"web"_s),
        container(u"OpenShell"_s, u"web"_s, {none}),
        container(u"Rename"_s, u"web"_s, {u"new"_s}),
        container(u"Delete"_s, u"web"_s),
        container(u"Rename"_s, u"db"_s, {u"web"_s}),
    };
    const bed::Canaries web({Location + u"/web"_s});
    for (const Call &call : calls) {
        const End end = m_may->change(call);
        const bool runs =
            call.arguments.constFirst().toString() == Location && call.arguments.at(1).toString() == u"db"_s;
        QCOMPARE(end.error, runs ? u"MustBeStopped"_s : u"NameTaken"_s);
        QVERIFY(isExplained(end));
        QVERIFY2(runs || end.detail.contains(u"norule"_s), qPrintable(end.detail));
    }
    QCOMPARE(web.touched(), QStringList());
    QVERIFY(!m_may->inspect(u"web"_s).configPath.isEmpty());
    // A fresh helper isn't fooled either.
    bed::killHelper();
    QCOMPARE(m_may->client().subscribe().error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).problem, u"NameTaken"_s);
    QCOMPARE(impostor.connections(), 0);
    impostor.end();
    QTRY_COMPARE(m_may->find(u"web"_s).problem, QString());
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
}

void TestStuck::aStrangersSocketAtAFreeName()
{
    const QStringList names =
        bed::lxcNames(); // lxc-ls connects to every socket that looks like a container's
    FakeMonitor impostor({socketOf(u"new"_s)}, FakeMonitor::Manner::Answer, 100, bed::user(u"norule"_s).uid);
    QVERIFY(impostor.isReady);
    const QVariantMap none;
    const QList<Call> calls = {
        container(u"Create"_s, u"new"_s, {u"busybox"_s, none}),
        container(u"Rename"_s, u"web"_s, {u"new"_s}),
        {u"Clones"_s, u"Clone"_s, {Location, u"web"_s, Location, u"new"_s, none}},
    };
    for (const Call &call : calls) {
        const End end = m_may->change(call);
        QCOMPARE(end.error, u"NameTaken"_s);
        QCOMPARE(end.detail, u"norule"_s);
        QVERIFY(isExplained(end));
    }
    QCOMPARE(impostor.connections(), 0);
    impostor.end();
    QCOMPARE(bed::lxcNames(), names);
    QCOMPARE(leftovers(), QStringList());
}

void TestStuck::aStrangersSocketThatComesAfterTheLook()
{
    // The helper has seen nothing yet; the worker looks for itself.
    for (int round = 0; round < 10; ++round) {
        FakeMonitor impostor({socketOf(u"web"_s)}, FakeMonitor::Manner::Silent, 100,
                             bed::user(u"norule"_s).uid);
        QVERIFY(impostor.isReady);
        const End end = m_may->start(u"web"_s);
        QCOMPARE(end.error, u"NameTaken"_s);
        QCOMPARE(impostor.connections(), 0);
        impostor.end();
        QTRY_COMPARE(m_may->find(u"web"_s).problem, QString());
    }
}

void TestStuck::configsThatHang_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("includes a FIFO") << u"mkfifo /run/fifo; echo 'lxc.include = /run/fifo' > config"_s;
    QTest::newRow("includes a folder with a FIFO")
        << u"mkdir -p /run/conf; mkfifo /run/conf/a.conf; echo 'lxc.include = /run/conf' > config"_s;
    QTest::newRow("is a FIFO") << u"mkfifo config"_s;
    QTest::newRow("is a link to a FIFO") << u"mkfifo fifo; ln -s fifo config"_s;
    QTest::newRow("is a folder") << u"mkdir config"_s;
    QTest::newRow("is a device") << u"mknod config c 1 3"_s;
    QTest::newRow("is a dangling link") << u"ln -s nothing config"_s;
    QTest::newRow("has a rootfs in a FIFO")
        << u"mkfifo fifo; echo \"lxc.rootfs.path = dir:$PWD/fifo\" > config"_s;
    QTest::newRow("includes itself") << u"echo \"lxc.include = $PWD/config\" > config"_s;
}

void TestStuck::configsThatHang()
{
    QFETCH(QString, script);
    const QString folder = Location + u"/hangs"_s;
    bed::mustRun(u"sh"_s,
                 {u"-c"_s, u"rm -rf /run/fifo /run/conf; mkdir %1 && cd %1 && %2"_s.arg(folder, script)});
    const auto see = [this] {
        const ContainerList list = m_may->list();
        return std::any_of(list.cbegin(), list.cend(), [](const Container &entry) {
            return entry.ref.name == u"hangs"_s && (!entry.problem.isEmpty() || !entry.rootfs.isEmpty());
        });
    };
    const bool isThere = bed::eventually(see, 30s);
    const Container seen = m_may->find(u"hangs"_s);
    // Only what is no container for LXC either (it looks for a config that is there) may be left out.
    QVERIFY2(isThere || seen.ref.name.isEmpty(), qPrintable(seen.problem));
    const QList<Call> calls = {
        container(u"Start"_s, u"hangs"_s),
        {u"Clones"_s, u"Clone"_s, {Location, u"hangs"_s, Location, u"new"_s, QVariantMap()}},
    };
    for (const Call &call : calls) {
        const End end = m_may->change(call);
        QVERIFY(!end.error.isEmpty());
        QVERIFY2(end.error != u"it did not end in time"_s, qPrintable(call.method));
        QVERIFY(isExplained(end));
    }
    // The others are as ever.
    QCOMPARE(m_may->start(u"web"_s).error, QString());
    QTRY_COMPARE(m_may->find(u"web"_s).problem, QString());
    QCOMPARE(m_may->find(u"web"_s).state, ContainerState::Running);
    QCOMPARE(m_may->find(u"db"_s).state, ContainerState::Running);
    QVERIFY(workersEnd());
    QVERIFY(!QFile::exists(Location + u"/new"_s));
}

void TestStuck::aTemplatesDaemonDies_data()
{
    QTest::addColumn<QString>("last");
    QTest::addColumn<QString>("error");
    QTest::newRow("that succeeds") << u"exec /usr/share/lxc/templates/lxc-busybox \"$@\""_s << QString();
    QTest::newRow("that fails") << u"echo 'out of luck' >&2; exit 1"_s << u"TemplateFailed"_s;
    QTest::newRow("that is killed") << u"kill -9 $$"_s << u"TemplateFailed"_s;
}

void TestStuck::aTemplatesDaemonDies()
{
    QFETCH(QString, last);
    QFETCH(QString, error);
    // It left its process group and its session, lost its parent, and ignores what can be ignored.
    const QString first = u"(trap '' HUP TERM INT; setsid sh -c 'sleep 40321 & sleep 40322' &)\n"
                          "while ! grep -q 40322 /proc/[0-9]*/cmdline 2>/dev/null; do sleep 0.02; done\n"_s;
    installTemplate(u"leaving"_s, first + last + u'\n');
    QCOMPARE(m_may->create(u"new"_s, {}, u"leaving"_s).error, error);
    QCOMPARE(processesWith("40321"), QList<pid_t>());
    QCOMPARE(processesWith("40322"), QList<pid_t>());
    QCOMPARE(bed::lxcNames().contains(u"new"_s), error.isEmpty());
    QCOMPARE(leftovers(), QStringList());
}

void TestStuck::itsOwnRootCannotReplaceItsConfig()
{
    QCOMPARE(m_may->clone(u"web"_s, u"new"_s, u"copy"_s).error, QString());
    for (const QString &name : {u"web"_s, u"new"_s}) {
        const QString folder = Location + u'/' + name;
        const bed::Canaries config({folder + u"/config"_s});
        const auto asItsRoot = [&](const QString &script) {
            return bed::run(u"setpriv"_s,
                            {u"--reuid=100000"_s, u"--regid=100000"_s, u"--clear-groups"_s, u"sh"_s, u"-c"_s,
                             u"cd %1 && %2"_s.arg(folder, script)})
                .code;
        };
        QCOMPARE(asItsRoot(u"test -x rootfs/bin && touch rootfs/mine"_s), 0); // its rootfs is its own
        QVERIFY(asItsRoot(u"echo 'lxc.hook.pre-start = /bin/sh' >> config"_s) != 0);
        QVERIFY(asItsRoot(u"mv config old"_s) != 0);
        QVERIFY(asItsRoot(u"rm -f config"_s) != 0);
        QVERIFY(asItsRoot(u"touch new"_s) != 0);
        QVERIFY(asItsRoot(u"mv rootfs old"_s) != 0);
        QVERIFY(asItsRoot(u"chmod 777 ."_s) != 0);
        QCOMPARE(config.touched(), QStringList());
        QCOMPARE(m_may->start(name).error, QString());
        QCOMPARE(bed::lxcState(name), u"RUNNING"_s);
    }
}

QTEST_GUILESS_MAIN(TestStuck)
#include "tst_stuck.moc"
