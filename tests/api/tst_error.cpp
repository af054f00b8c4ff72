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
    void adviceForAStart_data();
    void adviceForAStart();
    void internalsAreDetails();
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
    QCOMPARE(explain({ErrorCode::NotFound, u"a\nb\u202e"_s, {}}), u"a\ufffdb\ufffd does not exist."_s);
    QVERIFY(explain({ErrorCode::NotFound, QString(5000, u'a'), {}}).size() < 200);
}

void TestError::adviceForAStart_data()
{
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("names"); ///< what the advice names; empty: it is the general one
    QTest::newRow("a mount's source")
        << u"No such file or directory - Failed to mount \"/srv/cache\" on \"/usr/lib/lxc/rootfs/srv\""_s
        << u"/srv/cache"_s;
    QTest::newRow("onto") << u"No such file or directory - Failed to mount \"/srv/a b\" onto \"/x\""_s
                          << u"/srv/a b"_s;
    QTest::newRow("a bridge")
        << u"Operation not permitted - Failed to attach \"veth1\" to bridge \"lxcbr9\", bridge "
           "interface doesn't exist"_s
        << u"lxcbr9"_s;
    QTest::newRow("a parent link") << u"No such device - Failed to retrieve ifindex for \"enp9s0\""_s
                                   << u"enp9s0"_s;
    QTest::newRow("a macvlan's parent") << u"Failed to find host interface for macvlan eth7"_s << u"eth7"_s;
    QTest::newRow("init") << u"No such file or directory - Failed to exec \"/sbin/init\""_s
                          << u"/sbin/init"_s;
    QTest::newRow("anything else") << u"The container failed to run its start hook"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestError::adviceForAStart()
{
    QFETCH(QString, detail);
    QFETCH(QString, names);
    const QString told = advice({ErrorCode::StartFailed, u"web1"_s, detail});
    QVERIFY(!told.isEmpty() && !told.contains(u'%'));
    QVERIFY2(told.contains(names), qPrintable(told));
    QCOMPARE(told == advice({ErrorCode::StartFailed, {}, {}}), names.isEmpty());
}

void TestError::internalsAreDetails()
{
    const Error refused{ErrorCode::NotAuthorized, u"org.boxyard.view"_s, {}};
    QVERIFY(!explain(refused).contains(u"org.boxyard"_s));
    QCOMPARE(details(refused), u"org.boxyard.Error.NotAuthorized\norg.boxyard.view"_s);
    const Error missing{ErrorCode::HelperMissing, {}, u"org.boxyard.Helper1 is not activatable"_s};
    QVERIFY(!explain(missing).contains(u"Helper1"_s));
    QVERIFY(details(missing).contains(u"not activatable"_s));
    QVERIFY(explain({ErrorCode::HelperTooOld, {}, u"0.0.9"_s}).contains(u"0.0.9"_s));
    QVERIFY(
        !explain({ErrorCode::HelperTooOld, u"Clone"_s, u"No such method"_s}).contains(u"No such method"_s));
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
