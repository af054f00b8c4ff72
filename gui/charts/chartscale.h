// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/figurewords.h"

#include <QList>

namespace boxyard {

/// The marks of a value axis that begins at 0: round numbers of the unit, binary ones for bytes.
struct ChartScale {
    double top = 1; ///< the last mark
    QList<double> marks; ///< from 0 to `top`
    bool operator==(const ChartScale &) const = default;
};

/// A scale that reaches at least `highest`, with at most `most` marks above 0 (at least 1).
[[nodiscard]] ChartScale chartScale(FigureUnit unit, double highest, int most);

} // namespace boxyard
