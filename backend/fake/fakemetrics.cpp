// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakemetrics.h"

#include "backend/engine/engine.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

constexpr double MiB = 1024.0 * 1024.0;

/// 0 to 1, the same for the same two numbers. The last step of MurmurHash3.
double noise(quint64 one, quint64 other)
{
    quint64 bits = one * 0x9e3779b97f4a7c15U + other;
    bits = (bits ^ (bits >> 33U)) * 0xff51afd7ed558ccdU;
    bits = (bits ^ (bits >> 33U)) * 0xc4ceb9fe1a85ec53U;
    return static_cast<double>((bits ^ (bits >> 33U)) >> 11U) / static_cast<double>(1ULL << 53U);
}

/// A noise that moves from one value to the next in `period` seconds.
double drift(quint64 seed, double seconds, double period)
{
    const double at = seconds / period;
    const auto step = static_cast<quint64>(at);
    const double part = at - std::floor(at);
    const double smooth = part * part * (3 - 2 * part);
    return noise(seed, step) * (1 - smooth) + noise(seed, step + 1) * smooth;
}

/// Short work at times: 0, or up to 1.
double bursts(quint64 seed, double seconds, double period, double share)
{
    const auto step = static_cast<quint64>(seconds / period);
    return noise(seed, step) < share ? noise(seed + 1, static_cast<quint64>(seconds)) : 0;
}

quint64 seedOf(const ContainerRef &ref)
{
    // qHash has another seed in each process.
    quint64 seed = 1469598103934665603U;
    for (const QChar c : ref.location + ref.name)
        seed = (seed ^ c.unicode()) * 1099511628211U;
    return seed;
}

} // namespace

FakeMetrics::FakeMetrics(Engine &engine)
    : Metrics(&engine)
    , m_engine(engine)
{
    connect(&engine, &Engine::changed, this, &FakeMetrics::sample);
    connect(&m_clock, &QTimer::timeout, this, &FakeMetrics::tick);
}

void FakeMetrics::setPace(std::chrono::milliseconds pace)
{
    m_pace = pace;
    m_clock.setInterval(pace);
}

void FakeMetrics::tick()
{
    m_now += m_clock.isActive() ? m_pace.count() : 1000;
    sample();
    const qint64 covers = m_clock.isActive() ? m_pace.count() : 1000;
    for (auto &[ref, entry] : m_entries) {
        if (entry.history && entry.figures.why(Quantity::Cpu) != Missing::NotRunning)
            entry.history->add(m_now, entry.figures, covers);
    }
    Q_EMIT sampled();
}

void FakeMetrics::fill(std::chrono::seconds time)
{
    for (auto left = time; left.count() > 0; --left)
        tick();
}

void FakeMetrics::startClock()
{
    m_clock.start(m_pace);
}

void FakeMetrics::set(const ContainerRef &ref, const Figures &figures)
{
    m_set.insert(ref, figures);
}

void FakeMetrics::sample()
{
    QSet<ContainerRef> there;
    for (const auto &[container, addresses] : m_engine.snapshot().containers) {
        there.insert(container.ref);
        Entry &entry = m_entries[container.ref];
        if (!isAlive(container.state)) {
            entry.figures = Figures::none(Missing::NotRunning);
            continue;
        }
        if (!entry.history)
            entry.history = std::make_unique<History>(kept());
        if (const auto set = m_set.constFind(container.ref); set != m_set.constEnd())
            entry.figures = *set;
        else
            entry.figures = figuresOf(container.ref, container.state == ContainerState::Frozen);
    }
    std::erase_if(m_entries, [&there](const auto &entry) { return !there.contains(entry.first); });
}

Figures FakeMetrics::figuresOf(const ContainerRef &ref, bool frozen) const
{
    const quint64 seed = seedOf(ref);
    const double seconds = static_cast<double>(m_now) / 1000;
    const double size = noise(seed, 1); // small and large ones
    const double load = std::pow(drift(seed + 2, seconds, 47), 2);
    const double work = frozen ? 0 : 1;

    Figures figures;
    figures.set(Quantity::Cpu,
                work
                    * (0.01 + 0.9 * size * load + 0.08 * noise(seed + 3, static_cast<quint64>(seconds))
                       + 0.7 * bursts(seed + 4, seconds, 9, 0.08)));
    const double memory = (60 + 900 * size) * MiB * (0.8 + 0.3 * drift(seed + 5, seconds, 240));
    const double cache = memory * (0.15 + 0.3 * drift(seed + 6, seconds, 400));
    figures.set(Quantity::Memory, memory);
    figures.set(Quantity::Cache, cache);
    figures.set(Quantity::Swap, size > 0.8 ? 24 * MiB : 0);
    figures.set(Quantity::DiskRead, work * 6 * MiB * size * bursts(seed + 7, seconds, 5, 0.2));
    figures.set(Quantity::DiskWritten, work * 3 * MiB * bursts(seed + 8, seconds, 4, 0.35));
    const double traffic = work * (0.02 + 2.5 * size * load) * MiB;
    figures.set(Quantity::Received, traffic * (0.3 + 0.3 * noise(seed + 9, static_cast<quint64>(seconds))));
    figures.set(Quantity::Sent, traffic * (0.8 + 0.5 * noise(seed + 10, static_cast<quint64>(seconds))));
    if (noise(seed, 11) < 0.5) {
        figures.memoryLimit = static_cast<float>(1024 * MiB);
        figures.cpuLimit = 2;
    }
    figures.cpuPressure = static_cast<float>(work * 0.2 * load);
    figures.memoryPressure = 0;
    figures.ioPressure = static_cast<float>(work * 0.05 * load);
    return figures;
}

} // namespace boxyard
