// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalcell.h"

#include <QPoint>
#include <QRect>

#include <deque>

namespace boxyard {

/// The cells of a terminal: the screen, the other screen that full-screen programs use, and the lines that
/// scrolled away. Every place may be given, those outside are left alone.
class TerminalBuffer
{
public:
    TerminalBuffer(int columns, int rows);

    [[nodiscard]] int columns() const { return m_columns; }

    [[nodiscard]] int rows() const { return m_rows; }

    [[nodiscard]] int scrollback() const { return static_cast<int>(m_scrollback.size()); }

    [[nodiscard]] int lineCount() const { return scrollback() + m_rows; }

    /// How many lines were forgotten: what was line 5 is line 5 - forgotten().
    [[nodiscard]] qint64 forgotten() const { return m_forgotten; }

    /// Counted from the oldest line kept. Those of the scrollback are as long as what was written.
    [[nodiscard]] const TerminalLine &line(int line) const;

    [[nodiscard]] bool isAlternate() const { return m_alternate; }

    void setAlternate(bool alternate);
    void setScrollbackLimit(int lines);
    void clearScrollback();

    /// Writes a character of one or two cells.
    void put(int row, int column, TerminalCell cell, int width);
    /// The line before `row` goes on in `row`.
    void markWrapped(int row);
    /// `selective` leaves protected cells.
    void erase(const QRect &area, const TerminalCell &blank, bool selective);
    /// Moves what is in the area up and to the left (negative: down, right), as far as it stays in it. What
    /// leaves the whole first screen at its top goes to the scrollback.
    void scroll(const QRect &area, int up, int left, const TerminalCell &blank);
    /// `cursor` (column and row) stays at its character where lines are broken anew; the other screen keeps
    /// its place. Returns where the first screen's cursor `kept` is then, which nobody sees while the other
    /// screen is shown.
    QPoint resize(int columns, int rows, const QPoint &cursor);

    /// Calls for every cell kept.
    template <typename Visitor>
    void forEachCell(Visitor visit)
    {
        const auto visitLine = [&visit](TerminalLine &line) {
            for (TerminalCell &cell : line.cells)
                visit(cell);
        };
        for (TerminalLine &line : m_scrollback)
            visitLine(line);
        for (TerminalLine &line : m_first)
            visitLine(line);
        for (TerminalLine &line : m_other)
            visitLine(line);
    }

private:
    [[nodiscard]] TerminalLine blankLine() const;

    [[nodiscard]] std::vector<TerminalLine> &screen() { return m_alternate ? m_other : m_first; }

    void splitAt(TerminalLine &line, int column);
    void scrollLines(int from, int to, int up, const TerminalCell &blank);
    void scrollWithin(const QRect &area, int up, int left, const TerminalCell &blank);
    void keepLine(TerminalLine &line);
    void limitScrollback();

    int m_columns;
    int m_rows;
    std::vector<TerminalLine> m_first;
    std::vector<TerminalLine> m_other;
    std::deque<TerminalLine> m_scrollback;
    std::size_t m_limit = 10000;
    qint64 m_forgotten = 0;
    bool m_alternate = false;
};

} // namespace boxyard
