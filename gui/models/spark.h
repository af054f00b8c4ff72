// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QMetaType>

#include <array>

namespace boxyard {

/// What a small chart in a cell shows: the last minute, oldest first (NaN is a gap), and what its full height
/// stands for.
struct Spark {
    static constexpr std::size_t Length = 60;
    std::array<float, Length> values{};
    float top = 1;
};

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::Spark)
