// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalsearch.h"

#include "terminalscreen.h"

#include <algorithm>

namespace boxyard {

void TerminalSearch::find(const TerminalScreen &screen, const QString &wanted,
                          Qt::CaseSensitivity sensitivity)
{
    const bool hadCurrent = m_current >= 0;
    const TerminalRange before =
        hadCurrent ? m_matches[static_cast<std::size_t>(m_current)] : TerminalRange();
    clear();
    for (int line = 0; !wanted.isEmpty() && line < screen.lineCount();) {
        const TerminalParagraph paragraph(screen, line);
        for (qsizetype at = paragraph.text().indexOf(wanted, 0, sensitivity); at >= 0;
             at = paragraph.text().indexOf(wanted, at + wanted.size(), sensitivity)) {
            const TerminalRange match = paragraph.rangeOf(at, wanted.size());
            if (hadCurrent && before == match)
                m_current = static_cast<int>(m_matches.size());
            m_matches.push_back(match);
            if (m_matches.size() >= MostMatches)
                return;
        }
        line = std::max(paragraph.lastLine(), line) + 1;
    }
}

void TerminalSearch::clear()
{
    m_matches.clear();
    m_current = -1;
}

void TerminalSearch::step(bool down, const TerminalPlace &place)
{
    const int count = static_cast<int>(m_matches.size());
    if (count == 0)
        return;
    if (m_current >= 0) {
        m_current = (m_current + (down ? 1 : count - 1)) % count;
        return;
    }
    const auto behind =
        std::lower_bound(m_matches.begin(), m_matches.end(), place,
                         [](const TerminalRange &match, const TerminalPlace &at) { return match.from < at; });
    const int index = static_cast<int>(behind - m_matches.begin());
    m_current = down ? index % count : (index + count - 1) % count;
}

std::size_t TerminalSearch::firstIn(qint64 line) const
{
    const auto first =
        std::lower_bound(m_matches.begin(), m_matches.end(), line,
                         [](const TerminalRange &match, qint64 wanted) { return match.to.line < wanted; });
    return static_cast<std::size_t>(first - m_matches.begin());
}

} // namespace boxyard
