// SPDX-License-Identifier: GPL-2.0-or-later
#include "history.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace boxyard {

namespace {

constexpr std::uint16_t Gap = 0xffff;

/// A float without its sign, with 6 bits of exponent (2^-15 to 2^48) and 10 of mantissa.
constexpr int DroppedBits = 13;
constexpr std::uint32_t Bias = (127U - 15U) << 10U;

std::uint16_t packed(float value)
{
    if (std::isnan(value))
        return Gap;
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(std::max(value, 0.0F));
    const std::uint32_t rounded = (bits + (1U << (DroppedBits - 1))) >> DroppedBits;
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(rounded > Bias ? rounded - Bias : 0, Gap - 1));
}

float unpacked(std::uint16_t code)
{
    if (code == Gap)
        return Figures::None;
    return code == 0 ? 0.0F : std::bit_cast<float>((code + Bias) << DroppedBits);
}

std::size_t place(std::int64_t slot)
{
    return static_cast<std::size_t>(slot) % History::Slots;
}

/// The slots behind `newest` up to `slot`, which nothing was written to.
template <typename Values>
void clearBetween(Values &values, std::int64_t newest, std::int64_t slot)
{
    const auto first = std::max(newest + 1, slot - static_cast<std::int64_t>(History::Slots) + 1);
    for (auto &ring : values) {
        for (auto at = std::max<std::int64_t>(first, 0); at <= slot; ++at)
            ring[place(at)] = Gap;
    }
}

constexpr std::int64_t secondsOf(History::Resolution resolution)
{
    return History::slotLength(resolution) / History::slotLength(History::Resolution::Second);
}

} // namespace

History::Rings::Rings()
{
    for (auto &ring : values)
        ring.fill(Gap);
}

History::History(std::chrono::minutes kept)
{
    keep(kept);
}

void History::keep(std::chrono::minutes kept)
{
    const auto keepMeans = [](std::unique_ptr<Means> &means, bool needed) {
        if (!needed)
            means.reset();
        else if (!means)
            means = std::make_unique<Means>();
    };
    const auto longest = resolutionFor(kept);
    keepMeans(m_sixSeconds, longest != Resolution::Second);
    keepMeans(m_twentyFourSeconds, longest == Resolution::TwentyFourSeconds);
}

void History::add(std::int64_t when, const Figures &figures, std::int64_t covers)
{
    const auto last = when / slotLength(Resolution::Second);
    const auto newest = m_seconds.newest;
    if (when < 0 || last < newest)
        return;
    auto first = std::min((when - covers) / slotLength(Resolution::Second) + 1, last);
    first = std::max({first, std::min(newest + 1, last), last - static_cast<std::int64_t>(Slots) + 1});
    for (auto slot = first; slot <= last; ++slot)
        put(slot, figures);
}

void History::put(std::int64_t slot, const Figures &figures)
{
    if (slot > m_seconds.newest)
        clearBetween(m_seconds.values, m_seconds.newest, slot);
    m_seconds.newest = slot;
    for (std::size_t i = 0; i < QuantityCount; ++i)
        m_seconds.values[i][place(slot)] = packed(figures.values[i]);
    if (m_sixSeconds)
        m_sixSeconds->put(slot / secondsOf(Resolution::SixSeconds), figures);
    if (m_twentyFourSeconds)
        m_twentyFourSeconds->put(slot / secondsOf(Resolution::TwentyFourSeconds), figures);
}

void History::Means::put(std::int64_t slot, const Figures &figures)
{
    if (slot > rings.newest) {
        clearBetween(rings.values, rings.newest, slot);
        rings.newest = slot;
        sums.fill(0);
        counts.fill(0);
    }
    for (std::size_t i = 0; i < QuantityCount; ++i) {
        if (std::isnan(figures.values[i]) || counts[i] == std::numeric_limits<std::uint8_t>::max())
            continue;
        sums[i] += figures.values[i];
        ++counts[i];
        rings.values[i][place(slot)] = packed(sums[i] / static_cast<float>(counts[i]));
    }
}

const History::Rings *History::rings(Resolution resolution) const
{
    if (resolution == Resolution::Second)
        return &m_seconds;
    const auto &means = resolution == Resolution::SixSeconds ? m_sixSeconds : m_twentyFourSeconds;
    return means ? &means->rings : nullptr;
}

void History::read(Quantity quantity, Resolution resolution, std::int64_t now, std::span<float> values) const
{
    const Rings *kept = rings(resolution);
    const auto last = now / slotLength(resolution);
    auto slot = last - static_cast<std::int64_t>(values.size()) + 1;
    for (float &value : values) {
        const bool isKept = kept != nullptr && slot >= 0 && slot <= kept->newest
            && slot > kept->newest - static_cast<std::int64_t>(Slots);
        value =
            isKept ? unpacked(kept->values[static_cast<std::size_t>(quantity)][place(slot)]) : Figures::None;
        ++slot;
    }
}

} // namespace boxyard
