// SPDX-License-Identifier: GPL-2.0-or-later
// The sampler on recorded files of three kinds of machine: figures, gaps instead of spikes, and reasons.
#include "backend/metrics/sampler.h"
#include "recorded.h"

#include <QTest>

#include <cmath>

using namespace boxyard;
using test::Machine;
using test::Recorded;

namespace {

constexpr std::int64_t NsPerMs = 1'000'000;
constexpr unsigned Pid = 4'000'001; // more than a machine gives: no real process
constexpr float MiB = 1024 * 1024;
const QByteArray Web = "/lxc.payload.web";

Moment now;

Moment fakeClock()
{
    return now;
}

void pass(std::int64_t milliseconds)
{
    now.monotonic += milliseconds * NsPerMs;
    now.boot += milliseconds * NsPerMs;
}

void suspend(std::int64_t milliseconds)
{
    now.boot += milliseconds * NsPerMs;
}

Sampler::Options options(const Recorded &machine)
{
    Sampler::Options options;
    options.root = machine.root().toStdString();
    options.clock = fakeClock;
    return options;
}

void follow(Sampler &sampler, const std::vector<Sampler::Target> &targets)
{
    sampler.follow(targets);
}

void machines()
{
    QTest::addColumn<Machine>("machine");
    QTest::newRow("v1") << Machine::V1;
    QTest::newRow("v2") << Machine::V2;
    QTest::newRow("hybrid") << Machine::Hybrid;
}

int openFiles()
{
    return static_cast<int>(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoFilter).size());
}

} // namespace

Q_DECLARE_METATYPE(boxyard::test::Machine)
Q_DECLARE_METATYPE(boxyard::Missing)

class TestSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void rates_data() { machines(); }

    void rates();

    void details_data() { machines(); }

    void details();
    void gaps_data();
    void gaps();
    void cpuIsNoMoreThanThereIs();

    void cpuLimit_data() { machines(); }

    void cpuLimit();
    void controllersThatAreNotThere();
    void diskTrafficThatIsNotCounted();
    void aPidThatWasUsedAgain();
    void theOthersGoOn();
    void gone();
    void cgroupAppearsLater();
    void hidden();
    void sharesTheHostsNetwork();
    void keepsThreeFilesEach();
};

void TestSampler::init()
{
    now = {1'000'000 * NsPerMs, 2'000'000 * NsPerMs};
}

void TestSampler::rates()
{
    QFETCH(const Machine, machine);
    const Recorded files(machine);
    files.container(Pid, Web);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    QCOMPARE(sampler.figures(0).why(Quantity::Cpu), Missing::TooEarly);
    QCOMPARE(sampler.figures(0).why(Quantity::Received), Missing::TooEarly);
    QCOMPARE(sampler.figures(0).of(Quantity::Memory), 64 * MiB);
    QCOMPARE(sampler.covers(0), std::int64_t{0});

    pass(2000);
    files.setCpu(Web, 500);
    files.setDisk(Web, 4096, 8192);
    files.setNetwork(Pid, 1000, 3000);
    files.setMemory(Web, 70, 16);
    sampler.tick();
    const Figures &figures = sampler.figures(0);
    QCOMPARE(figures.of(Quantity::Cpu), 0.25F);
    QCOMPARE(figures.of(Quantity::DiskRead), 2048.0F);
    QCOMPARE(figures.of(Quantity::DiskWritten), 4096.0F);
    QCOMPARE(figures.of(Quantity::Received), 500.0F);
    QCOMPARE(figures.of(Quantity::Sent), 1500.0F);
    QCOMPARE(figures.of(Quantity::Memory), 70 * MiB);
    QCOMPARE(sampler.covers(0), std::int64_t{2000});

    pass(1000);
    sampler.tick();
    QCOMPARE(figures.of(Quantity::Cpu), 0.0F);
    QCOMPARE(figures.of(Quantity::Sent), 0.0F);
}

