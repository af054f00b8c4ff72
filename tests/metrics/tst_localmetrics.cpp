// SPDX-License-Identifier: GPL-2.0-or-later
// What the charts draw after the machine slept, the program stood still, or counters began anew: a gap, and
// nothing that did not happen.
#include "backend/lxc/localmetrics.h"
#include "recorded.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace boxyard;
using namespace Qt::StringLiterals;
using test::Machine;
using test::Recorded;

namespace {

constexpr std::int64_t NsPerMs = 1'000'000;
constexpr unsigned Pid = 4'000'001; // more than a machine gives: no real process
const QByteArray Web = "/lxc.payload.web";
const ContainerRef Ref{u"/var/lib/lxc"_s, u"web"_s};

Moment now;

Moment fakeClock()
{
    return now;
}

Snapshot snapshot(ContainerState state)
{
    ContainerEntry entry;
    entry.container.ref = Ref;
    entry.container.state = state;
    entry.container.initPid = state == ContainerState::Running ? Pid : 0;
    Snapshot snapshot;
    snapshot.containers.append(entry);
    return snapshot;
}

struct Seen {
    float highest = 0;
    int gaps = 0;
};

Seen lastMinutes(const LocalMetrics &metrics, Quantity quantity, std::size_t seconds)
{
    std::vector<float> values(seconds);
    metrics.history(Ref)->read(quantity, History::Resolution::Second, metrics.now(), values);
    Seen seen;
    for (const float value : values) {
        if (std::isnan(value))
            ++seen.gaps;
        else
            seen.highest = std::max(seen.highest, value);
    }
    return seen;
}

} // namespace

class TestLocalMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noSpikes_data();
    void noSpikes();
    void restartLeavesAGap();
};

void TestLocalMetrics::noSpikes_data()
{
    QTest::addColumn<qint64>("passes"); // ms, of the running machine's clock
    QTest::addColumn<qint64>("sleeps"); // ms
    QTest::addColumn<qint64>("cpu"); // ms that the counter jumps by
    QTest::addColumn<int>("gaps"); // seconds
    QTest::newRow("nothing") << qint64{0} << qint64{0} << qint64{0} << 0;
    QTest::newRow("slept a minute") << qint64{0} << qint64{60'000} << qint64{900} << 61;
    QTest::newRow("slept shortly") << qint64{0} << qint64{500} << qint64{900} << 2;
    QTest::newRow("stood still") << qint64{45'000} << qint64{0} << qint64{40'000} << 46;
    QTest::newRow("counters begin anew") << qint64{0} << qint64{0} << qint64{-100'000} << 1;
}

void TestLocalMetrics::noSpikes()
{
    QFETCH(const qint64, passes);
    QFETCH(const qint64, sleeps);
    QFETCH(const qint64, cpu);
    now = {1'000'500 * NsPerMs, 2'000'500 * NsPerMs};
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    Sampler::Options options;
    options.root = files.root().toStdString();
    options.clock = fakeClock;
    LocalMetrics metrics(options);
    metrics.follow(snapshot(ContainerState::Running));

    qint64 used = 100'000;
    const auto sample = [&] {
        now.monotonic += 1000 * NsPerMs;
        now.boot += 1000 * NsPerMs;
        used += 100;
        files.setCpu(Web, used);
        files.setNetwork(Pid, used * 10, used * 20);
        metrics.tick();
    };
    for (int i = 0; i < 5; ++i)
        sample();
    now.monotonic += passes * NsPerMs;
    now.boot += (passes + sleeps) * NsPerMs;
    used += cpu;
    for (int i = 0; i < 5; ++i)
        sample();

    const auto seconds = static_cast<std::size_t>(9 + (passes + sleeps) / 1000);
    for (const auto &[quantity, rate] :
         {std::pair{Quantity::Cpu, 0.1F}, std::pair{Quantity::Received, 1000.0F},
          std::pair{Quantity::Sent, 2000.0F}}) {
        const Seen seen = lastMinutes(metrics, quantity, seconds);
        QVERIFY2(std::abs(seen.highest - rate) < rate / 100, qPrintable(QString::number(seen.highest)));
        QTEST(seen.gaps, "gaps");
    }
}

void TestLocalMetrics::restartLeavesAGap()
{
    now = {1'000'500 * NsPerMs, 2'000'500 * NsPerMs};
    const Recorded files(Machine::V2);
    files.container(Pid, Web);
    Sampler::Options options;
    options.root = files.root().toStdString();
    options.clock = fakeClock;
    LocalMetrics metrics(options);
    const auto second = [&] {
        now.monotonic += 1000 * NsPerMs;
        now.boot += 1000 * NsPerMs;
        metrics.tick();
    };
    metrics.follow(snapshot(ContainerState::Running));
    for (int i = 0; i < 4; ++i)
        second();
    metrics.follow(snapshot(ContainerState::Stopped));
    QCOMPARE(metrics.latest(Ref).why(Quantity::Memory), Missing::NotRunning);
    for (int i = 0; i < 3; ++i)
        second();
    metrics.follow(snapshot(ContainerState::Running));
    for (int i = 0; i < 2; ++i)
        second();
    const Seen seen = lastMinutes(metrics, Quantity::Memory, 9);
    QCOMPARE(seen.gaps, 3);
    QCOMPARE(seen.highest, 64.0F * 1024 * 1024);
}

QTEST_GUILESS_MAIN(TestLocalMetrics)

#include "tst_localmetrics.moc"
