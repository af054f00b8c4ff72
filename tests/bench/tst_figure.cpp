// SPDX-License-Identifier: GPL-2.0-or-later
#include "figure.h"

#include <QTest>

using namespace boxyard::bench;
using namespace Qt::StringLiterals;

class TestFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void medians_data();
    void medians();
    void json();
    void table();
};

void TestFigure::medians_data()
{
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("middle");
    QTest::newRow("one") << QList<double>{3} << 3.0;
    QTest::newRow("odd, not in order") << QList<double>{9, 1, 5} << 5.0;
    QTest::newRow("even") << QList<double>{4, 1, 2, 100} << 3.0;
}

void TestFigure::medians()
{
    QFETCH(const QList<double>, values);
    QFETCH(const double, middle);
    QCOMPARE(median(values), middle);
}

void TestFigure::json()
{
    QCOMPARE(jsonLinesOf({{u"list-10"_s, u"ms"_s, 0.5, 20.25},
                          {u"list-under-flood"_s, u"ms"_s, 3.14159, std::nullopt}}),
             QByteArray(R"({"name":"list-10","ours":0.5,"ratio":40.5,"theirs":20.25,"unit":"ms"})"
                        "\n"
                        R"({"name":"list-under-flood","ours":3.142,"ratio":null,"theirs":null,"unit":"ms"})"
                        "\n"));
}

void TestFigure::table()
{
    const QString table =
        tableOf({{u"list-10"_s, u"ms"_s, 0.5, 20.25}, {u"alone"_s, u"kB"_s, 512, std::nullopt}});
    QCOMPARE(table.count(u'\n'), 3);
    QVERIFY(table.contains(u"40.5 ×"));
    QVERIFY(table.contains(u"20.2 ms") || table.contains(u"20.3 ms"));
    QVERIFY(table.contains(u"512 kB"));
}

QTEST_GUILESS_MAIN(TestFigure)

#include "tst_figure.moc"
