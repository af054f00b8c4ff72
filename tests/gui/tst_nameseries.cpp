// SPDX-License-Identifier: GPL-2.0-or-later

#include "gui/dialogs/nameproblem.h"
#include "gui/dialogs/nameseries.h"
#include "guitest.h"

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::ref;

class TestNameSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expands_data();
    void expands();
    void proposes_data();
    void proposes();
    void aProposalIsFree();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void namesBeingMadeAreTaken();
};

void TestNameSeries::expands_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("error");
    const QStringList none;
    QTest::newRow("a name") << u"web1"_s << QStringList{u"web1"_s} << u"ok"_s;
    QTest::newRow("three") << u"web{1..3}"_s << QStringList{u"web1"_s, u"web2"_s, u"web3"_s} << u"ok"_s;
    QTest::newRow("zeros") << u"web{08..10}"_s << QStringList{u"web08"_s, u"web09"_s, u"web10"_s} << u"ok"_s;
    QTest::newRow("growing width") << u"w{9..10}"_s << QStringList{u"w9"_s, u"w10"_s} << u"ok"_s;
    QTest::newRow("one") << u"web{7..7}"_s << QStringList{u"web7"_s} << u"ok"_s;
    QTest::newRow("a tail") << u"web{1..2}-test"_s << QStringList{u"web1-test"_s, u"web2-test"_s} << u"ok"_s;
    QTest::newRow("a number first") << u"{1..2}web"_s << QStringList{u"1web"_s, u"2web"_s} << u"ok"_s;
    QTest::newRow("downwards") << u"web{3..1}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("51") << u"web{1..51}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("overflow") << u"web{1..99999999999}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("negative") << u"web{-1..3}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("no end") << u"web{1.."_s << none << u"InvalidArgument"_s;
    QTest::newRow("no begin") << u"web1..3}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("three dots") << u"web{1...3}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("letters") << u"web{a..c}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("two ranges") << u"w{1..2}{1..2}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("nested") << u"w{{1..2}}"_s << none << u"InvalidArgument"_s;
    QTest::newRow("empty") << QString() << none << u"InvalidName"_s;
    QTest::newRow("a slash") << u"a/{1..2}"_s << none << u"InvalidName"_s;
    QTest::newRow("a space") << u"we b"_s << none << u"InvalidName"_s;
    QTest::newRow("a newline") << u"web\n"_s << none << u"InvalidName"_s;
    QTest::newRow("the last is too long") << QString(61, u'a') + u"{99..100}"_s << none << u"InvalidName"_s;
}

void TestNameSeries::expands()
{
    QFETCH(QString, pattern);
    QFETCH(QStringList, names);
    QFETCH(QString, error);
    const auto expanded = expandSeries(pattern);
    QCOMPARE(expanded ? u"ok"_s : errorWord(expanded.error().code), error);
    QCOMPARE(expanded.value_or(QStringList()), names);
}

void TestNameSeries::proposes_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("count");
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("proposal");
    QTest::newRow("the next number") << u"web1"_s << 1 << QStringList{u"web1"_s} << u"web2"_s;
    QTest::newRow("past a taken one") << u"web1"_s << 1 << QStringList{u"web1"_s, u"web2"_s} << u"web3"_s;
    QTest::newRow("three") << u"web1"_s << 3 << QStringList{u"web1"_s} << u"web{2..4}"_s;
    QTest::newRow("three, past a hole that is too small")
        << u"web1"_s << 3 << QStringList{u"web1"_s, u"web3"_s} << u"web{4..6}"_s;
    QTest::newRow("zeros") << u"web01"_s << 2 << QStringList{u"web01"_s} << u"web{02..03}"_s;
    QTest::newRow("without a number") << u"lab"_s << 1 << QStringList{u"lab"_s} << u"lab-2"_s;
    for (const QString &word : {u"build-amd64"_s, u"arm64"_s, u"box.i386"_s, u"x86"_s, u"lab-x86_64"_s,
                                u"debian12"_s, u"web-fedora42"_s, u"ubuntu-22.04"_s})
        QTest::addRow("the number of %s counts nothing", qPrintable(word))
            << word << 1 << QStringList{word} << word + u"-2"_s;
    QTest::newRow("behind such a word") << u"amd64-2"_s << 1 << QStringList{u"amd64-2"_s} << u"amd64-3"_s;
    QTest::newRow("three behind such a word")
        << u"build-amd64"_s << 3 << QStringList{u"build-amd64-2"_s} << u"build-amd64-{3..5}"_s;
    QTest::newRow("only the end of a word") << u"team64"_s << 1 << QStringList{u"team64"_s} << u"team65"_s;
    QTest::newRow("without a number, two") << u"lab"_s << 2 << QStringList{u"lab"_s} << u"lab-{2..3}"_s;
}

void TestNameSeries::proposes()
{
    QFETCH(QString, source);
    QFETCH(int, count);
    QFETCH(QStringList, taken);
    QFETCH(QString, proposal);
    QCOMPARE(proposeSeries(source, count, taken), proposal);
}

void TestNameSeries::aProposalIsFree()
{
    const QStringList taken = {u"n9"_s, u"n10"_s, u"n12"_s, u"n100"_s, u"n101"_s};
    for (int count = 1; count <= LongestSeries; ++count) {
        const auto names = expandSeries(proposeSeries(u"n9"_s, count, taken));
        QVERIFY(names.has_value());
        QCOMPARE(names->size(), count);
        for (const QString &name : *names)
            QVERIFY2(!taken.contains(name), qPrintable(name));
    }
}

void TestNameSeries::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says"); ///< a part of the sentence; empty: nothing is wrong
    QTest::newRow("good") << u"web2"_s << QString();
    QTest::newRow("longest") << QString(63, u'a') << QString();
    QTest::newRow("empty") << QString() << u"name"_s;
    QTest::newRow("too long") << QString(64, u'a') << u"63"_s;
    QTest::newRow("taken") << u"web1"_s << u"web1"_s;
    QTest::newRow("slash") << u"a/b"_s << u"/"_s;
    QTest::newRow("dots") << u".."_s << u"begin with"_s;
    QTest::newRow("hyphen first") << u"-rf"_s << u"begin with"_s;
    QTest::newRow("space") << u"my box"_s << u"space"_s;
    QTest::newRow("newline") << u"web\nx"_s << u"space"_s;
    QTest::newRow("umlaut") << u"wéb"_s << u"é"_s;
    QTest::newRow("Chinese") << u"容器"_s << u"begin with"_s;
    QTest::newRow("bell") << u"we\ab"_s << u"?"_s;
}

void TestNameSeries::saysWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(QString, says);
    FakeEngine engine;
    guitest::put(engine, {u"web1"_s});
    const QString sentence = nameProblem(engine, ref(name));
    QCOMPARE(sentence.isEmpty(), says.isEmpty());
    QVERIFY2(sentence.contains(says), qPrintable(sentence));
    QVERIFY2(!sentence.contains(u'\n'), "one sentence, on one line");
}

void TestNameSeries::namesBeingMadeAreTaken()
{
    FakeEngine engine;
    guitest::put(engine, {u"web1"_s});
    QCOMPARE(nameProblem(engine, ref(u"web2"_s)), QString());
    engine.clone({ref(u"web1"_s), ref(u"web2"_s)});
    QVERIFY(!nameProblem(engine, ref(u"web2"_s)).isEmpty());
    QCOMPARE(nameProblem(engine, {u"/srv/containers"_s, u"web2"_s}), QString());
}

QTEST_MAIN(TestNameSeries)
#include "tst_nameseries.moc"
