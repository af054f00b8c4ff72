// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/eligibility.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSettings;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace boxyard {

class ActionBar;
class ContainerActions;
class ContainerFilter;
class ContainerView;
class ContainerModel;
class ContainerPage;
class EmptyPage;
class KindButton;
class SelectionPage;
class WideTerminal;

/// The place "Containers": the toolbar, the list, and the page of what is selected.
class ContainersPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ContainersPage(Engine &engine, QWidget *parent = nullptr);

    [[nodiscard]] ContainerPage &page() const { return *m_page; }

    [[nodiscard]] ContainerActions &actions() const { return *m_actions; }

    [[nodiscard]] ContainerModel &model() const { return *m_model; }

    [[nodiscard]] QTreeView *list() const;

    void select(const QList<ContainerRef> &refs);
    /// Emits linkTold() and shownChanged().
    void tellEmptiness();
    void save(QSettings &settings) const;
    void restore(QSettings &settings);

Q_SIGNALS:
    void detailsWanted(const boxyard::Task *task);
    /// Whether the page tells of the connection, in the place of a list.
    void linkTold(bool told);
    /// How many a filter lets through; -1 where none is set.
    void shownChanged(int shown);
    void shellFailed(const boxyard::ContainerRef &ref, const boxyard::Error &error);

private:
    /// What is said where there is no list.
    enum class Tells { Link, Filter, Create };

    void addToolbar();
    void addPages();
    void connectAll();
    void showMenu(const QPoint &point);
    void followFilter();
    void followSelection();
    void showSelection();
    void updateToolbar();
    void updateEmptiness();
    void sayWhyNone();
    void selectAwaited();
    void openPage(const QModelIndex &index);
    [[nodiscard]] QList<ContainerRef> selected() const;

    Engine &m_engine;
    ContainerModel *m_model;
    ContainerFilter *m_filter;
    ContainerActions *m_actions;
    ActionBar *m_bar;
    QLabel *m_count;
    QToolButton *m_createButton = nullptr;
    QToolButton *m_freezeButton = nullptr;
    QToolButton *m_renameButton = nullptr;
    QToolButton *m_shellButton = nullptr;
    KindButton *m_kind;
    QLineEdit *m_search;
    QSplitter *m_splitter;
    QStackedWidget *m_left;
    ContainerView *m_view;
    EmptyPage *m_empty;
    Tells m_tells = Tells::Create;
    QStackedWidget *m_right;
    EmptyPage *m_nothing;
    ContainerPage *m_page;
    SelectionPage *m_several;
    WideTerminal *m_wide = nullptr;
    ContainerRef m_awaited; ///< a container being made here, to be selected when its row appears
    bool m_began = false; ///< the first list has come
};

} // namespace boxyard
