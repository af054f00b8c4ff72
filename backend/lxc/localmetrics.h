// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/metrics.h"
#include "backend/engine/snapshot.h"
#include "backend/metrics/sampler.h"

#include <QTimer>

#include <vector>

namespace boxyard {

/// The figures of this machine's containers: a Sampler that follows the engine's snapshot, and the history.
class LocalMetrics final : public Metrics
{
    Q_OBJECT

public:
    explicit LocalMetrics(QObject *parent = nullptr);
    explicit LocalMetrics(Sampler::Options options, QObject *parent = nullptr);

    /// Which containers there are, and which of them run. The history of one that stopped is kept until it is
    /// deleted.
    void follow(const Snapshot &snapshot);

    [[nodiscard]] qint64 now() const override { return m_now; }

    [[nodiscard]] std::chrono::milliseconds pace() const override { return m_pace; }

    void setPace(std::chrono::milliseconds pace) override;
    void setWatched(const QList<ContainerRef> &refs) override;

    /// Takes a sample; the timer does that.
    void tick();

private:
    void scheduleNext();
    void markWatched();
    void forgetGone(const Snapshot &snapshot);

    const Sampler::Clock m_clock;
    Sampler m_sampler;
    std::vector<Sampler::Target> m_targets;
    std::vector<ContainerRef> m_refs; ///< of the targets
    std::vector<Entry *> m_followed; ///< of the targets
    QList<ContainerRef> m_watched;
    std::chrono::milliseconds m_pace = Shown;
    qint64 m_now = 0;
    QTimer m_timer;
};

} // namespace boxyard
