// SPDX-License-Identifier: GPL-2.0-or-later
// The list follows the engine by merging: nothing is reset, and only cells that changed are told.

#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "guitest.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QPersistentModelIndex>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestContainerModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void rowsAreMergedByKey();
    void onlyChangedCellsAreTold_data();
    void onlyChangedCellsAreTold();
    void nothingIsToldOfNothing();
    void sameNamesInTwoPathsAreTwoRows();
    void aContainerBeingMadeIsARow();
    void aCloneBeingMadeIsARow();
    void aFailedCreateKeepsItsRow();
    void aFailureStaysUntilTheNextTry();
    void aFailedCloneIsToldAtItsSource();
    void aFailureCanBeDismissed();
    void aDismissedPasswordIsNoFailure();
    void aBrokenContainerSaysWhy_data();
    void aBrokenContainerSaysWhy();
    void selectionSurvivesAStorm();
    void openTaskIsTheOneAtWork();

private:
    [[nodiscard]] QString cell(const QString &name, ContainerModel::Column column,
                               int role = Qt::DisplayRole) const;

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ContainerModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QSignalSpy> m_resets;
};

void TestContainerModel::init()
{
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s, u"db1"_s});
    m_model = std::make_unique<ContainerModel>(*m_engine);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_resets = std::make_unique<QSignalSpy>(m_model.get(), &QAbstractItemModel::modelReset);
}

void TestContainerModel::cleanup()
{
    QCOMPARE(m_resets->count(), 0);
    m_resets.reset();
    m_tester.reset();
    m_model.reset();
    m_engine.reset();
}

QString TestContainerModel::cell(const QString &name, ContainerModel::Column column, int role) const
{
    return m_model->indexOf(ref(name), column).data(role).toString();
}

void TestContainerModel::rowsAreMergedByKey()
{
    const QPersistentModelIndex kept = m_model->indexOf(ref(u"db1"_s));
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    put(*m_engine, {u"new"_s});
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(m_model->rowCount(), 4);
    m_engine->drop(ref(u"web1"_s));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(m_model->rowCount(), 3);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data().toString(), u"db1"_s);
    QCOMPARE(m_model->find(ref(u"web1"_s)), nullptr);
}

void TestContainerModel::onlyChangedCellsAreTold_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QList<int>>("columns");
    using M = ContainerModel;
    QTest::newRow("another address") << u"address"_s << QList<int>{M::Addresses};
    QTest::newRow("autostart") << u"autostart"_s << QList<int>{M::Autostart};
    QTest::newRow("privileges") << u"privileges"_s << QList<int>{M::Isolation};
    QTest::newRow("store") << u"store"_s << QList<int>{M::Storage};
    QTest::newRow("its init's PID is not shown") << u"pid"_s << QList<int>{};
    QTest::newRow("state") << u"state"_s << QList<int>{M::State, M::Addresses, M::Uptime};
}

void TestContainerModel::onlyChangedCellsAreTold()
{
    QFETCH(QString, what);
    QFETCH(QList<int>, columns);
    ContainerEntry entry = *m_engine->find(ref(u"web2"_s));
    if (what == u"address")
        entry.addresses = QStringList(u"10.0.3.77"_s);
    else if (what == u"autostart")
        entry.container.autostart = true;
    else if (what == u"privileges")
        entry.container.unprivileged = false;
    else if (what == u"store")
        entry.container.store = u"dir"_s;
    else if (what == u"pid")
        entry.container.initPid = 99;
    else
        entry = FakeEngine::entry(ref(u"web2"_s), ContainerState::Running);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_engine->put(entry);

    QSet<int> told;
    for (const auto &arguments : std::as_const(changed)) {
        const auto first = arguments.at(0).toModelIndex();
        const auto last = arguments.at(1).toModelIndex();
        QCOMPARE(first.row(), m_model->indexOf(ref(u"web2"_s)).row());
        QCOMPARE(last.row(), first.row());
        for (int column = first.column(); column <= last.column(); ++column)
            told.insert(column);
    }
    QCOMPARE(told, QSet<int>(columns.cbegin(), columns.cend()));
}

void TestContainerModel::nothingIsToldOfNothing()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_engine->put(*m_engine->find(ref(u"web1"_s)));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(inserted.count(), 0);
}

void TestContainerModel::sameNamesInTwoPathsAreTwoRows()
{
    const ContainerRef other{u"/srv/containers"_s, u"web1"_s};
    m_engine->put(FakeEngine::entry(other));
    QCOMPARE(m_model->rowCount(), 4);
    QVERIFY(m_model->indexOf(other) != m_model->indexOf(ref(u"web1"_s)));
    m_engine->drop(other);
    QVERIFY(m_model->find(ref(u"web1"_s)) != nullptr);
}

