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
class ContainerModel;
class ContainerPage;
class EmptyPage;
class KindButton;
class SelectionPage;

/// The place "Containers": the toolbar, the list, and the page of what is selected.
class ContainersPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ContainersPage(Engine &engine, QWidget *parent = nullptr);

    [[nodiscard]] ContainerPage &page() const { return *m_page; }

    [[nodiscard]] ContainerActions &actions() const { return *m_actions; }

    [[nodiscard]] ContainerModel &model() const { return *m_model; }

    [[nodiscard]] QTreeView *list() const { return m_view; }

    void select(const QList<ContainerRef> &refs);
    void save(QSettings &settings) const;
    void restore(QSettings &settings);

Q_SIGNALS:
    void detailsWanted(const boxyard::Task *task);
    void shellFailed(const boxyard::ContainerRef &ref, const boxyard::Error &error);

private:
    void addToolbar();
    void addList();
    void resetColumns();
    void addPages();
    void connectAll();
    void chooseColumns(const QPoint &point);
    void showMenu(const QPoint &point);
    void followSelection();
    void showSelection();
    void updateToolbar();
    void updateEmptiness();
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
    QTreeView *m_view;
    EmptyPage *m_empty;
    QStackedWidget *m_right;
    EmptyPage *m_nothing;
    ContainerPage *m_page;
    SelectionPage *m_several;
    ContainerRef m_awaited; ///< a container being made here, to be selected when its row appears
    bool m_began = false; ///< the first list has come
};

} // namespace boxyard
