// SPDX-License-Identifier: GPL-2.0-or-later

#include "actionbutton.h"

#include "gui/icons.h"

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

void ActionButton::setWords(const QString &words)
{
    m_words = words;
    if (m_action != nullptr)
        update();
}

void ActionButton::update()
{
    const QString words = m_words.isEmpty() ? m_action->text() : m_words;
    setText(m_iconOnly ? QString() : words);
    setIcon(m_action->icon());
    setIconSize(boxyard::iconSize(m_action->icon()));
    setToolTip(m_action->toolTip());
    setAccessibleName(words);
    setEnabled(m_action->isEnabled());
}

} // namespace boxyard
