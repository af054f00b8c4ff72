// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/api/error.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnNameAndSentence();
    void foreignNames_data();
    void foreignNames();
    void objectsAreNotFormats();
};

void TestError::everyCodeHasItsOwnNameAndSentence()
{
    QSet<QString> names;
    QSet<QString> sentences;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Failed); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        QCOMPARE(errorCodeFromName(errorName(code)), code);
        QCOMPARE(errorCodeFromWord(errorWord(code)), code);
        names.insert(errorName(code));
        const QString sentence = explain({code, u"web1"_s, u"why"_s});
        QVERIFY2(sentence.endsWith(u'.') && !sentence.contains(u'%'), qPrintable(sentence));
        sentences.insert(sentence);
    }
    QCOMPARE(names.size(), static_cast<int>(ErrorCode::Failed) + 1);
    QCOMPARE(sentences.size(), names.size());
}

void TestError::foreignNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no service") << u"org.freedesktop.DBus.Error.ServiceUnknown"_s << ErrorCode::HelperMissing;
    QTest::newRow("spawn") << u"org.freedesktop.DBus.Error.Spawn.Anything"_s << ErrorCode::HelperMissing;
    QTest::newRow("lost") << u"org.freedesktop.DBus.Error.NoReply"_s << ErrorCode::HelperLost;
    QTest::newRow("another's") << u"com.example.Error"_s << ErrorCode::Failed;
    QTest::newRow("ours, unknown") << u"org.boxyard.Error.FromTheFuture"_s << ErrorCode::Failed;
    QTest::newRow("nothing") << QString() << ErrorCode::Failed;
}

void TestError::foreignNames()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    QCOMPARE(errorCodeFromName(name), code);
}

void TestError::objectsAreNotFormats()
{
    QCOMPARE(explain({ErrorCode::Failed, u"%2"_s, u"%1."_s}), u"“%2” failed: %1."_s);
    // A sentence with the detail alone gets the detail.
    QCOMPARE(explain({ErrorCode::AuthorizationUnavailable, u"object"_s, u"no answer within 10 s"_s}),
             u"The system's authorization service (polkit) gave no answer: no answer within 10 s."_s);
    // One line, whatever somebody called something.
    QCOMPARE(explain({ErrorCode::NotFound, u"a\nb\u202e"_s, {}}), u"“a\ufffdb\ufffd” does not exist."_s);
    QVERIFY(explain({ErrorCode::NotFound, QString(5000, u'a'), {}}).size() < 200);
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
