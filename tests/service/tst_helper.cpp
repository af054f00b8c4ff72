// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/api/host.h"
#include "backend/api/job.h"
#include "helperclient.h"
#include "privatebus.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusReply>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// The whole helper on a bus of its own, with a worker that does what a container's name says.
class TestHelper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsNeedASubscription();
    void lists();
    void tellsOfTheHost();
    void refusesBadInput_data();
    void refusesBadInput();
    void aJobFromCallToEnd();
    void signalsGoToSubscribersOnly();
    void oneContainerOneJob();
    void cancels();
    void aWorkerThatCrashes();
    void aChangedContainerIsRefusedByIdentity();
    void jobsOutliveTheHelper();
    void whatWasCutOffIsRecovered();
    void endedJobsAreRememberedByTheNext();
    void shellsNeedARunningContainer();
    void comesAndGoes();
    void callsThatMeetTheEndAreAnswered();
    void endsInOrder();
    void endsWithItsBus();

private:
    void startBus(const QString &idle);
    [[nodiscard]] uint helperPid() const;
    void killHelper(int signal = SIGKILL);

    void container(const QString &name)
    {
        QVERIFY(QDir().mkpath(m_lxc + u'/' + name + u"/rootfs"_s));
        QFile config(m_lxc + u'/' + name + u"/config"_s);
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("lxc.uts.name = " + name.toUtf8() + '\n');
    }

    [[nodiscard]] QVariantList ref(const QString &name) const { return {m_lxc, name}; }

    std::unique_ptr<Client> subscribed(const QString &name = u"client"_s)
    {
        m_connection =
            std::make_unique<QDBusConnection>(m_bus->connect(name + QString::number(++m_connections)));
        auto client = std::make_unique<Client>(*m_connection);
        const QDBusMessage reply = client->call(u"Host"_s, u"Subscribe"_s);
        if (reply.type() != QDBusMessage::ReplyMessage)
            qWarning("%ls", qUtf16Printable(reply.errorMessage()));
        return client;
    }

    [[nodiscard]] bool isListed(Client &client, const QString &name) const
    {
        return test::comes([&] {
            const auto all = client.list();
            return std::any_of(all.cbegin(), all.cend(),
                               [&](const Container &c) { return c.ref.name == name; });
        });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<QDBusConnection> m_connection;
    QString m_lxc;
    int m_connections = 0;
};

void TestHelper::initTestCase()
{
    registerWireTypes();
}

void TestHelper::startBus(const QString &idle)
{
    m_bus = std::make_unique<PrivateBus>();
    m_bus->addService(
        u"org.boxyard.Helper1"_s,
        u"%1 --session --worker %2 --config %3/helper.conf --run-folder %3/run --state-folder %3/state "
        "--idle-seconds %4"_s.arg(QStringLiteral(HELPER), QStringLiteral(TEST_WORKER), m_folder->path(),
                                  idle));
    QVERIFY(m_bus->start());
}

void TestHelper::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_lxc = m_folder->filePath(u"lxc"_s);
    QVERIFY(QDir().mkpath(m_lxc));
    QFile config(m_folder->filePath(u"helper.conf"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("[helper]\nlocations = " + m_lxc.toUtf8() + "\n[quotas]\nterminals = 2\n");
    config.close();
    for (const auto &name : {u"web"_s, u"slow"_s, u"hang"_s, u"crash"_s, u"notapty"_s})
        container(name);
    startBus(u"30"_s);
}

void TestHelper::cleanup()
{
    killHelper();
    m_bus.reset();
}

uint TestHelper::helperPid() const
{
    auto asker = m_bus->connect(u"asker"_s);
    auto call = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/"_s, u"org.freedesktop.DBus"_s,
                                               u"GetConnectionUnixProcessID"_s);
    call << u"org.boxyard.Helper1"_s;
    const QDBusReply<uint> reply = asker.call(call);
    return reply.isValid() ? reply.value() : 0;
}

