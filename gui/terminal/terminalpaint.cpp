// SPDX-License-Identifier: GPL-2.0-or-later

// How TerminalView draws.

#include "terminalview.h"

#include <QGlyphRun>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace boxyard {

namespace {

enum Mark : quint8 { Plain, Selected, Match, CurrentMatch };

/// Whether two neighbours can be drawn by one call.
bool sameLook(const TerminalCell &one, const TerminalCell &other)
{
    return one.foreground == other.foreground && one.background == other.background
        && one.flags == other.flags
        && TerminalColors::isPicture(one.character) == TerminalColors::isPicture(other.character);
}

} // namespace

struct TerminalView::LinePaint {
    std::vector<TerminalCell> cells; ///< all columns
    std::vector<quint8> marks; ///< one a column
    int y; ///< of the line's top
    int linkFrom = 0; ///< columns of the link under the mouse
    int linkTo = 0;

    void mark(int from, int to, Mark how)
    {
        for (int column = std::max(from, 0); column < std::min(to, static_cast<int>(marks.size())); ++column)
            marks[static_cast<std::size_t>(column)] = how;
    }

    [[nodiscard]] bool isLink(int column) const { return column >= linkFrom && column < linkTo; }
};

void TerminalView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setClipRegion(event->region());
    painter.fillRect(viewport()->rect(),
                     m_screen->isReversed() ? m_colors.foreground() : m_colors.background());
    const int top = topLine();
    const int height = m_font.cell().height();
    for (int row = 0; row < m_screen->rows() && top + row < m_screen->lineCount(); ++row) {
        const int y = Margin + row * height;
        if (event->rect().intersects(QRect(0, y, viewport()->width(), height)))
            paintLine(painter, top + row, y);
    }
    paintCursor(painter);
    if (m_flash.isActive()) {
        QColor light = m_colors.foreground();
        light.setAlpha(50);
        painter.fillRect(viewport()->rect(), light);
    }
}

void TerminalView::paintLine(QPainter &painter, int line, int y)
{
    const auto columns = static_cast<std::size_t>(m_screen->columns());
    LinePaint paint{m_screen->line(line).cells, std::vector<quint8>(columns, Plain), y};
    paint.cells.resize(columns);
    const qint64 place = m_screen->forgotten() + line;
    const auto part = [this, place](const TerminalRange &range) {
        return std::pair(range.from.line == place ? range.from.column : 0,
                         range.to.line == place ? range.to.column : m_screen->columns());
    };
    for (std::size_t index = m_search.firstIn(place); index < m_search.matches().size(); ++index) {
        const TerminalRange &match = m_search.matches()[index];
        if (match.from.line > place)
            break;
        const auto [from, to] = part(match);
        paint.mark(from, to, static_cast<int>(index) == m_search.current() ? CurrentMatch : Match);
    }
    const auto [from, to] = m_selection.columns(place, m_screen->columns());
    paint.mark(from, to, Selected);
    if (m_link && m_link->range.from.line <= place && m_link->range.to.line >= place)
        std::tie(paint.linkFrom, paint.linkTo) = part(m_link->range);

    const int count = m_screen->columns();
    for (int begin = 0; begin < count;) {
        int end = begin + 1;
        const auto at = [](int column) { return static_cast<std::size_t>(column); };
        while (end < count && paint.marks[at(end)] == paint.marks[at(begin)]
               && paint.isLink(end) == paint.isLink(begin)
               && sameLook(paint.cells[at(begin)], paint.cells[at(end)]))
            ++end;
        paintRun(painter, paint, begin, end);
        begin = end;
    }
}

void TerminalView::paintRun(QPainter &painter, const LinePaint &paint, int from, int to)
{
    const TerminalCell &first = paint.cells[static_cast<std::size_t>(from)];
    TerminalColors::Look look = m_colors.look(first, m_screen->isReversed());
    switch (paint.marks[static_cast<std::size_t>(from)]) {
    case Selected:
        look = m_colors.selection();
        break;
    case Match:
    case CurrentMatch:
        look = TerminalColors::match(paint.marks[static_cast<std::size_t>(from)] == CurrentMatch);
        break;
    default:
        break;
    }
    const QSize cell = m_font.cell();
    const QRect place(Margin + from * cell.width(), paint.y, (to - from) * cell.width(), cell.height());
    if (look.ground != (m_screen->isReversed() ? m_colors.foreground() : m_colors.background()))
        painter.fillRect(place, look.ground);
    painter.setPen(look.text);
    paintText(painter, paint, from, to, look.text);
    paintLines(painter, first, place, paint.isLink(from));
}

