// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/metrics.h"
#include "gui/figurewords.h"
#include "spark.h"

#include <QHash>

#include <optional>

namespace boxyard {

/// The cells of the list that show a figure and its last minute.
class FigureCells
{
public:
    /// `metrics`: nullptr where the engine has none; then every cell is empty.
    FigureCells(const Metrics *metrics, Quantity quantity, FigureUnit unit);

    [[nodiscard]] QString text(const ContainerRef &ref) const;
    /// The text, or why there is none.
    [[nodiscard]] QString accessibleText(const ContainerRef &ref) const;
    [[nodiscard]] QString toolTip(const ContainerRef &ref) const;
    /// Larger for larger figures; -1 where there is none.
    [[nodiscard]] qint64 sortValue(const ContainerRef &ref) const;
    /// Nothing where there was no figure in the last minute.
    [[nodiscard]] std::optional<Spark> spark(const ContainerRef &ref) const;

    /// Whether the cell is another one than at the last call: a line that stays flat is none.
    bool moves(const ContainerRef &ref);

    /// Forgets a container that is gone.
    void forget(const ContainerRef &ref) { m_flat.remove(ref); }

private:
    struct Flat {
        float value = 0;
        Missing why = Missing::Nothing;
    };

    const Metrics *m_metrics;
    Quantity m_quantity;
    FigureUnit m_unit;
    QHash<ContainerRef, Flat> m_flat; ///< cells whose last minute was one value, or a gap
};

} // namespace boxyard
