// SPDX-License-Identifier: GPL-2.0-or-later
// The list: which containers it shows, in which columns, and that it looks the same the next time.

#include "gui/containeractions.h"
#include "gui/mainwindow.h"
#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "gui/pages/containerspage.h"
#include "gui/widgets/emptypage.h"
#include "gui/widgets/kindbutton.h"
#include "gui/widgets/navigation.h"
#include "guitest.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsOneKind_data();
    void showsOneKind();
    void aChangeMovesInAndOut();
    void theMenuCounts();
    void noMatchClearsBoth();
    void nothingLooksChosenWhereNothingIs();
    void oneSignOfTrouble();
    void columnsGiveWay();
    void columnsAreRemembered();
    void columnsOfAnotherVersionAreNot();
    void columnsAreReset();

private:
    std::unique_ptr<FakeEngine> m_engine;
};

void TestList::initTestCase()
{
    guitest::isolateSettings();
}

void TestList::init()
{
    QSettings().clear();
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"run1"_s, u"run2"_s}, ContainerState::Running);
    put(*m_engine, {u"cold"_s}, ContainerState::Frozen);
    put(*m_engine, {u"silent"_s}, ContainerState::NotResponding);
    put(*m_engine, {u"leaving"_s}, ContainerState::Stopping);
    put(*m_engine, {u"off"_s, u"work"_s});
    ContainerEntry broken = FakeEngine::entry(ref(u"broken"_s));
    broken.container.problem = errorWord(ErrorCode::BrokenConfig);
    m_engine->put(broken);
    m_engine->start(ref(u"work"_s));
    m_engine->tick();
}

void TestList::showsOneKind_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("names");
    QTest::newRow("all") << Kind::All << u"broken cold leaving off run1 run2 silent work"_s;
    QTest::newRow("running, as the list calls them") << Kind::Running << u"run1 run2"_s;
    QTest::newRow("frozen") << Kind::Frozen << u"cold"_s;
    QTest::newRow("stopped") << Kind::Stopped << u"off work"_s;
    QTest::newRow("at work") << Kind::Working << u"leaving work"_s;
    QTest::newRow("in trouble") << Kind::Trouble << u"broken silent"_s;
}

void TestList::showsOneKind()
{
    QFETCH(Kind, kind);
    QFETCH(QString, names);
    ContainerModel model(*m_engine);
    ContainerFilter filter;
    filter.setSourceModel(&model);
    filter.sort(ContainerModel::Name);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setKind(kind);
    QStringList shown;
    for (int row = 0; row < filter.rowCount(); ++row)
        shown += filter.index(row, ContainerModel::Name).data().toString();
    QCOMPARE(shown.join(u' '), names);
    QCOMPARE(filter.isSearching(), kind != Kind::All);
    filter.setSearch(u"no-such"_s);
    QCOMPARE(filter.rowCount(), 0);
}

void TestList::aChangeMovesInAndOut()
{
    ContainerModel model(*m_engine);
    ContainerFilter filter;
    filter.setSourceModel(&model);
    filter.setKind(Kind::Frozen);
    QCOMPARE(filter.rowCount(), 1);
    put(*m_engine, {u"run1"_s}, ContainerState::Frozen);
    QCOMPARE(filter.rowCount(), 2);
    put(*m_engine, {u"cold"_s}, ContainerState::Running);
    QCOMPARE(filter.rowCount(), 1);
    filter.setKind(Kind::Trouble);
    QCOMPARE(filter.rowCount(), 2);
    m_engine->failNext(Verb::Stop, {ErrorCode::StopRefused, u"run2"_s, u"30"_s});
    m_engine->stop({ref(u"run2"_s)});
    m_engine->finishAll();
    QCOMPARE(filter.rowCount(), 3);
}

void TestList::theMenuCounts()
{
    ContainerModel model(*m_engine);
    KindButton button(model);
    Q_EMIT button.menu()->aboutToShow();
    QStringList lines;
    for (const QAction *action : button.menu()->actions()) {
        if (!action->isSeparator())
            lines += action->text();
    }
    QCOMPARE(lines,
             (QStringList{u"All (8)"_s, u"Running (2)"_s, u"Frozen (1)"_s, u"Stopped (2)"_s, u"At work (2)"_s,
                          u"In trouble (2)"_s}));
    m_engine->finishAll();
    put(*m_engine, {u"leaving"_s});
    Q_EMIT button.menu()->aboutToShow();
    QVERIFY2(!button.menu()->actions().at(5)->isEnabled(), "there is none at work");
    button.menu()->actions().at(2)->trigger();
    QCOMPARE(button.kind(), Kind::Running);
    QCOMPARE(button.text(), u"Running"_s);
}

void TestList::noMatchClearsBoth()
{
    m_engine->finishAll(); // else the line at the bottom tells of the task
    MainWindow window(*m_engine);
    window.show();
    auto *search = window.findChild<QLineEdit *>(u"search"_s);
    auto *kind = window.findChild<KindButton *>(u"kind"_s);
    search->setText(u"run"_s);
    kind->setKind(Kind::Frozen);
    QVERIFY(!window.containers().list()->isVisible());
    QVERIFY(guitest::texts(&window).contains(u"No container matches “run”"_s));
    QVERIFY(guitest::texts(&window).contains(u"0 of 8 "_s));
    QAbstractButton *clear = guitest::button(&window, u"Clear the filter"_s);
    QVERIFY(clear != nullptr);
    clear->click();
    QVERIFY(window.containers().list()->isVisible());
    QCOMPARE(search->text(), QString());
    QCOMPARE(kind->kind(), Kind::All);
    QCOMPARE(window.containers().list()->model()->rowCount(), 8);
    QVERIFY(guitest::texts(&window).contains(u"3 running, 1 frozen, 1 not responding"_s));
}

