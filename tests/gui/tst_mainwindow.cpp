// SPDX-License-Identifier: GPL-2.0-or-later
// The whole window: what a person does from the first click to the container, and what he is told when it
// goes wrong.

#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/dialogs/renamedialog.h"
#include "gui/models/containermodel.h"
#include "gui/notices.h"
#include "gui/pages/containerpage.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "gui/widgets/actionbutton.h"
#include "gui/widgets/splitbutton.h"
#include "windowtest.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestMainWindow : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void init() { begin(); }

    void cleanup() { end(); }

    void anEmptyListHelps();
    void createsStartsAndStops();
    void clonesASeries();
    void killsWhatDoesNotAnswer();
    void freezesAndUnfreezes();
    void renames();
    void deletes();
    void severalAtOnce();
    void theTerminalComesWithTheCapability();
    void theTerminalTakesTheWholeWidth();
    void aFrozenContainerCanBeKilled();
    void theSelectionStaysWhileTheListChanges();
    void whatVanishesIsNoLongerShown();
    void theWindowIsRemembered();
    void fitsASmallWindow();
};

void TestMainWindow::initTestCase()
{
    guitest::isolateSettings();
}

void TestMainWindow::anEmptyListHelps()
{
    open();
    QVERIFY(guitest::texts(m_window.get()).contains(u"No containers yet"_s));
    QVERIFY(!m_window->containers().list()->isVisible());
    click(u"Create a container"_s);
    QVERIFY(guitest::dialogOf<CreateDialog>(m_window.get()) != nullptr);
}

void TestMainWindow::createsStartsAndStops()
{
    open();
    click(u"Create…"_s);
    auto *dialog = guitest::dialogOf<CreateDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"name"_s), u"web1"_s);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    QCOMPARE(m_window->containers().actions().selection(), QList<ContainerRef>{ref(u"web1"_s)});
    m_engine->tick();
    QVERIFY2(!m_window->containers().actions().of(Wish::Start)->isEnabled(), "it is still being made");
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Stopped);
    QVERIFY(m_window->containers().list()->isVisible());

    click(u"Start"_s);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Running);
    QVERIFY(guitest::texts(m_window.get()).contains(u"Running"_s));
    QVERIFY(!m_window->containers().actions().of(Wish::Start)->isEnabled());

    click(u"Stop"_s);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Stopped);
}

void TestMainWindow::clonesASeries()
{
    put(*m_engine, {u"web1"_s});
    open();
    select({u"web1"_s});
    QTest::mouseClick(actionButton(Wish::Clone), Qt::LeftButton);
    auto *dialog = guitest::dialogOf<CloneDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    dialog->findChild<QSpinBox *>(u"count"_s)->setValue(3);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    QCOMPARE(m_window->containers().model().rowCount(), 4);
    m_engine->finishAll();
    QCOMPARE(m_engine->snapshot().containers.size(), 4);
    QVERIFY(m_engine->find(ref(u"web4"_s)) != nullptr);
}

void TestMainWindow::killsWhatDoesNotAnswer()
{
    put(*m_engine, {u"stuck"_s}, ContainerState::NotResponding);
    open();
    select({u"stuck"_s});
    QVERIFY(!m_window->containers().actions().of(Wish::Stop)->isEnabled());
    QVERIFY(!m_window->containers().actions().of(Wish::Stop)->statusTip().isEmpty());
    QAbstractButton *kill = actionButton(Wish::Kill);
    QVERIFY2(kill != nullptr, "its page offers what can be done");
    QTest::mouseClick(kill, Qt::LeftButton);
    auto *dialog = guitest::dialogOf<PowerDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(state(u"stuck"_s), ContainerState::Stopped);
}

