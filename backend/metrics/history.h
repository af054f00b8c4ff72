// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figures.h"

#include <span>

namespace boxyard {

/// What a container's figures were: every second of the last 10 minutes, and the means of 6 seconds of the
/// last hour. Its size is fixed (19.4 kB; 5.8 MB for 300 containers) and adding to it allocates nothing.
///
/// Time is a number of ms that only grows, and goes on while the machine sleeps. Values are kept in 16 bits
/// with an error of up to 0.05 %.
class History
{
public:
    static constexpr std::size_t Slots = 600;
    enum class Resolution { Second, SixSeconds };

    /// How long (ms) a value of that resolution stands for.
    [[nodiscard]] static constexpr std::int64_t slotLength(Resolution resolution)
    {
        return resolution == Resolution::Second ? 1000 : 6000;
    }

    History();

    /// The figures for the `covers` ms up to `when`. What lies between that and the last ones is a gap.
    /// Figures that are older than the last ones are ignored.
    void add(std::int64_t when, const Figures &figures, std::int64_t covers = 0);

    /// The values of the last slots up to the one that holds `now`, oldest first; NaN is a gap. At most
    /// Slots.
    void read(Quantity quantity, Resolution resolution, std::int64_t now, std::span<float> values) const;

    [[nodiscard]] bool isEmpty() const { return m_newest < 0; }

private:
    using Ring = std::array<std::uint16_t, Slots>;

    void put(std::int64_t slot, const Figures &figures);
    void putCoarse(std::int64_t slot, const Figures &figures);

    std::array<Ring, QuantityCount> m_fine; ///< slot n lies at n modulo Slots
    std::array<Ring, QuantityCount> m_coarse;
    std::int64_t m_newest = -1; ///< fine slot; -1: nothing was added yet
    std::int64_t m_newestCoarse = -1;
    std::array<float, QuantityCount> m_sums{}; ///< of the newest coarse slot
    std::array<std::uint8_t, QuantityCount> m_counts{};
};

} // namespace boxyard
