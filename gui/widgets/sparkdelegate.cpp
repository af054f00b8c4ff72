// SPDX-License-Identifier: GPL-2.0-or-later

#include "sparkdelegate.h"

#include "gui/models/spark.h"
#include "gui/tones.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

#include <cmath>
#include <utility>

namespace boxyard {

namespace {

constexpr int Side = 5; ///< of the cell
constexpr int Between = 6; ///< line and figure

/// From one gap to the next: the line, and what lies under it.
void drawRun(QPainter &painter, const QPolygonF &line, double bottom, const QColor &color)
{
    QPolygonF below = line;
    below << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    QColor faint = color;
    faint.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(faint);
    painter.drawPolygon(below);
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    painter.drawPolyline(line);
}

void drawSpark(QPainter &painter, const Spark &spark, const QRectF &place, const QColor &color)
{
    const double step = place.width() / static_cast<double>(Spark::Length - 1);
    QPolygonF line;
    const auto finish = [&] {
        if (line.size() == 1)
            line << line.first() + QPointF(step, 0);
        if (!line.isEmpty())
            drawRun(painter, line, place.bottom(), color);
        line.clear();
    };
    for (std::size_t i = 0; i < Spark::Length; ++i) {
        const float value = spark.values[i];
        if (std::isnan(value)) {
            finish();
            continue;
        }
        const double share = std::min(double{value / spark.top}, 1.0);
        line << QPointF(place.left() + step * static_cast<double>(i),
                        place.bottom() - share * place.height());
    }
    finish();
}

} // namespace

SparkDelegate::SparkDelegate(int sparkRole, QString widest, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_sparkRole(sparkRole)
    , m_widest(std::move(widest))
{
}

void SparkDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = item.text;
    item.text.clear();
    item.state &= ~QStyle::State_HasFocus;
    const QStyle *style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = option.state & QStyle::State_Selected;
    const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QRect inside = option.rect.adjusted(Side, 0, -Side, 0);
    const int textWidth = std::min(option.fontMetrics.horizontalAdvance(text), inside.width());
    painter->save();
    painter->setPen(option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(option.font);
    // On the line on which styles write the words of the other cells.
    const QRect words = QStyle::alignedRect(option.direction, Qt::AlignRight | Qt::AlignVCenter,
                                            QSize(textWidth, option.fontMetrics.height()), inside);
    painter->drawText(words, static_cast<int>(Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine),
                      option.fontMetrics.elidedText(text, Qt::ElideRight, inside.width()));

    // The lines of all rows are equally long, whatever their figures.
    const int figure = option.fontMetrics.horizontalAdvance(m_widest);
    const int width = inside.width() - std::max(figure, textWidth) - Between;
    const QVariant value = width < 12 ? QVariant() : index.data(m_sparkRole);
    if (value.isValid()) {
        const QRect place(inside.left(), inside.top() + 5, width, inside.height() - 10);
        const QColor base = option.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
        const QColor color = selected ? option.palette.color(group, QPalette::HighlightedText)
                                      : readableOn(base, option.palette.color(QPalette::Highlight), 4.5);
        painter->setRenderHint(QPainter::Antialiasing);
        drawSpark(*painter, value.value<Spark>(),
                  QRectF(QStyle::visualRect(option.direction, option.rect, place)), color);
    }
    painter->restore();
}

QSize SparkDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const int line = option.fontMetrics.averageCharWidth() * 8;
    size.setWidth(option.fontMetrics.horizontalAdvance(m_widest) + line + Between + 2 * Side);
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 13));
    return size;
}

} // namespace boxyard
