// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminaltext.h"

#include <utility>

namespace boxyard {

/// What is selected in a terminal: from a place where it began to one that moves.
class TerminalSelection
{
public:
    enum class Kind { Characters, Words, Lines, Block };

    void begin(Kind kind, const TerminalPlace &place, const TerminalScreen &screen);
    void extend(const TerminalPlace &place, const TerminalScreen &screen);
    void clear();

    [[nodiscard]] bool isEmpty() const;

    [[nodiscard]] TerminalPlace end() const { return m_end; } ///< the place that moves

    /// The first column that is selected in a line, and the one behind the last; equal: none.
    [[nodiscard]] std::pair<int, int> columns(qint64 line, int columnCount) const;
    /// Lines that were broken are joined; blanks at the end of lines are left out.
    [[nodiscard]] QString text(const TerminalScreen &screen) const;

private:
    [[nodiscard]] TerminalRange unitAt(const TerminalPlace &place, const TerminalScreen &screen) const;

    Kind m_kind = Kind::Characters;
    TerminalRange m_anchor; ///< the word or line it began with
    TerminalRange m_range;
    TerminalPlace m_end;
};

} // namespace boxyard
