// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalsettings.h"

#include <QHash>
#include <QPalette>

#include <array>

namespace boxyard {

/// The colours of a terminal: its ground and text by the desktop's theme or a scheme of its own, the sixteen
/// named ones as far apart from the ground as a reader needs, and, where a person wants that, every text at
/// least so far from what is behind it that it can be read.
class TerminalColors
{
public:
    /// How a cell is drawn.
    struct Look {
        QColor text;
        QColor ground;
    };

    explicit TerminalColors(const QPalette &palette, const TerminalSettings &settings = {});

    [[nodiscard]] QColor foreground() const { return m_foreground; }

    [[nodiscard]] QColor background() const { return m_background; }

    [[nodiscard]] Look selection() const { return m_selection; }

    /// What was searched for; `current`: the one that is shown.
    [[nodiscard]] static Look match(bool current);

    /// `isReversed`: the whole screen is (DECSCNM).
    [[nodiscard]] Look look(const TerminalCell &cell, bool isReversed) const;

    /// Whether a character is a part of a picture, whose colours are as they are: Unicode's block elements.
    [[nodiscard]] static bool isPicture(char32_t character)
    {
        return character >= 0x2580 && character <= 0x259f;
    }

private:
    [[nodiscard]] QColor readable(const QColor &text, const QColor &ground) const;
    [[nodiscard]] QColor colorOf(const TerminalColor &color, bool isText, bool bold, bool onGround) const;

    QColor m_foreground;
    QColor m_background;
    Look m_selection;
    std::array<QColor, 16> m_named; ///< readable on the ground
    std::array<QColor, 16> m_plain; ///< as grounds themselves, and on such ones
    bool m_keepsReadable;
    mutable QHash<quint64, QRgb> m_readable; ///< by text and ground: a screen has few pairs, painted often
};

} // namespace boxyard
