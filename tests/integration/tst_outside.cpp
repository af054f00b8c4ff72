// SPDX-License-Identifier: GPL-2.0-or-later
// What lxc-* commands do appears by itself; nobody's lies and nobody's silence hold anything up.

#include "backend/lxc/lxcengine.h"
#include "operator.h"
#include "tests/bed/client.h"
#include "tests/bed/services.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <cstddef>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestOutside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void lxcCommandsAppearByThemselves();
    void aContainerThatDies();
    void aStuckMonitor();
    void anImpostor();
    void namesThatOthersGave();
    void manyAtOnce();

private:
    /// An engine as a user's program has it.
    void connectEngine();
    [[nodiscard]] ContainerState stateOf(const QString &name) const;
    [[nodiscard]] static pid_t monitorOf(const QString &name);

    std::unique_ptr<LxcEngine> m_engine;
};

void TestOutside::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestOutside::init()
{
    connectEngine();
}

void TestOutside::connectEngine()
{
    const bed::AsUser guard(bed::user(u"may"_s));
    m_engine = std::make_unique<LxcEngine>();
    QTRY_COMPARE(m_engine->link(), Engine::Link::Ready);
}

void TestOutside::cleanup()
{
    m_engine.reset();
    if (bed::isBed())
        bed::removeContainers();
}

ContainerState TestOutside::stateOf(const QString &name) const
{
    const ContainerEntry *entry = m_engine->find({Location, name});
    return entry == nullptr ? ContainerState::Unknown : entry->container.state;
}

pid_t TestOutside::monitorOf(const QString &name)
{
    return bed::run(u"pgrep"_s, {u"-f"_s, u"^\\[lxc monitor\\] /var/lib/lxc %1$"_s.arg(name)})
        .out.trimmed()
        .toInt();
}

void TestOutside::lxcCommandsAppearByThemselves()
{
    bed::makeContainer(u"web"_s);
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
    bed::mustRun(u"lxc-freeze"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Frozen);
    bed::mustRun(u"lxc-unfreeze"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
    const auto addresses = [this] { return m_engine->find({Location, u"web"_s})->addresses; };
    bed::mustRun(u"lxc-attach"_s,
                 {u"-n"_s, u"web"_s, u"--"_s, u"/bin/busybox"_s, u"ip"_s, u"addr"_s, u"add"_s,
                  u"10.0.3.77/24"_s, u"dev"_s, u"eth0"_s});
    m_engine->refresh();
    QTRY_VERIFY(addresses().contains(u"10.0.3.77"_s));
    bed::mustRun(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    bed::mustRun(u"lxc-copy"_s, {u"-R"_s, u"-n"_s, u"web"_s, u"-N"_s, u"www"_s});
    QTRY_VERIFY(m_engine->find({Location, u"web"_s}) == nullptr);
    QTRY_COMPARE(stateOf(u"www"_s), ContainerState::Stopped);
    const QString config = Location + u"/www/config"_s;
    bed::writeFile(config, bed::readFile(config) + u"lxc.start.auto = 1\n"_s);
    QTRY_VERIFY(m_engine->find({Location, u"www"_s})->container.autostart);
    bed::mustRun(u"lxc-destroy"_s, {u"-n"_s, u"www"_s});
    QTRY_VERIFY(m_engine->snapshot().containers.isEmpty());
}

void TestOutside::aContainerThatDies()
{
    bed::makeContainer(u"web"_s);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
    // Its init dies: the monitor clears up.
    ::kill(static_cast<pid_t>(m_engine->find({Location, u"web"_s})->container.initPid), SIGKILL);
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
    // Its monitor dies: LXC's own tools take it for stopped then.
    const pid_t monitor = monitorOf(u"web"_s);
    QVERIFY(monitor > 0);
    ::kill(monitor, SIGKILL);
    QTRY_VERIFY(stateOf(u"web"_s) != ContainerState::Running);
    bed::run(u"pkill"_s, {u"-9"_s, u"-x"_s, u"init"_s});
}

void TestOutside::aStuckMonitor()
{
    bed::makeContainer(u"web"_s);
    bed::makeContainer(u"db"_s);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
    const pid_t monitor = monitorOf(u"web"_s);
    QVERIFY(monitor > 0);
    ::kill(monitor, SIGSTOP);
    const auto resume = qScopeGuard([monitor] { ::kill(monitor, SIGCONT); });
    // The list is as quick as ever, and others can be worked on.
    {
        Operator may(u"may"_s);
        QCOMPARE(may.list().size(), 2);
        QCOMPARE(may.start(u"db"_s).error, QString());
    }
    // A helper that has never heard from it says so.
    m_engine.reset();
    bed::killHelper();
    connectEngine();
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::NotResponding);
    QCOMPARE(stateOf(u"db"_s), ContainerState::Running);
    // What needs its monitor fails with a sentence, in time.
    Task *task = m_engine->freeze({Location, u"web"_s});
    QTRY_VERIFY(task->isOver());
    QVERIFY2(task->state() == Task::State::Failed, qPrintable(errorWord(task->error().code)));
    QVERIFY(task->error().code == ErrorCode::NotResponding || task->error().code == ErrorCode::TimedOut);
    ::kill(monitor, SIGCONT);
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Running);
}

