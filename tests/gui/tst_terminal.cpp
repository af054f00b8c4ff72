// SPDX-License-Identifier: GPL-2.0-or-later
// The tab with a container's shells.

#include "gui/dialogs/confirmdialog.h"
#include "gui/terminal/terminalsettingswidget.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "guitest.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aShellOpensInTheTab();
    void eachContainerKeepsItsShell();
    void aShellThatDoesNotOpen_data();
    void aShellThatDoesNotOpen();
    void anEndedShellCanBeOpenedAgain();
    void aStoppedContainerHasNoShell();
    void severalShells();
    void aRunningShellIsNotClosedByAccident();
    void pastedLinesAreShown();
    void titlesAreTabs();
    void tabsCanBeToldApart();
    void theEmptyPageOffersWhatHelps();
    void searching();
    void preferences();
    void preferencesAreKept();
};

void TestTerminal::initTestCase()
{
    guitest::isolateSettings();
}

namespace {

QString allText(const TerminalView *view)
{
    QStringList lines;
    for (int line = 0; view != nullptr && line < view->screenModel().lineCount(); ++line)
        lines += view->screenModel().text(line, 0, view->screenModel().columns());
    return lines.join(u'\n');
}

} // namespace

void TestTerminal::aShellOpensInTheTab()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
    QTest::mouseClick(guitest::button(&tab, u"Open a shell"_s), Qt::LeftButton);
    QTRY_VERIFY(tab.view() != nullptr);
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    QTest::keyClicks(tab.view(), u"size"_s);
    QTest::keyClick(tab.view(), Qt::Key_Return);
    const QString size =
        u"%1 %2"_s.arg(tab.view()->screenModel().rows()).arg(tab.view()->screenModel().columns());
    QTRY_VERIFY2(allText(tab.view()).contains(size), qPrintable(allText(tab.view())));
    QVERIFY(tab.view()->accessibleName().contains(u"web1"_s));
}

void TestTerminal::eachContainerKeepsItsShell()
{
    FakeEngine engine;
    put(engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.show();
    tab.setContainer(ref(u"web1"_s));
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    const TerminalView *first = tab.view();
    tab.setContainer(ref(u"web2"_s));
    QCOMPARE(tab.view(), nullptr);
    QVERIFY(!first->isVisible());
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web2"_s));
    tab.setContainer(ref(u"web1"_s));
    QCOMPARE(tab.view(), first);
    QVERIFY(first->isVisible());
}

void TestTerminal::aShellThatDoesNotOpen_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("told");
    QTest::addColumn<QString>("again");
    QTest::newRow("refused") << ErrorCode::NotAuthorized << true << u"Enter a password…"_s;
    QTest::newRow("gone") << ErrorCode::NotRunning << true << u"Try again"_s;
    QTest::newRow("the password dialog was closed") << ErrorCode::Dismissed << false << u"Open a shell"_s;
}

void TestTerminal::aShellThatDoesNotOpen()
{
    QFETCH(ErrorCode, code);
    QFETCH(bool, told);
    QFETCH(QString, again);
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QSignalSpy failed(&tab, &TerminalTab::failed);
    engine.failNextShell({code, u"web1"_s, {}});
    tab.openShell();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) == nullptr);
    QTRY_VERIFY2(guitest::button(&tab, again) != nullptr, "it can be tried again");
    QCOMPARE(guitest::texts(&tab).contains(explain({code, u"web1"_s, {}})), told);
    QCOMPARE(failed.count(), told ? 1 : 0);
    QCOMPARE(tab.view(), nullptr);
    guitest::button(&tab, again)->click();
    QTRY_VERIFY(tab.view() != nullptr);
}

void TestTerminal::anEndedShellCanBeOpenedAgain()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    const QPointer<TerminalView> first = tab.view();
    QTest::keyClicks(tab.view(), u"exit"_s);
    QTest::keyClick(tab.view(), Qt::Key_Return);
    QTRY_VERIFY(guitest::button(&tab, u"Open a new one"_s) != nullptr);
    QVERIFY2(!first.isNull() && first->isVisible(), "the last words stay");
    QTest::mouseClick(guitest::button(&tab, u"Open a new one"_s), Qt::LeftButton);
    QTRY_VERIFY(tab.view() != nullptr && tab.view() != first);
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    QVERIFY(guitest::button(&tab, u"Open a new one"_s) == nullptr);
}

void TestTerminal::aStoppedContainerHasNoShell()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    TerminalTab tab(engine);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) == nullptr);
    QVERIFY(guitest::texts(&tab).contains(u"The container is not running"_s));
    put(engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
}

