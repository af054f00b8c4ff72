// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace boxyard {

/// A push button that does an action and looks as the action does: text, icon, tool tip, possible or not.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit ActionButton(QWidget *parent = nullptr);

    void setAction(QAction *action);

    [[nodiscard]] QAction *action() const { return m_action; }

    /// Where there is no room for the words.
    void setIconOnly(bool iconOnly);
    /// Other words than the action's; empty: the action's.
    void setWords(const QString &words);

private:
    void update();

    QAction *m_action = nullptr;
    bool m_iconOnly = false;
    QString m_words;
};

} // namespace boxyard