void TestMainWindow::freezesAndUnfreezes()
{
    put(*m_engine, {u"lab"_s}, ContainerState::Running);
    open();
    select({u"lab"_s});
    QTest::mouseClick(actionButton(Wish::Freeze), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(state(u"lab"_s), ContainerState::Frozen);
    QVERIFY2(actionButton(Wish::Freeze) == nullptr, "the other one has taken its place");
    QTest::mouseClick(actionButton(Wish::Unfreeze), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(state(u"lab"_s), ContainerState::Running);
}

void TestMainWindow::renames()
{
    put(*m_engine, {u"web1"_s, u"db1"_s});
    open();
    select({u"web1"_s});
    QTest::mouseClick(actionButton(Wish::Rename), Qt::LeftButton);
    auto *dialog = guitest::dialogOf<RenameDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    dialog->findChild<QLineEdit *>(u"name"_s)->setText(u"front"_s);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    m_engine->finishAll();
    QVERIFY(m_engine->find(ref(u"front"_s)) != nullptr);
    QCOMPARE(m_window->containers().actions().selection(), QList<ContainerRef>{ref(u"front"_s)});
}

void TestMainWindow::deletes()
{
    put(*m_engine, {u"web1"_s, u"db1"_s});
    open();
    select({u"web1"_s});
    QTest::mouseClick(actionButton(Wish::Delete), Qt::LeftButton);
    auto *dialog = guitest::dialogOf<DeleteDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"answer"_s), u"web1"_s);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(m_engine->find(ref(u"web1"_s)), nullptr);
    QVERIFY(m_engine->find(ref(u"db1"_s)) != nullptr);
}

void TestMainWindow::severalAtOnce()
{
    put(*m_engine, {u"a"_s, u"b"_s});
    put(*m_engine, {u"c"_s}, ContainerState::Running);
    open();
    select({u"a"_s, u"b"_s, u"c"_s});
    QVERIFY2(guitest::texts(m_window.get()).contains(u"3"_s), qPrintable(guitest::texts(m_window.get())));
    click(u"Start"_s);
    QCOMPARE(m_engine->tasks().size(), 2);
    m_engine->finishAll();
    for (const auto &name : {u"a"_s, u"b"_s, u"c"_s})
        QCOMPARE(state(name), ContainerState::Running);
    QCOMPARE(m_window->containers().actions().selection().size(), 3);
}

void TestMainWindow::theTerminalComesWithTheCapability()
{
    // An engine that still connects has none.
    const Capabilities all = m_engine->capabilities();
    m_engine->setCapabilities({});
    m_engine->setLink(Engine::Link::Connecting);
    open();
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    m_engine->setCapabilities(all);
    m_engine->setLink(Engine::Link::Ready);
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    select({u"web1"_s});
    const int terminal = tabs->indexOf(m_window->containers().page().terminal());
    QVERIFY(tabs->isTabVisible(terminal));
    m_window->containers().actions().of(Wish::Shell)->trigger();
    QCOMPARE(tabs->currentIndex(), terminal);
    QTRY_VERIFY(m_window->findChild<TerminalView *>() != nullptr);
    m_engine->setCapabilities(Capabilities(all).setFlag(Capability::Shell, false));
    QVERIFY(!tabs->isTabVisible(terminal));
}

