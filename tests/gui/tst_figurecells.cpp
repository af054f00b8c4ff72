// SPDX-License-Identifier: GPL-2.0-or-later
// CPU and memory in the list: text, line, speech and order; only cells that changed are told.

#include "gui/models/containerfilter.h"
#include "gui/models/containermodel.h"
#include "gui/widgets/sparkdelegate.h"
#include "guitest.h"

#include <QAbstractItemModelTester>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTreeView>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

namespace {

constexpr double MiB = 1024.0 * 1024;

Figures figures(double cpu, double memory)
{
    Figures made = Figures::none(Missing::NotOffered);
    made.set(Quantity::Cpu, cpu);
    made.set(Quantity::Memory, memory);
    return made;
}

} // namespace

class TestFigureCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void texts();
    void reasons_data();
    void reasons();
    void sparks();
    void onlyWhatMovesIsTold();
    void orderByFigures();
    void rowsThatComeAndGo();
    void theDelegateDraws_data();
    void theDelegateDraws();
    void anEngineWithoutFigures();

private:
    [[nodiscard]] QVariant cell(const QString &name, ContainerModel::Column column,
                                int role = Qt::DisplayRole) const;
    void set(const QString &name, double cpu, double memory);

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<ContainerModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestFigureCells::init()
{
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web"_s, u"db"_s, u"mail"_s}, ContainerState::Running);
    put(*m_engine, {u"old"_s});
    m_model = std::make_unique<ContainerModel>(*m_engine);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestFigureCells::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_engine.reset();
}

QVariant TestFigureCells::cell(const QString &name, ContainerModel::Column column, int role) const
{
    return m_model->indexOf(ref(name), column).data(role);
}

void TestFigureCells::set(const QString &name, double cpu, double memory)
{
    m_engine->metrics()->set(ref(name), figures(cpu, memory));
}

void TestFigureCells::texts()
{
    set(u"web"_s, 0.423, 134 * MiB);
    m_engine->metrics()->tick();
    QCOMPARE(cell(u"web"_s, ContainerModel::Cpu).toString(), u"42 %"_s);
    QCOMPARE(cell(u"web"_s, ContainerModel::Memory).toString(), u"134 MiB"_s);
    QCOMPARE(cell(u"web"_s, ContainerModel::Memory, Qt::AccessibleTextRole).toString(), u"134 MiB"_s);
    QCOMPARE(cell(u"old"_s, ContainerModel::Cpu).toString(), QString());
    QVERIFY(
        cell(u"old"_s, ContainerModel::Cpu, Qt::AccessibleTextRole).toString().contains(u"not running"_s));
    QVERIFY(!cell(u"old"_s, ContainerModel::Cpu, ContainerModel::SparkRole).isValid());
    Figures limited = figures(0.1, 100 * MiB);
    limited.memoryLimit = static_cast<float>(256 * MiB);
    m_engine->metrics()->set(ref(u"web"_s), limited);
    m_engine->metrics()->tick();
    QCOMPARE(cell(u"web"_s, ContainerModel::Memory, Qt::ToolTipRole).toString(),
             u"100 MiB of 256 MiB allowed"_s);
}

void TestFigureCells::reasons_data()
{
    QTest::addColumn<Missing>("why");
    QTest::addColumn<QString>("shown");
    QTest::newRow("hidden") << Missing::Hidden << u"hidden"_s;
    QTest::newRow("not counted") << Missing::NotOffered << u"not counted"_s;
    QTest::newRow("unreadable") << Missing::Unreadable << u"unreadable"_s;
    QTest::newRow("just started") << Missing::TooEarly << QString();
}

void TestFigureCells::reasons()
{
    QFETCH(const Missing, why);
    m_engine->metrics()->set(ref(u"web"_s), Figures::none(why));
    m_engine->metrics()->tick();
    QTEST(cell(u"web"_s, ContainerModel::Cpu).toString(), "shown");
    QCOMPARE(cell(u"web"_s, ContainerModel::Cpu, Qt::AccessibleTextRole).toString(),
             FigureWords::missing(why));
    QCOMPARE(cell(u"web"_s, ContainerModel::Cpu, Qt::ToolTipRole).toString(), FigureWords::missing(why));
    QVERIFY(!FigureWords::missing(why).isEmpty());
}

void TestFigureCells::sparks()
{
    for (int i = 1; i <= 5; ++i) {
        set(u"web"_s, i / 10.0, i * 10 * MiB);
        m_engine->metrics()->tick();
    }
    const auto spark = cell(u"web"_s, ContainerModel::Cpu, ContainerModel::SparkRole).value<Spark>();
    QVERIFY(std::abs(spark.values.back() - 0.5F) < 0.001F);
    QVERIFY(std::abs(spark.values[Spark::Length - 5] - 0.1F) < 0.001F);
    QVERIFY(std::isnan(spark.values[Spark::Length - 7]));
    QVERIFY(std::abs(spark.top - 0.5F) < 0.001F);
    // Little work looks like little.
    set(u"db"_s, 0.01, MiB);
    m_engine->metrics()->fill(std::chrono::seconds(70));
    QVERIFY(cell(u"db"_s, ContainerModel::Cpu, ContainerModel::SparkRole).value<Spark>().top >= 0.2F);
}

