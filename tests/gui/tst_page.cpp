// SPDX-License-Identifier: GPL-2.0-or-later
// The page of a container and the panel of tasks: every fact, copyable, and the button that mends.

#include "gui/containeractions.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/mainwindow.h"
#include "gui/notices.h"
#include "gui/pages/containerpage.h"
#include "gui/pages/containerspage.h"
#include "gui/tasks/taskpanel.h"
#include "gui/terminal/terminaltab.h"
#include "gui/widgets/banner.h"
#include "gui/widgets/fittingarea.h"
#include "gui/words.h"
#include "guitest.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFactIsShown();
    void factsAreCopied();
    void moreActionsAreThere();
    void thePanelMends();
    void aLongFailureLeavesRoom();
    void thePanelCopies();
    void nothingToLoseNeedsNoName();
    void aRefusedShellCanBeTriedWithAPassword();
    void everyLossIsSaid_data();
    void everyLossIsSaid();
};

namespace {

void fill(FakeEngine &engine)
{
    put(engine, {u"web1"_s}, ContainerState::Running);
    ContainerDetails details;
    details.configPath = u"/var/lib/lxc/web1/config"_s;
    details.arch = u"amd64"_s;
    details.hostname = u"shop"_s;
    details.idmap = u"u 0 100000 65536"_s;
    details.nics = {{0, u"veth"_s, u"lxcbr0"_s, u"00:16:3e:4f:1a:2b"_s, {}}};
    details.dependants = {u"web2"_s};
    engine.setDetails(ref(u"web1"_s), details);
}

QLabel *valueOf(const QWidget &window, const QString &label)
{
    for (QLabel *value : window.findChildren<QLabel *>()) {
        if (value->accessibleName() == label && value->isVisible())
            return value;
    }
    return nullptr;
}

} // namespace

void TestPage::initTestCase()
{
    guitest::isolateSettings();
}