void TestTerminal::severalShells()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    TerminalView *first = tab.view();
    first->setFocus();
    QTest::keyClick(first, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(tab.view() != first);
    TerminalView *second = tab.view();
    QTRY_VERIFY(allText(second).contains(u"root@web1"_s));
    QVERIFY2(second->hasFocus(), "typing goes to what is seen");
    auto *bar = tab.findChild<QTabBar *>(u"shellTabs"_s);
    QCOMPARE(bar->count(), 2);
    QCOMPARE(bar->tabText(1), u"Shell 2"_s);
    QTest::keyClick(second, Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tab.view(), first);
    QTRY_VERIFY(first->hasFocus());
    // One that has ended is closed at once.
    QTest::keyClicks(first, u"exit"_s);
    QTest::keyClick(first, Qt::Key_Return);
    QTRY_VERIFY(guitest::button(&tab, u"Open a new one"_s) != nullptr);
    QTest::keyClick(first, Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(tab.view(), second);
    QCOMPARE(bar->count(), 1);
}

void TestTerminal::aRunningShellIsNotClosedByAccident()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(tab.view() != nullptr);
    auto *close = tab.findChild<QToolButton *>(u"closeShell"_s);
    QTest::mouseClick(close, Qt::LeftButton);
    auto *question = guitest::dialogOf<ConfirmDialog>(&tab);
    QVERIFY(question != nullptr);
    QVERIFY(guitest::isActive(question));
    QTest::keyClick(question, Qt::Key_Return); // Enter alone closes nothing
    QVERIFY(tab.view() != nullptr);
    QTRY_VERIFY(tab.findChild<ConfirmDialog *>() == nullptr);
    QTest::mouseClick(close, Qt::LeftButton);
    question = guitest::dialogOf<ConfirmDialog>(&tab);
    QVERIFY(question != nullptr);
    QTest::mouseClick(question->verbButton(), Qt::LeftButton);
    QTRY_VERIFY(tab.view() == nullptr);
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
}

void TestTerminal::pastedLinesAreShown()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(tab.view() != nullptr);
    QSignalSpy changed(&tab, &TerminalTab::settingsChanged);
    Q_EMIT tab.view()->linesPasted(u"\ncd /srv\r\nrm -rf cache\rls\n"_s);
    auto *question = guitest::dialogOf<ConfirmDialog>(&tab);
    QVERIFY(question != nullptr);
    QVERIFY2(question->heading().contains(u'3'), qPrintable(question->heading()));
    QCOMPARE(question->findChild<QPlainTextEdit *>()->toPlainText(), u"cd /srv\nrm -rf cache\nls"_s);
    QVERIFY(question->cancelButton()->isDefault());
    QCOMPARE(guitest::nameless(question), QStringList());
    question->findChild<QCheckBox *>(u"never"_s)->setChecked(true);
    QTest::mouseClick(question->verbButton(), Qt::LeftButton);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!tab.settings().warnsOfLines);
}

void TestTerminal::titlesAreTabs()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(tab.view() != nullptr);
    auto *bar = tab.findChild<QTabBar *>(u"shellTabs"_s);
    Q_EMIT tab.view()->titleChanged(u"root@web1: &x"_s);
    QVERIFY(!bar->tabText(0).contains(u'&'));
    QVERIFY(bar->tabText(0).startsWith(u"1: root@web1: "_s));
    Q_EMIT tab.view()->titleChanged(QString(256, u'W'));
    QVERIFY(bar->tabText(0).size() <= 70);
    Q_EMIT tab.view()->titleChanged({});
    QCOMPARE(bar->tabText(0), u"Shell 1"_s);
}

/// A long title leaves room to the others, and the end of a path can be read.
void TestTerminal::tabsCanBeToldApart()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(400, 300);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(tab.view() != nullptr);
    Q_EMIT tab.view()->titleChanged(u"root@web1: /usr/share/doc/a-long-name/and/another-one/boxyard"_s);
    auto *bar = tab.findChild<QTabBar *>(u"shellTabs"_s);
    for (int count = 2; count <= 6; ++count) {
        tab.openAnotherShell();
        QTRY_COMPARE(bar->count(), count);
    }
    for (int index = 0; index < bar->count(); ++index) {
        const int least = bar->fontMetrics().horizontalAdvance(u"Shell 1"_s);
        QVERIFY2(bar->tabRect(index).width() > least, qPrintable(bar->tabText(index)));
    }
    QVERIFY(bar->tabText(0).startsWith(u"1: "_s));
    QVERIFY(bar->tabText(0).endsWith(u"boxyard"_s));
    // The button that closes is that of the shown one.
    const auto *close = tab.findChild<QToolButton *>(u"closeShell"_s);
    for (const int shown : {5, 2}) {
        bar->setCurrentIndex(shown);
        for (int index = 0; index < bar->count(); ++index)
            QCOMPARE(bar->tabButton(index, QTabBar::RightSide) == close, index == shown);
    }
    QVERIFY(close->isVisible());
}

