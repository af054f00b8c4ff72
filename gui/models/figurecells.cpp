// SPDX-License-Identifier: GPL-2.0-or-later

#include "figurecells.h"

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

/// The height of a line that hardly moves should not look like work.
constexpr float LeastCpu = 0.2F;
constexpr float AboveHighest = 1.25F;

bool same(float one, float other)
{
    return one == other || (std::isnan(one) && std::isnan(other));
}

} // namespace

FigureCells::FigureCells(const Metrics *metrics, Quantity quantity, FigureUnit unit)
    : m_metrics(metrics)
    , m_quantity(quantity)
    , m_unit(unit)
{
}

QString FigureCells::text(const ContainerRef &ref) const
{
    if (m_metrics == nullptr)
        return {};
    const Figures &figures = m_metrics->latest(ref);
    const Missing why = figures.why(m_quantity);
    return why == Missing::Nothing ? FigureWords::value(m_unit, double{figures.of(m_quantity)})
                                   : FigureWords::missingShort(why);
}

QString FigureCells::accessibleText(const ContainerRef &ref) const
{
    if (m_metrics == nullptr)
        return {};
    const Missing why = m_metrics->latest(ref).why(m_quantity);
    if (why == Missing::NotRunning)
        return FigureWords::tr("not running", "a container, instead of a figure");
    return why == Missing::Nothing ? text(ref) : FigureWords::missing(why);
}

QString FigureCells::toolTip(const ContainerRef &ref) const
{
    if (m_metrics == nullptr)
        return {};
    const Figures &figures = m_metrics->latest(ref);
    const Missing why = figures.why(m_quantity);
    if (why == Missing::NotRunning)
        return {};
    if (why != Missing::Nothing)
        return FigureWords::missing(why);
    const float limit = m_quantity == Quantity::Memory ? figures.memoryLimit : figures.cpuLimit;
    if (std::isnan(limit))
        return {};
    return FigureWords::tr("%1 of %2 allowed", "two figures")
        .arg(text(ref), FigureWords::mark(m_unit, double{limit}));
}

qint64 FigureCells::sortValue(const ContainerRef &ref) const
{
    if (m_metrics == nullptr)
        return -1;
    const Figures &figures = m_metrics->latest(ref);
    if (figures.why(m_quantity) != Missing::Nothing)
        return -1;
    const double scale = m_unit == FigureUnit::Cpu ? 1e6 : 1;
    return std::llround(double{figures.of(m_quantity)} * scale);
}

std::optional<Spark> FigureCells::spark(const ContainerRef &ref) const
{
    const History *history = m_metrics == nullptr ? nullptr : m_metrics->history(ref);
    if (history == nullptr)
        return std::nullopt;
    Spark spark;
    history->read(m_quantity, History::Resolution::Second, m_metrics->now(), spark.values);
    float highest = -1;
    for (const float value : spark.values)
        highest = value > highest ? value : highest; // NaN is not
    if (highest < 0)
        return std::nullopt;
    const Figures &figures = m_metrics->latest(ref);
    if (m_quantity == Quantity::Memory && figures.memoryLimit > 0)
        spark.top = std::max(figures.memoryLimit, highest);
    else if (m_unit == FigureUnit::Cpu)
        spark.top = std::max(LeastCpu, highest);
    else
        spark.top = std::max(1.0F, highest * AboveHighest);
    return spark;
}

bool FigureCells::moves(const ContainerRef &ref)
{
    const History *history = m_metrics == nullptr ? nullptr : m_metrics->history(ref);
    if (history == nullptr)
        return false;
    std::array<float, Spark::Length> values{};
    history->read(m_quantity, History::Resolution::Second, m_metrics->now(), values);
    const Missing why = m_metrics->latest(ref).why(m_quantity);
    const bool isFlat =
        std::all_of(values.cbegin(), values.cend(), [&](float value) { return same(value, values[0]); });
    const auto known = m_flat.constFind(ref);
    const bool stays =
        isFlat && known != m_flat.constEnd() && same(known->value, values[0]) && known->why == why;
    if (stays)
        return false;
    if (isFlat)
        m_flat.insert(ref, {values[0], why});
    else if (known != m_flat.constEnd())
        m_flat.erase(known);
    return true;
}

} // namespace boxyard
