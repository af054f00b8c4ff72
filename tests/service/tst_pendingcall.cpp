// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/api/container.h"
#include "helper/pendingcall.h"
#include "privatebus.h"

#include <QDBusContext>
#include <QDBusPendingCallWatcher>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// Keeps the calls that it gets, as the services do.
class Receiver : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.boxyard.Test1")

public:
    Activity activity;
    QList<PendingCallPtr> calls;
    int sent = 0;

public Q_SLOTS:

    QString Ask()
    {
        calls.append(std::make_shared<PendingCall>(
            message(),
            [this, bus = connection()](const QDBusMessage &reply) {
                ++sent;
                bus.send(reply);
            },
            activity.hold()));
        return {};
    }
};

class TestPendingCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void answersOnce();
    void refusalsCarryThreeTexts();
    void droppedCallsAreAnswered();
    void badAnswersBecomeErrors_data();
    void badAnswersBecomeErrors();
    void nothingIsSentWhereNothingIsAwaited();
    void keepsTheHelperUntilItIsAnswered();

private:
    /// A call under way, and the receiver's side of it.
    PendingCallPtr arrive()
    {
        auto call =
            QDBusMessage::createMethodCall(m_server.baseService(), u"/"_s, u"org.boxyard.Test1"_s, u"Ask"_s);
        m_reply = std::make_unique<QDBusPendingCall>(m_client.asyncCall(call));
        const auto before = m_receiver.calls.size();
        if (!test::comes([&] { return m_receiver.calls.size() > before; }))
            return {};
        return m_receiver.calls.takeLast();
    }

    bool isReplied()
    {
        return test::comes([this] { return m_reply->isFinished(); });
    }

    PrivateBus m_bus;
    QDBusConnection m_server{QString()};
    QDBusConnection m_client{QString()};
    Receiver m_receiver;
    std::unique_ptr<QDBusPendingCall> m_reply;
};

void TestPendingCall::initTestCase()
{
    registerWireTypes();
    QVERIFY(m_bus.start());
    m_server = m_bus.connect(u"server"_s);
    m_client = m_bus.connect(u"client"_s);
    QVERIFY(m_server.registerObject(u"/"_s, &m_receiver, QDBusConnection::ExportAllSlots));
}

void TestPendingCall::init()
{
    m_receiver.calls.clear();
    m_receiver.sent = 0;
}

void TestPendingCall::answersOnce()
{
    auto call = arrive();
    QVERIFY(call);
    QCOMPARE(call->caller(), m_client.baseService());
    QVERIFY(!call->isAnswered());
    call->answer({u"first"_s});
    call->answer({u"second"_s});
    call->refuse({ErrorCode::Failed, {}, {}});
    QVERIFY(call->isAnswered());
    call.reset();
    QVERIFY(isReplied());
    QCOMPARE(m_receiver.sent, 1);
    QCOMPARE(m_reply->reply().arguments(), QVariantList{u"first"_s});
}

void TestPendingCall::refusalsCarryThreeTexts()
{
    auto call = arrive();
    QVERIFY(call);
    call->refuse({ErrorCode::MustBeStopped, u"web"_s, u"why"_s});
    QVERIFY(isReplied());
    QCOMPARE(m_reply->error().name(), u"org.boxyard.Error.MustBeStopped"_s);
    QCOMPARE(m_reply->reply().arguments(),
             QVariantList({u"web is running. Stop it first."_s, u"web"_s, u"why"_s}));
}

void TestPendingCall::droppedCallsAreAnswered()
{
    auto call = arrive();
    QVERIFY(call);
    call.reset();
    QVERIFY(isReplied());
    QCOMPARE(m_reply->error().name(), u"org.boxyard.Error.Failed"_s);
}

void TestPendingCall::badAnswersBecomeErrors_data()
{
    QTest::addColumn<QVariantList>("answer");
    QTest::addColumn<bool>("good");
    QTest::newRow("an invalid value") << QVariantList{QVariant()} << false;
    QTest::newRow("the second is invalid") << QVariantList{u"x"_s, QVariant()} << false;
    QTest::newRow("a type that has no D-Bus form")
        << QVariantList{QVariant::fromValue(QMetaObject::Connection())} << false;
    QTest::newRow("nothing") << QVariantList() << true;
    QTest::newRow("a list of containers")
        << QVariantList{QVariant::fromValue(ContainerList{Container()})} << true;
    QTest::newRow("half a character") << QVariantList{QString(QChar(0xd800))} << true;
    QTest::newRow("a NUL") << QVariantList{QString(QChar(0))} << true;
}

void TestPendingCall::badAnswersBecomeErrors()
{
    QFETCH(QVariantList, answer);
    QFETCH(bool, good);
    auto call = arrive();
    QVERIFY(call);
    call->answer(answer);
    QVERIFY(isReplied());
    QCOMPARE(m_reply->reply().type() == QDBusMessage::ReplyMessage, good);
    QVERIFY(m_server.isConnected());
}

void TestPendingCall::nothingIsSentWhereNothingIsAwaited()
{
    auto message =
        QDBusMessage::createMethodCall(m_server.baseService(), u"/"_s, u"org.boxyard.Test1"_s, u"Ask"_s);
    QVERIFY(m_client.send(message)); // with the flag NO_REPLY_EXPECTED
    QTRY_COMPARE(m_receiver.calls.size(), 1);
    m_receiver.calls.constFirst()->answer({u"x"_s});
    m_receiver.calls.clear();
    QCOMPARE(m_receiver.sent, 0);
}

void TestPendingCall::keepsTheHelperUntilItIsAnswered()
{
    auto call = arrive();
    QVERIFY(call);
    QCOMPARE(m_receiver.activity.count(), 1);
    call->answer({u"x"_s});
    QCOMPARE(m_receiver.activity.count(), 0);
}

QTEST_GUILESS_MAIN(TestPendingCall)
#include "tst_pendingcall.moc"