void TestPage::everyFactIsShown()
{
    FakeEngine engine;
    fill(engine);
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    QTRY_VERIFY(valueOf(window, u"Hostname"_s) != nullptr);
    const QMap<QString, QString> facts = {
        {u"State"_s, u"Running"_s},
        {u"Hostname"_s, u"shop"_s},
        {u"Architecture"_s, u"amd64"_s},
        {u"Init PID"_s, QString::number(engine.find(ref(u"web1"_s))->container.initPid)},
        {u"Interface 0"_s, u"veth on lxcbr0\n00:16:3e:4f:1a:2b"_s},
        {u"Needed by"_s, u"web2"_s},
        {u"Addresses"_s, engine.find(ref(u"web1"_s))->addresses.first()},
        {u"Storage type"_s, u"Btrfs subvolume"_s},
        {u"Root file system"_s, u"/var/lib/lxc/web1/rootfs"_s},
        {u"Configuration"_s, u"/var/lib/lxc/web1/config"_s},
        {u"ID map"_s, u"u 0 100000 65536"_s},
    };
    for (auto fact = facts.cbegin(); fact != facts.cend(); ++fact) {
        const QLabel *value = valueOf(window, fact.key());
        QVERIFY2(value != nullptr, qPrintable(fact.key()));
        QCOMPARE(value->text(), fact.value());
        QVERIFY(value->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    }
    QVERIFY(valueOf(window, u"Running since"_s) != nullptr);
    put(engine, {u"web1"_s});
    QTRY_VERIFY(valueOf(window, u"Running since"_s) == nullptr);
}

void TestPage::factsAreCopied()
{
    FakeEngine engine;
    fill(engine);
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    QTRY_VERIFY(valueOf(window, u"Configuration"_s) != nullptr);
    const QList<QAction *> actions = valueOf(window, u"Configuration"_s)->actions();
    QCOMPARE(actions.size(), 2);
    actions.first()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/var/lib/lxc/web1/config"_s);
    actions.last()->trigger();
    const QString all = QGuiApplication::clipboard()->text();
    QVERIFY(all.startsWith(u"web1\n"_s) && all.contains(u"Hostname: shop\n"_s));
}

void TestPage::moreActionsAreThere()
{
    FakeEngine engine;
    fill(engine);
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    const auto *more = guitest::visible<QToolButton>(&window, u"moreActions"_s);
    QVERIFY(more != nullptr);
    for (const Wish wish : {Wish::Restart, Wish::Clone, Wish::Rename, Wish::Delete, Wish::Kill})
        QVERIFY(more->menu()->actions().contains(window.containers().actions().of(wish)));
}

void TestPage::thePanelMends()
{
    FakeEngine engine;
    fill(engine);
    MainWindow window(engine);
    window.show();
    engine.failNext(Verb::Stop, {ErrorCode::StopRefused, u"web1"_s, u"30"_s});
    const Task *task = engine.stop({ref(u"web1"_s)});
    engine.finishAll();
    window.showTasks(task);
    auto *panel = window.findChild<TaskPanel *>();
    QAbstractButton *mend = guitest::button(panel, u"Kill web1…"_s);
    QVERIFY(mend != nullptr);
    mend->click();
    QVERIFY(guitest::dialogOf<PowerDialog>(&window) != nullptr);
}

void TestPage::aLongFailureLeavesRoom()
{
    FakeEngine engine;
    put(engine, {u"build-amd64"_s});
    MainWindow window(engine);
    window.resize(900, 600);
    window.show();
    const QString missing =
        u"Failed to mount \"/srv/cache\" on \"/usr/lib/x86_64-linux-gnu/lxc/rootfs/srv/cache\""_s;
    engine.failNext(Verb::Start, {ErrorCode::StartFailed, u"build-amd64"_s, missing});
    const Task *task = engine.start(ref(u"build-amd64"_s));
    engine.finishAll();
    window.containers().select({ref(u"build-amd64"_s)});
    auto *tabs = window.findChild<QTabWidget *>(u"containerTabs"_s);
    auto *banner = tabs->parentWidget()->findChild<Banner *>();
    auto *area = tabs->parentWidget()->findChild<FittingArea *>();
    QTRY_COMPARE(area->viewport()->height(), banner->height() + 10); // all of it where there is room

    window.showTasks(task);
    const auto place = [&window](const QWidget *widget) {
        return QRect(widget->mapTo(&window, QPoint(0, 0)), widget->size());
    };
    QTRY_VERIFY(area->height() < banner->height());
    QVERIFY(!place(area).intersects(place(tabs)));
    QVERIFY(tabs->currentWidget()->height() > 80);
    QVERIFY2(area->viewport()->height() >= 60, "the title and how to go on are in sight");

    window.resize(900, 1000);
    QTRY_COMPARE(area->viewport()->height(), banner->height() + 10);
}

void TestPage::thePanelCopies()
{
    FakeEngine engine;
    fill(engine);
    put(engine, {u"db1"_s});
    MainWindow window(engine);
    window.show();
    const Error why{ErrorCode::StartFailed, u"db1"_s, u"no such bridge"_s};
    engine.failNext(Verb::Start, why);
    const Task *task = engine.start(ref(u"db1"_s));
    engine.finishAll();
    window.showTasks(task);
    auto *panel = window.findChild<TaskPanel *>();
    for (QPushButton *button : panel->findChildren<QPushButton *>()) {
        if (button->accessibleName() == u"Copy the cause and the log")
            button->click();
    }
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains(explain(why)) && copied.contains(task->log().last()), qPrintable(copied));
}

