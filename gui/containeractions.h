// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "models/eligibility.h"

#include <QAction>
#include <QMap>
#include <QObject>

class QMenu;
class QWidget;

namespace boxyard {

class ContainerModel;
class Preferences;

/// The actions on the selected containers: which are possible now and why not, and what they set off. The
/// toolbar, the context menu and the page's header all show these same QActions.
class ContainerActions final : public QObject
{
    Q_OBJECT

public:
    /// `window` is what dialogs belong to and where the shortcuts work.
    ContainerActions(Engine &engine, ContainerModel &model, QWidget *window);

    /// What is asked before, and what dialogs propose; without it, as a new user has it.
    void setPreferences(const Preferences &preferences) { m_preferences = &preferences; }

    void setSelection(const QList<ContainerRef> &refs);

    [[nodiscard]] const QList<ContainerRef> &selection() const { return m_selection; }

    [[nodiscard]] QAction *create() const { return m_create; }

    [[nodiscard]] QAction *of(Wish wish) const { return m_actions.value(wish); }

    /// Freeze or Unfreeze: what the selection's state asks for.
    [[nodiscard]] QAction *freezeOrUnfreeze() const;

    [[nodiscard]] QAction *cancelTask() const { return m_cancelTask; }

    [[nodiscard]] QAction *dismissFailure() const { return m_dismiss; }

    /// For how many of the selection it is possible.
    [[nodiscard]] int able(Wish wish) const;
    /// Fills a menu with every action.
    void fillMenu(QMenu *menu) const;
    /// Does it to those containers for which it is possible.
    void perform(Wish wish, const QList<ContainerRef> &refs);
    /// Looks again at what is possible.
    void update();

Q_SIGNALS:
    void updated(); ///< what is possible, and freezeOrUnfreeze()
    void begun(boxyard::Task *task); ///< set off here, by this person
    void shellWanted(const boxyard::ContainerRef &ref);

private:
    QAction *add(const QString &icon, const QString &text, const QList<QKeySequence> &keys = {});
    QAction *addWish(Wish wish, const QString &icon, const QString &text,
                     const QList<QKeySequence> &keys = {});
    void addWishes();
    void describe(QAction *action, const QString &reason, Permission permission) const;
    [[nodiscard]] QList<ContainerRow> rows(const QList<ContainerRef> &refs) const;
    void openCreate();
    void openClone(const QList<ContainerRef> &refs);
    void openRename(const ContainerRef &ref);
    /// `chosen`: all that were meant; those that are not in `refs` are kept.
    void openDelete(const QList<ContainerRef> &refs, const QList<ContainerRow> &chosen);
    /// Whether Delete, though it is not possible, is offered because its dialog shows the way to it.
    [[nodiscard]] bool opensWithReason(const QList<ContainerRow> &chosen) const;
    /// Kill, Stop or Restart: asks first where the preferences say so.
    void power(Wish wish, const QList<ContainerRef> &refs);

    Engine &m_engine;
    ContainerModel &m_model;
    QWidget *m_window;
    const Preferences *m_preferences = nullptr;
    QList<ContainerRef> m_selection;
    QAction *m_create;
    QAction *m_cancelTask;
    QAction *m_dismiss;
    QMap<Wish, QAction *> m_actions;
    QHash<const QAction *, QString> m_icons; ///< their names
};

} // namespace boxyard
