// SPDX-License-Identifier: GPL-2.0-or-later
// The sampler beside what the kernel and LXC say of real containers, as an ordinary user. Runs in the test
// bed.
#include "backend/lxc/localmetrics.h"
#include "backend/metrics/sampler.h"
#include "tests/bed/bed.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace boxyard;

namespace {

const QString Place = u"/var/lib/lxc"_s;
const QString Bridge = u"lxc.net.0.type = veth\nlxc.net.0.link = lxcbr0\nlxc.net.0.flags = up\n"_s;
constexpr double MiB = 1024.0 * 1024;

/// What the program may is what it has to do with: while this lives, files are opened as that user.
class AsUser
{
public:
    AsUser()
    {
        const bed::User user = bed::user(u"norule"_s);
        if (::setegid(user.gid) != 0 || ::seteuid(user.uid) != 0)
            qFatal("seteuid");
    }

    ~AsUser()
    {
        if (::seteuid(0) != 0 || ::setegid(0) != 0)
            qFatal("seteuid");
    }

    AsUser(const AsUser &) = delete;
    AsUser &operator=(const AsUser &) = delete;
};

void tick(Sampler &sampler)
{
    const AsUser user;
    sampler.tick();
}

std::unique_ptr<Sampler> makeSampler()
{
    const AsUser user;
    return std::make_unique<Sampler>();
}

void make(const QString &name, const QString &network, bool privileged = true)
{
    bed::makeContainer(name, {}, privileged);
    const QString config = Place + u'/' + name + u"/config"_s;
    QStringList kept = bed::readFile(config).split(u'\n');
    kept.removeIf([](const QString &line) { return line.startsWith(u"lxc.net"_s); });
    QFile::remove(config);
    bed::writeFile(config, kept.join(u'\n') + u'\n' + network);
    // Its DHCP client would take the address away.
    bed::mustRun(u"sed"_s, {u"-i"_s, u"/udhcpc/d"_s, Place + u'/' + name + u"/rootfs/etc/init.d/rcS"_s});
}

Sampler::Target start(const QString &name)
{
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, name});
    Sampler::Target target;
    target.initPid = bed::mustRun(u"lxc-info"_s, {u"-n"_s, name, u"-pH"_s}).trimmed().toUInt();
    target.since = target.initPid;
    return target;
}

void kill(const QString &name)
{
    bed::mustRun(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, name});
}

void inside(const QString &name, const QString &script)
{
    bed::mustRun(u"lxc-attach"_s, {u"-n"_s, name, u"--"_s, u"/bin/sh"_s, u"-c"_s, script});
}

/// Datagrams of 6000 bytes to a port where nobody listens: each from a socket of its own, for a refusal is
/// told to the next one of the same.
void send(const QString &address, int datagrams)
{
    const QString script = u"for ((i = 0; i < %1; i++)); do"
                           " dd if=/dev/zero bs=6000 count=1 status=none >/dev/udp/%2/9; done"_s;
    bed::mustRun(u"bash"_s, {u"-c"_s, script.arg(datagrams).arg(address)});
}

/// What the kernel says, found by other means than the sampler's.
struct Truth {
    double cpuSeconds = 0;
    double memory = 0;
    double written = 0;
    double received = 0;
    double sent = 0;
    double receivedByLxc = 0; ///< where asked for
    double sentByLxc = 0;
    bool isV1 = false; ///< its cgroups
};

QString cgroupFile(unsigned pid, const QString &v1, const QString &v1File, const QString &v2File)
{
    const QString text = bed::readFile(u"/proc/%1/cgroup"_s.arg(pid));
    const QRegularExpression line(u"^\\d+:%1:(.*/lxc\\.payload[^/\n]*)"_s.arg(v1),
                                  QRegularExpression::MultilineOption);
    if (const auto match = line.match(text); match.hasMatch())
        return bed::readFile(u"/sys/fs/cgroup/"_s + v1 + match.captured(1) + u'/' + v1File);
    const QRegularExpression unified(u"^0::(.*/lxc\\.payload[^/\n]*)"_s, QRegularExpression::MultilineOption);
    return bed::readFile(u"/sys/fs/cgroup"_s + unified.match(text).captured(1) + u'/' + v2File);
}

