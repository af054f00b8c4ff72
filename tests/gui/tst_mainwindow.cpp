// SPDX-License-Identifier: GPL-2.0-or-later
// The whole window: what a person does from the first click to the container, and what he is told when it
// goes wrong.

#include "gui/containeractions.h"
#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/dialogs/renamedialog.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/notices.h"
#include "gui/pages/containerpage.h"
#include "gui/pages/containerspage.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "gui/widgets/actionbutton.h"
#include "gui/widgets/banner.h"
#include "gui/widgets/splitbutton.h"
#include "guitest.h"

#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void anEmptyListHelps();
    void createsStartsAndStops();
    void clonesASeries();
    void killsWhatDoesNotAnswer();
    void freezesAndUnfreezes();
    void renames();
    void deletes();
    void severalAtOnce();
    void aFailureIsToldWithAdvice_data();
    void aFailureIsToldWithAdvice();
    void aFailureThatAnActionMends();
    void severalFailuresAreCounted();
    void aDismissedPasswordIsNotTold();
    void theTerminalComesWithTheCapability();
    void aShellThatDoesNotOpenIsTold();
    void theTerminalTakesTheWholeWidth();
    void aFrozenContainerCanBeKilled();
    void aBrokenContainerSaysWhyOnItsPage();
    void theSelectionStaysWhileTheListChanges();
    void whatVanishesIsNoLongerShown();
    void theWindowIsRemembered();
    void fitsASmallWindow();

private:
    void open();
    void select(const QStringList &names);
    void click(const QString &text);
    /// The visible button of an action: in the toolbar, or on the page.
    [[nodiscard]] QAbstractButton *actionButton(Wish wish) const;
    /// The visible message with this title, or nullptr.
    [[nodiscard]] Banner *message(const QString &title) const;
    [[nodiscard]] ContainerState state(const QString &name) const;

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::initTestCase()
{
    guitest::isolateSettings();
}

void TestMainWindow::init()
{
    m_engine = std::make_unique<FakeEngine>();
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_engine.reset();
}

void TestMainWindow::open()
{
    m_window = std::make_unique<MainWindow>(*m_engine);
    m_window->show();
    QVERIFY(guitest::isActive(m_window.get()));
}

void TestMainWindow::select(const QStringList &names)
{
    QList<ContainerRef> refs;
    for (const QString &name : names)
        refs.append(ref(name));
    m_window->containers().select(refs);
    QCOMPARE(m_window->containers().actions().selection().size(), names.size());
}

void TestMainWindow::click(const QString &text)
{
    QAbstractButton *found = guitest::button(m_window.get(), text);
    QVERIFY2(found != nullptr, qPrintable(text));
    QVERIFY2(found->isEnabled(), qPrintable(text));
    QTest::mouseClick(found, Qt::LeftButton);
}

QAbstractButton *TestMainWindow::actionButton(Wish wish) const
{
    const QAction *action = m_window->containers().actions().of(wish);
    const auto buttons = m_window->findChildren<QAbstractButton *>();
    for (QAbstractButton *candidate : buttons) {
        const auto *tool = qobject_cast<QToolButton *>(candidate);
        const auto *push = qobject_cast<ActionButton *>(candidate);
        if (candidate->isVisible()
            && ((tool != nullptr && tool->defaultAction() == action)
                || (push != nullptr && push->action() == action)))
            return candidate;
    }
    return nullptr;
}

Banner *TestMainWindow::message(const QString &title) const
{
    const auto banners = m_window->findChildren<Banner *>();
    for (Banner *banner : banners) {
        if (banner->isVisible() && banner->title() == title)
            return banner;
    }
    return nullptr;
}

