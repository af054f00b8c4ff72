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

qreal ChartCursor::boxWidth(const QString &time) const
{
    qreal widest = fontMetrics().horizontalAdvance(time);
    for (const QString &line : m_mark.values)
        widest = std::max<qreal>(widest, fontMetrics().horizontalAdvance(line));
    return widest + 2 * Padding;
}

/// Whether there is room for it at one side of the line, without covering the axis.
bool ChartCursor::fitsBeside(qreal width) const
{
    return m_mark.x + Away + width <= this->width() || m_mark.x - Away - width >= m_mark.plot.left();
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
    if (m_mark.values.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(blend(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.45), 1));
    painter.drawLine(QPointF(m_mark.x, m_mark.plot.top()), QPointF(m_mark.x, m_mark.plot.bottom()));
    for (int i = 0; i < m_mark.dots.size(); ++i) {
        painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
        painter.setBrush(m_mark.colors.value(i));
        painter.drawEllipse(m_mark.dots.at(i), 3.5, 3.5);
    }
    paintBox(painter);
}

void ChartCursor::paintBox(QPainter &painter) const
{
    const QColor text = palette().color(QPalette::ToolTipText);
    const QColor ground = palette().color(QPalette::ToolTipBase);
    const QString &time = fitsBeside(boxWidth(m_mark.time)) ? m_mark.time : m_mark.briefTime;
    const QStringList lines = QStringList(time) + m_mark.values;
    const qreal width = boxWidth(time);
    const qreal height = fontMetrics().height();
    const QRectF box = boxFor({width, height * static_cast<qreal>(lines.size()) + Padding});
    painter.setPen(QPen(blend(text, ground, 0.3), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setPen(text);
    qreal top = box.top() + Padding / 2;
    for (const QString &line : lines) {
        painter.drawText(QRectF(box.left() + Padding, top, width - 2 * Padding + 1, height), Qt::AlignVCenter,
                         line);
        top += height;
    }
}

} // namespace boxyard
