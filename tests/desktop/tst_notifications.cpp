// SPDX-License-Identifier: GPL-2.0-or-later
// Notifications as a desktop's server receives them.

#include "backend/desktop/notifications.h"
#include "tests/engine/testbus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

const QString Service = u"org.freedesktop.Notifications"_s;
const QString Path = u"/org/freedesktop/Notifications"_s;

} // namespace

/// A server that shows nothing and remembers.
class Server : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown {
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    QList<Shown> shown;

public Q_SLOTS:

    uint Notify(const QString & /*application*/, uint /*replaces*/, const QString & /*icon*/, // NOLINT
                const QString &title, const QString &body, const QStringList &actions,
                const QVariantMap &hints, int /*timeout*/)
    {
        shown.append({title, body, actions, hints});
        return static_cast<uint>(shown.size());
    }
};

class TestNotifications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nobodyShowsThem();
    void showsAndHears();

private:
    TestBus m_bus;
};

void TestNotifications::initTestCase()
{
    QVERIFY(m_bus.start());
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toUtf8());
}

void TestNotifications::nobodyShowsThem()
{
    Notifications notifications(u"Boxyard"_s, u"Show"_s);
    const QSignalSpy failed(&notifications, &Notifications::failed);
    notifications.show(u"web1 was started."_s, {}, false);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toString(), u"web1 was started."_s);
}

void TestNotifications::showsAndHears()
{
    auto desktop = QDBusConnection::connectToBus(m_bus.address(), u"desktop"_s);
    Server server;
    QVERIFY(desktop.registerObject(Path, &server, QDBusConnection::ExportAllSlots));
    QVERIFY(desktop.registerService(Service));

    Notifications notifications(u"Boxyard"_s, u"Show"_s);
    const QSignalSpy activated(&notifications, &Notifications::activated);
    notifications.show(u"web1 could not be started."_s, u"<b>no</b> & none"_s, true);
    QTRY_COMPARE(server.shown.size(), 1);
    const Server::Shown &one = server.shown.first();
    QCOMPARE(one.title, u"web1 could not be started."_s);
    QCOMPARE(one.body, u"&lt;b&gt;no&lt;/b&gt; &amp; none"_s);
    QCOMPARE(one.actions, (QStringList{u"default"_s, u"Show"_s}));
    QCOMPARE(one.hints.value(u"urgency"_s).toUInt(), 2U);
    QCOMPARE(one.hints.value(u"desktop-entry"_s).toString(), u"org.boxyard.Boxyard"_s);

    const auto click = [&](uint id) {
        auto signal = QDBusMessage::createSignal(Path, Service, u"ActionInvoked"_s);
        signal.setArguments({id, u"default"_s});
        desktop.send(signal);
    };
    click(99); // another program's
    // The answer with the number and the click may cross: until it has come the click is repeated.
    QTRY_VERIFY((click(1), QTest::qWait(20), activated.size() > 0));
    QCOMPARE(activated.size(), 1);
    QDBusConnection::disconnectFromBus(u"desktop"_s);
}

QTEST_GUILESS_MAIN(TestNotifications)
#include "tst_notifications.moc"