void TestPage::nothingToLoseNeedsNoName()
{
    FakeEngine engine;
    ContainerEntry hollow = FakeEngine::entry(ref(u"hollow"_s));
    hollow.container.problem = errorWord(ErrorCode::RootfsMissing);
    engine.put(hollow);
    put(engine, {u"full"_s});
    DeleteDialog one(engine, {ref(u"hollow"_s)}, {});
    one.show();
    QCOMPARE(one.confirmation(), QString());
    QVERIFY(one.verbButton()->isEnabled());
    QVERIFY(!one.findChild<QLineEdit *>(u"answer"_s)->isVisible());
    QVERIFY(!one.sentence().isEmpty());
    DeleteDialog both(engine, {ref(u"hollow"_s), ref(u"full"_s)}, {});
    both.show();
    QCOMPARE(both.confirmation(), u"2"_s);
    QVERIFY(!both.verbButton()->isEnabled());
}

void TestPage::aRefusedShellCanBeTriedWithAPassword()
{
    FakeEngine engine;
    fill(engine);
    MainWindow window(engine);
    window.show();
    engine.failNextShell({ErrorCode::NotAuthorized, u"org.boxyard.shell"_s, {}});
    window.containers().actions().perform(Wish::Shell, {ref(u"web1"_s)});
    // Where the shell would be.
    TerminalTab *terminal = window.containers().page().terminal();
    QTRY_VERIFY(guitest::texts(terminal).contains(u"No shell could be opened"_s));
    QVERIFY(!window.findChild<FailureNotice *>()->isVisible());
    QVERIFY2(!guitest::texts(terminal).contains(u"org.boxyard"_s), qPrintable(guitest::texts(terminal)));
    QAbstractButton *again = guitest::button(terminal, u"Enter a password…"_s);
    QVERIFY2(again != nullptr && !again->icon().isNull(), "a button with a lock");
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(terminal->view() != nullptr);
}

void TestPage::everyLossIsSaid_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("button");
    QTest::newRow("not installed") << Error{ErrorCode::HelperMissing, {}, u"not activatable"_s}
                                   << u"Copy the command"_s;
    QTest::newRow("went away") << Error{ErrorCode::HelperLost, {}, {}} << u"Reconnect now"_s;
    QTest::newRow("older") << Error{ErrorCode::HelperTooOld, {}, u"0.0.9"_s} << u"Try again"_s;
    QTest::newRow("denies everything")
        << Error{ErrorCode::NotAuthorized, u"org.boxyard.view"_s, {}} << u"Try again"_s;
    QTest::newRow("polkit is silent")
        << Error{ErrorCode::AuthorizationUnavailable, {}, u"timeout"_s} << u"Try again"_s;
    QTest::newRow("does not answer") << Error{ErrorCode::TimedOut, u"boxyard-helper"_s, u"30 s"_s}
                                     << u"Try again"_s;
    QTest::newRow("no password") << Error{ErrorCode::Dismissed, {}, {}} << u"Enter the password…"_s;
}

void TestPage::everyLossIsSaid()
{
    QFETCH(Error, error);
    QFETCH(QString, button);
    FakeEngine engine;
    engine.setLink(Engine::Link::Lost, error);
    LinkNotice notice(engine);
    notice.show();
    const Banner *banner = notice.banner();
    QVERIFY(banner->isVisible());
    QVERIFY(!banner->title().isEmpty());
    QVERIFY(!banner->text().isEmpty());
    // Of these the title says it all; what a task would have to say of them does not fit.
    const bool isOwn = error.code == ErrorCode::Dismissed || error.code == ErrorCode::HelperLost;
    if (!isOwn && error.code != ErrorCode::NotAuthorized)
        QVERIFY(banner->text().contains(explain(error)));
    if (!isOwn)
        QVERIFY(!advice(error).isEmpty() && banner->text().contains(advice(error)));
    QVERIFY2(guitest::button(&notice, button) != nullptr, qPrintable(guitest::texts(&notice)));
    if (button == u"Copy the command") {
        guitest::button(&notice, button)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"boxyard-helper"_s));
    }
    engine.setLink(Engine::Link::Ready);
    QVERIFY(!banner->isVisible());
}

QTEST_MAIN(TestPage)
#include "tst_page.moc"
