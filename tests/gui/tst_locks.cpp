// SPDX-License-Identifier: GPL-2.0-or-later
// What asks for a password carries a lock and says so, as the engine's permissions tell and change.

#include "gui/containeractions.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/mainwindow.h"
#include "gui/pages/containerspage.h"
#include "guitest.h"

#include <QAction>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

namespace {

const QString Password = u"A password will be asked for."_s;
const QString Refused = u"You don't have permission to do this on this machine."_s;

QImage drawn(const QAction *action)
{
    return action->icon().pixmap(QSize(16, 16), 2).toImage();
}

} // namespace

class TestLocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theEngineTellsOnce();
    void actionsCarryLocks_data();
    void actionsCarryLocks();
    void aRootShellInAPrivilegedContainer();
    void locksGoAway();
    void aReasonGoesBeforeAPassword();
    void dialogsCarryLocks();
};

void TestLocks::initTestCase()
{
    guitest::isolateSettings();
}

void TestLocks::theEngineTellsOnce()
{
    FakeEngine engine;
    const QSignalSpy changed(&engine, &Engine::permissionsChanged);
    QCOMPARE(engine.permission(Action::Manage), Permission::Granted);
    engine.setPermissions({{Action::Manage, Permission::Password}});
    engine.setPermissions({{Action::Manage, Permission::Password}});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(engine.permission(Action::Manage), Permission::Password);
    QCOMPARE(engine.permission(Action::Power), Permission::Granted);
}

void TestLocks::actionsCarryLocks_data()
{
    QTest::addColumn<Action>("action");
    QTest::addColumn<Permission>("permission");
    QTest::addColumn<QString>("hint");
    QTest::addColumn<QList<Wish>>("locked");
    QTest::newRow("nothing") << Action::View << Permission::Password << Password << QList<Wish>();
    QTest::newRow("power") << Action::Power << Permission::Password << Password
                           << QList<Wish>{Wish::Start,   Wish::Kill, Wish::Freeze,
                                          Wish::Restart, Wish::Stop, Wish::Unfreeze};
    QTest::newRow("manage") << Action::Manage << Permission::Password << Password
                            << QList<Wish>{Wish::Clone, Wish::Rename, Wish::Delete};
    QTest::newRow("shell") << Action::Shell << Permission::Password << Password << QList<Wish>{Wish::Shell};
    QTest::newRow("refused") << Action::Manage << Permission::Refused << Refused
                             << QList<Wish>{Wish::Clone, Wish::Rename, Wish::Delete};
}

void TestLocks::actionsCarryLocks()
{
    QFETCH(Action, action);
    QFETCH(Permission, permission);
    QFETCH(QString, hint);
    QFETCH(QList<Wish>, locked);
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    ContainerActions &actions = window.containers().actions();
    const QList<Wish> all = {Wish::Clone,  Wish::Start,    Wish::Stop,   Wish::Kill,   Wish::Restart,
                             Wish::Freeze, Wish::Unfreeze, Wish::Rename, Wish::Delete, Wish::Shell};
    QMap<Wish, QImage> before;
    for (const Wish wish : all)
        before.insert(wish, drawn(actions.of(wish)));
    engine.setPermissions({{action, permission}});
    for (const Wish wish : all) {
        const QAction *shown = actions.of(wish);
        const bool has = locked.contains(wish);
        QVERIFY2((drawn(shown) != before.value(wish)) == has, qPrintable(shown->text()));
        if (shown->isEnabled())
            QVERIFY2(shown->toolTip().contains(hint) == has, qPrintable(shown->toolTip()));
    }
    QCOMPARE(actions.create()->toolTip().contains(hint), action == Action::Manage);
}

void TestLocks::aRootShellInAPrivilegedContainer()
{
    FakeEngine engine;
    ContainerEntry entry = FakeEngine::entry(ref(u"router"_s), ContainerState::Running);
    entry.container.unprivileged = false;
    engine.put(entry);
    put(engine, {u"web1"_s}, ContainerState::Running);
    engine.setPermissions({{Action::ShellPrivileged, Permission::Password}});
    MainWindow window(engine);
    window.show();
    ContainerActions &actions = window.containers().actions();
    window.containers().select({ref(u"router"_s)});
    QVERIFY(actions.of(Wish::Shell)->toolTip().contains(Password));
    window.containers().select({ref(u"web1"_s)});
    QVERIFY(!actions.of(Wish::Shell)->toolTip().contains(Password));
}

void TestLocks::locksGoAway()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    const QAction *start = window.containers().actions().of(Wish::Start);
    const QImage plain = drawn(start);
    engine.setPermissions({{Action::Power, Permission::Password}});
    QVERIFY(drawn(start) != plain);
    engine.setPermissions({});
    QCOMPARE(drawn(start), plain);
    QVERIFY(!start->toolTip().contains(Password));
}

void TestLocks::aReasonGoesBeforeAPassword()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    engine.setPermissions({{Action::Manage, Permission::Password}});
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    const QAction *remove = window.containers().actions().of(Wish::Delete);
    QVERIFY(!remove->isEnabled());
    QVERIFY(remove->toolTip().contains(explain({ErrorCode::MustBeStopped, u"web1"_s, {}})));
    QVERIFY(!remove->toolTip().contains(Password));
}

void TestLocks::dialogsCarryLocks()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    MainWindow window(engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    engine.setPermissions({{Action::Manage, Permission::Password}});
    window.containers().actions().of(Wish::Delete)->trigger();
    auto *dialog = guitest::dialogOf<DeleteDialog>(&window);
    QVERIFY(dialog != nullptr);
    QVERIFY(!dialog->verbButton()->icon().isNull());
    QCOMPARE(dialog->verbButton()->toolTip(), Password);
    engine.setPermissions({});
    QVERIFY(dialog->verbButton()->icon().isNull());
    QCOMPARE(dialog->verbButton()->toolTip(), QString());
}

QTEST_MAIN(TestLocks)
#include "tst_locks.moc"
