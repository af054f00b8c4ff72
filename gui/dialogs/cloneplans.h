// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QMap>

#include <optional>

namespace boxyard {

/// What cloning one or several containers costs in all.
struct WholePlan {
    /// The sources for which Auto is of one kind, and what that costs for them.
    struct Part {
        CloneMode kind = CloneMode::Copy;
        QStringList names;
        CloneCost cost;
    };

    ClonePlan plan; ///< sums; a kind is possible where it is for every source
    CloneCost automatic; ///< what Auto costs
    QList<Part> parts; ///< what Auto does; one part where it is the same for every source
    QMap<CloneMode, QStringList>
        blamed; ///< the sources for which a kind is not possible, for the same reason

    [[nodiscard]] bool isMixed() const { return parts.size() > 1; }

    /// nullptr where nothing is known of it.
    [[nodiscard]] const CloneCost *cost(CloneMode kind) const;
};

/// The cost of so many.
[[nodiscard]] CloneCost times(CloneCost cost, int count);
[[nodiscard]] WholePlan wholePlan(const QList<PlanSpec> &specs, const QList<ClonePlan> &plans);

/// Asks the engine for the plans of some clones, one after another.
class ClonePlans final : public QObject
{
    Q_OBJECT

public:
    /// More sources than this are not asked about.
    static constexpr qsizetype MostSources = 16;

    explicit ClonePlans(Engine &engine, QObject *parent = nullptr);

    /// Forgets what was known where these are others, or the sources have started or stopped meanwhile.
    void ask(const QList<PlanSpec> &specs);

    [[nodiscard]] bool isAsking() const { return m_asking; }

    [[nodiscard]] const std::optional<WholePlan> &whole() const { return m_whole; }

    /// Why nothing is known, where that went wrong.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void askNext();
    void onAnswer(quint64 round, const Result<ClonePlan> &plan);
    [[nodiscard]] QList<bool> aliveNow(const QList<PlanSpec> &specs) const;

    Engine &m_engine;
    QList<PlanSpec> m_specs;
    QList<bool> m_alive;
    QList<ClonePlan> m_plans;
    std::optional<WholePlan> m_whole;
    std::optional<Error> m_error;
    quint64 m_round = 0; ///< answers to earlier questions are nobody's
    bool m_asking = false;
};

} // namespace boxyard
