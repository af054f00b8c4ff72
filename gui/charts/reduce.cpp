// SPDX-License-Identifier: GPL-2.0-or-later

#include "reduce.h"

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

/// The lowest and the highest value of a column, in their order; one where they are the same, none in a gap.
ChartRun extremes(std::span<const float> values, std::size_t begin, std::size_t end, double first,
                  double step)
{
    auto lowest = end;
    auto highest = end;
    for (auto i = begin; i < end; ++i) {
        if (std::isnan(values[i]))
            continue;
        if (lowest == end || values[i] < values[lowest])
            lowest = i;
        if (highest == end || values[i] > values[highest])
            highest = i;
    }
    ChartRun points;
    const auto add = [&](std::size_t at) {
        points.append({first + static_cast<double>(at) * step, double{values[at]}});
    };
    if (lowest == end)
        return points;
    add(std::min(lowest, highest));
    if (lowest != highest)
        add(std::max(lowest, highest));
    return points;
}

} // namespace

QList<ChartRun> reduced(std::span<const float> values, double first, double step, int columns)
{
    const std::size_t count = values.size();
    // Up to two values a column are drawn as they are.
    const auto most = static_cast<std::size_t>(std::max(columns, 1));
    const std::size_t parts = count <= 2 * most ? count : most;
    QList<ChartRun> runs;
    bool open = false;
    for (std::size_t part = 0; part < parts; ++part) {
        const ChartRun points =
            extremes(values, part * count / parts, (part + 1) * count / parts, first, step);
        if (points.isEmpty()) {
            open = false;
            continue;
        }
        if (!open)
            runs.append(ChartRun());
        open = true;
        runs.last().append(points);
    }
    // A line needs two ends.
    for (ChartRun &run : runs) {
        if (run.size() == 1)
            run.append(run.first() + QPointF(step / 2, 0));
    }
    return runs;
}

} // namespace boxyard
