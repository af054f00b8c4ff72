// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <memory>

namespace boxyard::worker {

/// A thread's buffer for system calls. It is not zeroed, so that of a large one only those pages are taken
/// that a call really fills.
class Scratch
{
public:
    explicit Scratch(std::size_t size)
        : m_data(std::make_unique_for_overwrite<char[]>(size)) // NOLINT(modernize-avoid-c-arrays)
        , m_size(size)
    {
    }

    [[nodiscard]] char *data() const { return m_data.get(); }

    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    std::unique_ptr<char[]> m_data; // NOLINT(modernize-avoid-c-arrays): of a length that is known late
    std::size_t m_size;
};

} // namespace boxyard::worker
