// SPDX-License-Identifier: GPL-2.0-or-later

#include "progressdelegate.h"

#include "gui/icons.h"

#include <QApplication>
#include <QPainter>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Gap = 6; ///< px beside the sign of trouble
constexpr int TextMargin = 8; ///< px that styles leave free beside a text, both sides together

int troubleWidth(const QStyleOptionViewItem &option)
{
    return option.decorationSize.width() + 2 * Gap;
}

} // namespace

ProgressDelegate::ProgressDelegate(int progressRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_progressRole(progressRole)
{
}

void ProgressDelegate::setTrouble(int role, int column)
{
    m_troubleRole = role;
    m_troubleColumn = column;
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    item.state &= ~QStyle::State_HasFocus;
    const bool trouble = index.column() == m_troubleColumn && index.data(m_troubleRole).toBool();
    const int side = option.decorationSize.width();
    initStyleOption(&item, index);
    if (trouble) // the icon has a place of its own, where the style would write
        item.text = item.fontMetrics.elidedText(item.text, item.textElideMode,
                                                item.rect.width() - troubleWidth(option) - TextMargin);
    const QStyle *style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool selected = option.state & QStyle::State_Selected;
    if (trouble) {
        const QRect place(option.rect.right() - side - Gap, option.rect.center().y() - side / 2, side, side);
        symbolicIcon(u"warning"_s, Tone::Warning)
            .paint(painter, QStyle::visualRect(option.direction, option.rect, place), Qt::AlignCenter,
                   selected ? QIcon::Selected : QIcon::Normal);
    }
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
    size.setHeight(std::max(size.height(), option.fontMetrics.height() + 13));
    if (index.column() == m_troubleColumn)
        size.rwidth() += troubleWidth(option);
    return size;
}

} // namespace boxyard
