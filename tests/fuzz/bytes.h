// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace boxyard::fuzz {

/// Takes values from the front of what the fuzzer made up; zeros where nothing is left.
class Bytes
{
public:
    Bytes(const std::uint8_t *data, std::size_t size)
        : m_data(data)
        , m_size(size)
    {
    }

    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    std::uint8_t byte()
    {
        if (m_size == 0)
            return 0;
        --m_size;
        return *m_data++;
    }

    std::uint8_t below(unsigned limit) { return static_cast<std::uint8_t>(byte() % limit); }

    /// Up to so many bytes; the first one says how many.
    std::string text(unsigned most)
    {
        std::string text(below(most + 1), '\0');
        for (char &c : text)
            c = static_cast<char>(byte());
        return text;
    }

    std::string rest() { return {reinterpret_cast<const char *>(m_data), m_size}; }

private:
    const std::uint8_t *m_data;
    std::size_t m_size;
};

/// Ends the run, which the fuzzer takes for a find.
inline void demand(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace boxyard::fuzz
