// SPDX-License-Identifier: GPL-2.0-or-later
// Which containers run, as their monitors, inits and sockets say.
#include "backend/api/error.h"
#include "fakemonitor.h"
#include "place.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace boxyard;
using namespace boxyard::test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(boxyard::test::FakeMonitor::Manner)

namespace {

constexpr int Running = 2; // lxc_state_t

int openDescriptors()
{
    return static_cast<int>(QDir(u"/proc/self/fd"_s).count());
}

} // namespace

class TestWatchMonitors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void running();
    void initEnds();
    void reboot();
    void slowStart();
    void replacedSocket();
    void stuck();
    void stuckWithFullBacklog();
    void becomesStuck();
    void markedNotResponding();
    void oddAnswers_data();
    void oddAnswers();
    void impostor();
    void longPath();
    void manyContainers();
    void goneWhileAsked();
};

void TestWatchMonitors::states_data()
{
    QTest::addColumn<int>("told");
    QTest::addColumn<QString>("state");
    QTest::newRow("STOPPED, and yet there") << 0 << u"Stopping"_s;
    QTest::newRow("STARTING") << 1 << u"Starting"_s;
    QTest::newRow("RUNNING") << 2 << u"Running"_s;
    QTest::newRow("STOPPING") << 3 << u"Stopping"_s;
    QTest::newRow("ABORTING") << 4 << u"Aborting"_s;
    QTest::newRow("a number that LXC lacks") << 8 << u"Unknown"_s;
}

void TestWatchMonitors::states()
{
    QFETCH(const int, told);
    QFETCH(const QString, state);
    const Place place;
    place.write(u"a"_s);
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, told);
    monitor.setInit(0, init.pid());
    Watch watch(place.options(), nobody());
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), state);
    monitor.setState(0, Running); // whatever it was, it passes
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
}

void TestWatchMonitors::running()
{
    const Place place;
    place.write(u"a"_s);
    Watch watch(place.options(), nobody());
    QSignalSpy changed(&watch, &Watch::changed);
    Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    watch.rescan();
    QCOMPARE(stateText(watch, place.ref(u"a"_s)),
             u"Running"_s); // at once: the list after a job shows what it did
    watch.setWatched(true);
    const auto *container = watch.find(place.ref(u"a"_s));
    QCOMPARE(container->initPid, init.pid());
    QVERIFY(qAbs(container->since - QDateTime::currentMSecsSinceEpoch()) < 60'000);
    QTRY_VERIFY(!changed.isEmpty());
    QTest::qWait(100);
    changed.clear();
    watch.rescan();
    QTest::qWait(1500); // the probe's turn
    QVERIFY2(changed.isEmpty(), "nothing changed, and yet a change was told");
    monitor.end();
    watch.rescan();
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopped"_s);
    QCOMPARE(watch.find(place.ref(u"a"_s))->initPid, 0U);
    QTRY_COMPARE(changed.size(), 1);
}

void TestWatchMonitors::initEnds()
{
    const Place place;
    place.write(u"a"_s);
    Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    Watch watch(place.options(), nobody()); // not watched: events alone
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    monitor.setManner(FakeMonitor::Manner::Silent); // as one that runs its hooks
    QTest::qWait(30);
    init.kill();
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopping"_s);
    QCOMPARE(watch.find(place.ref(u"a"_s))->initPid, 0U);
    QTest::qWait(2500); // however long the hooks take
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopping"_s);
    monitor.end();
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopped"_s);
}

void TestWatchMonitors::reboot()
{
    const Place place;
    place.write(u"a"_s);
    Sleeper first;
    const Sleeper second;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, Running);
    monitor.setInit(0, first.pid());
    Watch watch(place.options(), nobody());
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    monitor.setState(0, 0);
    first.kill();
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopping"_s);
    monitor.setInit(0, second.pid());
    monitor.setState(0, Running);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    QCOMPARE(watch.find(place.ref(u"a"_s))->initPid, second.pid());
}

void TestWatchMonitors::slowStart()
{
    const Place place;
    place.write(u"a"_s);
    Watch watch(place.options(), nobody());
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)}, FakeMonitor::Manner::Silent); // no answer before it runs
    watch.rescan();
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Starting"_s);
    QTest::qWait(2500);
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Starting"_s);
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    monitor.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
}

