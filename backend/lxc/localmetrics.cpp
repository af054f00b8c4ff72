// SPDX-License-Identifier: GPL-2.0-or-later
#include "localmetrics.h"

#include <QSet>

#include <algorithm>

namespace boxyard {

namespace {

constexpr qint64 NsPerMs = 1'000'000;
constexpr auto FirstTick = std::chrono::milliseconds(100); // first the list is painted

} // namespace

LocalMetrics::LocalMetrics(QObject *parent)
    : LocalMetrics(Sampler::Options(), parent)
{
}

LocalMetrics::LocalMetrics(Sampler::Options options, QObject *parent)
    : Metrics(parent)
    , m_clock(options.clock)
    , m_sampler(std::move(options))
{
    allowManyFiles();
    m_now = m_clock().boot / NsPerMs;
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LocalMetrics::tick);
}

void LocalMetrics::follow(const Snapshot &snapshot)
{
    m_targets.clear();
    m_refs.clear();
    m_followed.clear();
    for (auto &[ref, entry] : m_entries)
        entry.figures = Figures::none(Missing::NotRunning);
    for (const auto &[container, addresses] : snapshot.containers) {
        if (container.initPid == 0 || !isAlive(container.state))
            continue;
        Entry &entry = m_entries[container.ref];
        m_targets.push_back({container.initPid, container.since});
        m_refs.push_back(container.ref);
        m_followed.push_back(&entry);
    }
    forgetGone(snapshot);
    m_sampler.follow(m_targets);
    markWatched();
    // What is known already is shown meanwhile.
    for (std::size_t i = 0; i < m_followed.size(); ++i)
        m_followed[i]->figures = m_sampler.figures(i);
    if (!m_timer.isActive())
        m_timer.start(FirstTick);
}

void LocalMetrics::forgetGone(const Snapshot &snapshot)
{
    if (m_entries.size() == m_followed.size())
        return; // all of them run
    QSet<ContainerRef> there;
    for (const auto &entry : snapshot.containers)
        there.insert(entry.container.ref);
    std::erase_if(m_entries, [&there](const auto &entry) { return !there.contains(entry.first); });
}

void LocalMetrics::setPace(std::chrono::milliseconds pace)
{
    if (pace == m_pace)
        return;
    const bool isQuicker = pace < m_pace;
    m_pace = pace;
    if (isQuicker && m_timer.isActive())
        m_timer.start(0); // somebody looks again
}

void LocalMetrics::setWatched(const QList<ContainerRef> &refs)
{
    m_watched = refs;
    markWatched();
}

void LocalMetrics::markWatched()
{
    for (std::size_t i = 0; i < m_refs.size(); ++i)
        m_sampler.setShown(i, m_watched.contains(m_refs[i]));
}

void LocalMetrics::tick()
{
    m_sampler.tick();
    m_now = m_clock().boot / NsPerMs;
    for (std::size_t i = 0; i < m_followed.size(); ++i) {
        m_followed[i]->figures = m_sampler.figures(i);
        if (!m_followed[i]->history)
            m_followed[i]->history = std::make_unique<History>(kept());
        m_followed[i]->history->add(m_now, m_sampler.figures(i), m_sampler.covers(i));
    }
    scheduleNext();
    Q_EMIT sampled();
}

void LocalMetrics::scheduleNext()
{
    // In the middle of the history's seconds, so that a tick that comes a little late still falls in its own.
    const qint64 pace = std::max<qint64>(m_pace.count(), 100);
    const qint64 now = m_clock().boot / NsPerMs;
    const qint64 grid = std::min<qint64>(pace, 1000);
    const qint64 due = (now + pace - grid / 2) / grid * grid + grid / 2;
    m_timer.start(static_cast<int>(std::max<qint64>(due - now, grid / 4)));
}

} // namespace boxyard
