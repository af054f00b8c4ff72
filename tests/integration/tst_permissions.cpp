// SPDX-License-Identifier: GPL-2.0-or-later
// The lock marks: what the program believes of each action, as several users, beside the real polkit, whose
// rules change and which stops, ends and comes back.

#include "tests/bed/client.h"
#include "tests/bed/services.h"

#include <QProcess>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestPermissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void whoIsAsked_data();
    void whoIsAsked();
    void rulesChange();
    void aStoppedPolkitBlocksNothing();
    void polkitComesBackWithOtherRules();
    void theBusGoesAway();

private:
    void start(const QString &user);
    [[nodiscard]] QString lastLine() const;
    [[nodiscard]] bool says(const QString &line) const;
    [[nodiscard]] bool isAlive();

    std::unique_ptr<QProcess> m_client;
    QString m_output;
};

void TestPermissions::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestPermissions::cleanup()
{
    m_client.reset();
}

void TestPermissions::start(const QString &user)
{
    QStringList command = bed::commandAs(bed::user(user), {QStringLiteral(BOXYARD_PERMISSIONCLIENT)});
    const QString program = command.takeFirst();
    m_output.clear();
    m_client = std::make_unique<QProcess>();
    m_client->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(m_client.get(), &QProcess::readyReadStandardOutput, this,
            [this] { m_output += QString::fromUtf8(m_client->readAllStandardOutput()); });
    m_client->start(program, command);
    QVERIFY(m_client->waitForStarted());
}

QString TestPermissions::lastLine() const
{
    QStringList lines = m_output.split(u'\n', Qt::SkipEmptyParts);
    lines.removeAll(u"alive"_s);
    return lines.isEmpty() ? QString() : lines.last().trimmed();
}

bool TestPermissions::says(const QString &line) const
{
    return bed::eventually([&] { return lastLine() == line; });
}

bool TestPermissions::isAlive()
{
    const auto count = m_output.count(u"alive"_s);
    m_client->write("?");
    return bed::eventually([&] { return m_output.count(u"alive"_s) > count; });
}

void TestPermissions::whoIsAsked_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("line");
    QTest::newRow("everything is allowed")
        << u"may"_s << u"view=granted power=granted manage=granted shell-privileged=granted"_s;
    QTest::newRow("nothing is allowed")
        << u"deny"_s << u"view=refused power=refused manage=refused shell-privileged=refused"_s;
    // Nobody of the bed has a session: the defaults for "any" hold.
    QTest::newRow("no rule, an administrator")
        << u"typist"_s << u"view=password power=password manage=password shell-privileged=password"_s;
    QTest::newRow("no rule, no administrator")
        << u"norule"_s << u"view=password power=password manage=password shell-privileged=password"_s;
}

void TestPermissions::whoIsAsked()
{
    QFETCH(QString, user);
    QFETCH(QString, line);
    start(user);
    QVERIFY2(says(line), qPrintable(m_output));
}

void TestPermissions::rulesChange()
{
    bed::Rules rules;
    start(u"norule"_s);
    const QString before = u"view=password power=password manage=password shell-privileged=password"_s;
    QVERIFY2(says(before), qPrintable(m_output));
    rules.set(u"norule"_s, u"view"_s, bed::Verdict::Yes);
    rules.set(u"norule"_s, u"manage"_s, bed::Verdict::No);
    QVERIFY2(says(u"view=granted power=password manage=refused shell-privileged=password"_s),
             qPrintable(m_output));
    rules.clear();
    QVERIFY2(says(before), qPrintable(m_output));
}

void TestPermissions::aStoppedPolkitBlocksNothing()
{
    {
        const bed::PolkitStopped stopped;
        start(u"may"_s);
        QVERIFY(isAlive());
        bed::letPass(std::chrono::seconds(2));
        QVERIFY(isAlive());
        QCOMPARE(lastLine(), QString());
    }
    QVERIFY2(says(u"view=granted power=granted manage=granted shell-privileged=granted"_s),
             qPrintable(m_output));
}

void TestPermissions::polkitComesBackWithOtherRules()
{
    start(u"norule"_s);
    const QString before = u"view=password power=password manage=password shell-privileged=password"_s;
    QVERIFY2(says(before), qPrintable(m_output));
    bed::Rules rules;
    {
        const bed::PolkitGone gone;
        QVERIFY(isAlive());
        QCOMPARE(lastLine(), before);
    }
    rules.set(u"norule"_s, u"power"_s, bed::Verdict::Yes);
    QVERIFY2(says(u"view=password power=granted manage=password shell-privileged=password"_s),
             qPrintable(m_output));
}

void TestPermissions::theBusGoesAway()
{
    start(u"may"_s);
    QVERIFY2(says(u"view=granted power=granted manage=granted shell-privileged=granted"_s),
             qPrintable(m_output));
    bed::stopBus();
    QVERIFY2(isAlive(), "GLib must not end the program");
    bed::startBus();
    QVERIFY(isAlive());
    QCOMPARE(m_client->state(), QProcess::Running);
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
