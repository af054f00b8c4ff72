// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/polkit/agentregistration.h"
#include "testbus.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

const QString PolkitName = u"org.freedesktop.PolicyKit1"_s;
const QString AgentPath = u"/org/boxyard/PasswordAgent"_s;
const QString AgentInterface = u"org.freedesktop.PolicyKit1.AuthenticationAgent"_s;

} // namespace

/// polkit's place on the bus: takes registrations, and asks.
class FakePolkit : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PolicyKit1.Authority")

public:
    explicit FakePolkit(const QString &address)
        : m_bus(QDBusConnection::connectToBus(address, u"fake-polkit"_s))
    {
        m_bus.registerObject(u"/org/freedesktop/PolicyKit1/Authority"_s, this,
                             QDBusConnection::ExportScriptableSlots);
        there = m_bus.registerService(PolkitName);
    }

    ~FakePolkit() override
    {
        m_bus.unregisterObject(u"/org/freedesktop/PolicyKit1/Authority"_s); // a thread of QtDBus' closes it
        disconnect(this, &QObject::destroyed, nullptr, nullptr); // by which QtDBus follows it
        m_bus = QDBusConnection(QString());
        QDBusConnection::disconnectFromBus(u"fake-polkit"_s);
    }

    FakePolkit(const FakePolkit &) = delete;
    FakePolkit &operator=(const FakePolkit &) = delete;

    QDBusConnection bus() const { return m_bus; }

    bool there = false;
    bool refuses = false;
    int registrations = 0;
    PolkitEntity subject;
    QString path;
    QVariantMap options;
    QString agent;

public Q_SLOTS:

    Q_SCRIPTABLE void RegisterAuthenticationAgentWithOptions(const boxyard::PolkitEntity &who,
                                                             const QString & /*locale*/, const QString &where,
                                                             const QVariantMap &how)
    {
        ++registrations;
        subject = who;
        path = where;
        options = how;
        agent = message().service();
        if (refuses)
            sendErrorReply(u"org.freedesktop.PolicyKit1.Error.Failed"_s, u"There is one already."_s);
    }

private:
    QDBusConnection m_bus;
};

class AgentRegistrationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void registersAsFallback();
    void onlyPolkitMayAsk();
    void asksAndAnswers();
    void nobodyToAsk();
    void polkitCancels();
    void polkitReturns();
    void busReturns();
    void startTimes_data();
    void startTimes();
    void sessions_data();
    void sessions();

private:
    QDBusPendingCall ask(const QDBusConnection &from, const QString &cookie,
                         const PolkitEntities &identities);

    PolkitEntities root() const
    {
        return {{u"unix-user"_s, {{u"uid"_s, 0U}}}, {u"unix-group"_s, {{u"gid"_s, 0U}}}};
    }

    TestBus m_bus;
    std::unique_ptr<FakePolkit> m_polkit;
    std::unique_ptr<AgentRegistration> m_agent;
};

void AgentRegistrationTest::initTestCase()
{
    // Before libdbus looks for the first time.
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", m_bus.address().toUtf8());
    qDBusRegisterMetaType<PolkitEntity>();
    qDBusRegisterMetaType<PolkitEntities>();
    qDBusRegisterMetaType<QMap<QString, QString>>();
    QVERIFY(m_bus.start());
}

void AgentRegistrationTest::init()
{
    m_polkit = std::make_unique<FakePolkit>(m_bus.address());
    QVERIFY(m_polkit->there);
    m_agent = std::make_unique<AgentRegistration>();
    QTRY_VERIFY(m_agent->isRegistered());
}

void AgentRegistrationTest::cleanup()
{
    m_agent.reset();
    m_polkit.reset();
}

