// SPDX-License-Identifier: GPL-2.0-or-later
// Everything can be done without a mouse.

#include "gui/containeractions.h"
#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/renamedialog.h"
#include "gui/dialogs/shortcutsdialog.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/pages/containerpage.h"
#include "gui/pages/containerspage.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "guitest.h"

#include <QContextMenuEvent>
#include <QDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestKeyboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void opensDialogs_data();
    void opensDialogs();
    void startsAndStops();
    void filters();
    void arrangesTheColumns();
    void asksAgain();
    void changesTabs();
    void showsTheTasks();
    void opensAPageAndAShell();
    void inTheTerminalTheKeysAreTheShells();
    void aWholeLifeByKeys();
    void everyPartIsReachedByTab();

private:
    void type(Qt::Key key, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestKeyboard::initTestCase()
{
    guitest::isolateSettings();
}

void TestKeyboard::init()
{
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s});
    m_window = std::make_unique<MainWindow>(*m_engine);
    m_window->show();
    QVERIFY(guitest::isActive(m_window.get()));
    m_window->containers().select({ref(u"web1"_s)});
    m_window->containers().list()->setFocus();
}

void TestKeyboard::cleanup()
{
    m_window.reset();
}

void TestKeyboard::type(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClick(focus != nullptr ? focus : m_window.get(), key, modifiers);
}

void TestKeyboard::opensDialogs_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QByteArray>("dialog");
    const Qt::KeyboardModifiers control = Qt::ControlModifier;
    QTest::newRow("Ctrl+N") << int(Qt::Key_N) << control << QByteArray("boxyard::CreateDialog");
    QTest::newRow("Ctrl+D") << int(Qt::Key_D) << control << QByteArray("boxyard::CloneDialog");
    QTest::newRow("F2") << int(Qt::Key_F2) << Qt::KeyboardModifiers() << QByteArray("boxyard::RenameDialog");
    QTest::newRow("Del") << int(Qt::Key_Delete) << Qt::KeyboardModifiers()
                         << QByteArray("boxyard::DeleteDialog");
    QTest::newRow("Ctrl+,") << int(Qt::Key_Comma) << control << QByteArray("boxyard::PreferencesDialog");
    QTest::newRow("Ctrl+?") << int(Qt::Key_Question) << control << QByteArray("boxyard::ShortcutsDialog");
}

void TestKeyboard::opensDialogs()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QByteArray, dialog);
    type(static_cast<Qt::Key>(key), modifiers);
    QPointer<QWidget> open = guitest::dialogOf(m_window.get());
    QVERIFY(open != nullptr);
    QCOMPARE(QByteArray(open->metaObject()->className()), dialog);
    QTest::keyClick(open, Qt::Key_Escape);
    QTRY_VERIFY(open.isNull());
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestKeyboard::startsAndStops()
{
    type(Qt::Key_R, Qt::ControlModifier);
    m_engine->finishAll();
    QCOMPARE(m_engine->find(ref(u"web1"_s))->container.state, ContainerState::Running);
    type(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    m_engine->finishAll();
    QCOMPARE(m_engine->find(ref(u"web1"_s))->container.state, ContainerState::Stopped);
}

void TestKeyboard::filters()
{
    type(Qt::Key_F, Qt::ControlModifier);
    auto *search = m_window->findChild<QLineEdit *>(u"search"_s);
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, u"web2"_s);
    QCOMPARE(m_window->containers().list()->model()->rowCount(), 1);
    // What is typed there is text, not an action on a container.
    type(Qt::Key_Delete);
    QVERIFY2(m_window->findChild<DeleteDialog *>() == nullptr, "Del in the field deletes a letter");
    QTest::keyClicks(search, u"nowhere"_s);
    QVERIFY(guitest::texts(m_window.get()).contains(u"No container matches"_s));
    search->clear();
    QCOMPARE(m_window->containers().list()->model()->rowCount(), 2);
}