/// What lxc-info says of its one link.
void askLxc(const QString &name, Truth &truth)
{
    const QString info = bed::mustRun(u"lxc-info"_s, {u"-n"_s, name, u"-S"_s, u"-H"_s});
    const auto bytes = [&info](const QString &direction) {
        return QRegularExpression(direction + u" bytes:\\s*(\\d+)"_s).match(info).captured(1).toDouble();
    };
    truth.receivedByLxc = bytes(u"RX"_s);
    truth.sentByLxc = bytes(u"TX"_s);
}

Truth truth(unsigned pid, const QString &name = {})
{
    Truth truth;
    const QString cpu = cgroupFile(pid, u"cpuacct"_s, u"cpuacct.usage"_s, u"cpu.stat"_s);
    truth.isV1 = !cpu.startsWith(u"usage_usec"_s);
    truth.cpuSeconds = truth.isV1 ? cpu.trimmed().toDouble() / 1e9
                                  : cpu.section(u'\n', 0, 0).section(u' ', 1).toDouble() / 1e6;
    truth.memory =
        cgroupFile(pid, u"memory"_s, u"memory.usage_in_bytes"_s, u"memory.current"_s).trimmed().toDouble();
    const QString disk =
        cgroupFile(pid, u"blkio"_s, u"blkio.throttle.io_service_bytes_recursive"_s, u"io.stat"_s);
    auto writes = QRegularExpression(u"(?:Write |wbytes=)(\\d+)"_s).globalMatch(disk);
    while (writes.hasNext())
        truth.written += writes.next().captured(1).toDouble();
    const auto link =
        QRegularExpression(u"eth0:\\s*(.*)"_s).match(bed::readFile(u"/proc/%1/net/dev"_s.arg(pid)));
    const QStringList words = link.captured(1).split(u' ', Qt::SkipEmptyParts);
    truth.received = words.value(0).toDouble();
    truth.sent = words.value(8).toDouble();
    if (!name.isEmpty())
        askLxc(name, truth);
    return truth;
}

/// What LXC says: lxc-info, which asks for files of cgroup v1 only, or lxc-cgroup.
double memoryByLxc(const QString &name)
{
    const QString info = bed::mustRun(u"lxc-info"_s, {u"-n"_s, name, u"-S"_s, u"-H"_s});
    const auto memory = QRegularExpression(u"Memory use:\\s*(\\d+)"_s).match(info);
    return memory.hasMatch()
        ? memory.captured(1).toDouble()
        : bed::mustRun(u"lxc-cgroup"_s, {u"-n"_s, name, u"memory.current"_s}).trimmed().toDouble();
}

/// A tick, and what the kernel said before and after it.
struct Sampled {
    Truth before;
    Truth after;
};

Sampled sample(Sampler &sampler, unsigned pid, const QString &name = {})
{
    Sampled sampled;
    sampled.before = truth(pid, name);
    tick(sampler);
    sampled.after = truth(pid, name);
    return sampled;
}

/// Whether a rate tells what really passed between two samples.
bool fits(const Sampler &sampler, Quantity quantity, const Sampled &first, const Sampled &second,
          double Truth::*what)
{
    const auto ms = static_cast<double>(sampler.covers(0));
    const double passed = double{sampler.figures(0).of(quantity)} * ms / 1000;
    const double least = second.before.*what - first.after.*what;
    const double most = second.after.*what - first.before.*what;
    const double slack = most * (1 / ms + 0.001); // covers() leaves out a part of a ms; a figure is a float
    if (passed >= least - slack && passed <= most + slack)
        return true;
    qWarning("quantity %d: %f, not %f to %f", static_cast<int>(quantity), passed, least, most);
    return false;
}

int openFiles()
{
    return static_cast<int>(QDir(u"/proc/self/fd"_s).entryList(QDir::NoFilter).size());
}

