// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QList>
#include <QPointF>

#include <span>

namespace boxyard {

/// Points without a gap between them.
using ChartRun = QList<QPointF>;

/// What a line chart of `columns` pixels has to draw: at most two points a column, which are its lowest and
/// its highest value in the order in which they came, so that no peak is lost. A gap (NaN) ends a run, where
/// it is as wide as a column. The n-th value lies at `first + n * step`.
[[nodiscard]] QList<ChartRun> reduced(std::span<const float> values, double first, double step, int columns);

} // namespace boxyard
