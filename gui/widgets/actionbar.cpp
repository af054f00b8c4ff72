// SPDX-License-Identifier: GPL-2.0-or-later

#include "actionbar.h"

#include "gui/icons.h"
#include "gui/tones.h"
#include "splitbutton.h"

#include <QAction>
#include <QBoxLayout>
#include <QEvent>
#include <QFrame>
#include <QPainter>

namespace boxyard {

namespace {

constexpr int AfterArrow = 8; ///< px: an arrow belongs to the button before it

} // namespace

ActionBar::ActionBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(8, 6, 8, 7);
    m_layout->setSpacing(3);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QToolButton *ActionBar::addAction(QAction *action)
{
    return place(new QToolButton(this), action);
}

QToolButton *ActionBar::addAction(QAction *action, QMenu *ways)
{
    QToolButton *button = place(new SplitButton(ways, this), action);
    m_layout->addSpacing(AfterArrow);
    return button;
}

QToolButton *ActionBar::place(QToolButton *button, QAction *action)
{
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    m_flexible.append(button);
    m_layout->addWidget(button);
    setAction(button, action);
    return button;
}

void ActionBar::setTurns(QToolButton *button, const QList<QAction *> &actions)
{
    m_turns.insert(button, actions);
    arrange();
}

void ActionBar::setWords(QToolButton *button, bool words)
{
    button->setIconSize(iconSize(button->icon()));
    button->setToolButtonStyle(words ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    int least = 0;
    const auto turns = m_turns.value(button);
    for (const QAction *action : turns)
        least = std::max(least, fontMetrics().horizontalAdvance(action->text()));
    const int missing = std::max(least - fontMetrics().horizontalAdvance(button->text()), 0);
    button->setMinimumWidth(words && !turns.isEmpty() ? button->sizeHint().width() + missing : 0);
}

void ActionBar::setAction(QToolButton *button, QAction *action)
{
    if (button->defaultAction() == action)
        return;
    if (QAction *last = button->defaultAction())
        button->removeAction(last);
    button->setDefaultAction(action);
    arrange();
}

void ActionBar::addSeparator()
{
    auto *line = new QFrame(this);
    line->setFrameShape(QFrame::VLine);
    line->setFrameShadow(QFrame::Plain);
    QPalette faint = palette();
    faint.setColor(QPalette::WindowText,
                   blend(faint.color(QPalette::WindowText), faint.color(QPalette::Window), 0.18));
    line->setPalette(faint);
    m_layout->addSpacing(3);
    m_layout->addWidget(line);
    m_layout->addSpacing(3);
}

void ActionBar::addWidget(QWidget *widget, int stretch)
{
    m_layout->addWidget(widget, stretch);
}

void ActionBar::addStretch()
{
    m_layout->addStretch(1);
}

int ActionBar::neededWidth() const
{
    int width = m_layout->contentsMargins().left() + m_layout->contentsMargins().right();
    for (int i = 0; i < m_layout->count(); ++i) {
        QLayoutItem *item = m_layout->itemAt(i);
        if (!item->isEmpty() || item->spacerItem() != nullptr)
            width += (m_layout->stretch(i) > 0 ? item->minimumSize() : item->sizeHint()).width()
                + m_layout->spacing();
    }
    return width;
}

void ActionBar::arrange()
{
    for (QToolButton *button : std::as_const(m_flexible))
        setWords(button, true);
    for (auto button = m_flexible.crbegin(); button != m_flexible.crend() && neededWidth() > width();
         ++button)
        setWords(*button, false);
}

QSize ActionBar::minimumSizeHint() const
{
    int words = 0;
    for (const QToolButton *button : m_flexible) {
        if (!button->isHidden() && button->toolButtonStyle() != Qt::ToolButtonIconOnly)
            words += button->sizeHint().width() - button->sizeHint().height();
    }
    return {std::max(neededWidth() - words, 0), m_layout->minimumSize().height()};
}

void ActionBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ActionBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    QWidget::changeEvent(event);
}

void ActionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1,
                     blend(palette().color(QPalette::WindowText), palette().color(QPalette::Window), 0.18));
}

} // namespace boxyard