QString macvlan(const QString &address)
{
    return u"lxc.net.0.type = macvlan\nlxc.net.0.macvlan.mode = bridge\nlxc.net.0.link = parent0\n"
           "lxc.net.0.flags = up\nlxc.net.0.hwaddr = 02:16:3e:00:00:77\nlxc.net.0.ipv4.address = %1/24\n"_s
               .arg(address);
}

} // namespace

class TestSamplerLxc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void figures_data();
    void figures();
    void restart();
    void crash();
    void otherLinks();
    void descriptors();
    void hiddenProcesses();
    void history();
};

void TestSamplerLxc::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    const QStringList pair{u"link"_s, u"add"_s,  u"parent0"_s, u"type"_s,
                           u"veth"_s, u"peer"_s, u"name"_s,    u"parent1"_s};
    bed::mustRun(u"ip"_s, pair);
    bed::mustRun(u"ip"_s, {u"link"_s, u"set"_s, u"parent0"_s, u"up"_s});
    bed::mustRun(u"ip"_s, {u"link"_s, u"set"_s, u"parent1"_s, u"up"_s});
    bed::mustRun(u"ip"_s, {u"addr"_s, u"add"_s, u"10.7.7.1/24"_s, u"dev"_s, u"parent1"_s});
}

void TestSamplerLxc::cleanup()
{
    if (bed::isBed())
        bed::removeContainers();
}

void TestSamplerLxc::figures_data()
{
    QTest::addColumn<bool>("privileged");
    QTest::newRow("privileged") << true;
    QTest::newRow("unprivileged") << false;
}

