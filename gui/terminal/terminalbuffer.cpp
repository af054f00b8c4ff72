// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalbuffer.h"

#include "terminalreflow.h"

#include <algorithm>

namespace boxyard {

TerminalBuffer::TerminalBuffer(int columns, int rows)
    : m_columns(columns)
    , m_rows(rows)
    , m_first(static_cast<std::size_t>(rows), blankLine())
    , m_other(m_first)
{
}

TerminalLine TerminalBuffer::blankLine() const
{
    TerminalLine line;
    line.cells.resize(static_cast<std::size_t>(m_columns));
    return line;
}

const TerminalLine &TerminalBuffer::line(int line) const
{
    if (line < scrollback())
        return m_scrollback.at(static_cast<std::size_t>(line));
    const auto row = static_cast<std::size_t>(line - scrollback());
    return m_alternate ? m_other.at(row) : m_first.at(row);
}

void TerminalBuffer::setAlternate(bool alternate)
{
    m_alternate = alternate;
}

void TerminalBuffer::setScrollbackLimit(int lines)
{
    m_limit = static_cast<std::size_t>(std::max(lines, 0));
    limitScrollback();
}

void TerminalBuffer::limitScrollback()
{
    while (m_scrollback.size() > m_limit) {
        m_scrollback.pop_front();
        ++m_forgotten;
    }
}

void TerminalBuffer::clearScrollback()
{
    m_forgotten += scrollback();
    m_scrollback.clear();
}

void TerminalBuffer::splitAt(TerminalLine &line, int column)
{
    if (column <= 0 || column >= m_columns)
        return;
    TerminalCell &second = line.cells[static_cast<std::size_t>(column)];
    if (second.width != 0)
        return;
    TerminalCell &first = line.cells[static_cast<std::size_t>(column) - 1];
    first.character = U' ';
    first.width = 1;
    second.character = U' ';
    second.width = 1;
}

void TerminalBuffer::put(int row, int column, TerminalCell cell, int width)
{
    if (row < 0 || row >= m_rows || column < 0 || column >= m_columns || width < 1)
        return;
    TerminalLine &line = screen()[static_cast<std::size_t>(row)];
    const int end = std::min(column + std::min(width, 2), m_columns);
    splitAt(line, column);
    splitAt(line, end);
    TerminalCell *place = line.cells.data() + column;
    cell.width = static_cast<quint16>(end - column);
    *place = cell;
    if (end - column == 2) {
        cell.character = 0;
        cell.width = 0;
        place[1] = cell;
    }
}

void TerminalBuffer::markWrapped(int row)
{
    if (row > 0 && row < m_rows)
        screen()[static_cast<std::size_t>(row) - 1].wrapped = true;
    else if (row == 0 && !m_alternate && !m_scrollback.empty())
        m_scrollback.back().wrapped = true; // a screen of one row
}

void TerminalBuffer::erase(const QRect &area, const TerminalCell &blank, bool selective)
{
    const QRect inside = area.intersected(QRect(0, 0, m_columns, m_rows));
    if (inside.isEmpty())
        return;
    for (int row = inside.top(); row <= inside.bottom(); ++row) {
        TerminalLine &line = screen()[static_cast<std::size_t>(row)];
        splitAt(line, inside.left());
        splitAt(line, inside.right() + 1);
        for (int column = inside.left(); column <= inside.right(); ++column) {
            TerminalCell &cell = line.cells[static_cast<std::size_t>(column)];
            if (!selective || (cell.flags & TerminalCell::Protected) == 0)
                cell = blank;
        }
        if (inside.right() == m_columns - 1)
            line.wrapped = false;
        if (inside.left() == 0 && inside.width() == m_columns && row > 0 && row == inside.top())
            screen()[static_cast<std::size_t>(row) - 1].wrapped = false;
    }
}

void TerminalBuffer::scroll(const QRect &area, int up, int left, const TerminalCell &blank)
{
    const QRect inside = area.intersected(QRect(0, 0, m_columns, m_rows));
    if (inside.isEmpty())
        return;
    const int lines = std::clamp(up, -inside.height(), inside.height());
    const int cells = std::clamp(left, -inside.width(), inside.width());
    if (cells == 0 && inside.width() == m_columns)
        scrollLines(inside.top(), inside.bottom() + 1, lines, blank);
    else
        scrollWithin(inside, lines, cells, blank);
}

void TerminalBuffer::keepLine(TerminalLine &line)
{
    if (m_limit == 0) {
        ++m_forgotten;
        return;
    }
    static const TerminalCell never;
    std::size_t used = line.cells.size();
    while (!line.wrapped && used > 0 && line.cells[used - 1] == never)
        --used;
    TerminalLine kept;
    if (m_scrollback.size() >= m_limit) {
        // The memory of the line that is forgotten, unless it is much too large.
        kept.cells = std::move(m_scrollback.front().cells);
        m_scrollback.pop_front();
        ++m_forgotten;
        if (kept.cells.capacity() > 2 * used + 8)
            kept.cells = {};
    }
    kept.cells.assign(line.cells.begin(), line.cells.begin() + static_cast<qsizetype>(used));
    kept.wrapped = line.wrapped;
    m_scrollback.push_back(std::move(kept));
}

void TerminalBuffer::scrollLines(int from, int to, int up, const TerminalCell &blank)
{
    std::vector<TerminalLine> &lines = screen();
    const auto begin = lines.begin() + from;
    const auto end = lines.begin() + to;
    const bool keeps = from == 0 && up > 0 && !m_alternate;
    for (int row = 0; keeps && row < up; ++row)
        keepLine(lines[static_cast<std::size_t>(row)]);
    if (up > 0)
        std::rotate(begin, begin + up, end);
    else if (up < 0)
        std::rotate(begin, end + up, end);
    const auto firstBlank = up > 0 ? end - up : begin;
    for (auto line = firstBlank; line != firstBlank + std::abs(up); ++line) {
        std::fill(line->cells.begin(), line->cells.end(), blank);
        line->wrapped = false;
    }
    // What follows another line now is no longer the rest of it.
    if (from > 0)
        lines[static_cast<std::size_t>(from) - 1].wrapped = false;
    else if (up < 0 && !m_alternate && !m_scrollback.empty())
        m_scrollback.back().wrapped = false;
    if (up > 0 && to - up > 0)
        lines[static_cast<std::size_t>(to - up) - 1].wrapped = false;
    lines[static_cast<std::size_t>(to) - 1].wrapped = false;
}

void TerminalBuffer::scrollWithin(const QRect &area, int up, int left, const TerminalCell &blank)
{
    std::vector<TerminalLine> &lines = screen();
    for (int row = area.top(); row <= area.bottom(); ++row) {
        splitAt(lines[static_cast<std::size_t>(row)], area.left());
        splitAt(lines[static_cast<std::size_t>(row)], area.right() + 1);
    }
    std::vector<TerminalCell> moved(static_cast<std::size_t>(area.width()), blank);
    const int first = up >= 0 ? area.top() : area.bottom();
    const int step = up >= 0 ? 1 : -1;
    for (int count = 0, row = first; count < area.height(); ++count, row += step) {
        std::fill(moved.begin(), moved.end(), blank);
        const int source = row + up;
        if (source >= area.top() && source <= area.bottom()) {
            const auto &cells = lines[static_cast<std::size_t>(source)].cells;
            for (int column = 0; column < area.width(); ++column) {
                const int from = column + left;
                if (from >= 0 && from < area.width())
                    moved[static_cast<std::size_t>(column)] =
                        cells[static_cast<std::size_t>(area.left() + from)];
            }
        }
        // A wide character of which only one half stayed.
        if (moved.front().width == 0)
            moved.front() = blank;
        if (moved.back().width == 2)
            moved.back() = blank;
        TerminalLine &line = lines[static_cast<std::size_t>(row)];
        std::copy(moved.begin(), moved.end(), line.cells.begin() + area.left());
        for (std::size_t column = 0; column + 1 < line.cells.size(); ++column)
            if (line.cells[column].width == 2 && line.cells[column + 1].width != 0)
                line.cells[column] = blank;
        if (area.right() == m_columns - 1)
            line.wrapped = false;
    }
}

QPoint TerminalBuffer::resize(int columns, int rows, const QPoint &cursor)
{
    // The first screen and what scrolled away are one text.
    std::deque<TerminalLine> lines = std::move(m_scrollback);
    m_scrollback.clear();
    QPoint place(cursor.x(), cursor.y() + static_cast<int>(lines.size()));
    int used = m_rows;
    const auto isBlank = [](const TerminalLine &line) {
        return std::all_of(line.cells.begin(), line.cells.end(),
                           [](const TerminalCell &cell) { return cell == TerminalCell(); });
    };
    while (used > cursor.y() + 1 && isBlank(m_first[static_cast<std::size_t>(used) - 1]))
        --used;
    std::move(m_first.begin(), m_first.begin() + used, std::back_inserter(lines));
    if (columns != m_columns)
        reflow(lines, columns, place);
    m_columns = columns;
    m_rows = rows;
    const int top = std::clamp(static_cast<int>(lines.size()) - rows, 0, place.y());
    m_first.assign(lines.begin() + top,
                   lines.begin() + std::min<qsizetype>(top + rows, static_cast<qsizetype>(lines.size())));
    lines.resize(static_cast<std::size_t>(top));
    m_scrollback = std::move(lines);
    for (TerminalLine &line : m_scrollback)
        if (!line.wrapped)
            trim(line);
    limitScrollback();
    for (std::vector<TerminalLine> *screen : {&m_first, &m_other}) {
        screen->resize(static_cast<std::size_t>(rows), blankLine());
        for (TerminalLine &line : *screen) {
            line.cells.resize(static_cast<std::size_t>(columns));
            if (line.cells.back().width == 2)
                line.cells.back() = TerminalCell();
        }
    }
    return {place.x(), place.y() - top};
}

} // namespace boxyard
