// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminaltext.h"

#include "terminalscreen.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostLines = 100; ///< of a paragraph, before and after

bool isWordUnit(QChar unit)
{
    return unit.isLetterOrNumber() || unit.isMark() || unit.isSurrogate()
        || u"_-./~:@%+#?&="_s.contains(unit);
}

/// A sentence's full stop and a closing bracket that was not opened are no part of an address.
qsizetype addressLength(QStringView address)
{
    qsizetype length = address.size();
    while (length > 0) {
        const QChar last = address.at(length - 1);
        const QStringView whole = address.left(length);
        if (u".,;:!?'\""_s.contains(last))
            --length;
        else if ((last == u')' && whole.count(u'(') < whole.count(u')'))
                 || (last == u']' && whole.count(u'[') < whole.count(u']')))
            --length;
        else
            break;
    }
    return length;
}

std::optional<TerminalLink> addressAt(const TerminalParagraph &paragraph, qsizetype index)
{
    static const QRegularExpression address(
        u"(?:https?://|mailto:)[^\\s<>\"'`\\x{0000}-\\x{0020}\\x{3000}-\\x{303f}\\x{ff00}-\\x{ffef}]+"_s,
        QRegularExpression::CaseInsensitiveOption);
    auto matches = address.globalMatch(paragraph.text());
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const qsizetype length = addressLength(match.capturedView());
        if (index >= match.capturedStart() && index < match.capturedStart() + length)
            return TerminalLink{match.captured().left(length),
                                paragraph.rangeOf(match.capturedStart(), length)};
    }
    return std::nullopt;
}

const TerminalCell *cellAt(const TerminalScreen &screen, const TerminalPlace &place)
{
    const qint64 line = place.line - screen.forgotten();
    if (line < 0 || line >= screen.lineCount() || place.column < 0)
        return nullptr;
    const auto &cells = screen.line(static_cast<int>(line)).cells;
    const auto column = static_cast<std::size_t>(place.column);
    return column < cells.size() ? &cells[column] : nullptr;
}

} // namespace

TerminalParagraph::TerminalParagraph(const TerminalScreen &screen, int line)
    : m_first(std::clamp(line, 0, screen.lineCount() - 1))
    , m_last(m_first)
{
    const int from = std::max(0, m_first - MostLines);
    while (m_first > from && screen.line(m_first - 1).wrapped)
        --m_first;
    const int to = std::min(screen.lineCount() - 1, m_last + MostLines);
    while (m_last < to && screen.line(m_last).wrapped)
        ++m_last;
    for (int at = m_first; at <= m_last; ++at) {
        const TerminalLine &cells = screen.line(at);
        std::size_t used = cells.cells.size();
        while (used > 0 && cells.cells[used - 1].character == 0 && cells.cells[used - 1].width == 1)
            --used; // also before a wide character that did not fit
        for (std::size_t column = 0; column < used; ++column) {
            const TerminalCell &cell = cells.cells[column];
            if (cell.width == 0)
                continue;
            screen.pool().appendText(m_text, cell.character == 0 ? U' ' : cell.character);
            m_units.resize(static_cast<std::size_t>(m_text.size()),
                           {{screen.forgotten() + at, static_cast<int>(column)}, cell.width});
        }
    }
}

TerminalRange TerminalParagraph::rangeOf(qsizetype from, qsizetype count) const
{
    const auto size = static_cast<qsizetype>(m_units.size());
    if (count <= 0 || from < 0 || from + count > size)
        return {};
    const Unit &first = m_units[static_cast<std::size_t>(from)];
    const Unit &last = m_units[static_cast<std::size_t>(from + count - 1)];
    return {first.place, {last.place.line, last.place.column + last.width}};
}

qsizetype TerminalParagraph::indexOf(const TerminalPlace &place) const
{
    const auto behind =
        std::upper_bound(m_units.begin(), m_units.end(), place,
                         [](const TerminalPlace &wanted, const Unit &unit) { return wanted < unit.place; });
    if (behind == m_units.begin())
        return -1;
    auto unit = behind - 1;
    if (unit->place.line != place.line || place.column >= unit->place.column + unit->width)
        return -1;
    while (unit != m_units.begin() && (unit - 1)->place == unit->place)
        --unit;
    return unit - m_units.begin();
}

std::optional<TerminalLink> linkAt(const TerminalScreen &screen, const TerminalPlace &place)
{
    const TerminalCell *cell = cellAt(screen, place);
    if (cell == nullptr)
        return std::nullopt;
    if (cell->link == 0) {
        const TerminalParagraph paragraph(screen, static_cast<int>(place.line - screen.forgotten()));
        const qsizetype index = paragraph.indexOf(place);
        return index < 0 ? std::nullopt : addressAt(paragraph, index);
    }
    TerminalRange range{place, place};
    const quint16 link = cell->link;
    const auto isSame = [&screen, link](const TerminalPlace &other) {
        const TerminalCell *there = cellAt(screen, other);
        return there != nullptr && there->link == link;
    };
    while (isSame({place.line, range.from.column - 1}))
        --range.from.column;
    while (isSame(range.to))
        ++range.to.column;
    return TerminalLink{screen.pool().target(link), range};
}

bool mayOpen(const QString &target)
{
    const QUrl url(target, QUrl::StrictMode);
    return url.isValid()
        && (url.scheme() == u"mailto"
            || ((url.scheme() == u"http" || url.scheme() == u"https") && !url.host().isEmpty()));
}

TerminalRange wordAt(const TerminalScreen &screen, const TerminalPlace &place)
{
    const TerminalParagraph paragraph(screen, static_cast<int>(place.line - screen.forgotten()));
    const QString &text = paragraph.text();
    const qsizetype index = paragraph.indexOf(place);
    if (index < 0)
        return {place, {place.line, place.column + 1}};
    qsizetype from = index;
    qsizetype to = index + 1;
    if (isWordUnit(text.at(index))) {
        while (from > 0 && isWordUnit(text.at(from - 1)))
            --from;
        while (to < text.size() && isWordUnit(text.at(to)))
            ++to;
    }
    return paragraph.rangeOf(from, to - from);
}

TerminalRange paragraphAt(const TerminalScreen &screen, const TerminalPlace &place)
{
    const TerminalParagraph paragraph(screen, static_cast<int>(place.line - screen.forgotten()));
    return {{screen.forgotten() + paragraph.firstLine(), 0},
            {screen.forgotten() + paragraph.lastLine(), screen.columns()}};
}

} // namespace boxyard
