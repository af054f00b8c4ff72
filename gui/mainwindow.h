// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "dialogs/preferencesdialog.h"

#include <QWidget>

class QMenu;
class QSplitter;
class QStackedWidget;

namespace boxyard {

class ContainersPage;
class FailureNotice;
class LinkNotice;
class Navigation;
class Preferences;
class Presence;
class TaskBar;
class TaskModel;
class TaskPanel;

/// The window: the places at the left, the page of the chosen one, messages, and the tasks at the bottom.
/// Navigation only.
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    /// `demo` is said in the title.
    explicit MainWindow(Engine &engine, bool demo = false, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] ContainersPage &containers() const { return *m_containers; }

    [[nodiscard]] Preferences &preferences() const { return *m_preferences; }

    [[nodiscard]] Presence &presence() const { return *m_presence; }

    /// Shows it in front of everything, as far as the desktop lets it.
    void raiseWindow();
    /// Ends the program, also where closing the window would leave it in the panel.
    void quit();

    /// Opens the list of tasks, with this one chosen; nullptr keeps the choice.
    void showTasks(const Task *task);

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void openPreferences(PreferencesDialog::Page page);
    void followTerminals();
    void addMenu();
    void addPlaces();
    void layOut();
    void connectNotices();
    void paceFigures(Metrics &metrics);
    void setTasksOpen(bool open);
    void save() const;
    void restore();

    Engine &m_engine;
    Preferences *m_preferences;
    Presence *m_presence;
    bool m_quitting = false;
    QMenu *m_menu;
    QStackedWidget *m_pages;
    Navigation *m_navigation = nullptr;
    ContainersPage *m_containers;
    LinkNotice *m_link;
    FailureNotice *m_failure;
    QSplitter *m_splitter;
    TaskModel *m_tasks;
    TaskPanel *m_panel;
    TaskBar *m_bar;
};

} // namespace boxyard
