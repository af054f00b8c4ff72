// SPDX-License-Identifier: GPL-2.0-or-later

#include "splitbutton.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QAction>
#include <QMenu>
#include <QStyleOptionToolButton>
#include <QStylePainter>

#include <algorithm>

namespace boxyard {

namespace {

class AccessibleSplitButton final : public QAccessibleWidget
{
public:
    explicit AccessibleSplitButton(SplitButton *button)
        : QAccessibleWidget(button, QAccessible::ButtonDropDown)
    {
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        QString text = QAccessibleWidget::text(kind);
        const QAction *action = button()->defaultAction();
        if (!text.isEmpty() || action == nullptr)
            return text;
        switch (kind) {
        case QAccessible::Name:
            return action->iconText(); // the text without its mnemonic
        case QAccessible::Accelerator:
            return action->shortcut().toString(QKeySequence::NativeText);
        default:
            return text;
        }
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = true;
        return state;
    }

    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names;
        if (button()->isEnabled())
            names << pressAction() << showMenuAction();
        return names << QAccessibleWidget::actionNames();
    }

    void doAction(const QString &name) override
    {
        if (name == showMenuAction() && button()->isEnabled())
            QMetaObject::invokeMethod(button(), &QToolButton::showMenu,
                                      Qt::QueuedConnection); // it has its own loop
        else if (name == pressAction())
            button()->click(); // one that is not enabled does nothing
        else
            QAccessibleWidget::doAction(name);
    }

private:
    [[nodiscard]] SplitButton *button() const { return static_cast<SplitButton *>(widget()); }
};

QAccessibleInterface *makeAccessible(const QString & /*key*/, QObject *object)
{
    auto *button = qobject_cast<SplitButton *>(object);
    return button == nullptr ? nullptr : new AccessibleSplitButton(button); // QAccessible's to delete
}

} // namespace

SplitButton::SplitButton(QMenu *ways, QWidget *parent)
    : QToolButton(parent)
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(once)
    ways->setParent(this, ways->windowFlags());
    setMenu(ways);
    setPopupMode(QToolButton::MenuButtonPopup);
    const auto actions = ways->actions();
    for (const QAction *action : actions)
        connect(action, &QAction::changed, this, &SplitButton::followWays);
}

/// Styles leave two blanks behind the words, which would part them from the arrow.
QSize SplitButton::sizeHint() const
{
    QSize size = QToolButton::sizeHint();
    if (toolButtonStyle() == Qt::ToolButtonTextBesideIcon)
        size.rwidth() -= fontMetrics().horizontalAdvance(u' ');
    return size;
}

bool SplitButton::isActionPossible() const
{
    return defaultAction() == nullptr || defaultAction()->isEnabled();
}

void SplitButton::followWays()
{
    const auto actions = menu()->actions();
    setEnabled(isActionPossible() || std::any_of(actions.cbegin(), actions.cend(), [](const QAction *action) {
                   return action->isEnabled();
               }));
    update();
}

void SplitButton::actionEvent(QActionEvent *event)
{
    QToolButton::actionEvent(event); // as possible as its action
    followWays();
}

void SplitButton::nextCheckState()
{
    if (isActionPossible())
        QToolButton::nextCheckState();
    else // it has its own loop
        QMetaObject::invokeMethod(this, &QToolButton::showMenu, Qt::QueuedConnection);
}

void SplitButton::paintEvent(QPaintEvent * /*event*/)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    if (!isEnabled() || isActionPossible()) {
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
        return;
    }
    // The arrow can be used; icon and words look as their action does.
    QStyleOptionToolButton label = option;
    option.text.clear();
    option.icon = QIcon();
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    label.state &= ~QStyle::State_Enabled;
    label.palette.setCurrentColorGroup(QPalette::Disabled);
    const int frame = style()->pixelMetric(QStyle::PM_DefaultFrameWidth, &label, this);
    label.rect = style()
                     ->subControlRect(QStyle::CC_ToolButton, &label, QStyle::SC_ToolButton, this)
                     .adjusted(frame, frame, -frame, -frame);
    painter.drawControl(QStyle::CE_ToolButtonLabel, label);
}

} // namespace boxyard
