// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace boxyard {

/// What is measured of a container.
enum class Quantity : std::uint8_t {
    Cpu, ///< CPU time a second: 1 is the whole time of one CPU
    Memory, ///< bytes charged to it, its page cache included
    Cache, ///< the part of Memory that is page cache, which the kernel can take back
    Swap, ///< bytes
    DiskRead, ///< bytes a second
    DiskWritten, ///< bytes a second
    Received, ///< bytes a second, as the container sees it
    Sent, ///< bytes a second, as the container sees it
};
inline constexpr std::size_t QuantityCount = 8;

/// Why there is no figure.
enum class Missing : std::uint8_t {
    Nothing, ///< there is one
    NotRunning,
    TooEarly, ///< a rate needs two samples
    Interrupted, ///< the machine slept, or a counter began anew: a gap instead of a spike
    Hidden, ///< /proc hides other users' processes (hidepid, proc(5))
    NotOffered, ///< the kernel does not count it for this container: a controller is absent or not enabled
    SharesHost, ///< the container lives in the host's network namespace
    Unreadable, ///< the files are gone or refuse to be read
};

/// The figures of a container at one moment. A value that is missing is NaN.
struct Figures {
    static constexpr float None = std::numeric_limits<float>::quiet_NaN();

    std::array<float, QuantityCount> values{None, None, None, None, None, None, None, None};
    std::array<Missing, QuantityCount> reasons{};
    float memoryLimit = None; ///< bytes; NaN: none
    float cpuLimit = None; ///< in CPUs; NaN: none
    /// Share of the last 10 s (0 to 1) in which some task waited; NaN where the kernel does not tell.
    /// Documentation/accounting/psi.rst
    float cpuPressure = None;
    float memoryPressure = None;
    float ioPressure = None;

    [[nodiscard]] float of(Quantity quantity) const { return values[static_cast<std::size_t>(quantity)]; }

    [[nodiscard]] Missing why(Quantity quantity) const { return reasons[static_cast<std::size_t>(quantity)]; }

    void set(Quantity quantity, double value)
    {
        values[static_cast<std::size_t>(quantity)] = static_cast<float>(value);
        reasons[static_cast<std::size_t>(quantity)] = Missing::Nothing;
    }

    void miss(Quantity quantity, Missing why)
    {
        values[static_cast<std::size_t>(quantity)] = None;
        reasons[static_cast<std::size_t>(quantity)] = why;
    }

    /// Nothing is known, for one reason.
    [[nodiscard]] static Figures none(Missing why)
    {
        Figures figures;
        figures.reasons.fill(why);
        return figures;
    }
};

} // namespace boxyard
