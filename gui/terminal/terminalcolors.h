// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalscreen.h"

#include <QPalette>

#include <array>

namespace boxyard {

/// The colours of a terminal on a palette: its own ground and text, and the sixteen named ones as far apart
/// from the ground as a reader needs.
class TerminalColors
{
public:
    explicit TerminalColors(const QPalette &palette);

    [[nodiscard]] QColor foreground() const { return m_foreground; }

    [[nodiscard]] QColor background() const { return m_background; }

    [[nodiscard]] QColor foreground(const TerminalCell::Color &color, bool bold) const;
    [[nodiscard]] QColor background(const TerminalCell::Color &color) const;

private:
    [[nodiscard]] QColor indexed(int index) const;

    QColor m_foreground;
    QColor m_background;
    std::array<QColor, 16> m_named; ///< readable on the ground
    std::array<QColor, 16> m_plain; ///< as grounds themselves
};

} // namespace boxyard
