// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QFont>
#include <QHash>
#include <QRawFont>
#include <QSize>

#include <array>
#include <vector>

namespace boxyard {

/// The font of a terminal in its four styles, and the glyphs of characters, found once: laying text out anew
/// for every cell is too slow for a screen that changes all the time.
class TerminalFont
{
public:
    struct Glyph {
        int face = -1; ///< of `face()`; -1: has to be laid out as text
        quint32 index = 0;
        float advance = 0; ///< in device-independent pixels
    };

    TerminalFont() = default;
    explicit TerminalFont(const QFont &font);

    [[nodiscard]] QSize cell() const { return m_cell; } ///< in device-independent pixels

    [[nodiscard]] int ascent() const { return m_ascent; }

    [[nodiscard]] int lineWidth() const { return m_lineWidth; } ///< of an underline

    [[nodiscard]] int underline() const { return m_underline; } ///< below the baseline

    [[nodiscard]] const QFont &font(bool bold, bool italic) const { return m_fonts[styleOf(bold, italic)]; }

    [[nodiscard]] Glyph glyph(char32_t character, bool bold, bool italic);

    [[nodiscard]] const QRawFont &face(int face) const { return m_faces[static_cast<std::size_t>(face)]; }

private:
    static constexpr std::size_t styleOf(bool bold, bool italic)
    {
        return (bold ? 1U : 0U) + (italic ? 2U : 0U);
    }

    [[nodiscard]] Glyph findGlyph(char32_t character, std::size_t style);
    [[nodiscard]] int faceOf(const QRawFont &font);

    std::array<QFont, 4> m_fonts;
    std::vector<QRawFont> m_faces; ///< the four styles, then fonts that stand in for them
    std::array<QHash<char32_t, Glyph>, 4> m_known;
    QSize m_cell{8, 16};
    int m_ascent = 12;
    int m_lineWidth = 1;
    int m_underline = 2;
};

} // namespace boxyard
