// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalselection.h"

#include "terminalscreen.h"

#include <algorithm>

namespace boxyard {

TerminalRange TerminalSelection::unitAt(const TerminalPlace &place, const TerminalScreen &screen) const
{
    switch (m_kind) {
    case Kind::Words:
        return wordAt(screen, place);
    case Kind::Lines:
        return paragraphAt(screen, place);
    default:
        return {place, place};
    }
}

void TerminalSelection::begin(Kind kind, const TerminalPlace &place, const TerminalScreen &screen)
{
    m_kind = kind;
    m_end = place;
    m_anchor = unitAt(place, screen);
    m_range = m_anchor;
}

void TerminalSelection::extend(const TerminalPlace &place, const TerminalScreen &screen)
{
    m_end = place;
    const TerminalRange unit = unitAt(place, screen);
    m_range = {std::min(m_anchor.from, unit.from), std::max(m_anchor.to, unit.to)};
}

void TerminalSelection::clear()
{
    m_kind = Kind::Characters;
    m_range = m_anchor = {};
    m_end = {};
}

bool TerminalSelection::isEmpty() const
{
    return m_kind == Kind::Block ? m_anchor.from.column == m_end.column : m_range.from == m_range.to;
}

std::pair<int, int> TerminalSelection::columns(qint64 line, int columnCount) const
{
    if (isEmpty() || line < m_range.from.line || line > m_range.to.line)
        return {0, 0};
    if (m_kind == Kind::Block)
        return std::minmax({m_anchor.from.column, m_end.column});
    return {line == m_range.from.line ? m_range.from.column : 0,
            line == m_range.to.line ? m_range.to.column : columnCount};
}

QString TerminalSelection::text(const TerminalScreen &screen) const
{
    QString text;
    const qint64 first = std::max(m_range.from.line, screen.forgotten());
    const qint64 last = std::min(m_range.to.line, screen.forgotten() + screen.lineCount() - 1);
    for (qint64 line = first; line <= last && !isEmpty(); ++line) {
        const TerminalLine &cells = screen.line(static_cast<int>(line - screen.forgotten()));
        const auto [from, to] = columns(line, screen.columns());
        const int end = std::min(to, static_cast<int>(cells.cells.size()));
        const bool goesOn = cells.wrapped && m_kind != Kind::Block && to >= screen.columns();
        QString part;
        for (int column = from; column < end; ++column) {
            const TerminalCell &cell = cells.cells[static_cast<std::size_t>(column)];
            if (cell.width != 0 && (cell.character != 0 || !goesOn || column + 1 < end))
                screen.pool().appendText(part, cell.character == 0 ? U' ' : cell.character);
        }
        while (!goesOn && part.endsWith(u' '))
            part.chop(1);
        text += part;
        if (!goesOn && line != last)
            text += u'\n';
    }
    return text;
}

} // namespace boxyard
