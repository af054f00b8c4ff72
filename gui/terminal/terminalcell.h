// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QtGlobal>

#include <vector>

namespace boxyard {

/// 0 to 255 of the table, a colour of its own, or the terminal's.
struct TerminalColor {
    enum Kind : quint8 { Default, Indexed, Rgb };

    Kind kind = Default;
    quint8 red = 0; ///< or the index
    quint8 green = 0;
    quint8 blue = 0;
    bool operator==(const TerminalColor &) const = default;
};

/// One cell as it is kept and drawn: 16 bytes, for there are many of them.
struct TerminalCell {
    enum Flag : quint16 {
        Bold = 1,
        Italic = 2,
        Underline = 4,
        DoubleUnderline = 8,
        CurlyUnderline = 16,
        Strike = 32,
        Reverse = 64,
        Blink = 128,
        Faint = 256,
        Concealed = 512,
        Protected = 1024, ///< DECSCA: a selective erase leaves it
    };

    /// 0: nothing was written here. Above LastCharacter: several code points, which the terminal's
    /// TerminalPool knows.
    char32_t character = 0;
    TerminalColor foreground;
    TerminalColor background;
    quint16 link = 0; ///< of the pool; 0: none
    quint16 flags : 14 = 0;
    quint16 width : 2 = 1; ///< 1 or 2; 0 for the second half of a wide character

    static constexpr char32_t LastCharacter = 0x10ffff;

    bool operator==(const TerminalCell &) const = default;
};

static_assert(sizeof(TerminalCell) == 16);

struct TerminalLine {
    std::vector<TerminalCell> cells;
    bool wrapped = false; ///< the next line goes on with the same text
};

} // namespace boxyard