void TestSampler::details()
{
    QFETCH(const Machine, machine);
    const Recorded files(machine);
    files.container(Pid, Web, "/init.scope");
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.setShown(0, true);
    sampler.tick();
    const Figures &figures = sampler.figures(0);
    QCOMPARE(figures.of(Quantity::Cache), 16 * MiB);
    QCOMPARE(figures.of(Quantity::Swap), MiB);
    QCOMPARE(figures.memoryLimit, 256 * MiB);
    QVERIFY(std::isnan(figures.cpuLimit));
    if (machine == Machine::V1) {
        QVERIFY(std::isnan(figures.cpuPressure));
    } else {
        QCOMPARE(figures.cpuPressure, 0.125F);
        QCOMPARE(figures.memoryPressure, 0.0F);
        QCOMPARE(figures.ioPressure, 0.03F);
    }
    // Not shown any more: every few seconds is enough.
    sampler.setShown(0, false);
    files.setMemory(Web, 64, 20);
    for (unsigned i = 0; i < 2; ++i) {
        pass(1000);
        sampler.tick();
    }
    QCOMPARE(figures.of(Quantity::Cache), 16 * MiB);
    for (unsigned i = 0; i < Sampler::StatEvery; ++i) {
        pass(1000);
        sampler.tick();
    }
    QCOMPARE(figures.of(Quantity::Cache), 20 * MiB);
}

void TestSampler::gaps_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<Missing>("cpu");
    QTest::addColumn<Missing>("disk");
    QTest::newRow("nothing") << "" << Missing::Nothing << Missing::Nothing;
    QTest::newRow("a counter begins anew") << "reset" << Missing::Interrupted << Missing::Nothing;
    QTest::newRow("the machine slept") << "sleep" << Missing::Interrupted << Missing::Interrupted;
    QTest::newRow("the program stood still") << "stall" << Missing::Interrupted << Missing::Interrupted;
    QTest::newRow("a clock that does not move") << "still" << Missing::TooEarly << Missing::TooEarly;
}

void TestSampler::gaps()
{
    QFETCH(const QString, event);
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    files.setCpu(Web, 10'000);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    pass(1000);
    files.setCpu(Web, 10'100);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.1F);

    files.setCpu(Web, event == u"reset" ? 40 : 10'900);
    if (event == u"sleep")
        suspend(3'600'000);
    if (event != u"still")
        pass(event == u"stall" ? 45'000 : 1000);
    sampler.tick();
    QTEST(sampler.figures(0).why(Quantity::Cpu), "cpu");
    QTEST(sampler.figures(0).why(Quantity::DiskRead), "disk");
    QCOMPARE(std::isnan(sampler.figures(0).of(Quantity::Cpu)), event != u"");

    // And it goes on from there.
    pass(1000);
    files.setCpu(Web, event == u"reset" ? 240 : 11'100);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.2F);
}

void TestSampler::cpuIsNoMoreThanThereIs()
{
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    pass(10);
    files.setCpu(Web, 1'000'000);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), static_cast<float>(::sysconf(_SC_NPROCESSORS_ONLN)));
}

void TestSampler::cpuLimit()
{
    QFETCH(const Machine, machine);
    const Recorded files(machine);
    files.container(Pid, Web);
    if (machine == Machine::V2) {
        files.write(files.unified(Web) + "cpu.max", "150000 100000\n");
    } else {
        files.write("/sys/fs/cgroup/cpu,cpuacct" + Web + "/cpu.cfs_quota_us", "150000\n");
        files.write("/sys/fs/cgroup/cpu,cpuacct" + Web + "/cpu.cfs_period_us", "100000\n");
    }
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.setShown(0, true);
    sampler.tick();
    QCOMPARE(sampler.figures(0).cpuLimit, 1.5F);
}

void TestSampler::controllersThatAreNotThere()
{
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    for (const char *file : {"memory.current", "memory.stat", "io.stat"})
        files.remove(files.unified(Web) + file);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.setShown(0, true);
    sampler.tick();
    pass(1000);
    files.setCpu(Web, 300);
    sampler.tick();
    const Figures &figures = sampler.figures(0);
    QCOMPARE(figures.of(Quantity::Cpu), 0.3F);
    for (const auto quantity :
         {Quantity::Memory, Quantity::Cache, Quantity::Swap, Quantity::DiskRead, Quantity::DiskWritten})
        QCOMPARE(figures.why(quantity), Missing::NotOffered);
}

void TestSampler::diskTrafficThatIsNotCounted()
{
    const Recorded files(Machine::V1);
    files.write("/sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes_recursive", "Total 0\n");
    files.container(Pid, Web);
    const auto sample = [](Sampler &sampler) {
        sampler.tick();
        pass(1000);
        sampler.tick();
    };
    Sampler without(options(files));
    follow(without, {{Pid, 1}});
    sample(without);
    QCOMPARE(without.figures(0).why(Quantity::DiskWritten), Missing::NotOffered);
    QCOMPARE(without.figures(0).of(Quantity::Cpu), 0.0F);

    // The I/O scheduler BFQ counts by itself.
    files.write("/sys/fs/cgroup/blkio/blkio.bfq.io_service_bytes_recursive", "8:0 Write 9\nTotal 9\n");
    files.write("/sys/fs/cgroup/blkio" + Web + "/blkio.bfq.io_service_bytes_recursive", "Total 0\n");
    Sampler with(options(files));
    follow(with, {{Pid, 1}});
    sample(with);
    QCOMPARE(with.figures(0).of(Quantity::DiskWritten), 0.0F);
    pass(1000);
    files.write("/sys/fs/cgroup/blkio" + Web + "/blkio.bfq.io_service_bytes_recursive",
                "8:0 Read 0\n8:0 Write 5000\nTotal 5000\n");
    with.tick();
    QCOMPARE(with.figures(0).of(Quantity::DiskWritten), 5000.0F);
}

void TestSampler::aPidThatWasUsedAgain()
{
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    files.setCpu(Web, 100);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    pass(1000);
    files.container(Pid, Web + "-1");
    files.setCpu(Web + "-1", 900);
    follow(sampler, {{Pid, 2}});
    sampler.tick();
    QCOMPARE(sampler.figures(0).why(Quantity::Cpu), Missing::TooEarly);
    pass(1000);
    files.setCpu(Web + "-1", 1000);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.1F);
}

void TestSampler::theOthersGoOn()
{
    const Recorded files(Machine::V1);
    files.container(Pid, Web);
    files.container(Pid + 1, "/lxc.payload.db");
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}, {Pid + 1, 1}});
    sampler.tick();
    pass(1000);
    files.setCpu("/lxc.payload.db", 700);
    follow(sampler, {{Pid + 1, 1}}); // the first one stopped
    QCOMPARE(sampler.size(), 1U);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.7F);
    follow(sampler, {});
    sampler.tick();
    QCOMPARE(sampler.size(), 0U);
}

