// SPDX-License-Identifier: GPL-2.0-or-later
// What is kept of the figures: gaps stay gaps, and the size stays what it is.
#include "backend/metrics/history.h"

#include <QTest>

#include <cmath>
#include <memory>
#include <vector>

using namespace boxyard;

namespace {

using Resolution = History::Resolution;

Figures cpu(double share)
{
    Figures figures = Figures::none(Missing::NotOffered);
    if (!std::isnan(share))
        figures.set(Quantity::Cpu, share);
    return figures;
}

/// The last values as text: "-" for a gap, else hundredths.
QString shown(const History &history, Resolution resolution, std::int64_t now, std::size_t count,
              Quantity quantity = Quantity::Cpu)
{
    std::vector<float> values(count);
    history.read(quantity, resolution, now, values);
    QStringList words;
    for (const float value : values)
        words.append(std::isnan(value) ? QStringLiteral("-") : QString::number(std::lround(value * 100)));
    return words.join(u' ');
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void seconds_data();
    void seconds();
    void olderOnesAreIgnored();
    void wrapsAround();
    void meansOfSixSeconds();
    void gapsOfTheHour();
    void reachesAsFarAsIsWished_data();
    void reachesAsFarAsIsWished();
    void forgetsWhatIsNotNeeded();
    void precision_data();
    void precision();
    void sizeIsBounded();
};

void TestHistory::empty()
{
    const History history;
    QVERIFY(history.isEmpty());
    QCOMPARE(shown(history, Resolution::Second, 10'000, 3), QStringLiteral("- - -"));
    QCOMPARE(shown(history, Resolution::SixSeconds, 0, 2), QStringLiteral("- -"));
}

void TestHistory::seconds_data()
{

    QTest::addColumn<QList<QVariantList>>("added");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<QString>("expected");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("one a second") << QList<QVariantList>{{1500, 0.1, 1000},
                                                         {2500, 0.2, 1000},
                                                         {3500, 0.3, 1000}}
                                  << qint64{3600} << "- 10 20 30";
    QTest::newRow("a little late") << QList<QVariantList>{{1500, 0.1, 1000},
                                                          {2900, 0.2, 1400},
                                                          {3400, 0.3, 500}}
                                   << qint64{3600} << "- 10 20 30";
    QTest::newRow("a second is left out")
        << QList<QVariantList>{{1500, 0.1, 1000}, {3500, 0.3, 2000}} << qint64{3600} << "- 10 30 30";
    QTest::newRow("no rate for the time between")
        << QList<QVariantList>{{1500, 0.1, 1000}, {3500, 0.3, 0}} << qint64{3600} << "- 10 - 30";
    QTest::newRow("a missing value is a gap")
        << QList<QVariantList>{{1500, 0.1, 0}, {2500, nan, 1000}, {3500, 0.3, 1000}} << qint64{3600}
        << "- 10 - 30";
    QTest::newRow("time goes on without samples")
        << QList<QVariantList>{{1500, 0.1, 1000}} << qint64{3600} << "- 10 - -";
    QTest::newRow("seldom, as unseen")
        << QList<QVariantList>{{1500, 0.1, 0}, {11'500, 0.4, 10'000}} << qint64{11'600} << "40 40 40 40";
    QTest::newRow("does not write over what is known")
        << QList<QVariantList>{{1500, 0.1, 0}, {2500, 0.2, 1000}, {3500, 0.3, 9000}} << qint64{3600}
        << "- 10 20 30";
}

void TestHistory::seconds()
{
    QFETCH(const QList<QVariantList>, added);
    QFETCH(const qint64, now);
    QFETCH(const QString, expected);
    History history;
    for (const auto &add : added)
        history.add(add.at(0).toLongLong(), cpu(add.at(1).toDouble()), add.at(2).toLongLong());
    QCOMPARE(shown(history, Resolution::Second, now, 4), expected);
    QCOMPARE(shown(history, Resolution::Second, now, 4, Quantity::Swap), QStringLiteral("- - - -"));
}

void TestHistory::olderOnesAreIgnored()
{
    History history;
    history.add(5500, cpu(0.5));
    history.add(4500, cpu(0.4));
    history.add(-1, cpu(0.9));
    QCOMPARE(shown(history, Resolution::Second, 5600, 2), QStringLiteral("- 50"));
}

void TestHistory::wrapsAround()
{
    History history;
    for (std::int64_t second = 1; second <= 1500; ++second)
        history.add(second * 1000 + 500, cpu(static_cast<double>(second % 100) / 100), 1000);
    QCOMPARE(shown(history, Resolution::Second, 1'500'500, 3), QStringLiteral("98 99 0"));
    std::vector<float> all(History::Slots);
    history.read(Quantity::Cpu, Resolution::Second, 1'500'500, all);
    QCOMPARE(std::lround(all.front() * 100), (1500 - 599) % 100);
    // What is older than the ring reaches is a gap, not another round's value.
    history.read(Quantity::Cpu, Resolution::Second, 1'500'500 + 300'000, all);
    QCOMPARE(std::count_if(all.begin(), all.end(), [](float v) { return std::isnan(v); }), 300);
    // A pause longer than the ring leaves nothing of before.
    history.add(3'000'500, cpu(0.5));
    history.read(Quantity::Cpu, Resolution::Second, 3'000'500, all);
    QCOMPARE(std::count_if(all.begin(), all.end(), [](float v) { return !std::isnan(v); }), 1);
}

void TestHistory::meansOfSixSeconds()
{
    History history;
    for (std::int64_t second = 0; second < 18; ++second)
        history.add(second * 1000 + 500, cpu(second < 6 ? 0.1 : (second % 2 == 0 ? 0.2 : 0.4)), 1000);
    QCOMPARE(shown(history, Resolution::SixSeconds, 17'900, 3), QStringLiteral("10 30 30"));
    // The newest one is the mean of what there is of it.
    history.add(18'500, cpu(0.8), 1000);
    QCOMPARE(shown(history, Resolution::SixSeconds, 18'900, 2), QStringLiteral("30 80"));
}

void TestHistory::gapsOfTheHour()
{
    History history;
    history.add(500, cpu(0.1));
    history.add(1500, cpu(std::numeric_limits<double>::quiet_NaN()), 1000);
    history.add(20'500, cpu(0.5), 1000);
    QCOMPARE(shown(history, Resolution::SixSeconds, 20'900, 4), QStringLiteral("10 - - 50"));
}

void TestHistory::reachesAsFarAsIsWished_data()
{
    QTest::addColumn<int>("kept");
    QTest::addColumn<int>("seconds");
    QTest::newRow("the least") << 1 << 600;
    QTest::newRow("ten minutes") << 10 << 600;
    QTest::newRow("a little more") << 11 << 3600;
    QTest::newRow("an hour") << 60 << 3600;
    QTest::newRow("four hours") << 240 << 14'400;
}

void TestHistory::reachesAsFarAsIsWished()
{
    QFETCH(const int, kept);
    QFETCH(const int, seconds);
    History history{std::chrono::minutes(kept)};
    for (std::int64_t second = 0; second < 20'000; second += 2)
        history.add(second * 1000 + 1500, cpu(0.25), 2000);
    std::vector<float> all(History::Slots);
    int reached = 0;
    for (const auto resolution :
         {Resolution::Second, Resolution::SixSeconds, Resolution::TwentyFourSeconds}) {
        history.read(Quantity::Cpu, resolution, 19'999'000, all);
        const bool isWhole = std::all_of(all.begin(), all.end(), [](float v) { return v == 0.25F; });
        const bool isEmpty = std::all_of(all.begin(), all.end(), [](float v) { return std::isnan(v); });
        QVERIFY(isWhole || isEmpty);
        if (isWhole)
            reached = static_cast<int>(History::Slots * History::slotLength(resolution) / 1000);
    }
    QCOMPARE(reached, seconds);
    QVERIFY(History::Slots * History::slotLength(History::resolutionFor(std::chrono::minutes(kept)))
            >= kept * 60'000U);
}

void TestHistory::forgetsWhatIsNotNeeded()
{
    History history;
    for (std::int64_t second = 0; second < 24; ++second)
        history.add(second * 1000 + 500, cpu(0.5), 1000);
    history.keep(std::chrono::minutes(10));
    QCOMPARE(shown(history, Resolution::SixSeconds, 23'500, 2), QStringLiteral("- -"));
    QCOMPARE(shown(history, Resolution::Second, 23'500, 2), QStringLiteral("50 50"));
    history.keep(std::chrono::hours(4)); // from now on
    history.add(24'500, cpu(0.75), 1000);
    QCOMPARE(shown(history, Resolution::SixSeconds, 24'500, 2), QStringLiteral("- 75"));
    QCOMPARE(shown(history, Resolution::TwentyFourSeconds, 24'500, 2), QStringLiteral("- 75"));
}

void TestHistory::precision_data()
{
    QTest::addColumn<double>("value");
    for (const double value :
         {0.0, 0.0004, 0.0123, 0.5, 1.0, 63.9, 1.0 * 1024, 536'870'912.0, 1.1e12, 2.0e14})
        QTest::addRow("%g", value) << value;
}

void TestHistory::precision()
{
    QFETCH(const double, value);
    History history;
    history.add(500, cpu(value));
    std::vector<float> last(1);
    history.read(Quantity::Cpu, Resolution::Second, 500, last);
    QVERIFY2(std::abs(double{last[0]} - value) <= value * 0.0005, qPrintable(QString::number(last[0])));
}

void TestHistory::sizeIsBounded()
{
    QVERIFY(sizeof(History) <= 9'700);
}

QTEST_GUILESS_MAIN(TestHistory)

#include "tst_history.moc"
