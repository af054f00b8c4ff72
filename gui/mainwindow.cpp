// SPDX-License-Identifier: GPL-2.0-or-later

#include "mainwindow.h"

#include "containeractions.h"
#include "dialogs/aboutdialog.h"
#include "dialogs/manualwindow.h"
#include "dialogs/shortcutsdialog.h"
#include "figurespace.h"
#include "icons.h"
#include "manual.h"
#include "notices.h"
#include "pages/containerpage.h"
#include "pages/containerspage.h"
#include "preferences.h"
#include "presence.h"
#include "tasks/taskbar.h"
#include "tasks/taskmodel.h"
#include "tasks/taskpanel.h"
#include "terminal/terminaltab.h"
#include "widgets/navigation.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

namespace boxyard {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Engine &engine, bool demo, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_preferences(new Preferences(this))
    , m_presence(new Presence(engine, *m_preferences, *this))
    , m_menu(new QMenu(this))
    , m_pages(new QStackedWidget(this))
    , m_containers(new ContainersPage(engine, this))
    , m_link(new LinkNotice(engine, this))
    , m_failure(new FailureNotice(engine, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_tasks(new TaskModel(engine, this))
    , m_panel(new TaskPanel(*m_tasks, this))
    , m_bar(new TaskBar(engine, this))
{
    setWindowTitle(demo ? tr("Boxyard – demonstration") : tr("Boxyard"));
    setWindowIcon(applicationIcon());
    setMinimumSize(640, 420);
    m_containers->actions().setPreferences(*m_preferences);
    followTerminals();
    addMenu();
    addPlaces();
    layOut();
    connectNotices();
    if (engine.metrics() != nullptr)
        paceFigures(*engine.metrics());
    restore();
}

MainWindow::~MainWindow()
{
    delete ManualWindow::opened(); // which is nobody's child
}

void MainWindow::addMenu()
{
    const auto add = [this](const QString &icon, const QString &text, const QKeySequence &keys, auto slot) {
        auto *action = new QAction(symbolicIcon(icon), text, this);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        m_menu->addAction(action);
    };
    add(u"refresh"_s, tr("Refresh"), Qt::Key_F5, [this] { m_engine.refresh(); });
    m_menu->addSeparator();
    add(u"preferences"_s, tr("Preferences"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
        [this] { openPreferences(PreferencesDialog::Page::General); });
    m_menu->addSeparator();
    if (!manualPage().isEmpty())
        add(u"manual"_s, tr("Manual"), QKeySequence::HelpContents, [this] {
            const bool needsHelp = m_engine.link() == Engine::Link::Lost;
            ManualWindow::open(needsHelp ? u"trouble"_s : manualTopic(focusWidget()));
        });
    add(u"keyboard"_s, tr("Keyboard shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_Question),
        [this] { (new ShortcutsDialog(this))->open(); });
    add(u"info"_s, tr("About Boxyard"), {}, [this] { (new AboutDialog(m_engine, this))->open(); });
    m_menu->addSeparator();
    add(u"quit"_s, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { quit(); });
}

/// Their settings are changed in the preferences and in a terminal's own menu.
void MainWindow::followTerminals()
{
    TerminalTab *terminals = m_containers->page().terminal();
    connect(m_preferences, &Preferences::changed, terminals,
            [this, terminals] { terminals->setSettings(m_preferences->values().terminal); });
    connect(terminals, &TerminalTab::preferencesWanted, this,
            [this] { openPreferences(PreferencesDialog::Page::Terminal); });
    connect(terminals, &TerminalTab::settingsChanged, this, [this](const TerminalSettings &settings) {
        PreferenceValues values = m_preferences->values();
        values.terminal = settings;
        m_preferences->setValues(values);
    });
}

void MainWindow::openPreferences(PreferencesDialog::Page page)
{
    auto *dialog = new PreferencesDialog(*m_preferences, this);
    dialog->showPage(page);
    dialog->open();
}

void MainWindow::addPlaces()
{
    const QList<Place> places = {{u"containers"_s, u"containers"_s, tr("Containers")}};
    m_pages->addWidget(m_containers);
    m_navigation = new Navigation(places, m_menu, this);
    connect(m_navigation, &Navigation::chosen, m_pages, &QStackedWidget::setCurrentIndex);
    for (int i = 0; i < places.size(); ++i) {
        auto *go = new QAction(places.at(i).title, this);
        go->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | (static_cast<int>(Qt::Key_1) + i)));
        connect(go, &QAction::triggered, this, [this, i] { m_navigation->setCurrent(i); });
        addAction(go);
    }
    m_navigation->setCurrent(0);
}

void MainWindow::layOut()
{
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_link);
    right->addWidget(m_pages, 1);
    right->addWidget(m_failure);
    auto *upper = new QWidget(this);
    auto *across = new QHBoxLayout(upper);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    across->addWidget(m_navigation);
    across->addLayout(right, 1);

    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_panel);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 1);
    m_panel->setMinimumHeight(140);
    setManualTopic(m_panel, u"tasks"_s);
    setManualTopic(m_bar, u"tasks"_s);
    setManualTopic(m_containers, u"list"_s);
    m_panel->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_bar);
    m_containers->list()->setFocus();
}