QDBusPendingCall AgentRegistrationTest::ask(const QDBusConnection &from, const QString &cookie,
                                            const PolkitEntities &identities)
{
    auto message =
        QDBusMessage::createMethodCall(m_polkit->agent, AgentPath, AgentInterface, u"BeginAuthentication"_s);
    message.setArguments({u"org.boxyard.manage"_s, u"A sentence."_s, QString(),
                          QVariant::fromValue(QMap<QString, QString>{{u"verb"_s, u"create"_s}}), cookie,
                          QVariant::fromValue(identities)});
    return from.asyncCall(message);
}

void AgentRegistrationTest::registersAsFallback()
{
    // A fallback where there may be a desktop's agent; polkit never asks one without a session.
    const bool session = QFileInfo::exists(u"/run/systemd/users/%1"_s.arg(getuid()));
    QCOMPARE(m_polkit->registrations, 1);
    QCOMPARE(m_polkit->options, (QVariantMap{{u"fallback"_s, session}}));
    QCOMPARE(m_polkit->path, AgentPath);
    QCOMPARE(m_polkit->subject.kind, u"unix-process"_s);
    QCOMPARE(m_polkit->subject.details.value(u"pid"_s).toUInt(), static_cast<uint>(getpid()));
    QVERIFY(m_polkit->subject.details.value(u"start-time"_s).toULongLong() > 0);
}

void AgentRegistrationTest::onlyPolkitMayAsk()
{
    QSignalSpy begun(m_agent.get(), &AgentRegistration::begun);
    auto other = QDBusConnection::connectToBus(m_bus.address(), u"impostor"_s);
    QDBusPendingCallWatcher call(ask(other, u"c"_s, root()));
    QTRY_VERIFY(call.isFinished());
    QCOMPARE(call.error().type(), QDBusError::AccessDenied);
    QCOMPARE(begun.size(), 0);
    QDBusConnection::disconnectFromBus(u"impostor"_s);
}

void AgentRegistrationTest::asksAndAnswers()
{
    QSignalSpy begun(m_agent.get(), &AgentRegistration::begun);
    QDBusPendingCallWatcher call(ask(m_polkit->bus(), u"c"_s, root()));
    QTRY_COMPARE(begun.size(), 1);
    QCOMPARE(begun.first().at(0).toString(), u"org.boxyard.manage"_s);
    QCOMPARE(begun.first().at(2).toString(), u"c"_s);
    QCOMPARE(begun.first().at(3).toStringList(), QStringList{u"root"_s}); // groups have no password
    QVERIFY(!call.isFinished());
    m_agent->answer(u"c"_s);
    m_agent->answer(u"c"_s);
    QTRY_VERIFY(call.isFinished());
    QVERIFY(!call.isError());
    QDBusPendingCallWatcher again(ask(m_polkit->bus(), u"d"_s, root()));
    QTRY_COMPARE(begun.size(), 2);
    m_agent->answer(u"d"_s, u"org.freedesktop.PolicyKit1.Error.Cancelled"_s);
    QTRY_VERIFY(again.isFinished());
    QCOMPARE(again.error().name(), u"org.freedesktop.PolicyKit1.Error.Cancelled"_s);
}