void TerminalView::paintText(QPainter &painter, const LinePaint &paint, int from, int to, const QColor &color)
{
    const TerminalCell &first = paint.cells[static_cast<std::size_t>(from)];
    const bool bold = (first.flags & TerminalCell::Bold) != 0;
    const bool italic = (first.flags & TerminalCell::Italic) != 0;
    const QSize cell = m_font.cell();
    const int baseline = paint.y + m_font.ascent();
    int face = -1;
    QList<quint32> indexes;
    QList<QPointF> places;
    const auto flush = [&] {
        if (indexes.isEmpty())
            return;
        QGlyphRun run;
        run.setRawFont(m_font.face(face));
        run.setGlyphIndexes(indexes);
        run.setPositions(places);
        painter.drawGlyphRun({0, 0}, run);
        indexes.clear();
        places.clear();
    };
    for (int column = from; column < to; ++column) {
        const TerminalCell &drawn = paint.cells[static_cast<std::size_t>(column)];
        if (drawn.width == 0 || drawn.character == 0 || drawn.character == U' ')
            continue;
        TerminalFont::Glyph glyph;
        if (drawn.character <= TerminalCell::LastCharacter)
            glyph = m_font.glyph(drawn.character, bold, italic);
        // A font that stands in has letters of another width: they stand in the middle of their cells.
        const int room = drawn.width * cell.width();
        const double x = Margin + column * cell.width()
            + (glyph.advance > 0 && drawn.width * cell.width() != qRound(glyph.advance)
                   ? (room - double(glyph.advance)) / 2
                   : 0);
        if (glyph.face < 0) {
            painter.setFont(m_font.font(bold, italic));
            painter.setPen(color);
            painter.drawText(QPointF(x, baseline), m_screen->pool().textOf(drawn.character));
            continue;
        }
        if (glyph.face != face)
            flush();
        face = glyph.face;
        indexes.append(glyph.index);
        places.append(QPointF(x, baseline));
    }
    flush();
}

void TerminalView::paintLines(QPainter &painter, const TerminalCell &cell, const QRect &place,
                              bool isLink) const
{
    const int thick = m_font.lineWidth();
    const int below = place.top() + m_font.ascent() + m_font.underline();
    const QColor color = painter.pen().color();
    const auto straight = [&](int y) {
        painter.fillRect(QRect(place.left(), y, place.width(), thick), color);
    };
    if (isLink || (cell.flags & (TerminalCell::Underline | TerminalCell::DoubleUnderline)) != 0)
        straight(below);
    if ((cell.flags & TerminalCell::DoubleUnderline) != 0)
        straight(std::min(below + 2 * thick, place.bottom()));
    if ((cell.flags & TerminalCell::Strike) != 0)
        straight(place.top() + m_font.ascent() - m_font.ascent() / 3);
    if ((cell.flags & TerminalCell::CurlyUnderline) != 0) {
        const int step = std::max(2, m_font.cell().width() / 4);
        for (int x = place.left(), up = 0; x < place.right(); x += step, up = 1 - up)
            painter.drawLine(QPointF(x, below + (up != 0 ? 0 : thick)),
                             QPointF(x + step, below + (up != 0 ? thick : 0)));
    }
    if (cell.link != 0 && !isLink) {
        // Dots: there is something to click.
        for (int x = place.left(); x < place.right(); x += 3)
            painter.fillRect(QRect(x, below, 1, thick), color);
    }
}

void TerminalView::paintCursor(QPainter &painter)
{
    const QPoint cursor = m_screen->cursor();
    const int line = m_screen->scrollback() + cursor.y();
    const int row = line - topLine();
    if (m_pty == nullptr || row < 0 || row >= m_screen->rows())
        return;
    QRect place = cellRect({cursor.x(), row});
    if (!m_composing.isEmpty())
        return paintComposing(painter, place);
    if (!m_screen->cursorVisible())
        return;
    const auto &cells = m_screen->line(line).cells;
    TerminalCell under;
    if (const auto column = static_cast<std::size_t>(cursor.x()); column < cells.size())
        under = cells[column];
    if (under.width == 2)
        place.setWidth(2 * place.width());
    const TerminalColors::Look look = m_colors.look(under, m_screen->isReversed());
    const QColor color = m_screen->isReversed() ? m_colors.background() : m_colors.foreground();
    if (!hasFocus()) {
        painter.setPen(color);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(place.adjusted(0, 0, -1, -1));
        return;
    }
    if (m_blinkedOff)
        return;
    const int thick = std::max(2, m_font.lineWidth() * 2);
    switch (m_screen->cursorShape().value_or(m_settings.cursor)) {
    case TerminalScreen::Shape::Underline:
        return painter.fillRect(QRect(place.left(), place.bottom() - thick + 1, place.width(), thick), color);
    case TerminalScreen::Shape::Bar:
        return painter.fillRect(QRect(place.left(), place.top(), thick, place.height()), color);
    case TerminalScreen::Shape::Block:
        break;
    }
    painter.fillRect(place, color);
    painter.setPen(look.ground == color ? m_colors.background() : look.ground);
    LinePaint paint{{under}, {Plain}, place.top()};
    painter.save();
    painter.translate(cursor.x() * m_font.cell().width(), 0);
    paintText(painter, paint, 0, 1, painter.pen().color());
    painter.restore();
}

/// What an input method has not settled yet, over the text that is there.
void TerminalView::paintComposing(QPainter &painter, const QRect &place)
{
    QTextLayout layout(m_composing, m_font.font(false, false));
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const int width = qRound(line.naturalTextWidth());
    const int left = std::max(0, std::min(place.left(), viewport()->width() - width - Margin));
    const QRect whole(left, place.top(), width, place.height());
    painter.fillRect(whole, m_colors.background());
    painter.setPen(m_colors.foreground());
    painter.setFont(m_font.font(false, false));
    painter.drawText(QPointF(left, place.top() + m_font.ascent()), m_composing);
    painter.fillRect(QRect(left, whole.bottom() - m_font.lineWidth(), width, m_font.lineWidth()),
                     m_colors.foreground());
}

} // namespace boxyard
