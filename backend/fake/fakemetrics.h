// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/metrics.h"

#include <QHash>
#include <QTimer>

namespace boxyard {

class Engine;

/// Made-up figures that look like those of machines at work: each container has its own habits, the same
/// every time. Time moves by tick(); with a clock, by itself.
class FakeMetrics final : public Metrics
{
    Q_OBJECT

public:
    explicit FakeMetrics(Engine &engine);

    [[nodiscard]] qint64 now() const override { return m_now; }

    [[nodiscard]] std::chrono::milliseconds pace() const override { return m_pace; }

    void setPace(std::chrono::milliseconds pace) override;

    void setWatched(const QList<ContainerRef> &refs) override { m_watched = refs; }

    // What a test says.

    /// One sample, a second later.
    void tick();
    /// As if the program had run for so long already.
    void fill(std::chrono::seconds time);
    /// Time passes by itself from now on.
    void startClock();
    /// What a container's next samples are, instead of those that are made up.
    void set(const ContainerRef &ref, const Figures &figures);

    /// Made up again.
    void clear(const ContainerRef &ref) { m_set.remove(ref); }

    [[nodiscard]] const QList<ContainerRef> &watched() const { return m_watched; }

private:
    void sample();
    [[nodiscard]] Figures figuresOf(const ContainerRef &ref, bool frozen) const;

    Engine &m_engine;
    qint64 m_now = 3'600'000;
    std::chrono::milliseconds m_pace = Shown;
    QList<ContainerRef> m_watched;
    QHash<ContainerRef, Figures> m_set;
    QTimer m_clock;
};

} // namespace boxyard