void TestKeyboard::arrangesTheColumns()
{
    QTreeView *list = m_window->containers().list();
    QHeaderView *header = list->header();
    type(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(header->hasFocus());
    QCOMPARE(header->accessibleDescription(), u"State"_s);
    type(Qt::Key_Right);
    QCOMPARE(header->accessibleDescription(), u"Name, sorted upwards"_s);
    QCOMPARE(list->model()->index(0, ContainerModel::Name).data().toString(), u"web1"_s);
    type(Qt::Key_Space);
    QCOMPARE(header->accessibleDescription(), u"Name, sorted downwards"_s);
    QCOMPARE(list->model()->index(0, ContainerModel::Name).data().toString(), u"web2"_s);
    type(Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(header->visualIndex(ContainerModel::Name), 0);
    type(Qt::Key_Left, Qt::ControlModifier); // there is no further
    QCOMPARE(header->visualIndex(ContainerModel::Name), 0);
    // What is hidden is passed over, not led to.
    type(Qt::Key_End);
    type(Qt::Key_Space);
    QVERIFY(!header->isSectionHidden(header->sortIndicatorSection()));
    QVERIFY(header->sortIndicatorSection() != ContainerModel::Name);
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(5, 5), header->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(header, &asked);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    QTest::keyClick(menu, Qt::Key_Escape);
    type(Qt::Key_Tab);
    QVERIFY(list->hasFocus());
}

void TestKeyboard::asksAgain()
{
    const int before = m_engine->refreshes();
    type(Qt::Key_F5);
    QCOMPARE(m_engine->refreshes(), before + 1);
}

void TestKeyboard::changesTabs()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    QCOMPARE(tabs->currentIndex(), 0);
    type(Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(tabs->currentIndex(), 1);
    type(Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(tabs->currentIndex(), 0);
}

void TestKeyboard::showsTheTasks()
{
    auto *list = m_window->findChild<QTreeView *>(u"taskList"_s);
    QVERIFY(!list->isVisible());
    // A button's own keys press it for a moment.
    type(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(list->isVisible());
    type(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(!list->isVisible());
}

void TestKeyboard::opensAPageAndAShell()
{
    type(Qt::Key_Return);
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    QVERIFY(tabs->isAncestorOf(QApplication::focusWidget()) || tabs->hasFocus());
    m_window->containers().list()->setFocus();
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    type(Qt::Key_T, Qt::ControlModifier);
    auto *terminal = m_window->findChild<TerminalTab *>();
    QTRY_VERIFY(terminal->view() != nullptr);
    QTRY_VERIFY2(terminal->view()->hasFocus(), "typing can begin");
}

void TestKeyboard::inTheTerminalTheKeysAreTheShells()
{
    opensAPageAndAShell();
    for (const auto key : {Qt::Key_N, Qt::Key_F, Qt::Key_R})
        type(key, Qt::ControlModifier);
    type(Qt::Key_F2);
    type(Qt::Key_F5);
    type(Qt::Key_Delete);
    type(Qt::Key_Tab);
    QTest::qWait(50);
    QVERIFY(m_window->findChild<QDialog *>() == nullptr);
    QCOMPARE(m_engine->refreshes(), 0);
    QVERIFY(m_window->findChild<TerminalView *>()->hasFocus());
    type(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY2(m_window->findChild<QTreeView *>(u"taskList"_s)->isVisible(),
                 "Ctrl+Shift+… is the window's");
}

void TestKeyboard::aWholeLifeByKeys()
{
    const auto dialog = [this] { return guitest::dialogOf(m_window.get()); };
    // Typing goes to the field that the dialog has chosen.
    const auto ready = [&dialog](const QString &field) {
        QWidget *open = dialog();
        return open != nullptr && test::comes([&] {
                   return QApplication::focusWidget() != nullptr
                       && QApplication::focusWidget() == open->findChild<QLineEdit *>(field);
               });
    };
    const auto focused = [] {
        const QWidget *focus = QApplication::focusWidget();
        return focus == nullptr ? u"none"_s
                                : QString::fromLatin1(focus->metaObject()->className()) + focus->objectName();
    };
    const auto gone = [this] {
        // The window below gets the keyboard back, which off screen nobody else does.
        const bool closed = test::comes([this] { return m_window->findChild<QDialog *>() == nullptr; });
        m_window->activateWindow();
        return closed && guitest::isActive(m_window.get());
    };
    type(Qt::Key_N, Qt::ControlModifier);
    QVERIFY2(ready(u"name"_s), qPrintable(focused()));
    QTest::keyClicks(QApplication::focusWidget(), u"life"_s);
    type(Qt::Key_Return);
    m_engine->finishAll();
    QVERIFY(gone());
    QVERIFY(m_engine->find(ref(u"life"_s)) != nullptr);

    type(Qt::Key_D, Qt::ControlModifier);
    QVERIFY2(ready(u"name"_s), qPrintable(focused()));
    QTest::keyClicks(QApplication::focusWidget(), u"copy"_s);
    type(Qt::Key_Return);
    m_engine->finishAll();
    QVERIFY(gone() && m_engine->find(ref(u"copy"_s)) != nullptr);

    m_window->containers().select({ref(u"life"_s)});
    type(Qt::Key_Delete);
    QVERIFY2(ready(u"answer"_s), qPrintable(focused()));
    QTest::keyClicks(QApplication::focusWidget(), u"life"_s);
    type(Qt::Key_Return);
    m_engine->finishAll();
    QVERIFY(gone());
    QCOMPARE(m_engine->find(ref(u"life"_s)), nullptr);
}

void TestKeyboard::everyPartIsReachedByTab()
{
    // The tasks too.
    m_window->showTasks(nullptr);
    QSet<QString> met;
    QWidget *begin = QApplication::focusWidget();
    QVERIFY(begin != nullptr);
    for (int step = 0; step < 80; ++step) {
        type(Qt::Key_Tab);
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus != nullptr && focus->isVisible());
        met.insert(focus->objectName());
        if (focus == begin)
            break;
    }
    for (const auto &part : {u"containerList"_s, u"columns"_s, u"search"_s, u"places"_s, u"taskList"_s, u"toggleTasks"_s})
        QVERIFY2(met.contains(part), qPrintable(part));
}

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
