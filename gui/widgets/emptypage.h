// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QPushButton;

namespace boxyard {

class ActionButton;

/// What a page shows when it has nothing: a large icon, a title, a sentence, and the buttons that change it.
class EmptyPage final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyPage(QWidget *parent = nullptr);

    void setTexts(const QString &icon, const QString &title, const QString &text);

    /// The button; hidden without a text.
    [[nodiscard]] QPushButton *button() const { return m_button; }

    /// A button that does an action; nullptr for none.
    void setAction(QAction *action);
    /// A command that helps, with a button that copies it; empty for none.
    void setCommand(const QString &command);
    /// Whether something is on its way.
    void setBusy(bool busy);

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void drawIcon();

    QString m_iconName;
    QWidget *m_column;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QProgressBar *m_busy;
    QWidget *m_copying;
    QLabel *m_command;
    QPushButton *m_copy;
    QPushButton *m_button;
    ActionButton *m_action;
};

} // namespace boxyard