ContainerState TestMainWindow::state(const QString &name) const
{
    const ContainerEntry *entry = m_engine->find(ref(name));
    return entry == nullptr ? ContainerState::Unknown : entry->container.state;
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

void TestMainWindow::aFailureIsToldWithAdvice_data()
{
    QTest::addColumn<QString>("shown"); ///< whose page is open
    QTest::newRow("on its page") << u"web1"_s;
    QTest::newRow("elsewhere") << u"web2"_s;
}

void TestMainWindow::aFailureIsToldWithAdvice()
{
    QFETCH(QString, shown);
    put(*m_engine, {u"web1"_s, u"web2"_s});
    open();
    select({shown});
    const Error why{ErrorCode::StartFailed, u"web1"_s, u"no such bridge"_s};
    m_engine->failNext(Verb::Start, why);
    m_window->containers().actions().perform(Wish::Start, {ref(u"web1"_s)});
    m_engine->finishAll();
    const Banner *told = message(u"web1 could not be started"_s);
    QVERIFY(told != nullptr);
    QVERIFY(told->text().contains(explain(why)));
    QVERIFY(told->text().contains(advice(why)));
    QVERIFY2(!told->isAncestorOf(QApplication::focusWidget()), "it takes no focus");
    QCOMPARE(m_window->findChild<FailureNotice *>()->isVisible(), shown != u"web1");

    click(u"Details"_s);
    auto *list = m_window->findChild<QTreeView *>(u"taskList"_s);
    QVERIFY(list->isVisible());
    QVERIFY(guitest::texts(m_window.get()).contains(u"no such bridge"_s));

    // The next try takes it away.
    m_window->containers().actions().perform(Wish::Start, {ref(u"web1"_s)});
    QCOMPARE(message(u"web1 could not be started"_s), nullptr);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Running);
    QCOMPARE(message(u"web1 could not be started"_s), nullptr);
}

void TestMainWindow::aFailureThatAnActionMends()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    select({u"web1"_s});
    m_engine->failNext(Verb::Stop, {ErrorCode::StopRefused, u"web1"_s, u"30"_s});
    click(u"Stop"_s);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Running);
    click(u"Kill web1…"_s);
    auto *dialog = guitest::dialogOf<PowerDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Stopped);
}

void TestMainWindow::severalFailuresAreCounted()
{
    put(*m_engine, {u"web1"_s, u"web2"_s, u"shown"_s});
    open();
    select({u"shown"_s});
    auto *notice = m_window->findChild<FailureNotice *>();
    for (const auto &name : {u"web1"_s, u"web2"_s}) {
        m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, name, u"x"_s});
        m_engine->start(ref(name));
        m_engine->finishAll();
    }
    QVERIFY(notice->banner()->title().contains(u"2"_s) && notice->banner()->title().contains(u"web2"_s));
    click(u"Close this message"_s);
    QVERIFY(!notice->isVisible());
    m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, u"web1"_s, u"x"_s});
    m_engine->start(ref(u"web1"_s));
    m_engine->finishAll();
    QCOMPARE(notice->banner()->title(), u"web1 could not be started"_s);
}

void TestMainWindow::aDismissedPasswordIsNotTold()
{
    put(*m_engine, {u"web1"_s});
    open();
    select({u"web1"_s});
    m_engine->failNext(Verb::Start, {ErrorCode::Dismissed, {}, {}});
    click(u"Start"_s);
    m_engine->finishAll();
    QVERIFY(!m_window->findChild<FailureNotice *>()->isVisible());
    QVERIFY(m_window->containers().actions().of(Wish::Start)->isEnabled());
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

void TestMainWindow::aShellThatDoesNotOpenIsTold()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    select({u"web1"_s});
    const Error why{ErrorCode::NotAuthorized, u"org.boxyard.shell"_s, {}};
    m_engine->failNextShell(why);
    m_window->containers().actions().of(Wish::Shell)->trigger();
    const auto *notice = m_window->findChild<FailureNotice *>();
    QTRY_VERIFY(guitest::texts(&m_window->containers().page()).contains(explain(why)));
    QVERIFY2(!notice->isVisible(), "its page says it");
    // Where something else is looked at meanwhile, it is told there.
    put(*m_engine, {u"web2"_s});
    m_engine->failNextShell(why);
    click(u"Enter a password…"_s);
    select({u"web2"_s});
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->banner()->text().contains(explain(why)));
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

void TestMainWindow::aBrokenContainerSaysWhyOnItsPage()
{
    ContainerEntry broken = FakeEngine::entry(ref(u"legacy"_s));
    broken.container.problem = errorWord(ErrorCode::BrokenConfig);
    broken.container.problemDetail = u"line 14: no such key"_s;
    m_engine->put(broken);
    open();
    select({u"legacy"_s});
    QVERIFY(guitest::texts(m_window.get())
                .contains(explain({ErrorCode::BrokenConfig, u"legacy"_s, u"line 14: no such key"_s})));
    QVERIFY(!m_window->containers().actions().of(Wish::Start)->isEnabled());
    QVERIFY(m_window->containers().actions().of(Wish::Delete)->isEnabled());
    QVERIFY2(!guitest::texts(m_window.get()).contains(u"Stopped"_s), "its page calls it as the list does");
    click(u"Copy the path"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/var/lib/lxc/legacy/config"_s);
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
