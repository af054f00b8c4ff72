// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/subscriptions.h"

#include <QSignalSpy>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// Answers by a table: caller and action to verdict.
class TableAuthorizer : public Authorizer
{
    Q_OBJECT

public:
    void check(const AuthorizationRequest &request, Done done, std::function<void()> /*dialogOpens*/) override
    {
        asked.append(request);
        done({verdicts.value(request.caller + u' ' + actionId(request.action), Verdict::Refused), {}});
    }

    void forget(const QString & /*caller*/) override { }

    QHash<QString, Verdict> verdicts;
    QList<AuthorizationRequest> asked;
};

class TestSubscriptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepTheHelper();
    void listenersOfAJob();
    void recheck_data();
    void recheck();
    void recheckOfOthers();
    void aStormIsOneRecheck();

private:
    std::unique_ptr<Activity> m_activity;
    std::unique_ptr<TableAuthorizer> m_authorizer;
    std::unique_ptr<Subscriptions> m_subscriptions;
};

void TestSubscriptions::init()
{
    m_subscriptions.reset();
    m_activity = std::make_unique<Activity>();
    m_authorizer = std::make_unique<TableAuthorizer>();
    m_subscriptions = std::make_unique<Subscriptions>(*m_activity, *m_authorizer);
}

void TestSubscriptions::keepTheHelper()
{
    const QSignalSpy changed(m_subscriptions.get(), &Subscriptions::changed);
    m_subscriptions->add(u":1.1"_s, 1000, Verdict::Allowed);
    m_subscriptions->add(u":1.1"_s, 1000, Verdict::Allowed); // twice is once
    m_subscriptions->add(u":1.2"_s, 1001, Verdict::Allowed);
    QCOMPARE(m_activity->count(), 2);
    QCOMPARE(changed.size(), 1);
    m_subscriptions->remove(u":1.1"_s);
    m_subscriptions->remove(u":1.9"_s);
    QVERIFY(!m_subscriptions->contains(u":1.1"_s));
    QCOMPARE(m_activity->count(), 1);
    QCOMPARE(changed.size(), 1);
    m_subscriptions->remove(u":1.2"_s);
    QCOMPARE(m_activity->count(), 0);
    QCOMPARE(changed.size(), 2);
}

void TestSubscriptions::listenersOfAJob()
{
    m_subscriptions->add(u":1.1"_s, 1000, Verdict::Allowed);
    m_subscriptions->add(u":1.2"_s, 1001, Verdict::Allowed);
    m_subscriptions->add(u":1.3"_s, 1002, Verdict::Allowed);
    m_subscriptions->setSeesOthers(u":1.3"_s, Verdict::Allowed);
    m_subscriptions->setSeesOthers(u":1.9"_s, Verdict::Allowed); // is no subscriber
    QStringList listeners = m_subscriptions->listeners(1000);
    listeners.sort();
    QCOMPARE(listeners, QStringList({u":1.1"_s, u":1.3"_s}));
    QCOMPARE(m_subscriptions->listeners(4711), QStringList{u":1.3"_s});
}

void TestSubscriptions::recheck_data()
{
    QTest::addColumn<Verdict>("how");
    QTest::addColumn<Verdict>("now");
    QTest::addColumn<bool>("stays");
    QTest::newRow("still allowed") << Verdict::Allowed << Verdict::Allowed << true;
    QTest::newRow("not allowed any more") << Verdict::Allowed << Verdict::Refused << false;
    QTest::newRow("only with a password from now on") << Verdict::Allowed << Verdict::Challenge << false;
    QTest::newRow("with a password as before") << Verdict::AllowedByDialog << Verdict::Challenge << true;
    QTest::newRow("not even with a password") << Verdict::AllowedByDialog << Verdict::Refused << false;
    QTest::newRow("polkit is gone") << Verdict::Allowed << Verdict::Unavailable << false;
    QTest::newRow("polkit is gone, password given")
        << Verdict::AllowedByDialog << Verdict::Unavailable << false;
}

void TestSubscriptions::recheck()
{
    QFETCH(Verdict, how);
    QFETCH(Verdict, now);
    QFETCH(bool, stays);
    QSignalSpy dropped(m_subscriptions.get(), &Subscriptions::dropped);
    m_subscriptions->add(u":1.1"_s, 1000, how);
    m_authorizer->verdicts.insert(u":1.1 org.boxyard.view"_s, now);
    Q_EMIT m_authorizer->rulesChanged();
    QTRY_COMPARE(m_authorizer->asked.size(), 1);
    QVERIFY(!m_authorizer->asked.constFirst().mayAsk);
    QCOMPARE(m_subscriptions->contains(u":1.1"_s), stays);
    QCOMPARE(dropped.size(), stays ? 0 : 1);
    QCOMPARE(m_activity->count(), stays ? 1 : 0);
}

void TestSubscriptions::recheckOfOthers()
{
    m_subscriptions->add(u":1.1"_s, 1000, Verdict::Allowed);
    m_subscriptions->setSeesOthers(u":1.1"_s, Verdict::Allowed);
    m_authorizer->verdicts.insert(u":1.1 org.boxyard.view"_s, Verdict::Allowed);
    Q_EMIT m_authorizer->rulesChanged();
    QTRY_COMPARE(m_authorizer->asked.size(), 2);
    QVERIFY(m_subscriptions->contains(u":1.1"_s));
    QCOMPARE(m_subscriptions->listeners(4711), QStringList());
}

void TestSubscriptions::aStormIsOneRecheck()
{
    m_subscriptions->add(u":1.1"_s, 1000, Verdict::Allowed);
    m_authorizer->verdicts.insert(u":1.1 org.boxyard.view"_s, Verdict::Allowed);
    for (int i = 0; i < 100; ++i)
        Q_EMIT m_authorizer->rulesChanged();
    QTRY_COMPARE(m_authorizer->asked.size(), 1);
    QTest::qWait(120);
    QCOMPARE(m_authorizer->asked.size(), 1);
}

QTEST_GUILESS_MAIN(TestSubscriptions)
#include "tst_subscriptions.moc"
