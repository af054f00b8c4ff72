// SPDX-License-Identifier: GPL-2.0-or-later
// The program as its own password agent where no desktop has one: the real polkitd asks it, PAM looks at real
// passwords.

#include "tests/bed/client.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestPasswords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void asksAndIsBelieved_data();
    void asksAndIsBelieved();
};

void TestPasswords::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestPasswords::asksAndIsBelieved_data()
{
    const QString asked = u"asked typist: Password: hidden"_s;
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QStringList>("after");
    QTest::newRow("the right one") << u"typist"_s << u"right"_s
                                   << QStringList{asked, u"ended granted"_s, u"ready"_s};
    // Anybody may give an administrator's.
    QTest::newRow("another user") << u"norule"_s << u"right"_s
                                  << QStringList{asked, u"ended granted"_s, u"ready"_s};
    QTest::newRow("a wrong one, three times")
        << u"typist"_s << u"wrong"_s
        << QStringList{
               asked, u"wrong"_s, asked, u"wrong"_s, asked, u"ended refused"_s, u"lost NotAuthorized"_s};
    QTest::newRow("a closed dialog") << u"typist"_s << u"dismiss"_s
                                     << QStringList{asked, u"ended dismissed"_s, u"lost Dismissed"_s};
}

void TestPasswords::asksAndIsBelieved()
{
    QFETCH(QString, user);
    QFETCH(QString, mode);
    QFETCH(QStringList, after);
    QStringList command = bed::commandAs(bed::user(user), {QStringLiteral(BOXYARD_PASSWORDCLIENT), mode});
    const QString program = command.takeFirst();
    QProcess client;
    client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    client.start(program, command);
    QVERIFY(client.waitForStarted());
    const bool ended = client.waitForFinished(static_cast<int>(test::Patience.count()));
    QStringList lines = QString::fromUtf8(client.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    if (!ended)
        client.kill();
    QVERIFY2(ended, qPrintable(lines.join(u'\n')));
    QVERIFY(!lines.isEmpty());
    // The policy's own sentence comes first.
    QCOMPARE(lines.takeFirst(), u"Authentication is required to see the containers of this machine."_s);
    QCOMPARE(lines, after);
}

QTEST_GUILESS_MAIN(TestPasswords)
#include "tst_passwords.moc"
