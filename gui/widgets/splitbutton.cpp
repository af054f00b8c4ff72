// SPDX-License-Identifier: GPL-2.0-or-later

#include "splitbutton.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QAction>
#include <QMenu>

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
        const QString text = QAccessibleWidget::text(kind);
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
            QMetaObject::invokeMethod(button(), &QToolButton::showMenu, Qt::QueuedConnection); // it has its own loop
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
}

} // namespace boxyard