void TestOutside::anImpostor()
{
    bed::makeContainer(u"web"_s);
    QTRY_COMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    // Any user can listen on the socket of a container's name, and say nothing.
    const bed::User norule = bed::user(u"norule"_s);
    auto guard = std::make_unique<bed::AsUser>(norule);
    const int impostor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray name = "/var/lib/lxc/web/command";
    std::copy(name.cbegin(), name.cend(), address.sun_path + 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    QCOMPARE(bind(impostor, reinterpret_cast<const sockaddr *>(&address), length), 0);
    QCOMPARE(listen(impostor, 5), 0);
    guard.reset();

    const auto problem = [this] { return m_engine->find({Location, u"web"_s})->container.problem; };
    QTRY_COMPARE(problem(), u"NameTaken"_s);
    QVERIFY(stateOf(u"web"_s) != ContainerState::Running);
    const bed::Canaries folder({Location + u"/web"_s});
    for (Task *task : {m_engine->start({Location, u"web"_s}), m_engine->remove({Location, u"web"_s}),
                       m_engine->clone({{Location, u"web"_s}, {Location, u"web2"_s}, CloneMode::Auto})}) {
        QTRY_VERIFY(task->isOver());
        QCOMPARE(task->state(), Task::State::Failed);
        QCOMPARE(errorWord(task->error().code), u"NameTaken"_s);
        QVERIFY2(explain(task->error()).contains(u"norule"_s), qPrintable(explain(task->error())));
    }
    QCOMPARE(folder.touched(), QStringList());
    close(impostor);
    QTRY_COMPARE(problem(), QString());
    Task *task = m_engine->start({Location, u"web"_s});
    QTRY_VERIFY(task->isOver());
    QCOMPARE(task->state(), Task::State::Succeeded);
}

void TestOutside::namesThatOthersGave()
{
    bed::makeContainer(u"web"_s);
    bed::mustRun(u"cp"_s, {u"-a"_s, Location + u"/web"_s, Location + u"/my web"_s});
    const auto odd = [this] { return m_engine->find({Location, u"my web"_s}); };
    QTRY_VERIFY(odd() != nullptr);
    QTRY_COMPARE(odd()->container.problem, u"UnsupportedName"_s);
    Task *task = m_engine->start({Location, u"my web"_s});
    QTRY_VERIFY(task->isOver());
    QCOMPARE(task->state(), Task::State::Failed);
    bed::mustRun(u"rm"_s, {u"-rf"_s, Location + u"/my web"_s});
}

void TestOutside::manyAtOnce()
{
    bed::makeContainer(u"c0"_s);
    for (int i = 1; i < 30; ++i) {
        const QString name = u"c%1"_s.arg(i);
        bed::mustRun(u"mkdir"_s, {Location + u'/' + name});
        QString text = bed::readFile(Location + u"/c0/config"_s);
        text.replace(u"lxc.uts.name = \"c0\""_s, u"lxc.uts.name = "_s + name);
        bed::writeFile(Location + u'/' + name + u"/config"_s, text);
    }
    bed::mustRun(u"sh"_s, {u"-c"_s, u"for i in $(seq 0 29); do lxc-start -n c$i || exit 1; done"_s});
    const auto running = [this] {
        int count = 0;
        for (const ContainerEntry &entry : m_engine->snapshot().containers)
            count += entry.container.state == ContainerState::Running ? 1 : 0;
        return count;
    };
    QTRY_COMPARE(running(), 30);
    bed::mustRun(u"sh"_s, {u"-c"_s, u"for i in $(seq 0 2 29); do lxc-stop -k -n c$i; done"_s});
    QTRY_COMPARE(running(), 15);
    bed::mustRun(u"sh"_s, {u"-c"_s, u"for i in $(seq 1 2 29); do lxc-stop -k -n c$i & done; wait"_s});
    QTRY_COMPARE(running(), 0);
    QCOMPARE(m_engine->snapshot().containers.size(), 30);
}

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
