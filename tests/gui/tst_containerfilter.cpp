// SPDX-License-Identifier: GPL-2.0-or-later

#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "guitest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestContainerFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void sorts_data();
    void sorts();
    void aChangeMovesItsRowIn();
};

namespace {

QStringList names(const QAbstractItemModel &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all += model.index(row, ContainerModel::Name).data().toString();
    return all;
}

void fill(FakeEngine &engine)
{
    put(engine, {u"web10"_s, u"web9"_s}, ContainerState::Running);
    put(engine, {u"Lab"_s}, ContainerState::Frozen);
    put(engine, {u"db1"_s});
    ContainerEntry far = FakeEngine::entry({u"/srv/containers"_s, u"mirror"_s}, ContainerState::Running);
    far.addresses = QStringList{u"192.168.50.1"_s, u"fd42::9"_s};
    engine.put(far);
}

} // namespace

void TestContainerFilter::finds_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<QStringList>("found");
    const QStringList all = {u"db1"_s, u"Lab"_s, u"mirror"_s, u"web9"_s, u"web10"_s};
    QTest::newRow("nothing asked") << QString() << all;
    QTest::newRow("only blanks") << u"   "_s << all;
    QTest::newRow("part of a name") << u"eb1"_s << QStringList{u"web10"_s};
    QTest::newRow("the other case") << u"LAB"_s << QStringList{u"Lab"_s};
    QTest::newRow("a state") << u"frozen"_s << QStringList{u"Lab"_s};
    QTest::newRow("an address") << u"192.168."_s << QStringList{u"mirror"_s};
    QTest::newRow("a second address") << u"fd42"_s << QStringList{u"mirror"_s};
    QTest::newRow("a container path") << u"/srv"_s << QStringList{u"mirror"_s};
    QTest::newRow("two words") << u"run web"_s << QStringList{u"web9"_s, u"web10"_s};
    QTest::newRow("two words, the other way") << u"web run"_s << QStringList{u"web9"_s, u"web10"_s};
    QTest::newRow("one of two is missing") << u"web frozen"_s << QStringList();
    QTest::newRow("not a regular expression") << u"w.b"_s << QStringList();
    QTest::newRow("nor a broken one") << u"[("_s << QStringList();
}

void TestContainerFilter::finds()
{
    QFETCH(QString, search);
    QFETCH(QStringList, found);
    FakeEngine engine;
    fill(engine);
    ContainerModel model(engine);
    ContainerFilter filter;
    filter.setSourceModel(&model);
    filter.sort(ContainerModel::Name);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.setSearch(search);
    QCOMPARE(names(filter), found);
    QCOMPARE(filter.isSearching(), !search.trimmed().isEmpty());
    filter.setSearch({});
    QCOMPARE(filter.rowCount(), 5);
}

void TestContainerFilter::sorts_data()
{
    QTest::addColumn<ContainerModel::Column>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<QStringList>("sorted");
    QTest::newRow("names, numbers as numbers, cases together")
        << ContainerModel::Name << Qt::AscendingOrder
        << QStringList{u"db1"_s, u"Lab"_s, u"mirror"_s, u"web9"_s, u"web10"_s};
    QTest::newRow("names downwards") << ContainerModel::Name << Qt::DescendingOrder
                                     << QStringList{u"web10"_s, u"web9"_s, u"mirror"_s, u"Lab"_s, u"db1"_s};
    QTest::newRow("states: running ones first, by name among themselves")
        << ContainerModel::State << Qt::AscendingOrder
        << QStringList{u"mirror"_s, u"web9"_s, u"web10"_s, u"Lab"_s, u"db1"_s};
    QTest::newRow("paths") << ContainerModel::Location << Qt::AscendingOrder
                           << QStringList{u"mirror"_s, u"db1"_s, u"Lab"_s, u"web9"_s, u"web10"_s};
}

void TestContainerFilter::sorts()
{
    QFETCH(ContainerModel::Column, column);
    QFETCH(Qt::SortOrder, order);
    QFETCH(QStringList, sorted);
    FakeEngine engine;
    fill(engine);
    ContainerModel model(engine);
    ContainerFilter filter;
    filter.setSourceModel(&model);
    filter.sort(column, order);
    QCOMPARE(names(filter), sorted);
}

void TestContainerFilter::aChangeMovesItsRowIn()
{
    FakeEngine engine;
    fill(engine);
    ContainerModel model(engine);
    ContainerFilter filter;
    filter.setSourceModel(&model);
    filter.sort(ContainerModel::Name);
    filter.setSearch(u"stopped"_s);
    QSignalSpy resets(&filter, &QAbstractItemModel::modelReset);
    QCOMPARE(names(filter), QStringList{u"db1"_s});
    put(engine, {u"web9"_s});
    QCOMPARE(names(filter), (QStringList{u"db1"_s, u"web9"_s}));
    put(engine, {u"db1"_s}, ContainerState::Running);
    QCOMPARE(names(filter), QStringList{u"web9"_s});
    QCOMPARE(resets.count(), 0);
}

QTEST_MAIN(TestContainerFilter)
#include "tst_containerfilter.moc"
