// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminaltext.h"

namespace boxyard {

/// Where a text is in a terminal, scrollback included.
class TerminalSearch
{
public:
    static constexpr std::size_t MostMatches = 20000;

    /// Looks anew; the current match stays where it is, if it still is one.
    void find(const TerminalScreen &screen, const QString &wanted, Qt::CaseSensitivity sensitivity);
    void clear();

    [[nodiscard]] const std::vector<TerminalRange> &matches() const { return m_matches; }

    /// -1: none.
    [[nodiscard]] int current() const { return m_current; }

    /// The next one down or up, around the ends; from `place` on where there is none yet.
    void step(bool down, const TerminalPlace &place);

    /// The first match that ends at or behind the beginning of a line: an index into `matches`.
    [[nodiscard]] std::size_t firstIn(qint64 line) const;

private:
    std::vector<TerminalRange> m_matches;
    int m_current = -1;
};

} // namespace boxyard
