// SPDX-License-Identifier: GPL-2.0-or-later
#include "history.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace boxyard {

namespace {

constexpr std::uint16_t Gap = 0xffff;
constexpr std::int64_t FineInCoarse = 6;

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
template <typename Rings>
void clearBetween(Rings &rings, std::int64_t newest, std::int64_t slot)
{
    const auto first = std::max(newest + 1, slot - static_cast<std::int64_t>(History::Slots) + 1);
    for (auto &ring : rings) {
        for (auto at = std::max<std::int64_t>(first, 0); at <= slot; ++at)
            ring[place(at)] = Gap;
    }
}

} // namespace

History::History()
{
    for (auto *rings : {&m_fine, &m_coarse}) {
        for (auto &ring : *rings)
            ring.fill(Gap);
    }
}

void History::add(std::int64_t when, const Figures &figures, std::int64_t covers)
{
    const auto last = when / slotLength(Resolution::Second);
    if (when < 0 || last < m_newest)
        return;
    auto first = std::min((when - covers) / slotLength(Resolution::Second) + 1, last);
    first = std::max({first, std::min(m_newest + 1, last), last - static_cast<std::int64_t>(Slots) + 1});
    for (auto slot = first; slot <= last; ++slot)
        put(slot, figures);
}

void History::put(std::int64_t slot, const Figures &figures)
{
    if (slot > m_newest)
        clearBetween(m_fine, m_newest, slot);
    m_newest = slot;
    for (std::size_t i = 0; i < QuantityCount; ++i)
        m_fine[i][place(slot)] = packed(figures.values[i]);
    putCoarse(slot / FineInCoarse, figures);
}

void History::putCoarse(std::int64_t slot, const Figures &figures)
{
    if (slot > m_newestCoarse) {
        clearBetween(m_coarse, m_newestCoarse, slot);
        m_newestCoarse = slot;
        m_sums.fill(0);
        m_counts.fill(0);
    }
    for (std::size_t i = 0; i < QuantityCount; ++i) {
        if (std::isnan(figures.values[i]) || m_counts[i] == std::numeric_limits<std::uint8_t>::max())
            continue;
        m_sums[i] += figures.values[i];
        ++m_counts[i];
        m_coarse[i][place(slot)] = packed(m_sums[i] / static_cast<float>(m_counts[i]));
    }
}

void History::read(Quantity quantity, Resolution resolution, std::int64_t now, std::span<float> values) const
{
    const bool isFine = resolution == Resolution::Second;
    const auto &ring = (isFine ? m_fine : m_coarse)[static_cast<std::size_t>(quantity)];
    const auto newest = isFine ? m_newest : m_newestCoarse;
    const auto last = now / slotLength(resolution);
    auto slot = last - static_cast<std::int64_t>(values.size()) + 1;
    for (float &value : values) {
        const bool isKept = slot >= 0 && slot <= newest && slot > newest - static_cast<std::int64_t>(Slots);
        value = isKept ? unpacked(ring[place(slot)]) : Figures::None;
        ++slot;
    }
}

} // namespace boxyard
