// SPDX-License-Identifier: GPL-2.0-or-later

// How TerminalView draws.

#include "gui/tones.h"
#include "terminalview.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace boxyard {

namespace {

/// Whether two neighbours can be drawn by one call.
bool sameLook(const TerminalCell &one, const TerminalCell &other)
{
    return one.foreground == other.foreground && one.background == other.background
        && one.flags == other.flags && one.width == 1 && other.width == 1;
}

} // namespace

void TerminalView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_colors.background());
    painter.setFont(font());
    const int top = topLine();
    for (int row = 0; row < m_screen->rows() && top + row < m_screen->lineCount(); ++row)
        paintLine(painter, top + row, Margin + row * m_cellHeight);
    paintCursor(painter);
}

void TerminalView::paintLine(QPainter &painter, int line, int y) const
{
    const TerminalLine cells = m_screen->line(line);
    const qint64 place = m_screen->forgotten() + line;
    const int count = static_cast<int>(cells.size());
    for (int from = 0; from < count;) {
        int to = from + 1;
        const auto &first = cells.at(static_cast<std::size_t>(from));
        while (to < count && sameLook(first, cells.at(static_cast<std::size_t>(to)))
               && isSelected(place, from) == isSelected(place, to))
            ++to;
        if (first.width == 2)
            ++to;
        paintRun(painter, cells, from, std::min(to, count), y, isSelected(place, from));
        from = to;
    }
}

void TerminalView::paintRun(QPainter &painter, const TerminalLine &cells, int from, int to, int y,
                            bool selected) const
{
    const TerminalCell &first = cells.at(static_cast<std::size_t>(from));
    const bool bold = (first.flags & TerminalCell::Bold) != 0;
    QColor text = m_colors.foreground(first.foreground, bold);
    QColor ground = m_colors.background(first.background);
    if ((first.flags & TerminalCell::Reverse) != 0)
        std::swap(text, ground);
    if (selected) {
        text = palette().color(QPalette::HighlightedText);
        ground = palette().color(QPalette::Highlight);
    }
    if (ground != m_colors.background())
        painter.fillRect(QRect(Margin + from * m_cellWidth, y, (to - from) * m_cellWidth, m_cellHeight),
                         ground);
    painter.setPen(text);
    QFont look = font();
    look.setBold(bold);
    look.setItalic((first.flags & TerminalCell::Italic) != 0);
    look.setUnderline((first.flags & TerminalCell::Underline) != 0);
    look.setStrikeOut((first.flags & TerminalCell::Strike) != 0);
    painter.setFont(look);
    // Cell by cell where a font's advance is not a whole number of pixels; runs of plain text are short
    // enough.
    for (int column = from; column < to; ++column) {
        const TerminalCell &cell = cells.at(static_cast<std::size_t>(column));
        const bool lined = look.underline() || look.strikeOut();
        if (cell.width == 0 || ((cell.character == 0 || cell.character == U' ') && !lined))
            continue;
        const char32_t character = cell.character == 0 ? U' ' : cell.character;
        QString drawn = QString::fromUcs4(&character, 1);
        if (cell.combining != 0)
            drawn += QString::fromUcs4(&cell.combining, 1);
        painter.drawText(Margin + column * m_cellWidth, y + m_ascent, drawn);
    }
}

void TerminalView::paintCursor(QPainter &painter) const
{
    if (m_pty == nullptr || !m_screen->cursorVisible())
        return;
    const QPoint cursor = m_screen->cursor();
    const int row = m_screen->scrollback() + cursor.y() - topLine();
    if (row < 0 || row >= m_screen->rows())
        return;
    const QRect place(Margin + cursor.x() * m_cellWidth, Margin + row * m_cellHeight, m_cellWidth,
                      m_cellHeight);
    if (!m_composing.isEmpty()) {
        painter.setPen(m_colors.foreground());
        QFont look = font();
        look.setUnderline(true);
        painter.setFont(look);
        painter.drawText(place.left(), place.top() + m_ascent, m_composing);
        return;
    }
    if (!hasFocus()) {
        painter.setPen(m_colors.foreground());
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0, 0, -1, -1));
        return;
    }
    painter.fillRect(place, m_colors.foreground());
    const QString under = m_screen->text(m_screen->scrollback() + cursor.y(), cursor.x(), cursor.x() + 1);
    painter.setPen(m_colors.background());
    painter.setFont(font());
    painter.drawText(place.left(), place.top() + m_ascent, under);
}

} // namespace boxyard