void AgentRegistrationTest::nobodyToAsk()
{
    QSignalSpy begun(m_agent.get(), &AgentRegistration::begun);
    const PolkitEntities odd{{u"unix-user"_s, {{u"uid"_s, u"root"_s}}},
                             {u"unix-user"_s, {{u"uid"_s, 4'000'000'000U}}},
                             {u"unix-group"_s, {{u"gid"_s, 0U}}}};
    QDBusPendingCallWatcher call(ask(m_polkit->bus(), u"c"_s, odd));
    QTRY_VERIFY(call.isFinished());
    QVERIFY(call.isError());
    QCOMPARE(begun.size(), 0);
}

void AgentRegistrationTest::polkitCancels()
{
    QSignalSpy cancelled(m_agent.get(), &AgentRegistration::cancelled);
    QSignalSpy begun(m_agent.get(), &AgentRegistration::begun);
    QDBusPendingCallWatcher call(ask(m_polkit->bus(), u"c"_s, root()));
    QTRY_COMPARE(begun.size(), 1);
    auto message =
        QDBusMessage::createMethodCall(m_polkit->agent, AgentPath, AgentInterface, u"CancelAuthentication"_s);
    message.setArguments({u"c"_s});
    m_polkit->bus().asyncCall(message);
    QTRY_COMPARE(cancelled.size(), 1);
    QTRY_VERIFY(call.isError());
}

void AgentRegistrationTest::polkitReturns()
{
    QSignalSpy begun(m_agent.get(), &AgentRegistration::begun);
    QSignalSpy cancelled(m_agent.get(), &AgentRegistration::cancelled);
    ask(m_polkit->bus(), u"c"_s, root());
    QTRY_COMPARE(begun.size(), 1);
    m_polkit.reset();
    QTRY_VERIFY(!m_agent->isRegistered());
    QCOMPARE(cancelled.size(), 1); // who asked is gone
    m_polkit = std::make_unique<FakePolkit>(m_bus.address());
    QTRY_VERIFY(m_agent->isRegistered());
    QCOMPARE(m_polkit->registrations, 1);
}

void AgentRegistrationTest::busReturns()
{
    m_bus.kill();
    QTRY_VERIFY(!m_agent->isRegistered());
    m_polkit.reset();
    QVERIFY(m_bus.start());
    m_polkit = std::make_unique<FakePolkit>(m_bus.address());
    QTRY_VERIFY_WITH_TIMEOUT(m_agent->isRegistered(), 15'000);
}

void AgentRegistrationTest::startTimes_data()
{
    QTest::addColumn<QByteArray>("stat");
    QTest::addColumn<quint64>("time");
    const QByteArray fields = " S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9 9";
    QTest::newRow("plain") << QByteArray("7 (boxyard)" + fields) << 4711ULL;
    QTest::newRow("a name with blanks and parentheses") << QByteArray("7 (a) (b c) 9)" + fields) << 4711ULL;
    QTest::newRow("short") << QByteArray("7 (boxyard) S 1 7") << 0ULL;
    QTest::newRow("empty") << QByteArray() << 0ULL;
}

void AgentRegistrationTest::startTimes()
{
    QFETCH(QByteArray, stat);
    QFETCH(quint64, time);
    QCOMPARE(startTimeFrom(stat), time);
}

void AgentRegistrationTest::sessions_data()
{
    QTest::addColumn<QByteArray>("cgroups");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<bool>("expected");
    const QByteArray lingering = "NAME=ann\nSTATE=lingering\n";
    const QByteArray loggedIn = "NAME=ann\nDISPLAY=2\nSTATE=active\n";
    const QByteArray service = "/user.slice/user-1000.slice/user@1000.service/app.slice/app-boxyard.scope\n";
    QTest::newRow("in a session's scope")
        << QByteArray("0::/user.slice/user-1000.slice/session-3.scope\n") << loggedIn << true;
    QTest::newRow("the same, cgroup v1")
        << QByteArray("9:memory:/\n1:name=systemd:/user.slice/user-1000.slice/session-c1.scope\n") << loggedIn
        << true;
    QTest::newRow("started by a desktop") << "0::" + service << loggedIn << true;
    QTest::newRow("a user's service, and no session") << "0::" + service << lingering << false;
    QTest::newRow("a system's service, beside a desktop")
        << QByteArray("0::/system.slice/sshd.service\n") << loggedIn << false;
    QTest::newRow("another hierarchy's word") << "4:cpu:" + service << loggedIn << false;
    QTest::newRow("no login manager") << QByteArray("0::/\n") << QByteArray() << false;
    QTest::newRow("nothing") << QByteArray() << QByteArray() << false;
}

void AgentRegistrationTest::sessions()
{
    QFETCH(QByteArray, cgroups);
    QFETCH(QByteArray, user);
    QFETCH(bool, expected);
    QCOMPARE(hasSession(cgroups, user), expected);
}

QTEST_GUILESS_MAIN(AgentRegistrationTest)
#include "tst_agentregistration.moc"
