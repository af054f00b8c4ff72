// SPDX-License-Identifier: GPL-2.0-or-later

#include "actionbutton.h"

#include <QAction>

namespace boxyard {

ActionButton::ActionButton(QWidget *parent)
    : QPushButton(parent)
{
    setAutoDefault(false);
    connect(this, &QPushButton::clicked, this, [this] {
        if (m_action != nullptr)
            m_action->trigger();
    });
}

void ActionButton::setAction(QAction *action)
{
    if (m_action == action)
        return;
    if (m_action != nullptr)
        m_action->disconnect(this);
    m_action = action;
    connect(action, &QAction::changed, this, &ActionButton::update);
    update();
}

void ActionButton::setIconOnly(bool iconOnly)
{
    m_iconOnly = iconOnly;
    if (m_action != nullptr)
        update();
}

void ActionButton::update()
{
    setText(m_iconOnly ? QString() : m_action->text());
    setIcon(m_action->icon());
    setToolTip(m_action->toolTip());
    setAccessibleName(m_action->text());
    setEnabled(m_action->isEnabled());
}

} // namespace boxyard