void TestSamplerLxc::figures()
{
    QFETCH(const bool, privileged);
    make(u"one"_s, Bridge + u"lxc.net.0.ipv4.address = 10.0.3.77/24\n"_s, privileged);
    const Sampler::Target target = start(u"one"_s);
    const auto sampler = makeSampler();
    sampler->follow(std::vector{target});
    sampler->setShown(0, true);
    const Sampled first = sample(*sampler, target.initPid, u"one"_s);
    QCOMPARE(sampler->figures(0).why(Quantity::Cpu), Missing::TooEarly);

    inside(u"one"_s, u"i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"_s);
    inside(u"one"_s, u"dd if=/dev/zero of=/blob bs=1M count=8 oflag=direct 2>/dev/null"_s);
    // Cached, and so its memory: more than what two looks at it may differ by.
    inside(u"one"_s, u"dd if=/dev/zero of=/cached bs=1M count=24 2>/dev/null"_s);
    send(u"10.0.3.77"_s, 10);
    const Sampled second = sample(*sampler, target.initPid, u"one"_s);
    QVERIFY(fits(*sampler, Quantity::Cpu, first, second, &Truth::cpuSeconds));
    QVERIFY(fits(*sampler, Quantity::Received, first, second, &Truth::received));
    QVERIFY(fits(*sampler, Quantity::Sent, first, second, &Truth::sent));
    QVERIFY(fits(*sampler, Quantity::Received, first, second, &Truth::receivedByLxc));
    QVERIFY(fits(*sampler, Quantity::Sent, first, second, &Truth::sentByLxc));
    // There was something to see, each in its own direction.
    QVERIFY(second.after.cpuSeconds - first.after.cpuSeconds > 0.01);
    QVERIFY(second.after.received - first.after.received >= 60'000);
    QVERIFY(second.after.sent - first.after.sent < 30'000);

    const Figures &figures = sampler->figures(0);
    if (second.after.written - first.after.written >= 8 * MiB)
        QVERIFY(fits(*sampler, Quantity::DiskWritten, first, second, &Truth::written));
    else if (second.after.isV1) // may count only where a device is throttled: no figure, and not a wrong one
        QCOMPARE(figures.why(Quantity::DiskWritten), Missing::NotOffered);
    else
        QFAIL("the disk's traffic is not counted");
    // Of the processor and the disk LXC says nothing where cgroups are v2.
    QVERIFY(figures.of(Quantity::Memory) > 20 * MiB);
    QVERIFY(std::abs(double{figures.of(Quantity::Memory)} - second.after.memory) < 4 * MiB);
    QVERIFY(std::abs(double{figures.of(Quantity::Memory)} - memoryByLxc(u"one"_s)) < 4 * MiB);
    QVERIFY(figures.of(Quantity::Cache) >= 0 && figures.of(Quantity::Cache) <= figures.of(Quantity::Memory));
    QVERIFY(std::isnan(figures.memoryLimit));
}

void TestSamplerLxc::restart()
{
    make(u"one"_s, Bridge);
    Sampler::Target target = start(u"one"_s);
    const auto sampler = makeSampler();
    sampler->follow(std::vector{target});
    inside(u"one"_s, u"i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"_s);
    tick(*sampler);
    kill(u"one"_s);
    tick(*sampler); // its files are gone (ENODEV), and the engine has not said so yet
    QCOMPARE(sampler->figures(0).why(Quantity::Cpu), Missing::Unreadable);
    QCOMPARE(sampler->figures(0).why(Quantity::Memory), Missing::Unreadable);

    target = start(u"one"_s);
    sampler->follow(std::vector{target});
    tick(*sampler);
    QCOMPARE(sampler->figures(0).why(Quantity::Cpu), Missing::TooEarly);
    bed::letPass(50ms);
    const Truth before = truth(target.initPid);
    tick(*sampler);
    QCOMPARE(sampler->figures(0).why(Quantity::Cpu), Missing::Nothing);
    QVERIFY(std::abs(double{sampler->figures(0).of(Quantity::Memory)} - before.memory) < 4 * MiB);
}

void TestSamplerLxc::crash()
{
    // What a crash leaves: LXC takes lxc.payload.one-1 then.
    make(u"one"_s, Bridge);
    QStringList made;
    QStringList hierarchies = QDir(u"/sys/fs/cgroup"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    hierarchies.append(u"."_s);
    for (const QString &hierarchy : std::as_const(hierarchies)) {
        const QString folder = u"/sys/fs/cgroup/"_s + hierarchy;
        if (QFile::exists(folder + u"/cgroup.procs"_s) && QDir(folder).mkdir(u"lxc.payload.one"_s))
            made.append(folder + u"/lxc.payload.one"_s);
    }
    QVERIFY(!made.isEmpty());
    const Sampler::Target target = start(u"one"_s);
    QVERIFY(bed::readFile(u"/proc/%1/cgroup"_s.arg(target.initPid)).contains(u"lxc.payload.one-1"_s));
    const auto sampler = makeSampler();
    sampler->follow(std::vector{target});
    const Sampled first = sample(*sampler, target.initPid);
    inside(u"one"_s, u"i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"_s);
    const Sampled second = sample(*sampler, target.initPid);
    QVERIFY(fits(*sampler, Quantity::Cpu, first, second, &Truth::cpuSeconds));
    QVERIFY(second.after.cpuSeconds > first.after.cpuSeconds);
    kill(u"one"_s);
    for (const QString &folder : std::as_const(made))
        QDir().rmdir(folder);
}

void TestSamplerLxc::otherLinks()
{
    make(u"one"_s, macvlan(u"10.7.7.7"_s));
    const auto sampler = makeSampler();
    // A descriptor left in its namespace would keep the link, and the next start would fail with its fixed
    // MAC.
    for (int round = 0; round < 4; ++round) {
        const Sampler::Target target = start(u"one"_s);
        sampler->follow(std::vector{target});
        const Sampled first = sample(*sampler, target.initPid);
        send(u"10.7.7.7"_s, 4);
        const Sampled second = sample(*sampler, target.initPid);
        QVERIFY(fits(*sampler, Quantity::Received, first, second, &Truth::received));
        QVERIFY(second.after.received - first.before.received >= 20'000);
        kill(u"one"_s);
    }
}

void TestSamplerLxc::descriptors()
{
    const QStringList names{u"one"_s, u"two"_s};
    for (const QString &name : names)
        make(name, Bridge);
    const auto sampler = makeSampler();
    const int before = openFiles();
    for (int round = 0; round < 3; ++round) {
        std::vector<Sampler::Target> targets;
        for (const QString &name : names)
            targets.push_back(start(name));
        sampler->follow(targets);
        for (int i = 0; i < 5; ++i)
            tick(*sampler);
        // None for disk traffic that the kernel does not count.
        const int each = sampler->figures(0).why(Quantity::DiskRead) == Missing::NotOffered ? 2 : 3;
        QCOMPARE(openFiles(), before + each * static_cast<int>(names.size()));
        for (const QString &name : names)
            kill(name);
        tick(*sampler);
        QCOMPARE(openFiles(), before); // gone with the containers, though they are still followed
    }
}

void TestSamplerLxc::hiddenProcesses()
{
    make(u"one"_s, Bridge);
    make(u"two"_s, macvlan(u"10.7.7.8"_s));
    const std::vector<Sampler::Target> targets{start(u"one"_s), start(u"two"_s)};
    if (bed::run(u"mount"_s, {u"-o"_s, u"remount,hidepid=2"_s, u"/proc"_s}).code != 0)
        QSKIP("this machine can't hide processes");
    const auto sampler = makeSampler();
    {
        const AsUser user;
        sampler->follow(targets); // reads how /proc is mounted
    }
    tick(*sampler);
    bed::letPass(20ms);
    tick(*sampler);
    const Figures one = sampler->figures(0);
    const Figures two = sampler->figures(1);
    bed::mustRun(u"mount"_s, {u"-o"_s, u"remount,hidepid=0"_s, u"/proc"_s});
    for (const Figures &figures : {one, two}) {
        QCOMPARE(figures.why(Quantity::Cpu), Missing::Nothing);
        QCOMPARE(figures.why(Quantity::Memory), Missing::Nothing);
    }
    QCOMPARE(one.why(Quantity::Received), Missing::Nothing); // the host's end of its link tells
    QCOMPARE(two.why(Quantity::Received), Missing::Hidden);
}

void TestSamplerLxc::history()
{
    make(u"one"_s, Bridge);
    const Sampler::Target target = start(u"one"_s);
    ContainerEntry entry;
    entry.container.ref = {Place, u"one"_s};
    entry.container.state = ContainerState::Running;
    entry.container.initPid = target.initPid;
    entry.container.since = 1;
    const ContainerRef ref = entry.container.ref;
    Snapshot snapshot;
    snapshot.containers.append(entry);

    LocalMetrics metrics;
    metrics.setPace(200ms);
    int samples = 0;
    connect(&metrics, &Metrics::sampled, this, [&samples] { ++samples; });
    QVERIFY(metrics.history(ref) == nullptr);
    metrics.follow(snapshot);
    metrics.setWatched({ref});
    QTRY_VERIFY(samples >= 3);
    QCOMPARE(metrics.latest(ref).why(Quantity::Cpu), Missing::Nothing);
    QCOMPARE(metrics.latest(ref).why(Quantity::Cache), Missing::Nothing);
    std::array<float, 60> values{};
    metrics.history(ref)->read(Quantity::Memory, History::Resolution::Second, metrics.now(), values);
    QVERIFY(std::abs(double{values.back()} - truth(target.initPid).memory) < 4 * MiB);
    QVERIFY(std::isnan(values.front()));

    kill(u"one"_s);
    snapshot.containers[0].container.state = ContainerState::Stopped;
    snapshot.containers[0].container.initPid = 0;
    metrics.follow(snapshot);
    QCOMPARE(metrics.latest(ref).why(Quantity::Cpu), Missing::NotRunning);
    QVERIFY(metrics.history(ref) != nullptr); // what it was is still there
    snapshot.containers.clear();
    metrics.follow(snapshot);
    QVERIFY(metrics.history(ref) == nullptr);
}

QTEST_GUILESS_MAIN(TestSamplerLxc)

#include "tst_samplerlxc.moc"