void TestContainerModel::aContainerBeingMadeIsARow()
{
    Task *task = m_engine->create(guitest::newOne(u"fresh"_s));
    const ContainerRow *row = m_model->find(ref(u"fresh"_s));
    QVERIFY(row != nullptr);
    QVERIFY(!row->exists);
    QVERIFY(row->work.has_value());
    m_engine->tick();
    m_engine->tick();
    QTRY_COMPARE(m_model->indexOf(ref(u"fresh"_s), ContainerModel::State)
                     .data(ContainerModel::ProgressRole)
                     .toDouble(),
                 task->progress());
    QVERIFY(cell(u"fresh"_s, ContainerModel::State).contains(u"Creating"_s));
    const QPersistentModelIndex place = m_model->indexOf(ref(u"fresh"_s));
    m_engine->finishAll();
    QCOMPARE(task->state(), Task::State::Succeeded);
    QVERIFY2(place.isValid(), "the row of a container being made becomes that of the container");
    QVERIFY(m_model->find(ref(u"fresh"_s))->exists);
    QVERIFY(!m_model->find(ref(u"fresh"_s))->work.has_value());
    QCOMPARE(cell(u"fresh"_s, ContainerModel::State), u"Stopped"_s);
}

void TestContainerModel::aCloneBeingMadeIsARow()
{
    Task *task = m_engine->clone({ref(u"web1"_s), ref(u"web9"_s)});
    QVERIFY(m_model->find(ref(u"web9"_s)) != nullptr);
    QVERIFY2(!m_model->find(ref(u"web1"_s))->work.has_value(), "the work stands on the clone's row");
    task->cancel();
    m_engine->finishAll();
    QCOMPARE(task->state(), Task::State::Cancelled);
    QCOMPARE(m_model->find(ref(u"web9"_s)), nullptr);
    QCOMPARE(m_model->rowCount(), 3);
}

void TestContainerModel::aFailedCreateKeepsItsRow()
{
    m_engine->failNext(Verb::Create,
                       {ErrorCode::TemplateFailed, u"debian"_s, u"debootstrap: E: no mirror"_s});
    Task *task = m_engine->create(guitest::newOne(u"fresh"_s));
    m_engine->finishAll();
    QCOMPARE(task->state(), Task::State::Failed);
    const ContainerRow *row = m_model->find(ref(u"fresh"_s));
    QVERIFY(row != nullptr);
    QVERIFY(row->failure.has_value());
    QVERIFY(cell(u"fresh"_s, ContainerModel::Name, Qt::ToolTipRole).contains(explain(task->error())));
    m_engine->create(guitest::newOne(u"fresh"_s));
    QVERIFY2(!m_model->find(ref(u"fresh"_s))->failure.has_value(), "the next try takes the failure away");
    m_engine->finishAll();
    QVERIFY(m_model->find(ref(u"fresh"_s))->exists);
}

void TestContainerModel::aFailureStaysUntilTheNextTry()
{
    const Error why{ErrorCode::StartFailed, u"web1"_s, u"no such bridge"_s};
    m_engine->failNext(Verb::Start, why);
    m_engine->start(ref(u"web1"_s));
    m_engine->finishAll();
    QCOMPARE(m_model->find(ref(u"web1"_s))->failure->error, why);
    QVERIFY(m_model->indexOf(ref(u"web1"_s)).data(ContainerModel::TroubleRole).toBool());
    QVERIFY(
        cell(u"web1"_s, ContainerModel::Name, Qt::AccessibleDescriptionRole).contains(u"no such bridge"_s));

    put(*m_engine, {u"other"_s});
    m_engine->refresh();
    QVERIFY2(m_model->find(ref(u"web1"_s))->failure.has_value(), "a refresh does not take a failure away");

    m_engine->start(ref(u"web1"_s));
    QVERIFY(!m_model->find(ref(u"web1"_s))->failure.has_value());
    m_engine->finishAll();
    QVERIFY(!m_model->indexOf(ref(u"web1"_s)).data(ContainerModel::TroubleRole).toBool());
    QCOMPARE(cell(u"web1"_s, ContainerModel::State), u"Running"_s);
}

void TestContainerModel::aFailedCloneIsToldAtItsSource()
{
    m_engine->failNext(Verb::Clone, {ErrorCode::NoSpace, u"/var/lib/lxc"_s, {}});
    m_engine->clone({ref(u"web1"_s), ref(u"web9"_s)});
    m_engine->finishAll();
    QCOMPARE(m_model->find(ref(u"web9"_s)), nullptr);
    QCOMPARE(m_model->find(ref(u"web1"_s))->failure->verb, Verb::Clone);
}

