// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/metrics/figures.h"
#include "backend/metrics/history.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <unordered_map>

namespace boxyard {

/// The figures of an engine's containers, and what they were in the last hour. Handed out by Engine; who
/// measures, and where, is the engine's.
class Metrics : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// How often somebody looks. Nobody looks at all: the history goes on, at less cost.
    static constexpr std::chrono::milliseconds Shown{1000};
    static constexpr std::chrono::milliseconds Unseen{10'000};

    /// The figures of the last sample; where there are none, each says why.
    [[nodiscard]] const Figures &latest(const ContainerRef &ref) const;
    /// What the figures were; nullptr where there never were any. Valid until the next signal.
    [[nodiscard]] const History *history(const ContainerRef &ref) const;
    /// The history's time (ms) of the last sample.
    [[nodiscard]] virtual qint64 now() const = 0;

    /// Time between two samples.
    [[nodiscard]] virtual std::chrono::milliseconds pace() const = 0;
    virtual void setPace(std::chrono::milliseconds pace) = 0;
    /// The containers whose details (page cache, swap, pressure) are looked at: read at every sample.
    virtual void setWatched(const QList<ContainerRef> &refs) = 0;

    /// Whether somebody looks at all: what else is read for the eye alone waits for that.
    [[nodiscard]] bool isSeen() const { return m_seen; }

    void setSeen(bool seen);

    /// How far back the history reaches. More than it was begins to be kept now.
    [[nodiscard]] std::chrono::minutes kept() const { return m_kept; }

    void setKept(std::chrono::minutes kept);

Q_SIGNALS:
    void sampled(); ///< all figures are new
    void keptChanged();
    void seenChanged();

protected:
    struct Entry {
        Figures figures;
        std::unique_ptr<History> history;
    };

    struct Hash {
        size_t operator()(const ContainerRef &ref) const { return qHash(ref); }
    };

    std::unordered_map<ContainerRef, Entry, Hash> m_entries;

private:
    std::chrono::minutes m_kept = std::chrono::hours(1);
    bool m_seen = true;
};

} // namespace boxyard
