// SPDX-License-Identifier: GPL-2.0-or-later
// What is drawn of many values, round scales, their words, and the box with the values of a moment.

#include "gui/charts/chartcursor.h"
#include "gui/charts/chartscale.h"
#include "gui/charts/reduce.h"
#include "gui/figurewords.h"

#include <QImage>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

constexpr float Gap = Figures::None;
constexpr double MiB = 1024.0 * 1024;

/// "0:10 1:20 | 3:40", a run after the other.
QString shown(const QList<ChartRun> &runs)
{
    QStringList all;
    for (const ChartRun &run : runs) {
        QStringList points;
        for (const QPointF &point : run)
            points.append(u"%1:%2"_s.arg(point.x()).arg(point.y()));
        all.append(points.join(u' '));
    }
    return all.join(u" | "_s);
}

/// The columns of pixels on which a cursor draws anything.
QList<int> drawnColumns(const ChartCursor::Mark &mark, const QSize &size)
{
    ChartCursor cursor(nullptr);
    cursor.resize(size);
    cursor.setMark(mark);
    QImage image(size, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    cursor.render(&image, {}, {}, QWidget::RenderFlags());
    QList<int> columns;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = 0; y < image.height(); ++y) {
            if (image.pixelColor(x, y).alpha() != 0) {
                columns.append(x);
                break;
            }
        }
    }
    return columns;
}

} // namespace

class TestChartDrawing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reduces_data();
    void reduces();
    void keepsEveryPeak();
    void scales_data();
    void scales();
    void words_data();
    void words();
    void theBoxCoversNoAxis_data();
    void theBoxCoversNoAxis();
    void noBoxWithoutValues();
};

void TestChartDrawing::reduces_data()
{
    QTest::addColumn<QList<float>>("values");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << QList<float>() << 10 << "";
    QTest::newRow("as they are") << QList<float>{1, 3, 2} << 10 << "0:1 1:3 2:2";
    QTest::newRow("two a column") << QList<float>{1, 3, 2, 4} << 2 << "0:1 1:3 2:2 3:4";
    QTest::newRow("lowest and highest, in their order")
        << QList<float>{2, 9, 1, 3, 5, 4, 4, 7} << 2 << "1:9 2:1 5:4 7:7";
    QTest::newRow("all the same") << QList<float>{5, 5, 5, 5, 5, 5} << 2 << "0:5 3:5";
    QTest::newRow("a gap") << QList<float>{1, 2, Gap, 4, 5} << 10 << "0:1 1:2 | 3:4 4:5";
    QTest::newRow("gaps at the ends") << QList<float>{Gap, 2, 3, Gap} << 10 << "1:2 2:3";
    QTest::newRow("one alone") << QList<float>{Gap, 2, Gap, 4} << 10 << "1:2 1.5:2 | 3:4 3.5:4";
    QTest::newRow("only gaps") << QList<float>{Gap, Gap, Gap} << 10 << "";
    QTest::newRow("a gap narrower than a column")
        << QList<float>{1, Gap, 3, 4, 5, 6} << 2 << "0:1 2:3 3:4 5:6";
    QTest::newRow("a gap of a column")
        << QList<float>{1, 1, 1, Gap, Gap, Gap, 7, 7, 7} << 3 << "0:1 0.5:1 | 6:7 6.5:7";
    QTest::newRow("no width") << QList<float>{1, 2, 3} << 0 << "0:1 2:3";
}

void TestChartDrawing::reduces()
{
    QFETCH(const QList<float>, values);
    QFETCH(const int, columns);
    QTEST(shown(reduced({values.constData(), static_cast<std::size_t>(values.size())}, 0, 1, columns)),
          "expected");
}

void TestChartDrawing::keepsEveryPeak()
{
    QList<float> values(3600, 1.0F);
    values[1234] = 99;
    values[3000] = -5;
    const auto runs = reduced({values.constData(), 3600}, -3599, 1, 300);
    QCOMPARE(runs.size(), 1);
    QVERIFY(runs.first().size() <= 600);
    QVERIFY(runs.first().contains(QPointF(1234 - 3599, 99)));
    QVERIFY(runs.first().contains(QPointF(3000 - 3599, -5)));
    for (qsizetype i = 1; i < runs.first().size(); ++i)
        QVERIFY(runs.first().at(i).x() > runs.first().at(i - 1).x());
}