void TestContainerModel::aFailureCanBeDismissed()
{
    m_engine->failNext(Verb::Create, {ErrorCode::NoSpace, u"/var/lib/lxc"_s, {}});
    m_engine->create(guitest::newOne(u"fresh"_s));
    m_engine->finishAll();
    QCOMPARE(m_model->rowCount(), 4);
    m_model->dismissFailure(ref(u"fresh"_s));
    QCOMPARE(m_model->rowCount(), 3);
}

void TestContainerModel::aDismissedPasswordIsNoFailure()
{
    m_engine->failNext(Verb::Start, {ErrorCode::Dismissed, {}, {}});
    m_engine->start(ref(u"web1"_s));
    m_engine->finishAll();
    QVERIFY(!m_model->find(ref(u"web1"_s))->failure.has_value());
    QVERIFY(!m_model->indexOf(ref(u"web1"_s)).data(ContainerModel::TroubleRole).toBool());
}

void TestContainerModel::aBrokenContainerSaysWhy_data()
{
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<ContainerState>("state");
    QTest::newRow("config") << u"BrokenConfig"_s << u"line 14"_s << ContainerState::Stopped;
    QTest::newRow("name taken") << u"NameTaken"_s << u"eve"_s << ContainerState::Unknown;
    QTest::newRow("name outside the pattern") << u"UnsupportedName"_s << QString() << ContainerState::Stopped;
    QTest::newRow("rootfs") << u"RootfsMissing"_s << u"/gone"_s << ContainerState::Stopped;
    QTest::newRow("monitor") << QString() << QString() << ContainerState::NotResponding;
}

void TestContainerModel::aBrokenContainerSaysWhy()
{
    QFETCH(QString, problem);
    QFETCH(QString, detail);
    QFETCH(ContainerState, state);
    ContainerEntry entry = FakeEngine::entry(ref(u"odd"_s), state);
    entry.container.problem = problem;
    entry.container.problemDetail = detail;
    m_engine->put(entry);
    const QModelIndex name = m_model->indexOf(ref(u"odd"_s));
    QVERIFY(name.data(ContainerModel::TroubleRole).toBool());
    const ErrorCode code = problem.isEmpty() ? ErrorCode::NotResponding : errorCodeFromWord(problem);
    QCOMPARE(name.data(Qt::ToolTipRole).toString(), explain({code, u"odd"_s, detail}));
    QVERIFY(cell(u"odd"_s, ContainerModel::State) != u"Stopped"_s);
}

void TestContainerModel::selectionSurvivesAStorm()
{
    QStringList names;
    for (int i = 0; i < 300; ++i)
        names += u"box%1"_s.arg(i, 3, 10, QChar(u'0'));
    put(*m_engine, names);
    ContainerFilter filter;
    filter.setSourceModel(m_model.get());
    filter.sort(ContainerModel::Name);
    QItemSelectionModel selection(&filter);
    const QStringList chosen = {u"box010"_s, u"box150"_s, u"box299"_s};
    for (const QString &name : chosen)
        selection.select(filter.mapFromSource(m_model->indexOf(ref(name))),
                         QItemSelectionModel::Select | QItemSelectionModel::Rows);

    for (int round = 0; round < 3; ++round) {
        for (const QString &name : std::as_const(names)) {
            put(*m_engine, {name}, round % 2 == 0 ? ContainerState::Running : ContainerState::Stopped);
        }
        m_engine->drop(ref(u"box%1"_s.arg(20 + round, 3, 10, QChar(u'0'))));
        put(*m_engine, {u"extra%1"_s.arg(round)});
    }
    QCOMPARE(m_model->rowCount(), 305);
    QStringList still;
    const auto rows = selection.selectedRows(ContainerModel::Name);
    for (const QModelIndex &index : rows)
        still += index.data().toString();
    still.sort();
    QCOMPARE(still, chosen);
}

void TestContainerModel::openTaskIsTheOneAtWork()
{
    QCOMPARE(m_model->openTask(ref(u"web1"_s)), nullptr);
    Task *start = m_engine->start(ref(u"web1"_s));
    QCOMPARE(m_model->openTask(ref(u"web1"_s)), start);
    Task *copy = m_engine->clone({ref(u"db1"_s), ref(u"db2"_s)});
    QCOMPARE(m_model->openTask(ref(u"db2"_s)), copy);
    m_engine->finishAll();
    QCOMPARE(m_model->openTask(ref(u"web1"_s)), nullptr);
}

QTEST_MAIN(TestContainerModel)
#include "tst_containermodel.moc"
