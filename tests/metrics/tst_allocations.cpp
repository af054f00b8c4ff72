// SPDX-License-Identifier: GPL-2.0-or-later
// A tick of the sampler allocates nothing, nor does the history. Every malloc of this program is counted.
#include "backend/metrics/history.h"
#include "backend/metrics/sampler.h"
#include "recorded.h"

#include <QTest>

#include <atomic>
#include <cstdlib>

using namespace boxyard;
using test::Machine;
using test::Recorded;

namespace {

std::atomic<long> allocations = 0;
Moment now{1'000'000'000, 1'000'000'000};

Moment fakeClock()
{
    return now;
}

} // namespace

#if defined(__SANITIZE_ADDRESS__)
constexpr bool Counts = false;
#else
constexpr bool Counts = true;
// malloc_hook(3) is gone; glibc lets a program bring its own and keeps the real ones under these names.
extern "C" {
void *__libc_malloc(std::size_t); // NOLINT
void *__libc_calloc(std::size_t, std::size_t); // NOLINT
void *__libc_realloc(void *, std::size_t); // NOLINT

void *malloc(std::size_t size)
{
    ++allocations;
    return __libc_malloc(size);
}

void *calloc(std::size_t count, std::size_t size)
{
    ++allocations;
    return __libc_calloc(count, size);
}

void *realloc(void *old, std::size_t size)
{
    ++allocations;
    return __libc_realloc(old, size);
}
}
#endif

class TestAllocations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCounterCounts();
    void tick_data();
    void tick();
};

void TestAllocations::theCounterCounts()
{
    if (!Counts)
        QSKIP("AddressSanitizer has its own malloc");
    const long before = allocations;
    void *volatile some = std::malloc(100); // NOLINT: a pair with new would be left out
    std::free(some); // NOLINT
    QVERIFY(allocations > before);
}

void TestAllocations::tick_data()
{
    QTest::addColumn<int>("machine");
    QTest::newRow("v1") << static_cast<int>(Machine::V1);
    QTest::newRow("v2") << static_cast<int>(Machine::V2);
    QTest::newRow("hybrid") << static_cast<int>(Machine::Hybrid);
}

void TestAllocations::tick()
{
    if (!Counts)
        QSKIP("AddressSanitizer has its own malloc");
    QFETCH(const int, machine);
    const Recorded files(static_cast<Machine>(machine));
    std::vector<Sampler::Target> targets;
    constexpr unsigned First = 4'000'001;
    for (unsigned i = 0; i < 20; ++i) {
        files.container(First + i, "/lxc.payload.c" + QByteArray::number(i));
        targets.push_back({First + i, 1});
    }
    Sampler::Options options;
    options.root = files.root().toStdString();
    options.clock = fakeClock;
    Sampler sampler(options);
    History history;
    sampler.follow(targets);
    sampler.setShown(3, true);
    sampler.tick();
    const long before = allocations;
    for (int i = 0; i < 200; ++i) { // the links are looked at anew in some of them
        now.monotonic += 1'000'000'000;
        now.boot += 1'000'000'000;
        sampler.tick();
        history.add(now.boot / 1'000'000, sampler.figures(3), sampler.covers(3));
    }
    const long made = allocations - before;
    QCOMPARE(made, 0L);
    QVERIFY(sampler.figures(3).why(Quantity::Cpu) == Missing::Nothing);
}

QTEST_GUILESS_MAIN(TestAllocations)

#include "tst_allocations.moc"
