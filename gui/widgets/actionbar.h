// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QToolButton>
#include <QWidget>

class QHBoxLayout;
class QMenu;

namespace boxyard {

/// A row of flat buttons on actions. Where there is no room for all their words, those that can do without
/// show only their icon, the last first.
class ActionBar final : public QWidget
{
    Q_OBJECT

public:
    explicit ActionBar(QWidget *parent = nullptr);

    QToolButton *addAction(QAction *action);
    /// The same, with an arrow for a menu of more ways, which the bar takes.
    QToolButton *addAction(QAction *action, QMenu *ways);
    /// Another action takes a button's place.
    void setAction(QToolButton *button, QAction *action);
    /// These take turns in a button, which is as wide as the widest of them, so that nothing beside it moves.
    void setTurns(QToolButton *button, const QList<QAction *> &actions);
    void addSeparator();
    /// Something else: a label, a search field. With a stretch it takes the room that is left, down to its
    /// minimum.
    void addWidget(QWidget *widget, int stretch = 0);
    void addStretch();
    /// To be called after widgets were shown or hidden.
    void arrange();

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *place(QToolButton *button, QAction *action);
    void setWords(QToolButton *button, bool words);
    [[nodiscard]] int neededWidth() const;

    QHBoxLayout *m_layout;
    QList<QToolButton *> m_flexible; ///< those that can drop their words
    QHash<QToolButton *, QList<QAction *>> m_turns;
};

} // namespace boxyard