void TestTerminal::theEmptyPageOffersWhatHelps()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    QAction start(u"Start"_s);
    QAction unfreeze(u"Unfreeze"_s);
    TerminalTab tab(engine);
    tab.setActions(&start, &unfreeze);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QSignalSpy started(&start, &QAction::triggered);
    QVERIFY(guitest::button(&tab, u"Start"_s) != nullptr);
    guitest::button(&tab, u"Start"_s)->click();
    QCOMPARE(started.count(), 1);
    put(engine, {u"web1"_s}, ContainerState::Frozen);
    QVERIFY(guitest::button(&tab, u"Start"_s) == nullptr);
    QVERIFY(guitest::button(&tab, u"Unfreeze"_s) != nullptr);
    put(engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(guitest::button(&tab, u"Unfreeze"_s) == nullptr);
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
}

void TestTerminal::searching()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    QTest::keyClicks(tab.view(), u"hostname"_s);
    QTest::keyClick(tab.view(), Qt::Key_Return);
    QTRY_COMPARE(allText(tab.view()).count(u"web1"_s), 3);
    QTest::keyClick(tab.view(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    auto *text = guitest::visible<QLineEdit>(&tab, u"findText"_s);
    QVERIFY(text != nullptr);
    QTRY_VERIFY(text->hasFocus());
    const auto *count = tab.findChild<QLabel *>(u"findCount"_s);
    QTest::keyClicks(text, u"WEB1"_s);
    QCOMPARE(count->text(), u"3 of 3"_s);
    QTest::keyClick(text, Qt::Key_Return);
    QCOMPARE(count->text(), u"2 of 3"_s);
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(count->text(), u"3 of 3"_s);
    QTest::mouseClick(tab.findChild<QToolButton *>(u"matchCase"_s), Qt::LeftButton);
    QCOMPARE(count->text(), u"Not found"_s);
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QCOMPARE(tab.view()->matchCount(), 0);
    QTRY_VERIFY(tab.view()->hasFocus());
}

void TestTerminal::preferences()
{
    TerminalSettings settings;
    settings.family = u"DejaVu Sans Mono"_s;
    settings.pointSize = 13.5;
    settings.scheme = TerminalSettings::Scheme::Black;
    settings.cursor = TerminalScreen::Shape::Bar;
    settings.cursorBlinks = false;
    settings.bell = TerminalSettings::Bell::Audible;
    settings.scrollback = 1234;
    settings.warnsOfLines = false;
    settings.letsProgramsCopy = true;
    QSettings kept;
    settings.save(kept);
    QVERIFY(TerminalSettings::load(kept) == settings);
    TerminalSettingsWidget form;
    QVERIFY(form.settings() == TerminalSettings());
    form.setSettings(settings);
    QVERIFY(form.settings() == settings);
    form.show();
    QCOMPARE(guitest::nameless(&form).join(u", "_s), QString());
    QSignalSpy changed(&form, &TerminalSettingsWidget::changed);
    form.findChild<QSpinBox *>(u"terminalScrollback"_s)->setValue(99);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(form.settings().scrollback, 99);
    // What makes no sense is not taken.
    kept.setValue("terminal/size", -3);
    kept.setValue("terminal/scrollback", 999999999);
    kept.setValue("terminal/bell", u"gong"_s);
    QCOMPARE(TerminalSettings::load(kept).pointSize, 0.0);
    QCOMPARE(TerminalSettings::load(kept).scrollback, TerminalSettings::MostScrollback);
    QVERIFY(TerminalSettings::load(kept).bell == TerminalSettings::Bell::Visual);
    kept.clear();
}

void TestTerminal::preferencesAreKept()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(tab.view() != nullptr);
    QMenu menu;
    Q_EMIT tab.view()->menuWanted(&menu);
    QSignalSpy wanted(&tab, &TerminalTab::preferencesWanted);
    menu.actions().last()->trigger();
    QCOMPARE(wanted.count(), 1);
    TerminalSettings settings = tab.settings();
    settings.scrollback = 321;
    Q_EMIT tab.view()->settingsChanged(settings);
    QCOMPARE(tab.settings().scrollback, 321);
    const TerminalTab other(engine);
    QCOMPARE(other.settings().scrollback, 321);
    QSettings().clear();
}

QTEST_MAIN(TestTerminal)
#include "tst_terminal.moc"