void TestChartDrawing::scales_data()
{
    QTest::addColumn<FigureUnit>("unit");
    QTest::addColumn<double>("highest");
    QTest::addColumn<int>("most");
    QTest::addColumn<QStringList>("marks");
    QTest::newRow("idle") << FigureUnit::Cpu << 0.0 << 2 << QStringList{u"0 %"_s, u"5 %"_s, u"10 %"_s};
    QTest::newRow("no number") << FigureUnit::Cpu << std::nan("") << 2
                               << QStringList{u"0 %"_s, u"5 %"_s, u"10 %"_s};
    QTest::newRow("half") << FigureUnit::Cpu << 0.47 << 3
                          << QStringList{u"0 %"_s, u"20 %"_s, u"40 %"_s, u"60 %"_s};
    QTest::newRow("several CPUs") << FigureUnit::Cpu << 3.6 << 2
                                  << QStringList{u"0 %"_s, u"200 %"_s, u"400 %"_s};
    QTest::newRow("memory") << FigureUnit::Bytes << 300 * MiB << 3
                            << QStringList{u"0 B"_s, u"128 MiB"_s, u"256 MiB"_s, u"384 MiB"_s};
    QTest::newRow("exactly") << FigureUnit::Bytes << 512 * MiB << 2
                             << QStringList{u"0 B"_s, u"256 MiB"_s, u"512 MiB"_s};
    QTest::newRow("quiet") << FigureUnit::ByteRate << 10.0 << 1 << QStringList{u"0 B/s"_s, u"16 KiB/s"_s};
    QTest::newRow("busy") << FigureUnit::ByteRate << 3.0 * 1024 * MiB << 2
                          << QStringList{u"0 B/s"_s, u"2 GiB/s"_s, u"4 GiB/s"_s};
}

void TestChartDrawing::scales()
{
    QFETCH(const FigureUnit, unit);
    QFETCH(const double, highest);
    QFETCH(const int, most);
    const ChartScale scale = chartScale(unit, highest, most);
    QStringList marks;
    for (const double mark : scale.marks)
        marks.append(FigureWords::mark(unit, mark));
    QTEST(marks, "marks");
    QVERIFY(std::isnan(highest) || scale.top >= highest);
}

void TestChartDrawing::words_data()
{
    QTest::addColumn<FigureUnit>("unit");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << FigureUnit::Cpu << std::nan("") << u"–"_s;
    QTest::newRow("a little") << FigureUnit::Cpu << 0.0042 << u"0.4 %"_s;
    QTest::newRow("a third") << FigureUnit::Cpu << 0.3333 << u"33 %"_s;
    QTest::newRow("more than one CPU") << FigureUnit::Cpu << 1.5 << u"150 %"_s;
    QTest::newRow("bytes") << FigureUnit::Bytes << 17.0 << u"17 B"_s;
    QTest::newRow("a decimal") << FigureUnit::Bytes << 1.21 * MiB << u"1.2 MiB"_s;
    QTest::newRow("no decimal") << FigureUnit::Bytes << 134.4 * MiB << u"134 MiB"_s;
    QTest::newRow("a round one") << FigureUnit::ByteRate << 2.0 * 1024 << u"2.0 KiB/s"_s;
    QTest::newRow("none") << FigureUnit::ByteRate << 0.0 << u"0 B/s"_s;
    QTest::newRow("nearly ten") << FigureUnit::Bytes << 9.97 * MiB << u"10 MiB"_s;
}

void TestChartDrawing::words()
{
    QFETCH(const FigureUnit, unit);
    QFETCH(const double, value);
    QString text = FigureWords::value(unit, value);
    QTEST(text, "expected");
}

void TestChartDrawing::theBoxCoversNoAxis_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("x");
    QTest::newRow("wide, at the left") << 900 << 100;
    QTest::newRow("wide, at the right") << 900 << 890;
    QTest::newRow("narrow, at the left") << 330 << 70;
    QTest::newRow("narrow, in the middle") << 330 << 200;
    QTest::newRow("narrow, at the right") << 330 << 320;
}

void TestChartDrawing::theBoxCoversNoAxis()
{
    QFETCH(const int, width);
    QFETCH(const int, x);
    constexpr int axis = 60; // its labels are as wide
    ChartCursor::Mark mark;
    mark.x = x;
    mark.plot = QRectF(axis, 10, width - axis, 60);
    mark.time = u"18:14:06 · 3 min 20 s ago"_s;
    mark.briefTime = u"18:14:06"_s;
    mark.values = {u"in use: 768 MiB"_s};
    const QList<int> columns = drawnColumns(mark, {width, 90});
    QVERIFY(columns.size() > 60);
    QVERIFY2(columns.first() >= axis, qPrintable(QString::number(columns.first())));
    QVERIFY(columns.contains(x));
}

void TestChartDrawing::noBoxWithoutValues()
{
    QVERIFY(drawnColumns({}, {300, 90}).isEmpty());
}

QTEST_MAIN(TestChartDrawing)
#include "tst_chartdrawing.moc"