void TestHelper::killHelper(int signal)
{
    if (const uint pid = helperPid(); pid > 1) {
        ::kill(static_cast<pid_t>(pid), signal);
        QTRY_VERIFY(helperPid() != pid);
    }
}

void TestHelper::readsNeedASubscription()
{
    Client client(m_bus->connect(u"stranger"_s));
    const QList<std::pair<QString, QString>> reads = {{u"Containers"_s, u"List"_s}, {u"Host"_s, u"Info"_s}};
    for (const auto &[noun, method] : reads)
        QCOMPARE(client.call(noun, method).errorName(), u"org.boxyard.Error.NotSubscribed"_s);
    QCOMPARE(client.call(u"Jobs"_s, u"List"_s, {false}).errorName(), u"org.boxyard.Error.NotSubscribed"_s);
    QCOMPARE(client.call(u"Jobs"_s, u"Log"_s, {1ULL}).errorName(), u"org.boxyard.Error.NotSubscribed"_s);
    QCOMPARE(client.call(u"Containers"_s, u"Inspect"_s, ref(u"web"_s)).errorName(),
             u"org.boxyard.Error.NotSubscribed"_s);
    QCOMPARE(client.call(u"Host"_s, u"Subscribe"_s).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(client.call(u"Containers"_s, u"List"_s).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(client.call(u"Host"_s, u"Unsubscribe"_s).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(client.call(u"Containers"_s, u"List"_s).errorName(), u"org.boxyard.Error.NotSubscribed"_s);
}

void TestHelper::lists()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"web"_s));
    QTRY_COMPARE(client->list().constLast().store, u"dir"_s); // the configs were read by a worker
    const QDBusMessage details = client->call(u"Containers"_s, u"Inspect"_s, ref(u"web"_s));
    QCOMPARE(qdbus_cast<ContainerDetails>(details.arguments().value(0)).idmap, u"u 0 100000 65536"_s);
    QCOMPARE(client->call(u"Containers"_s, u"Inspect"_s, ref(u"none"_s)).errorName(),
             u"org.boxyard.Error.NotFound"_s);
    const int before = client->heard(u"Changed"_s);
    container(u"new"_s);
    QTRY_VERIFY(client->heard(u"Changed"_s) > before);
    QVERIFY(isListed(*client, u"new"_s));
}

void TestHelper::tellsOfTheHost()
{
    auto client = subscribed();
    const auto host = qdbus_cast<HostInfo>(client->call(u"Host"_s, u"Info"_s).arguments().value(0));
    QCOMPARE(host.lxcVersion, u"5.0.2"_s);
    QCOMPARE(host.templates, QStringList{u"busybox"_s});
    QCOMPARE(host.locations.size(), 1);
    QCOMPARE(host.locations.constFirst().path, m_lxc);
}

void TestHelper::refusesBadInput_data()
{
    QTest::addColumn<QString>("noun");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QVariantList>("tail"); // after location and name
    QTest::newRow("Start") << u"Containers"_s << u"Start"_s << QVariantList();
    QTest::newRow("Stop") << u"Containers"_s << u"Stop"_s << QVariantList{QVariantMap()};
    QTest::newRow("Restart") << u"Containers"_s << u"Restart"_s << QVariantList{QVariantMap()};
    QTest::newRow("Freeze") << u"Containers"_s << u"Freeze"_s << QVariantList();
    QTest::newRow("Unfreeze") << u"Containers"_s << u"Unfreeze"_s << QVariantList();
    QTest::newRow("Create") << u"Containers"_s << u"Create"_s << QVariantList{u"busybox"_s, QVariantMap()};
    QTest::newRow("Rename") << u"Containers"_s << u"Rename"_s << QVariantList{u"other"_s};
    QTest::newRow("Delete") << u"Containers"_s << u"Delete"_s << QVariantList();
    QTest::newRow("OpenShell") << u"Containers"_s << u"OpenShell"_s << QVariantList{QVariantMap()};
    QTest::newRow("Clone") << u"Clones"_s << u"Clone"_s << QVariantList{m_lxc, u"target"_s, QVariantMap()};
}