void TestSampler::gone()
{
    const Recorded files(Machine::V2);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    for (int i = 0; i < 3; ++i) {
        sampler.tick();
        for (const auto why : sampler.figures(0).reasons)
            QCOMPARE(why, Missing::Unreadable);
    }
}

void TestSampler::cgroupAppearsLater()
{
    const Recorded files(Machine::V2);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    files.container(Pid, Web);
    pass(1000);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Memory), 64 * MiB);
    pass(1000);
    sampler.tick();
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.0F);
}

void TestSampler::hidden()
{
    const Recorded files(Machine::V2);
    files.write("/proc/self/mountinfo",
                test::mountInfo(Machine::V2) + "99 1 0:9 / /proc rw - proc proc rw,hidepid=invisible\n");
    files.container(Pid, Web);
    files.write(files.unified(Web) + "cgroup.procs", QByteArray::number(Pid) + '\n');
    files.remove("/proc/" + QByteArray::number(Pid));
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}, {Pid + 1, 1}});
    sampler.tick();
    pass(1000);
    files.setCpu(Web, 400);
    sampler.tick();
    // The cgroup is found by its processes; what only /proc tells is not there, and says why.
    QCOMPARE(sampler.figures(0).of(Quantity::Cpu), 0.4F);
    QCOMPARE(sampler.figures(0).why(Quantity::Received), Missing::Hidden);
    for (const auto why : sampler.figures(1).reasons)
        QCOMPARE(why, Missing::Hidden);
}

void TestSampler::sharesTheHostsNetwork()
{
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    const QByteArray own = files.root() + "/proc/self/net/dev";
    const QByteArray its = files.root() + "/proc/" + QByteArray::number(Pid) + "/net/dev";
    QCOMPARE(::unlink(its.constData()), 0);
    QCOMPARE(::link(own.constData(), its.constData()), 0);
    Sampler sampler(options(files));
    follow(sampler, {{Pid, 1}});
    sampler.tick();
    QCOMPARE(sampler.figures(0).why(Quantity::Received), Missing::SharesHost);
    QCOMPARE(sampler.figures(0).of(Quantity::Memory), 64 * MiB);
}

void TestSampler::keepsThreeFilesEach()
{
    const Recorded files(Machine::Hybrid);
    files.container(Pid, Web);
    Sampler sampler(options(files));
    const int before = openFiles();
    follow(sampler, {{Pid, 1}});
    sampler.setShown(0, true);
    for (int i = 0; i < 50; ++i) {
        pass(1000);
        sampler.tick();
        QCOMPARE(openFiles(), before + 3);
    }
    follow(sampler, {});
    QCOMPARE(openFiles(), before);
}

QTEST_GUILESS_MAIN(TestSampler)

#include "tst_sampler.moc"