void TestMainWindow::theTerminalTakesTheWholeWidth()
{
    put(*m_engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    open();
    select({u"web1"_s});
    const QTreeView *list = m_window->containers().list();
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    const auto toggle = [this] {
        QTest::keyClick(m_window.get(), Qt::Key_F11, Qt::ControlModifier | Qt::ShiftModifier);
    };
    toggle();
    QVERIFY2(list->isVisible(), "no terminal is in front");
    m_window->containers().actions().of(Wish::Shell)->trigger();
    QTRY_VERIFY(m_window->containers().page().terminal()->view() != nullptr);
    QVERIFY(list->isVisible());
    auto *button = guitest::visible<QToolButton>(m_window.get(), u"wideTerminal"_s);
    QVERIFY(button != nullptr);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!list->isVisible());
    QVERIFY(button->isChecked());
    // Only while it is in front.
    const int terminal = tabs->currentIndex();
    tabs->setCurrentIndex(0);
    QVERIFY(list->isVisible());
    tabs->setCurrentIndex(terminal);
    QVERIFY(!list->isVisible());
    // The same key brings the list back, and so does whatever leads to it.
    toggle();
    QVERIFY(list->isVisible());
    QVERIFY(!button->isChecked());
    toggle();
    QVERIFY(!list->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(list->isVisible());
    QVERIFY(list->hasFocus());
    // It is remembered for the next shell, and hides no list without one.
    toggle();
    m_window->close();
    open();
    select({u"web2"_s});
    QVERIFY(m_window->containers().list()->isVisible());
    m_window->containers().actions().of(Wish::Shell)->trigger();
    QTRY_VERIFY(!m_window->containers().list()->isVisible());
    QSettings().clear();
}

/// Stopping it nicely is not possible, but the way to that stays open.
void TestMainWindow::aFrozenContainerCanBeKilled()
{
    put(*m_engine, {u"lab"_s}, ContainerState::Frozen);
    open();
    select({u"lab"_s});
    QVERIFY(!m_window->containers().actions().of(Wish::Stop)->isEnabled());
    const auto *stop = guitest::visible<SplitButton>(m_window.get());
    QVERIFY(stop != nullptr && stop->isEnabled());
    QVERIFY(stop->menu()->actions().contains(m_window->containers().actions().of(Wish::Kill)));
    QVERIFY(m_window->containers().actions().of(Wish::Kill)->isEnabled());
    put(*m_engine, {u"lab"_s});
    QTRY_VERIFY(!stop->isEnabled());
}

void TestMainWindow::theSelectionStaysWhileTheListChanges()
{
    QStringList names;
    for (int i = 0; i < 300; ++i)
        names += u"box%1"_s.arg(i, 3, 10, QChar(u'0'));
    put(*m_engine, names);
    open();
    select({u"box150"_s});
    QTreeView *list = m_window->containers().list();
    QCoreApplication::processEvents();
    const int place = list->verticalScrollBar() != nullptr ? list->visualRect(list->currentIndex()).top() : 0;
    for (const QString &name : std::as_const(names))
        put(*m_engine, {name}, ContainerState::Running);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->containers().actions().selection(), QList<ContainerRef>{ref(u"box150"_s)});
    QCOMPARE(list->visualRect(list->currentIndex()).top(), place);
}

void TestMainWindow::whatVanishesIsNoLongerShown()
{
    put(*m_engine, {u"web1"_s, u"web2"_s});
    open();
    select({u"web1"_s});
    m_engine->drop(ref(u"web1"_s));
    QCoreApplication::processEvents();
    QVERIFY(!m_window->containers().actions().selection().contains(ref(u"web1"_s)));
    auto *name = m_window->findChild<QLabel *>(u"containerName"_s);
    QVERIFY(!name->isVisible() || name->text() != u"web1"_s);
}

void TestMainWindow::theWindowIsRemembered()
{
    put(*m_engine, {u"web1"_s});
    open();
    const QSize wanted(780, 610); // fits the off-screen screen, which newer Qt keeps a window within
    m_window->resize(wanted);
    QCOMPARE(m_window->size(), wanted);
    m_window->containers().list()->header()->setSectionHidden(ContainerModel::Location, false);
    m_window->showTasks(nullptr);
    m_window->close();
    open();
    QCOMPARE(m_window->size(), wanted);
    QVERIFY(!m_window->containers().list()->header()->isSectionHidden(ContainerModel::Location));
    QVERIFY(m_window->findChild<QTreeView *>(u"taskList"_s)->isVisible());
    QSettings().clear();
}

void TestMainWindow::fitsASmallWindow()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    m_window->resize(900, 600);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->size(), QSize(900, 600));
    const auto buttons = m_window->findChildren<QToolButton *>();
    for (const QToolButton *candidate : buttons) {
        if (!candidate->isVisible())
            continue;
        const QRect place(candidate->mapTo(m_window.get(), QPoint()), candidate->size());
        QVERIFY2(m_window->rect().contains(place), qPrintable(candidate->text()));
    }
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
