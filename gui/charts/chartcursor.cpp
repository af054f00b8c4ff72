// SPDX-License-Identifier: GPL-2.0-or-later

#include "chartcursor.h"

#include "gui/tones.h"

#include <QPainter>

#include <algorithm>

namespace boxyard {

namespace {

constexpr qreal Away = 9; ///< of the box from the line
constexpr qreal Padding = 6;

} // namespace

ChartCursor::ChartCursor(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void ChartCursor::setMark(const Mark &mark)
{
    if (mark == m_mark)
        return;
    m_mark = mark;
    update();
}

QRectF ChartCursor::boxFor(const QSizeF &size) const
{
    QPointF place(m_mark.x + Away, m_mark.plot.top() + 2);
    if (place.x() + size.width() > width())
        place.setX(m_mark.x - Away - size.width());
    place.setX(std::clamp(place.x(), 0.0, std::max(0.0, width() - size.width())));
    return {place, size};
}

void ChartCursor::paintEvent(QPaintEvent *)
{
    if (m_mark.lines.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor text = palette().color(QPalette::ToolTipText);
    const QColor ground = palette().color(QPalette::ToolTipBase);
    painter.setPen(QPen(blend(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.45), 1));
    painter.drawLine(QPointF(m_mark.x, m_mark.plot.top()), QPointF(m_mark.x, m_mark.plot.bottom()));
    for (int i = 0; i < m_mark.dots.size(); ++i) {
        painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
        painter.setBrush(m_mark.colors.value(i));
        painter.drawEllipse(m_mark.dots.at(i), 3.5, 3.5);
    }

    qreal widest = 0;
    for (const QString &line : m_mark.lines)
        widest = std::max<qreal>(widest, fontMetrics().horizontalAdvance(line));
    const qreal height = fontMetrics().height();
    const QRectF box =
        boxFor({widest + 2 * Padding, height * static_cast<qreal>(m_mark.lines.size()) + Padding});
    painter.setPen(QPen(blend(text, ground, 0.3), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(text);
    qreal top = box.top() + Padding / 2;
    for (const QString &line : m_mark.lines) {
        painter.drawText(QRectF(box.left() + Padding, top, widest + 1, height), Qt::AlignVCenter, line);
        top += height;
    }
}

} // namespace boxyard