void TestHelper::refusesBadInput()
{
    QFETCH(QString, noun);
    QFETCH(QString, method);
    QFETCH(QVariantList, tail);
    if (method == u"Clone"_s)
        tail.replace(0, m_lxc);
    auto client = subscribed();
    const auto error = [&](const QString &location, const QString &name, const QVariantList &rest) {
        return client->call(noun, method, QVariantList{location, name} + rest).errorName();
    };
    const QString invalidName = u"org.boxyard.Error.InvalidName"_s;
    const QString invalidArgument = u"org.boxyard.Error.InvalidArgument"_s;
    for (const auto &name :
         {u""_s, u"a/b"_s, u".."_s, u"a b"_s, u"a\nb"_s, u"-a"_s, u"a"_s.repeated(64), u"ä"_s})
        QCOMPARE(error(m_lxc, name, tail), invalidName);
    for (const auto &location : {u""_s, u"lxc"_s, u"/var/../etc"_s, u"/etc"_s, m_lxc + u'/'})
        QCOMPARE(error(location, u"web"_s, tail), invalidArgument);
    if (tail.isEmpty() || tail.constLast().typeId() != QMetaType::QVariantMap)
        return;
    tail.replace(tail.size() - 1, QVariantMap{{u"command"_s, u"rm"_s}});
    QCOMPARE(error(m_lxc, u"web"_s, tail), invalidArgument);
}

void TestHelper::aJobFromCallToEnd()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"web"_s));
    const quint64 id = client->job(u"Containers"_s, u"Start"_s, ref(u"web"_s));
    QVERIFY(id > 0);
    QCOMPARE(client->end(id), QString());
    QVERIFY(client->heard(u"Progress"_s) >= 1);
    QCOMPARE(client->heard(u"LogLine"_s), 1);
    const JobInfo job = client->jobInfo(id);
    QCOMPARE(job.verb, u"start"_s);
    QCOMPARE(job.target, (ContainerRef{m_lxc, u"web"_s}));
    QCOMPARE(job.uid, ::getuid());
    QVERIFY(job.finished && job.error.isEmpty());
    QCOMPARE(client->call(u"Jobs"_s, u"Log"_s, {id}).arguments().value(0).toStringList(),
             QStringList{u"a line"_s});
    QCOMPARE(client->call(u"Jobs"_s, u"Log"_s, {id + 1'000}).errorName(), u"org.boxyard.Error.NotFound"_s);
    QCOMPARE(client->call(u"Jobs"_s, u"Cancel"_s, {id + 1'000}).errorName(), u"org.boxyard.Error.NotFound"_s);
}

void TestHelper::signalsGoToSubscribersOnly()
{
    Client stranger(m_bus->connect(u"stranger"_s));
    auto client = subscribed();
    QVERIFY(isListed(*client, u"web"_s));
    QCOMPARE(client->end(client->job(u"Containers"_s, u"Start"_s, ref(u"web"_s))), QString());
    QTest::qWait(50);
    QCOMPARE(stranger.heard(u"Progress"_s) + stranger.heard(u"LogLine"_s) + stranger.heard(u"Finished"_s), 0);
}

void TestHelper::oneContainerOneJob()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"slow"_s));
    const quint64 id = client->job(u"Containers"_s, u"Start"_s, ref(u"slow"_s));
    const QDBusMessage second = client->call(u"Containers"_s, u"Delete"_s, ref(u"slow"_s));
    QCOMPARE(second.errorName(), u"org.boxyard.Error.Busy"_s);
    QCOMPARE(second.arguments().mid(1), QVariantList({u"slow"_s, u"start"_s}));
    QCOMPARE(client->end(id), QString());
}

void TestHelper::cancels()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"hang"_s));
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"hang"_s));
    QTRY_COMPARE(client->heard(u"LogLine"_s), 1);
    QCOMPARE(client->call(u"Jobs"_s, u"Cancel"_s, {id}).type(), QDBusMessage::ReplyMessage);
    QCOMPARE(client->end(id), u"Cancelled"_s);
    QTRY_COMPARE(QDir(m_folder->filePath(u"state/journal"_s)).entryList(QDir::Files), QStringList());
}

