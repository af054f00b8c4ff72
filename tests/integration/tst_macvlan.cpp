// SPDX-License-Identifier: GPL-2.0-or-later
// Whoever keeps a descriptor or a socket in a container's network namespace keeps its links: a restart with
// macvlan and a fixed MAC then fails with "Address already in use". Program and helper watch here, and keep
// none.

#include "backend/lxc/lxcengine.h"
#include "operator.h"
#include "tests/bed/services.h"

#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;

namespace {

const QString Mac = u"00:16:3e:0b:0a:0d"_s;

/// The program's engine, connected as that user.
std::unique_ptr<LxcEngine> engineOf(const bed::User &user)
{
    if (setegid(user.gid) != 0 || seteuid(user.uid) != 0)
        return {};
    auto engine = std::make_unique<LxcEngine>();
    bed::eventually([&] { return engine->link() == Engine::Link::Ready; });
    if (seteuid(0) != 0 || setegid(0) != 0)
        return {};
    return engine;
}

} // namespace

class TestMacvlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void restarts_data();
    void restarts();
};

void TestMacvlan::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    bed::mustRun(
        u"ip"_s,
        {u"link"_s, u"add"_s, u"parent0"_s, u"type"_s, u"veth"_s, u"peer"_s, u"name"_s, u"parent1"_s});
    bed::mustRun(u"ip"_s, {u"link"_s, u"set"_s, u"parent0"_s, u"up"_s});
    bed::mustRun(u"ip"_s, {u"link"_s, u"set"_s, u"parent1"_s, u"up"_s});
    const QStringList probe = {u"link"_s, u"add"_s,  u"link"_s,    u"parent0"_s, u"name"_s,
                               u"try0"_s, u"type"_s, u"macvlan"_s, u"mode"_s,    u"bridge"_s};
    if (const bed::Outcome made = bed::run(u"ip"_s, probe); made.code != 0)
        QSKIP(qPrintable(u"no macvlan here: "_s + made.err.trimmed()));
    bed::mustRun(u"ip"_s, {u"link"_s, u"del"_s, u"try0"_s});
}

void TestMacvlan::cleanup()
{
    if (bed::isBed())
        bed::removeContainers();
}

void TestMacvlan::restarts_data()
{
    QTest::addColumn<StopMode>("mode");
    QTest::addColumn<bool>("privileged");
    QTest::newRow("asked") << StopMode::Ask << true;
    QTest::newRow("killed") << StopMode::Kill << true;
    QTest::newRow("killed, unprivileged") << StopMode::Kill << false;
}

void TestMacvlan::restarts()
{
    QFETCH(StopMode, mode);
    QFETCH(bool, privileged);
    const QStringList lines = {
        u"lxc.net.0.type = macvlan"_s,        u"lxc.net.0.link = parent0"_s,
        u"lxc.net.0.macvlan.mode = bridge"_s, u"lxc.net.0.flags = up"_s,
        u"lxc.net.0.hwaddr = "_s + Mac,       u"lxc.net.0.ipv4.address = 10.99.0.2/24"_s,
    };
    const QString config = Location + u"/web/config"_s;
    bed::makeContainer(u"web"_s, {}, privileged);
    QString text = bed::readFile(config);
    QStringList kept;
    for (const QString &line : text.split(u'\n')) {
        if (!line.startsWith(u"lxc.net."_s))
            kept.append(line);
    }
    bed::writeFile(config, (kept + lines).join(u'\n') + u'\n');

    // Its DHCP client would take the address away.
    bed::mustRun(u"sed"_s, {u"-i"_s, u"/udhcpc/d"_s, Location + u"/web/rootfs/etc/init.d/rcS"_s});

    const ContainerRef web = {Location, u"web"_s};
    Operator may(u"may"_s);
    const auto engine = engineOf(bed::user(u"also"_s));
    QVERIFY(engine);
    QCOMPARE(engine->link(), Engine::Link::Ready);
    QTRY_VERIFY(engine->find(web) != nullptr);
    QCOMPARE(may.start(u"web"_s).error, QString());
    for (int round = 0; round < 5; ++round) {
        // Watched as far as it can be: its address is shown.
        QTRY_VERIFY(engine->find(web) && engine->find(web)->container.state == ContainerState::Running);
        QTRY_COMPARE(engine->find(web)->addresses, QStringList{u"10.99.0.2"_s});
        const uint init = engine->find(web)->container.initPid;
        QVERIFY(init != 0);
        Task *task = engine->restart({web, mode, 20s});
        QTRY_VERIFY(task->isOver());
        QVERIFY2(task->state() == Task::State::Succeeded,
                 qPrintable(explain(task->error()) + u' ' + task->log().join(u'\n')));
        QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
        QTRY_VERIFY(engine->find(web) && engine->find(web)->container.initPid != init
                    && engine->find(web)->container.initPid != 0);
        QCOMPARE(bed::mustRun(u"lxc-attach"_s,
                              {u"-n"_s, u"web"_s, u"--"_s, u"cat"_s, u"/sys/class/net/eth0/address"_s})
                     .trimmed(),
                 Mac);
    }
    // Stopped and started from outside as well.
    bed::mustRun(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, u"web"_s});
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    QTRY_VERIFY(engine->find(web)->container.state == ContainerState::Running);
}

QTEST_GUILESS_MAIN(TestMacvlan)
#include "tst_macvlan.moc"