void TestFigureCells::onlyWhatMovesIsTold()
{
    set(u"web"_s, 0, 10 * MiB);
    set(u"db"_s, 0, 20 * MiB);
    set(u"mail"_s, 0, 30 * MiB);
    m_engine->metrics()->fill(std::chrono::seconds(70)); // all of them are flat by now
    QSignalSpy told(m_model.get(), &QAbstractItemModel::dataChanged);
    m_engine->metrics()->tick();
    QCOMPARE(told.count(), 0);
    set(u"db"_s, 0.5, 20 * MiB);
    m_engine->metrics()->tick();
    QCOMPARE(told.count(), 1);
    const auto first = told.at(0).at(0).toModelIndex();
    const auto last = told.at(0).at(1).toModelIndex();
    QCOMPARE(m_model->row(first.row()).ref, ref(u"db"_s));
    QCOMPARE(last.row(), first.row());
    QCOMPARE(first.column(), int{ContainerModel::Cpu});
    QCOMPARE(last.column(), int{ContainerModel::Memory});
    // It moves through the picture for a minute, and is told as long.
    set(u"db"_s, 0, 20 * MiB);
    told.clear();
    m_engine->metrics()->fill(std::chrono::seconds(80));
    QVERIFY2(told.count() >= 58 && told.count() <= 62, qPrintable(QString::number(told.count())));
}

void TestFigureCells::orderByFigures()
{
    ContainerFilter filter;
    filter.setSourceModel(m_model.get());
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.sort(ContainerModel::Cpu, Qt::DescendingOrder);
    const auto order = [&filter] {
        QStringList names;
        for (int row = 0; row < filter.rowCount(); ++row)
            names.append(filter.index(row, ContainerModel::Name).data().toString());
        return names.join(u' ');
    };
    set(u"web"_s, 0.02, 30 * MiB);
    set(u"db"_s, 1.5, 20 * MiB);
    set(u"mail"_s, 0.025, 10 * MiB);
    m_engine->metrics()->tick();
    QCOMPARE(order(), u"db mail web old"_s);
    set(u"web"_s, 0.9, 30 * MiB);
    m_engine->metrics()->tick();
    QCOMPARE(order(), u"db web mail old"_s);
    filter.sort(ContainerModel::Memory, Qt::AscendingOrder);
    QCOMPARE(order(), u"old mail db web"_s);
}

void TestFigureCells::rowsThatComeAndGo()
{
    // While figures rain; the testers look at every signal.
    ContainerFilter filter;
    filter.setSourceModel(m_model.get());
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    filter.sort(ContainerModel::Cpu, Qt::DescendingOrder);
    QTreeView view;
    view.setModel(&filter);
    view.show();
    for (int round = 0; round < 30; ++round) {
        const QString name = u"c%1"_s.arg(round % 10);
        if (round % 3 == 2)
            m_engine->drop(ref(name));
        else
            m_engine->put(FakeEngine::entry(
                ref(name), round % 2 == 0 ? ContainerState::Running : ContainerState::Stopped));
        m_engine->metrics()->tick();
        if (round % 7 == 0)
            filter.setSearch(round % 2 == 0 ? u"c"_s : QString());
    }
    QVERIFY(m_model->rowCount() >= 4);
    QVERIFY(filter.rowCount() <= m_model->rowCount());
}

void TestFigureCells::theDelegateDraws_data()
{
    QTest::addColumn<bool>("selected");
    QTest::addColumn<int>("width");
    QTest::newRow("usual") << false << 130;
    QTest::newRow("selected") << true << 130;
    QTest::newRow("no room for a line") << false << 40;
    QTest::newRow("no room at all") << false << 4;
}

void TestFigureCells::theDelegateDraws()
{
    QFETCH(const bool, selected);
    QFETCH(const int, width);
    const auto draw = [&](const QString &name) {
        QImage image(width, 28, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        SparkDelegate delegate(ContainerModel::SparkRole, u"100 %"_s);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.state = QStyle::State_Enabled | QStyle::State_Active;
        option.state.setFlag(QStyle::State_Selected, selected);
        delegate.paint(&painter, option, m_model->indexOf(ref(name), ContainerModel::Cpu));
        return image;
    };
    set(u"web"_s, 0.8, MiB);
    set(u"db"_s, 0.1, MiB);
    m_engine->metrics()->fill(std::chrono::seconds(70));
    // What moves differently looks different; a stopped one shows nothing but its ground.
    QCOMPARE(draw(u"web"_s) != draw(u"db"_s), width > 10);
    const QImage nothing = draw(u"old"_s);
    bool plain = true;
    for (int y = 0; y < nothing.height(); ++y) {
        for (int x = 0; x < nothing.width(); ++x)
            plain = plain && nothing.pixel(x, y) == nothing.pixel(0, 0);
    }
    QVERIFY(plain || selected);
}

void TestFigureCells::anEngineWithoutFigures()
{
    FigureCells cells(nullptr, Quantity::Cpu, FigureUnit::Cpu);
    QCOMPARE(cells.text(ref(u"web"_s)), QString());
    QCOMPARE(cells.sortValue(ref(u"web"_s)), qint64{-1});
    QVERIFY(!cells.spark(ref(u"web"_s)));
    QVERIFY(!cells.moves(ref(u"web"_s)));
}

QTEST_MAIN(TestFigureCells)

#include "tst_figurecells.moc"