void TestList::nothingLooksChosenWhereNothingIs()
{
    MainWindow window(*m_engine);
    window.show();
    window.containers().select({ref(u"off"_s)});
    window.findChild<KindButton *>(u"kind"_s)->setKind(Kind::Running);
    QCOMPARE(window.containers().actions().selection().size(), 0);
    QVERIFY(!window.containers().list()->currentIndex().isValid());
}

/// The icon of the state is the sign; no second one beside the name, which needs the room.
void TestList::oneSignOfTrouble()
{
    ContainerModel model(*m_engine);
    const auto icon = [&model](const QString &name, int column) {
        return model.indexOf(ref(name), column).data(Qt::DecorationRole).value<QIcon>().name();
    };
    QCOMPARE(icon(u"broken"_s, ContainerModel::State), u"warning"_s);
    QCOMPARE(icon(u"broken"_s, ContainerModel::Name), QString());
    QCOMPARE(icon(u"off"_s, ContainerModel::State), u"state-stopped"_s);
    m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, u"off"_s, u"no bridge"_s});
    m_engine->start(ref(u"off"_s));
    m_engine->finishAll();
    QCOMPARE(icon(u"off"_s, ContainerModel::State), u"error"_s);
    QCOMPARE(model.indexOf(ref(u"off"_s), ContainerModel::State).data().toString(), u"Stopped"_s);
    model.dismissFailure(ref(u"off"_s));
    QCOMPARE(icon(u"off"_s, ContainerModel::State), u"state-stopped"_s);
}

/// In a narrow window the places show their icons only and the columns shrink, before the list scrolls.
void TestList::columnsGiveWay()
{
    MainWindow window(*m_engine);
    window.resize(1300, 700);
    window.show();
    const auto *places = window.findChild<Navigation *>();
    const int wide = places->width();
    const QHeaderView *header = window.containers().list()->header();
    const int memory = header->sectionSize(ContainerModel::Memory);
    window.resize(860, 600);
    QTRY_VERIFY(places->width() < wide);
    QTRY_VERIFY(header->sectionSize(ContainerModel::Memory) < memory);
    QTRY_COMPARE(header->length(), header->viewport()->width());
    QVERIFY2(!places->isCollapsed(), "nobody wished it so");
    window.resize(1300, 700);
    QTRY_COMPARE(places->width(), wide);
    QTRY_COMPARE(header->sectionSize(ContainerModel::Memory), memory);
}

void TestList::columnsAreRemembered()
{
    {
        MainWindow window(*m_engine);
        window.show();
        QHeaderView *header = window.containers().list()->header();
        header->setSectionHidden(ContainerModel::Storage, false);
        header->setSectionHidden(ContainerModel::Uptime, true);
        window.resize(1300, 700);
        header->resizeSection(ContainerModel::Addresses, 171);
        header->moveSection(header->visualIndex(ContainerModel::Addresses), 0);
        window.containers().list()->sortByColumn(ContainerModel::State, Qt::DescendingOrder);
        window.close();
    }
    MainWindow window(*m_engine);
    window.resize(1300, 700);
    window.show();
    const QTreeView *list = window.containers().list();
    QVERIFY(!list->header()->isSectionHidden(ContainerModel::Storage));
    QVERIFY(list->header()->isSectionHidden(ContainerModel::Uptime));
    QCOMPARE(list->header()->sectionSize(ContainerModel::Addresses), 171);
    QCOMPARE(list->header()->visualIndex(ContainerModel::Addresses), 0);
    QCOMPARE(list->header()->sortIndicatorSection(), static_cast<int>(ContainerModel::State));
    // Not only its mark: the rows are in that order.
    const auto name = [list](int row) {
        return list->model()->index(row, ContainerModel::Name).data().toString();
    };
    QVERIFY2(!name(0).startsWith(u"run"_s), qPrintable(name(0)));
    QVERIFY(name(list->model()->rowCount() - 1).startsWith(u"run"_s));
}

void TestList::columnsOfAnotherVersionAreNot()
{
    {
        MainWindow window(*m_engine);
        window.containers().list()->header()->setSectionHidden(ContainerModel::Addresses, true);
        window.show();
        window.close();
    }
    QSettings().setValue(u"containers/columnCount"_s, 3);
    const MainWindow window(*m_engine);
    QVERIFY(!window.containers().list()->header()->isSectionHidden(ContainerModel::Addresses));
}

void TestList::columnsAreReset()
{
    MainWindow window(*m_engine);
    window.show();
    QTreeView *list = window.containers().list();
    const QByteArray before = list->header()->saveState();
    list->header()->moveSection(0, 2);
    list->header()->setSectionHidden(ContainerModel::Location, false);
    list->sortByColumn(ContainerModel::State, Qt::DescendingOrder);
    QVERIFY(list->header()->saveState() != before);
    Q_EMIT list->header()->customContextMenuRequested(QPoint(5, 5));
    QAction *reset = nullptr;
    for (QMenu *menu : window.containers().findChildren<QMenu *>()) {
        for (QAction *action : menu->actions()) {
            if (action->text() == u"Reset the columns")
                reset = action;
        }
    }
    QVERIFY(reset != nullptr);
    reset->trigger();
    QVERIFY(list->header()->isSectionHidden(ContainerModel::Location));
    QCOMPARE(list->header()->visualIndex(0), 0);
    QCOMPARE(list->header()->sortIndicatorSection(), static_cast<int>(ContainerModel::Name));
}

QTEST_MAIN(TestList)
#include "tst_list.moc"