void TestWatchMonitors::replacedSocket()
{
    const Place place;
    place.write(u"a"_s);
    const Sleeper first;
    const Sleeper second;
    auto monitor = std::make_unique<FakeMonitor>(std::vector{place.socket(u"a"_s)});
    monitor->setState(0, Running);
    monitor->setInit(0, first.pid());
    Watch watch(place.options(), nobody());
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    monitor = nullptr;
    monitor = std::make_unique<FakeMonitor>(std::vector{place.socket(u"a"_s)});
    monitor->setState(0, Running);
    monitor->setInit(0, second.pid());
    watch.rescan();
    QTRY_COMPARE(watch.find(place.ref(u"a"_s))->initPid, second.pid());
}

void TestWatchMonitors::stuck()
{
    const Place place;
    place.write(u"a"_s);
    place.write(u"b"_s);
    const Sleeper init;
    FakeMonitor stuckOne({place.socket(u"a"_s)}, FakeMonitor::Manner::Silent);
    stuckOne.setState(0, Running);
    stuckOne.setInit(0, init.pid());
    const Sleeper otherInit;
    FakeMonitor healthy({place.socket(u"b"_s)});
    healthy.setState(0, Running);
    healthy.setInit(0, otherInit.pid());

    Watch watch(place.options(), nobody());
    watch.setWatched(true);
    int beats = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, this, [&beats] { ++beats; });
    heart.start(10);
    QTRY_COMPARE(stateText(watch, place.ref(u"b"_s)), u"Running"_s);
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Unknown"_s);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"NotResponding"_s);
    QVERIFY2(beats > 20, "the event loop stood still");
    QTest::qWait(3000);
    stuckOne.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    // It had been asked once, not again and again: the state, and now the init.
    QVERIFY2(stuckOne.connections() <= 3, qPrintable(QString::number(stuckOne.connections())));
}

void TestWatchMonitors::stuckWithFullBacklog()
{
    const Place place;
    place.write(u"a"_s);
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)}, FakeMonitor::Manner::Silent, 0);
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    // Somebody else waits in the only place.
    const std::string name = place.socket(u"a"_s);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const int other = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    QCOMPARE(::connect(other, reinterpret_cast<sockaddr *>(&address),
                       static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size())),
             0);
    Watch watch(place.options(), nobody());
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"NotResponding"_s);
    ::close(other);
    monitor.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
}

void TestWatchMonitors::becomesStuck()
{
    const Place place;
    place.write(u"a"_s);
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    Watch watch(place.options(), nobody());
    watch.setWatched(true);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    monitor.setManner(FakeMonitor::Manner::Silent);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"NotResponding"_s); // the probe finds it
    QCOMPARE(watch.find(place.ref(u"a"_s))->initPid, init.pid()); // what was known of it stands
    monitor.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
}

void TestWatchMonitors::markedNotResponding()
{
    const Place place;
    place.write(u"a"_s);
    place.write(u"stopped"_s);
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)});
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    Watch watch(place.options(), nobody());
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    monitor.setManner(FakeMonitor::Manner::Silent);
    QTest::qWait(30);
    watch.markNotResponding(place.ref(u"a"_s));
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"NotResponding"_s);
    monitor.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
    watch.markNotResponding(place.ref(u"stopped"_s)); // has no monitor
    watch.markNotResponding(place.ref(u"none"_s));
    watch.rescan();
    QCOMPARE(stateText(watch, place.ref(u"stopped"_s)), u"Stopped"_s);
}

void TestWatchMonitors::oddAnswers_data()
{
    QTest::addColumn<FakeMonitor::Manner>("manner");
    QTest::newRow("hangs up") << FakeMonitor::Manner::HangUp;
    QTest::newRow("refuses") << FakeMonitor::Manner::Refuse;
    QTest::newRow("half an answer") << FakeMonitor::Manner::Scrap;
    QTest::newRow("nonsense") << FakeMonitor::Manner::Nonsense;
}

void TestWatchMonitors::oddAnswers()
{
    QFETCH(const FakeMonitor::Manner, manner);
    const Place place;
    place.write(u"a"_s);
    const Sleeper init;
    FakeMonitor monitor({place.socket(u"a"_s)}, manner);
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    Watch watch(place.options(), nobody());
    watch.setWatched(true);
    QTest::qWait(1000);
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Unknown"_s);
    QVERIFY2(monitor.connections() < 20, "asked without a pause"); // 10, 20, 40 ms …
    monitor.setManner(FakeMonitor::Manner::Answer);
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Running"_s);
}

