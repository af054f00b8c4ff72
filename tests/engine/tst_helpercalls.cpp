// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/lxc/helpercalls.h"
#include "fakehelper.h"
#include "printing.h"
#include "testbus.h"

#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// One call: what is sent, how long it may take, what its errors become.
class HelperCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { QVERIFY(m_bus.start()); }

    void messages();
    void errors_data();
    void errors();
    void patienceIsLongerThanQtsOwn();
    void everyCallEndsOnce();

private:
    TestBus m_bus;
};

void HelperCallsTest::messages()
{
    const auto message = HelperCalls::message(HelperService, {u"Containers"_s, u"Start"_s},
                                              {u"/c"_s, u"web"_s}, Interaction::Allowed);
    QCOMPARE(message.service(), u"org.boxyard.Helper1"_s);
    QCOMPARE(message.path(), u"/org/boxyard/Helper1/Containers"_s);
    QCOMPARE(message.interface(), u"org.boxyard.Containers1"_s);
    QCOMPARE(message.member(), u"Start"_s);
    QVERIFY(message.isInteractiveAuthorizationAllowed());
    QVERIFY(message.autoStartService());
    const auto quiet = HelperCalls::message(u":1.5"_s, {u"Host"_s, u"Subscribe"_s}, {}, Interaction::None);
    QVERIFY(!quiet.isInteractiveAuthorizationAllowed());
}

void HelperCallsTest::errors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("texts");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("detail");
    // Every code that the helper may send, by its own name.
    for (int i = 0; i <= static_cast<int>(ErrorCode::Failed); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const auto name = errorName(code);
        QTest::newRow(qPrintable(name))
            << name << QStringList{u"S."_s, u"o"_s, u"d"_s} << code << u"o"_s << u"d"_s;
    }
    const auto bus = u"org.freedesktop.DBus.Error."_s;
    const QStringList words{u"The bus says."_s};
    const auto foreign = [&](const QString &name, ErrorCode code) {
        QTest::newRow(qPrintable(name)) << name << words << code << u"Start"_s << words.first();
    };
    foreign(bus + u"ServiceUnknown"_s, ErrorCode::HelperMissing);
    foreign(bus + u"Spawn.ChildExited"_s, ErrorCode::HelperMissing);
    foreign(bus + u"NoReply"_s, ErrorCode::HelperLost);
    foreign(bus + u"UnknownMethod"_s, ErrorCode::HelperTooOld);
    foreign(bus + u"UnknownInterface"_s, ErrorCode::HelperTooOld);
    foreign(bus + u"UnknownObject"_s, ErrorCode::HelperTooOld);
    foreign(bus + u"AccessDenied"_s, ErrorCode::NotAuthorized);
    foreign(bus + u"LimitsExceeded"_s, ErrorCode::Failed);
    foreign(u"com.example.Odd"_s, ErrorCode::Failed);
    QTest::newRow("ours, with two texts") << u"org.boxyard.Error.Busy"_s << QStringList{u"S."_s, u"o"_s}
                                          << ErrorCode::Busy << u"Start"_s << u"S."_s;
    QTest::newRow("ours, without a text") << u"org.boxyard.Error.Busy"_s << QStringList() << ErrorCode::Busy
                                          << u"Start"_s << u"org.boxyard.Error.Busy"_s;
    QTest::newRow("very long") << u"org.boxyard.Error.Failed"_s
                               << QStringList{u"S"_s, {}, QString(100'000, u'x')} << ErrorCode::Failed
                               << QString() << QString(4096, u'x');
}

void HelperCallsTest::errors()
{
    QFETCH(QString, name);
    QFETCH(QStringList, texts);
    QFETCH(ErrorCode, code);
    QFETCH(QString, object);
    QFETCH(QString, detail);
    FakeHelper helper(m_bus.address());
    QVERIFY(helper.isThere());
    helper.state.instead[u"Start"_s] = [&](const QDBusMessage &call) { helper.fail(call, name, texts); };
    auto bus = QDBusConnection::connectToBus(m_bus.address(), u"errors"_s);
    HelperCalls calls;
    Result<qulonglong> answer = 0ULL;
    calls.call<qulonglong>(bus,
                           HelperCalls::message(HelperService, {u"Containers"_s, u"Start"_s},
                                                {u"/c"_s, u"w"_s}, Interaction::Allowed),
                           [&answer](const Result<qulonglong> &came) { answer = came; });
    QTRY_VERIFY(!answer.has_value());
    QCOMPARE(answer.error(), (Error{code, object, detail}));
    QDBusConnection::disconnectFromBus(u"errors"_s);
}

void HelperCallsTest::patienceIsLongerThanQtsOwn()
{
    // Longer than the five minutes for which the helper lets a person think.
    QVERIFY(HelperCalls::Patience > std::chrono::minutes(5));
    // QtDBus treats a number that does not fit as its own 25 s.
    QVERIFY(HelperCalls::Patience.count() < std::numeric_limits<int>::max());
}

void HelperCallsTest::everyCallEndsOnce()
{
    FakeHelper helper(m_bus.address());
    QVERIFY(helper.isThere());
    helper.state.instead[u"Start"_s] = [](const QDBusMessage &) {};
    auto bus = QDBusConnection::connectToBus(m_bus.address(), u"once"_s);
    const auto start = HelperCalls::message(HelperService, {u"Containers"_s, u"Start"_s}, {u"/c"_s, u"w"_s},
                                            Interaction::Allowed);
    int ended = 0;
    {
        HelperCalls calls;
        for (int i = 0; i < 3; ++i) {
            calls.call<qulonglong>(bus, start, [&ended](const Result<qulonglong> &answer) {
                QCOMPARE(answer.error().code, ErrorCode::HelperLost);
                ++ended;
            });
        }
        QTRY_COMPARE(helper.state.calls.value(u"Start"_s), 3);
        calls.failAll();
        QCOMPARE(ended, 3);
        calls.failAll();
        QCOMPARE(ended, 3);
        calls.call<qulonglong>(bus, start, [&ended](const Result<qulonglong> &) { ++ended; });
        calls.dropAll();
        calls.call<qulonglong>(bus, start, [&ended](const Result<qulonglong> &) { ++ended; });
    }
    QTest::qWait(50);
    QCOMPARE(ended, 3);
    QDBusConnection::disconnectFromBus(u"once"_s);
}

QTEST_GUILESS_MAIN(HelperCallsTest)
#include "tst_helpercalls.moc"