void MainWindow::connectNotices()
{
    connect(m_presence, &Presence::showWanted, this, &MainWindow::raiseWindow);
    connect(m_presence, &Presence::quitWanted, this, &MainWindow::quit);
    connect(m_containers, &ContainersPage::linkTold, m_link, &LinkNotice::setTold);
    connect(m_containers, &ContainersPage::shownChanged, m_bar, &TaskBar::setShown);
    m_containers->tellEmptiness();
    connect(m_bar, &TaskBar::openWanted, this, &MainWindow::setTasksOpen);
    connect(m_containers, &ContainersPage::detailsWanted, this, &MainWindow::showTasks);
    m_failure->setIsShown([this](const ContainerRef &ref) {
        return m_containers->actions().selection() == QList<ContainerRef>{ref};
    });
    connect(m_failure, &FailureNotice::detailsWanted, this, &MainWindow::showTasks);
    connect(m_failure, &FailureNotice::mendWanted, this,
            [this](Wish wish, const ContainerRef &ref) { m_containers->actions().perform(wish, {ref}); });
    connect(m_panel, &TaskPanel::mendWanted, this,
            [this](Wish wish, const ContainerRef &ref) { m_containers->actions().perform(wish, {ref}); });
    connect(m_containers, &ContainersPage::shellFailed, this,
            [this](const ContainerRef &ref, const Error &error) {
                const ContainerPage &page = m_containers->page();
                if (page.container() == ref && page.terminal()->isVisible())
                    return; // the page says it
                m_failure->tell(tr("No shell could be opened in %1").arg(ref.name), error, Wish::Shell, ref);
            });
}

void MainWindow::paceFigures(Metrics &metrics)
{
    auto *pace = new FiguresPace(metrics, this);
    const auto obey = [this, pace, &metrics] {
        pace->setShownPace(m_preferences->values().samplingInterval);
        metrics.setKept(m_preferences->values().history);
    };
    connect(m_preferences, &Preferences::changed, pace, obey);
    obey();
}

void MainWindow::setTasksOpen(bool open)
{
    m_panel->setVisible(open);
    m_bar->setOpen(open);
}

void MainWindow::showTasks(const Task *task)
{
    setTasksOpen(true);
    if (task != nullptr)
        m_panel->select(task);
}

void MainWindow::raiseWindow()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::quit()
{
    m_quitting = true;
    close();
    QApplication::quit();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    save();
    if (m_presence->staysWithoutWindow() && !m_quitting) {
        hide();
        event->ignore();
        return;
    }
    event->accept();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // List and page need what the words of the places would take.
    if (m_navigation != nullptr)
        m_navigation->setNarrow(width() < fontMetrics().averageCharWidth() * 165);
}

void MainWindow::save() const
{
    QSettings settings;
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/collapsed"_s, m_navigation->isCollapsed());
    settings.setValue(u"window/tasksOpen"_s, !m_panel->isHidden());
    settings.setValue(u"window/tasksSplitter"_s, m_splitter->saveState());
    m_containers->save(settings);
}

void MainWindow::restore()
{
    QSettings settings;
    if (!restoreGeometry(settings.value(u"window/geometry"_s).toByteArray()))
        resize(1120, 700);
    m_navigation->setCollapsed(settings.value(u"window/collapsed"_s, false).toBool());
    setTasksOpen(settings.value(u"window/tasksOpen"_s, false).toBool());
    if (!m_splitter->restoreState(settings.value(u"window/tasksSplitter"_s).toByteArray()))
        m_splitter->setSizes({440, 240});
    m_containers->restore(settings);
}

} // namespace boxyard
