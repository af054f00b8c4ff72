// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "figures.h"

#include <chrono>
#include <memory>
#include <span>

namespace boxyard {

/// What a container's figures were: every second of the last 10 minutes, the means of 6 seconds of the last
/// hour, and, if that is wished, those of 24 seconds of the last 4 hours. Its size is fixed (9.7 kB for each
/// of these; 5.8 MB for an hour of 300 containers) and adding to it allocates nothing.
///
/// Time is a number of ms that only grows, and goes on while the machine sleeps. Values are kept in 16 bits
/// with an error of up to 0.05 %.
class History
{
public:
    static constexpr std::size_t Slots = 600;
    enum class Resolution { Second, SixSeconds, TwentyFourSeconds };

    /// How long (ms) a value of that resolution stands for.
    [[nodiscard]] static constexpr std::int64_t slotLength(Resolution resolution)
    {
        switch (resolution) {
        case Resolution::SixSeconds:
            return 6000;
        case Resolution::TwentyFourSeconds:
            return 24'000;
        case Resolution::Second:
            break;
        }
        return 1000;
    }

    /// Which values reach that far back.
    [[nodiscard]] static constexpr Resolution resolutionFor(std::chrono::minutes back)
    {
        using namespace std::chrono_literals;
        if (back <= 10min)
            return Resolution::Second;
        return back <= 60min ? Resolution::SixSeconds : Resolution::TwentyFourSeconds;
    }

    explicit History(std::chrono::minutes kept = std::chrono::hours(1));

    /// Reaches that far back from now on, at least; what is not needed for that is forgotten.
    void keep(std::chrono::minutes kept);

    /// The figures for the `covers` ms up to `when`. What lies between that and the last ones is a gap.
    /// Figures that are older than the last ones are ignored.
    void add(std::int64_t when, const Figures &figures, std::int64_t covers = 0);

    /// The values of the last slots up to the one that holds `now`, oldest first; NaN is a gap. At most
    /// Slots.
    void read(Quantity quantity, Resolution resolution, std::int64_t now, std::span<float> values) const;

    [[nodiscard]] bool isEmpty() const { return m_seconds.newest < 0; }

private:
    using Ring = std::array<std::uint16_t, Slots>;

    void put(std::int64_t slot, const Figures &figures);

    /// Slot n of a ring lies at n modulo Slots.
    struct Rings {
        Rings();
        std::array<Ring, QuantityCount> values;
        std::int64_t newest = -1; ///< slot; -1: nothing was added yet
    };

    struct Means {
        void put(std::int64_t slot, const Figures &figures);
        Rings rings;
        std::array<float, QuantityCount> sums{}; ///< of the newest slot
        std::array<std::uint8_t, QuantityCount> counts{};
    };

    [[nodiscard]] const Rings *rings(Resolution resolution) const;

    Rings m_seconds;
    std::unique_ptr<Means> m_sixSeconds; ///< nullptr: not kept
    std::unique_ptr<Means> m_twentyFourSeconds;
};

} // namespace boxyard
