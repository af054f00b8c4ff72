// SPDX-License-Identifier: GPL-2.0-or-later

#include "progressdelegate.h"

#include <QApplication>
#include <QPainter>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Apart = 12; ///< px from the longest text to the next column

} // namespace

ProgressDelegate::ProgressDelegate(int progressRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_progressRole(progressRole)
{
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    item.state &= ~QStyle::State_HasFocus;
    initStyleOption(&item, index);
    const QStyle *style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = option.state & QStyle::State_Selected;
    const QVariant progress = index.column() == m_progressColumn ? index.data(m_progressRole) : QVariant();
    if (!progress.isValid())
        return;
    const QColor color = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight);
    QRectF track(option.rect.left() + 6, option.rect.bottom() - 5, option.rect.width() - 12, 3);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    QColor faint = color;
    faint.setAlphaF(0.25F);
    painter->setBrush(faint);
    painter->drawRoundedRect(track, 1.5, 1.5);
    track.setWidth(track.width() * qBound(0.0, progress.toDouble(), 1.0));
    painter->setBrush(color);
    painter->drawRoundedRect(track, 1.5, 1.5);
    painter->restore();
}

QSize ProgressDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += Apart;
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 13));
    return size;
}

} // namespace boxyard
