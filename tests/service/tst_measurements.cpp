// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/measurements.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestMeasurements : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void nothingMeasuredIsAGuess();
    void whatWasMeasuredCounts();
    void otherFileSystemsAreOthers();
    void moreWorkTakesLonger();
    void aSmallOneReplacesNoLargeOne();
    void outlivesItsObject();
    void brokenFiles_data();
    void brokenFiles();
    void itsSizeIsBounded();
    void nonsenseIsNotKept_data();
    void nonsenseIsNotKept();
    void anUnwritableFolderDoesNoHarm();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"measured.json"_s); }

    static Measurement copy(double seconds, quint64 files = 10'000, quint64 bytes = 280'000'000,
                            qint64 when = 1'000)
    {
        return {CloneMode::Copy, u"ext4"_s, u"ext4"_s, files, bytes, seconds, when};
    }

    static ClonePlan plan(quint64 files = 10'000, quint64 bytes = 280'000'000)
    {
        ClonePlan made;
        made.files = files;
        made.bytes = bytes;
        made.sourceFileSystem = u"ext4"_s;
        made.targetFileSystem = u"ext4"_s;
        CloneCost cost;
        cost.files = files;
        cost.bytes = bytes;
        CloneCost overlay;
        overlay.kind = CloneMode::Overlay;
        made.kinds = {cost, overlay};
        return made;
    }

    [[nodiscard]] static CloneCost estimated(const Measurements &measurements, ClonePlan plan)
    {
        measurements.estimate(plan);
        return plan.kinds.constFirst();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestMeasurements::nothingMeasuredIsAGuess()
{
    const Measurements none(path());
    const CloneCost cost = estimated(none, plan());
    QVERIFY(!cost.measured);
    QVERIFY2(cost.seconds > 0.1 && cost.seconds < 60, qPrintable(QString::number(cost.seconds)));
    QVERIFY(!QFile::exists(path()));
}

void TestMeasurements::whatWasMeasuredCounts()
{
    Measurements measurements(path());
    measurements.note(copy(7.5));
    const CloneCost cost = estimated(measurements, plan());
    QVERIFY(cost.measured);
    QVERIFY2(qAbs(cost.seconds - 7.5) < 0.01, qPrintable(QString::number(cost.seconds)));
    measurements.note(copy(3.5));
    QVERIFY(qAbs(estimated(measurements, plan()).seconds - 3.5) < 0.01);
    QCOMPARE(measurements.all().size(), 1);
}

void TestMeasurements::otherFileSystemsAreOthers()
{
    Measurements measurements(path());
    Measurement elsewhere = copy(7.5);
    elsewhere.to = u"xfs"_s;
    measurements.note(elsewhere);
    Measurement overlay = copy(0.25);
    overlay.kind = CloneMode::Overlay;
    measurements.note(overlay);
    ClonePlan both = plan();
    measurements.estimate(both);
    QVERIFY(!both.kinds.at(0).measured);
    QVERIFY(both.kinds.at(1).measured);
}

void TestMeasurements::moreWorkTakesLonger()
{
    Measurements measurements(path());
    measurements.note(copy(2));
    const double once = estimated(measurements, plan()).seconds;
    const double tenfold = estimated(measurements, plan(100'000, 2'800'000'000)).seconds;
    QVERIFY2(tenfold > 8 * once && tenfold < 11 * once, qPrintable(QString::number(tenfold / once)));
}

void TestMeasurements::aSmallOneReplacesNoLargeOne()
{
    Measurements measurements(path());
    measurements.note(copy(2, 10'000, 280'000'000, 1'000));
    measurements.note(copy(5, 10, 1'000, 2'000));
    QCOMPARE(measurements.all(), QList<Measurement>{copy(2, 10'000, 280'000'000, 1'000)});
    // A year later it is all there is to go by.
    const Measurement later = copy(5, 10, 1'000, 365 * 24 * 3600);
    measurements.note(later);
    QCOMPARE(measurements.all(), QList<Measurement>{later});
}

void TestMeasurements::outlivesItsObject()
{
    {
        Measurements measurements(path());
        measurements.note(copy(7.5));
    }
    struct stat about = {};
    QCOMPARE(::stat(QFile::encodeName(path()).constData(), &about), 0);
    QCOMPARE(about.st_mode & 0777U, 0600U);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"measured.json"_s});
    const Measurements again(path());
    QCOMPARE(again.all(), QList<Measurement>{copy(7.5)});
}

void TestMeasurements::brokenFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kept");
    const QByteArray good =
        R"({"kind":"copy","from":"ext4","to":"ext4","files":1,"bytes":1,"seconds":1,"when":1})";
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("half of it") << ('[' + good.left(40)) << 0;
    QTest::newRow("an object") << good << 0;
    QTest::newRow("zeros, as after a power failure") << QByteArray(4'096, '\0') << 0;
    QTest::newRow("numbers") << QByteArray("[1,2,3]") << 0;
    QTest::newRow("deep") << QByteArray("[").repeated(5'000) << 0;
    QTest::newRow("one good among bad ones")
        << ("[7," + good + R"(,{"kind":"auto"},{"kind":"copy","seconds":-1}])") << 1;
    QTest::newRow("endless seconds") << ('[' + QByteArray(good).replace("\"seconds\":1", "\"seconds\":1e300")
                                         + ']')
                                     << 0;
    QTest::newRow("too large") << ('[' + (good + ',').repeated(2'000) + good + ']') << 0;
}

void TestMeasurements::brokenFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kept);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    Measurements measurements(path());
    QCOMPARE(measurements.all().size(), kept);
    measurements.note(copy(7.5));
    const Measurements again(path());
    QVERIFY(again.all().contains(copy(7.5)));
}

void TestMeasurements::itsSizeIsBounded()
{
    Measurements measurements(path());
    for (int i = 0; i < 3 * Measurements::MostKept; ++i) {
        Measurement one = copy(1);
        one.from = u"fs%1"_s.arg(i);
        measurements.note(one);
    }
    QCOMPARE(measurements.all().size(), Measurements::MostKept);
    QVERIFY(QFile(path()).size() < 64 * 1024);
    QCOMPARE(Measurements(path()).all(), measurements.all());
}

void TestMeasurements::nonsenseIsNotKept_data()
{
    QTest::addColumn<Measurement>("measurement");
    QTest::newRow("no time") << copy(0);
    QTest::newRow("back in time") << copy(-1);
    QTest::newRow("no number") << copy(qQNaN());
    QTest::newRow("for ever") << copy(qInf());
    Measurement longWord = copy(1);
    longWord.from = QString(1'000, u'x');
    QTest::newRow("a long word") << longWord;
    Measurement automatic = copy(1);
    automatic.kind = CloneMode::Auto;
    QTest::newRow("no kind") << automatic;
}

void TestMeasurements::nonsenseIsNotKept()
{
    QFETCH(Measurement, measurement);
    Measurements measurements(path());
    measurements.note(measurement);
    QVERIFY(measurements.all().isEmpty());
}

void TestMeasurements::anUnwritableFolderDoesNoHarm()
{
    Measurements measurements(m_folder->filePath(u"absent/measured.json"_s));
    measurements.note(copy(7.5));
    QVERIFY(estimated(measurements, plan()).measured);
}

QTEST_GUILESS_MAIN(TestMeasurements)
#include "tst_measurements.moc"
