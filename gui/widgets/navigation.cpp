// SPDX-License-Identifier: GPL-2.0-or-later

#include "navigation.h"

#include "gui/icons.h"
#include "gui/tones.h"

#include <QBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// A place as a rounded field, as wide as the list.
class PlaceDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const bool chosen = item.state & QStyle::State_Selected;
        const bool over = item.state & QStyle::State_MouseOver;
        const QRectF field = QRectF(item.rect).adjusted(6, 2, -6, -2);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const QColor ground = item.palette.color(QPalette::Window);
        if (chosen)
            painter->setBrush(blend(item.palette.color(QPalette::Highlight), ground, 0.28));
        else if (over)
            painter->setBrush(blend(item.palette.color(QPalette::WindowText), ground, 0.07));
        if (chosen || over)
            painter->drawRoundedRect(field, 6, 6);
        const QRect icon(static_cast<int>(field.left()) + 10, item.rect.center().y() - 8, 16, 16);
        item.icon.paint(painter, icon);
        painter->setPen(item.palette.color(QPalette::WindowText));
        QFont font = item.font;
        font.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        painter->drawText(item.rect.adjusted(40, 0, -10, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                          item.text);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QFont bold = option.font;
        bold.setWeight(QFont::DemiBold);
        const int text = QFontMetrics(bold).horizontalAdvance(index.data().toString());
        return {46 + (text > 0 ? text + 22 : 0), option.fontMetrics.height() + 18};
    }
};

/// A menu's button that has an icon for it, and needs no arrow.
class MenuButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        option.features &= ~QStyleOptionToolButton::HasMenu;
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
    }
};

} // namespace

Navigation::Navigation(const QList<Place> &places, QMenu *menu, QWidget *parent)
    : QWidget(parent)
    , m_places(places)
    , m_list(new QListWidget(this))
    , m_menu(new MenuButton(this))
    , m_collapse(new QToolButton(this))
{
    m_list->setItemDelegate(new PlaceDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Places"));
    m_list->setObjectName(u"places"_s);
    for (const Place &place : places)
        m_list->addItem(new QListWidgetItem(symbolicIcon(place.icon), place.title));
    connect(m_list, &QListWidget::currentRowChanged, this, &Navigation::chosen);
    addMenuButton(menu);
    addCollapseButton();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 1, 6);
    layout->setSpacing(4);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 0, 8, 0);
    top->addWidget(m_menu, 0, Qt::AlignLeft);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(8, 0, 8, 0);
    bottom->addWidget(m_collapse, 0, Qt::AlignLeft);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addLayout(bottom);
    update();
}

void Navigation::addMenuButton(QMenu *menu)
{
    m_menu->setMenu(menu);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setIcon(symbolicIcon(u"menu"_s));
    m_menu->setText(tr("Menu"));
    m_menu->setToolTip(tr("Menu (%1)").arg(QKeySequence(Qt::Key_F10).toString(QKeySequence::NativeText)));
    m_menu->setAutoRaise(true);
    m_menu->setShortcut(Qt::Key_F10);
    m_menu->setObjectName(u"menuButton"_s);
}

void Navigation::addCollapseButton()
{
    m_collapse->setAutoRaise(true);
    m_collapse->setObjectName(u"collapse"_s);
    connect(m_collapse, &QToolButton::clicked, this, [this] {
        m_collapsed = !m_collapsed;
        if (!m_narrow)
            m_wish = m_collapsed;
        update();
    });
}

void Navigation::setCollapsed(bool collapsed)
{
    m_wish = collapsed;
    m_collapsed = m_wish || m_narrow;
    update();
}

void Navigation::setNarrow(bool narrow)
{
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    m_collapsed = m_wish || m_narrow;
    update();
}

void Navigation::setCurrent(int place)
{
    m_list->setCurrentRow(place);
}

void Navigation::update()
{
    for (int i = 0; i < m_list->count(); ++i) {
        QListWidgetItem *item = m_list->item(i);
        const QString &title = m_places.at(i).title;
        item->setText(m_collapsed ? QString() : title);
        item->setData(Qt::AccessibleTextRole, title);
        const QString keys = QKeySequence(static_cast<int>(Qt::CTRL) | (static_cast<int>(Qt::Key_1) + i))
                                 .toString(QKeySequence::NativeText);
        item->setToolTip(tr("%1 (%2)", "place, its keys").arg(title, keys));
    }
    const QString what =
        m_collapsed ? tr("Show the names of the places") : tr("Show only the icons of the places");
    m_collapse->setIcon(symbolicIcon(m_collapsed ? u"expand"_s : u"collapse"_s));
    m_collapse->setText(what);
    m_collapse->setToolTip(what);
    m_menu->setToolButtonStyle(m_collapsed ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    int width = 48;
    if (!m_collapsed)
        width = std::max({width, m_list->sizeHintForColumn(0) + 14, m_menu->sizeHint().width() + 16, 140});
    setFixedWidth(width);
}

void Navigation::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(width() - 1, 0, 1, height(),
                     blend(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.18));
}

} // namespace boxyard