void TestHelper::aWorkerThatCrashes()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"crash"_s));
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"crash"_s));
    QCOMPARE(client->end(id), u"WorkerCrashed"_s);
    QVERIFY(QFile::exists(m_lxc + u"/.recovered-crash"_s)); // before the end was told
    QTRY_COMPARE(QDir(m_folder->filePath(u"state/journal"_s)).entryList(QDir::Files), QStringList());
}

void TestHelper::aChangedContainerIsRefusedByIdentity()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"slow"_s));
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"slow"_s));
    QFile intent(m_folder->filePath(u"state/journal/%1.json"_s.arg(id)));
    QTRY_VERIFY(intent.exists());
    QVERIFY(intent.open(QIODevice::ReadOnly));
    const auto expect = QJsonDocument::fromJson(intent.readAll()).object().value(u"expect"_s).toString();

    struct stat about {
    };

    QCOMPARE(::stat(QFile::encodeName(m_lxc + u"/slow/config"_s).constData(), &about), 0);
    QCOMPARE(expect.section(u':', 1, 1), QString::number(about.st_ino));
    QCOMPARE(client->end(id), QString());
}

void TestHelper::jobsOutliveTheHelper()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"slow"_s));
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"slow"_s));
    QTRY_COMPARE(client->heard(u"LogLine"_s), 1);
    killHelper();
    client = subscribed(); // starts the next one
    const JobInfo job = client->jobInfo(id);
    QCOMPARE(job.verb, u"delete"_s);
    if (!job.finished)
        QCOMPARE(client->call(u"Containers"_s, u"Start"_s, ref(u"slow"_s)).errorName(),
                 u"org.boxyard.Error.Busy"_s);
    QTRY_VERIFY(client->jobInfo(id).finished);
    QCOMPARE(client->jobInfo(id).error, QString());
    QVERIFY(!QFile::exists(m_lxc + u"/.recovered-slow"_s));
}

void TestHelper::whatWasCutOffIsRecovered()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"hang"_s));
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"hang"_s));
    QTRY_COMPARE(client->heard(u"LogLine"_s), 1);
    QFile report(m_folder->filePath(u"run/jobs/%1.jsonl"_s.arg(id)));
    QVERIFY(report.open(QIODevice::ReadOnly));
    const int worker = QJsonDocument::fromJson(report.readLine()).object().value(u"pid"_s).toInt();
    QVERIFY(worker > 1);
    killHelper();
    ::kill(worker, SIGKILL);
    client = subscribed();
    QTRY_COMPARE(client->jobInfo(id).error, u"WorkerCrashed"_s);
    QVERIFY(QFile::exists(m_lxc + u"/.recovered-hang"_s));
    // Once more is a normal job.
    const quint64 again = client->job(u"Containers"_s, u"Start"_s, ref(u"web"_s));
    QVERIFY(again > id);
    QCOMPARE(client->end(again), QString());
}

void TestHelper::endedJobsAreRememberedByTheNext()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"web"_s));
    const quint64 good = client->job(u"Containers"_s, u"Delete"_s, ref(u"web"_s));
    QCOMPARE(client->end(good), QString());
    const quint64 bad = client->job(u"Containers"_s, u"Start"_s, ref(u"crash"_s));
    QCOMPARE(client->end(bad), u"WorkerCrashed"_s);
    killHelper();
    client = subscribed();
    QVERIFY(client->jobInfo(good).finished);
    QCOMPARE(client->jobInfo(good).error, QString());
    QCOMPARE(client->jobInfo(bad).error, u"WorkerCrashed"_s);
    QCOMPARE(client->call(u"Jobs"_s, u"Log"_s, {good}).arguments().value(0).toStringList(),
             QStringList{u"a line"_s});
}

