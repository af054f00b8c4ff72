// SPDX-License-Identifier: GPL-2.0-or-later

#include "plaintabs.h"

#include "gui/tones.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>

#include <algorithm>

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

void PlainTabBar::setLetters(int least, int most)
{
    m_least = least;
    m_most = most;
}

int PlainTabBar::wordsWidth(int index) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    const int width = metrics.horizontalAdvance(tabText(index));
    return m_most > 0 ? std::min(width, m_most * metrics.averageCharWidth()) : width;
}

int PlainTabBar::buttonWidth(int index) const
{
    const QWidget *button = tabButton(index, QTabBar::RightSide);
    return button == nullptr ? 0 : button->sizeHint().width();
}

int PlainTabBar::restWidth(int index) const
{
    const int icon = tabIcon(index).isNull() ? 0 : iconSize().width() + IconGap;
    return icon + buttonWidth(index) + 2 * Side;
}

QSize PlainTabBar::tabSizeHint(int index) const
{
    return {wordsWidth(index) + restWidth(index), fontMetrics().height() + 18};
}

QSize PlainTabBar::minimumTabSizeHint(int index) const
{
    const QSize whole = tabSizeHint(index);
    if (m_least == 0)
        return {iconSize().width() + 2 * Side, whole.height()};
    const int words = std::min(wordsWidth(index), m_least * fontMetrics().averageCharWidth());
    return {words + restWidth(index), whole.height()};
}

void PlainTabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool icons = hasRoomForIcons();
    for (int index = 0; index < count(); ++index)
        paintTab(painter, index, icons);
}

bool PlainTabBar::hasRoomForIcons() const
{
    for (int index = 0; index < count(); ++index) {
        if (isTabVisible(index) && tabRect(index).width() < tabSizeHint(index).width())
            return false;
    }
    return true;
}

void PlainTabBar::paintTab(QPainter &painter, int index, bool icons) const
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
    QRect words = tab.adjusted(Side, 0, -Side - buttonWidth(index), 0);
    if (const QIcon icon = tabIcon(index); icons && !icon.isNull()) {
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