void TestWatchMonitors::impostor()
{
    if (::getuid() != 0)
        QSKIP("only root can listen in another user's name");
    const Place place;
    place.write(u"a"_s);
    FakeMonitor impostor({place.socket(u"a"_s)}, FakeMonitor::Manner::Answer, 100, 65534);
    QVERIFY(impostor.isReady);
    impostor.setState(0, Running);
    impostor.setInit(0, 1);
    Watch watch(place.options(), nobody());
    watch.setWatched(true);
    const auto *container = watch.find(place.ref(u"a"_s));
    QVERIFY(container);
    QCOMPARE(container->state, ContainerState::Unknown);
    QCOMPARE(container->problem, errorWord(ErrorCode::NameTaken));
    QCOMPARE(container->problemDetail, u"nobody"_s);
    watch.markNotResponding(place.ref(u"a"_s));
    QTest::qWait(2500); // probes and looks have had their turns
    watch.rescan();
    QCOMPARE(impostor.connections(), 0);
    QCOMPARE(stateText(watch, place.ref(u"a"_s)), u"Unknown"_s);
    impostor.end();
    QTRY_COMPARE(stateText(watch, place.ref(u"a"_s)), u"Stopped"_s);
    QCOMPARE(watch.find(place.ref(u"a"_s))->problem, QString());
}

void TestWatchMonitors::longPath()
{
    const Place place;
    const QString location = place.path() + u'/' + QString(90, u'p');
    QVERIFY(QDir().mkpath(location + u"/a"_s));
    QFile file(location + u"/a/config"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const std::string name = commandSocketName(location.toStdString(), "a");
    QVERIFY(name.starts_with("lxc/"));
    const Sleeper init;
    FakeMonitor monitor({name});
    monitor.setState(0, Running);
    monitor.setInit(0, init.pid());
    Watch watch({{location}, ::getuid()}, nobody());
    QTRY_COMPARE(stateText(watch, {location, u"a"_s}), u"Running"_s);
}

void TestWatchMonitors::manyContainers()
{
    constexpr int Count = 500;
    const Place place;
    std::vector<std::string> sockets;
    for (int i = 0; i < Count; ++i) {
        place.write(u"c%1"_s.arg(i));
        sockets.push_back(place.socket(u"c%1"_s.arg(i)));
    }
    std::vector<std::unique_ptr<Sleeper>> inits;
    FakeMonitor monitor(sockets);
    for (int i = 0; i < Count; ++i) {
        inits.push_back(std::make_unique<Sleeper>());
        monitor.setState(static_cast<std::size_t>(i), Running);
        monitor.setInit(static_cast<std::size_t>(i), inits.back()->pid());
    }
    const int before = openDescriptors();
    Watch watch(place.options(), nobody());
    watch.setWatched(true);
    const auto running = [&watch] {
        return std::ranges::count(watch.containers(), ContainerState::Running, &Container::state);
    };
    QTRY_COMPARE(running(), Count);
    QTest::qWait(50);
    const int used = openDescriptors() - before;
    QVERIFY2(used <= Count + 20, qPrintable(QString::number(used))); // a pidfd each, and a few
    for (auto &init : inits)
        init->kill();
    monitor.end();
    QTRY_COMPARE(std::ranges::count(watch.containers(), ContainerState::Stopped, &Container::state), Count);
    QTest::qWait(50);
    QVERIFY2(openDescriptors() - before < 20, qPrintable(QString::number(openDescriptors() - before)));
}

void TestWatchMonitors::goneWhileAsked()
{
    const Place place;
    place.write(u"a"_s);
    auto monitor =
        std::make_unique<FakeMonitor>(std::vector{place.socket(u"a"_s)}, FakeMonitor::Manner::Silent);
    Watch watch(place.options(), nobody());
    QTest::qWait(20);
    QVERIFY(QDir(place.path() + u"/a"_s).removeRecursively());
    QTRY_COMPARE(names(watch), QStringList());
    monitor->setManner(FakeMonitor::Manner::Answer);
    QTest::qWait(50);
    QCOMPARE(names(watch), QStringList());
}

QTEST_GUILESS_MAIN(TestWatchMonitors)

#include "tst_watchmonitors.moc"
