// SPDX-License-Identifier: GPL-2.0-or-later

#include "plaintabs.h"

#include "gui/tones.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>

namespace boxyard {

namespace {

constexpr int Side = 14; ///< left and right of a tab's words
constexpr int IconGap = 7;

} // namespace

PlainTabBar::PlainTabBar(QWidget *parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setMouseTracking(true);
    setIconSize(QSize(16, 16));
    setElideMode(Qt::ElideRight);
}

QSize PlainTabBar::tabSizeHint(int index) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const int icon = tabIcon(index).isNull() ? 0 : iconSize().width() + IconGap;
    return {QFontMetrics(bold).horizontalAdvance(tabText(index)) + icon + 2 * Side,
            fontMetrics().height() + 18};
}

QSize PlainTabBar::minimumTabSizeHint(int index) const
{
    return {iconSize().width() + 2 * Side, tabSizeHint(index).height()};
}

void PlainTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int index = 0; index < count(); ++index)
        paintTab(painter, index);
}

void PlainTabBar::paintTab(QPainter &painter, int index) const
{
    const QRect tab = tabRect(index);
    const bool chosen = index == currentIndex();
    const bool over = tab.contains(mapFromGlobal(QCursor::pos())) && underMouse();
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    if (over && !chosen) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(blend(text, base, 0.06));
        painter.drawRoundedRect(QRectF(tab).adjusted(4, 5, -4, -5), 5, 5);
    }
    QRect words = tab.adjusted(Side, 0, -Side, 0);
    if (const QIcon icon = tabIcon(index); !icon.isNull()) {
        icon.paint(&painter,
                   QRect(QPoint(words.left(), tab.center().y() - iconSize().height() / 2), iconSize()));
        words.setLeft(words.left() + iconSize().width() + IconGap);
    }
    QFont look = font();
    look.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
    painter.setFont(look);
    painter.setPen(chosen ? text : blend(text, base, 0.78));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(look).elidedText(tabText(index), elideMode(), words.width() + 2));
    if (chosen)
        painter.fillRect(QRect(tab.left() + 6, tab.bottom() - 1, tab.width() - 12, 2),
                         palette().color(QPalette::Highlight));
    if (chosen && hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = tab.adjusted(5, 6, -5, -6);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

PlainTabs::PlainTabs(QWidget *parent)
    : QTabWidget(parent)
{
    setTabBar(new PlainTabBar(this));
    setDocumentMode(true);
    tabBar()->setDrawBase(false);
}

void PlainTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor base = palette().color(QPalette::Base);
    painter.fillRect(0, tabBar()->geometry().bottom(), width(), 1,
                     blend(palette().color(QPalette::Text), base, 0.14));
}

} // namespace boxyard
