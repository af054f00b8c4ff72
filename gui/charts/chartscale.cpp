// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartscale.h"

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

/// 1, 2 or 5 times a power of ten that is at least `value`.
double roundDecimal(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= value * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

double roundBinary(double value)
{
    return std::exp2(std::ceil(std::log2(value) - 1e-9));
}

} // namespace

ChartScale chartScale(FigureUnit unit, double highest, int most)
{
    const bool isCpu = unit == FigureUnit::Cpu;
    // So little that it is nothing: no scale of single bytes that jumps.
    const double least = isCpu ? 0.1 : 16.0 * 1024;
    const double wanted = std::max(std::isfinite(highest) ? highest : 0.0, least);
    const double step = isCpu ? roundDecimal(wanted / most) : roundBinary(wanted / most);
    const int count = std::max(1, static_cast<int>(std::ceil(wanted / step - 1e-9)));
    ChartScale scale;
    scale.top = step * count;
    for (int i = 0; i <= count; ++i)
        scale.marks.append(step * i);
    return scale;
}

} // namespace boxyard