void TestHelper::shellsNeedARunningContainer()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"web"_s));
    // The watch believes a container to be stopped that no monitor answers for.
    const QVariantList arguments = ref(u"web"_s) + QVariantList{QVariantMap()};
    QCOMPARE(client->call(u"Containers"_s, u"OpenShell"_s, arguments).errorName(),
             u"org.boxyard.Error.NotRunning"_s);
}

void TestHelper::comesAndGoes()
{
    cleanup();
    startBus(u"0.3"_s);
    QCOMPARE(helperPid(), 0U);
    Client client(m_bus->connect(u"client"_s));
    QCOMPARE(client.call(u"Host"_s, u"Unsubscribe"_s).type(), QDBusMessage::ReplyMessage);
    const uint first = helperPid();
    QVERIFY(first > 0);
    QCOMPARE(client.call(u"Host"_s, u"Subscribe"_s).type(), QDBusMessage::ReplyMessage);
    QTest::qWait(1'000);
    QCOMPARE(helperPid(), first); // a subscriber keeps it
    QCOMPARE(client.call(u"Host"_s, u"Unsubscribe"_s).type(), QDBusMessage::ReplyMessage);
    QTRY_COMPARE(helperPid(), 0U);
    QTRY_VERIFY(::kill(static_cast<pid_t>(first), 0) != 0);
    {
        const QDBusConnection connection = m_bus->connect(u"leaver"_s);
        Client leaver(connection);
        QCOMPARE(leaver.call(u"Host"_s, u"Subscribe"_s).type(), QDBusMessage::ReplyMessage);
        QDBusConnection::disconnectFromBus(connection.name());
    }
    QTRY_COMPARE(helperPid(), 0U); // who leaves the bus keeps it no longer
}

void TestHelper::callsThatMeetTheEndAreAnswered()
{
    cleanup();
    startBus(u"0.03"_s);
    Client client(m_bus->connect(u"client"_s));
    QSet<uint> helpers;
    for (int i = 0; i < 100; ++i) {
        const QDBusMessage reply = client.call(u"Host"_s, u"Unsubscribe"_s);
        QVERIFY2(reply.type() == QDBusMessage::ReplyMessage,
                 qPrintable(reply.errorName() + reply.errorMessage()));
        if (i % 10 == 0)
            helpers.insert(helperPid());
        // Around the moments in which it gives its name back, drains, and ends.
        QTest::qWait(QRandomGenerator::global()->bounded(i % 3 == 0 ? 300 : 60));
    }
    QVERIFY2(helpers.size() > 3, qPrintable(QString::number(helpers.size()))); // they did meet it
}

void TestHelper::endsInOrder()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"slow"_s));
    const uint first = helperPid();
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"slow"_s));
    QTRY_COMPARE(client->heard(u"LogLine"_s), 1);
    killHelper(SIGTERM);
    QTRY_VERIFY(::kill(static_cast<pid_t>(first), 0) != 0);
    client = subscribed();
    QTRY_VERIFY(client->jobInfo(id).finished);
    QCOMPARE(client->jobInfo(id).error, QString());
}

void TestHelper::endsWithItsBus()
{
    auto client = subscribed();
    QVERIFY(isListed(*client, u"slow"_s));
    const uint pid = helperPid();
    const quint64 id = client->job(u"Containers"_s, u"Delete"_s, ref(u"slow"_s));
    QTRY_COMPARE(client->heard(u"LogLine"_s), 1);
    m_bus->stop();
    QTRY_VERIFY(::kill(static_cast<pid_t>(pid), 0) != 0);
    startBus(u"30"_s);
    client = subscribed();
    QTRY_VERIFY(client->jobInfo(id).finished);
    QCOMPARE(client->jobInfo(id).error, QString());
}

QTEST_GUILESS_MAIN(TestHelper)
#include "tst_helper.moc"
