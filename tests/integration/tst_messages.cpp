// SPDX-License-Identifier: GPL-2.0-or-later
// Messages that no program of ours sends: the helper refuses them, stays alive, and nothing happens.

#include "operator.h"
#include "tests/bed/services.h"

#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QDBusUnixFileDescriptor>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using bed::Call;

namespace {

struct Method {
    const char *noun;
    const char *name;
    const char *signature;
};

/// The whole contract: backend/api/*.xml.
constexpr Method Methods[] = {
    {"Host", "Subscribe", ""},
    {"Host", "Unsubscribe", ""},
    {"Host", "Info", ""},
    {"Containers", "List", ""},
    {"Containers", "Inspect", "ss"},
    {"Containers", "Create", "sssa"},
    {"Containers", "Start", "ss"},
    {"Containers", "Stop", "ssa"},
    {"Containers", "Restart", "ssa"},
    {"Containers", "Freeze", "ss"},
    {"Containers", "Unfreeze", "ss"},
    {"Containers", "Rename", "sss"},
    {"Containers", "Delete", "ss"},
    {"Containers", "OpenShell", "ssa"},
    {"Clones", "Clone", "ssssa"},
    {"Jobs", "List", "b"},
    {"Jobs", "Cancel", "t"},
    {"Jobs", "Log", "t"},
};

/// Arguments of the right types, all with the same odd text, map or number.
QVariantList filled(const Method &method, const QString &text, const QVariantMap &map)
{
    QVariantList arguments;
    for (const char *type = method.signature; *type != '\0'; ++type) {
        switch (*type) {
        case 's':
            arguments.append(text);
            break;
        case 'a':
            arguments.append(map);
            break;
        case 'b':
            arguments.append(true);
            break;
        case 't':
            arguments.append(QVariant::fromValue(~0ULL));
            break;
        default:
            qFatal("unknown type");
        }
    }
    return arguments;
}

} // namespace

class TestMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void wrongArguments_data();
    void wrongArguments();
    void oddTexts_data();
    void oddTexts();
    void oddOptions_data();
    void oddOptions();
    void unknownPathsAndMembers_data();
    void unknownPathsAndMembers();
    void propertiesAreNotReachable();
    void introspectionNamesNoContainer();
    void descriptorsInTheWrongPlace();
    void callersThatDoNotWait();
    void anotherUsersFlood();
    void jobsHaveAQuota();
    void signalsGoToTheirOwnerOnly();
    void unprivilegedUsersCannotTakeTheName();

private:
    std::unique_ptr<Operator> m_may;
    pid_t m_helper = 0;
    QString m_config;
};

void TestMessages::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    bed::makeContainer(u"web"_s);
    m_config = bed::readFile(Location + u"/web/config"_s);
}

void TestMessages::cleanupTestCase()
{
    if (bed::isBed())
        bed::removeContainers();
}

void TestMessages::init()
{
    m_may = std::make_unique<Operator>(u"may"_s);
    m_helper = bed::helperPid();
    QVERIFY(m_helper != 0);
}

void TestMessages::cleanup()
{
    if (!bed::isBed())
        return;
    QCOMPARE(bed::helperPid(), m_helper); // it is the same one
    QCOMPARE(m_may->list().size(), 1);
    QCOMPARE(bed::lxcNames(), QStringList{u"web"_s});
    QCOMPARE(bed::lxcState(u"web"_s), u"STOPPED"_s);
    QCOMPARE(bed::readFile(Location + u"/web/config"_s), m_config);
    QCOMPARE(leftovers(), QStringList());
    m_may.reset();
}

void TestMessages::wrongArguments_data()
{
    QTest::addColumn<QVariantList>("arguments");
    QTest::newRow("one too many texts")
        << QVariantList{u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s, u"g"_s};
    QTest::newRow("a number") << QVariantList{7};
    QTest::newRow("numbers for texts") << QVariantList{1, 2, 3, 4, 5};
    QTest::newRow("a variant in place of a text")
        << QVariantList{QVariant::fromValue(QDBusVariant(Location))};
    QTest::newRow("bytes") << QVariantList{QByteArray(100000, '\0')};
    QTest::newRow("a list") << QVariantList{QStringList{Location, u"web"_s}};
}

void TestMessages::wrongArguments()
{
    QFETCH(QVariantList, arguments);
    for (const Method &method : Methods) {
        const Call call{QString::fromLatin1(method.noun), QString::fromLatin1(method.name), arguments};
        const bed::Reply reply = m_may->client().call(call);
        QVERIFY2(!reply.error.isEmpty(), method.name);
    }
}

void TestMessages::oddTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("a megabyte") << QString(1024 * 1024, u'a');
    QTest::newRow("control characters") << u"\u0001\u0002\n\r\t\u007f"_s;
    QTest::newRow("formats") << u"%s%n%x%1%2"_s;
    QTest::newRow("a surrogate pair") << u"\U0001F4E6"_s;
    QTest::newRow("right to left") << u"\u202eweb"_s;
    QTest::newRow("a path") << u"/etc/passwd"_s;
}

void TestMessages::oddTexts()
{
    QFETCH(QString, text);
    for (const Method &method : Methods) {
        if (qstrlen(method.signature) == 0)
            continue;
        const Call call{QString::fromLatin1(method.noun), QString::fromLatin1(method.name),
                        filled(method, text, {})};
        const bed::Reply reply = m_may->client().call(call);
        const bool list = qstrcmp(method.noun, "Jobs") == 0 && qstrcmp(method.name, "List") == 0;
        QVERIFY2(reply.error.isEmpty() == list, method.name);
        QVERIFY2(reply.message.size() < 2000, method.name);
    }
}

void TestMessages::oddOptions_data()
{
    QTest::addColumn<QVariantMap>("options");
    QTest::newRow("an unknown key") << QVariantMap{{u"hook"_s, u"/bin/sh"_s}};
    QTest::newRow("an empty key") << QVariantMap{{QString(), 1}};
    QVariantMap many;
    for (int i = 0; i < 20000; ++i)
        many.insert(QString::number(i), i);
    QTest::newRow("20,000 keys") << many;
    QTest::newRow("a long key") << QVariantMap{{QString(100000, u'k'), 1}};
    QTest::newRow("wrong types of known ones")
        << QVariantMap{{u"mode"_s, 1}, {u"timeout"_s, u"1"_s}, {u"columns"_s, -1}, {u"store"_s, true}};
    QVariant nested = 1;
    for (int i = 0; i < 25; ++i)
        nested = QVariant::fromValue(QDBusVariant(nested));
    QTest::newRow("a deep one") << QVariantMap{{u"mode"_s, nested}};
    QTest::newRow("a number out of bounds") << QVariantMap{{u"timeout"_s, ~0U}, {u"columns"_s, ~0U}};
}

void TestMessages::oddOptions()
{
    QFETCH(QVariantMap, options);
    for (const Method &method : Methods) {
        const QByteArray signature(method.signature);
        if (!signature.contains('a'))
            continue;
        QVariantList arguments = filled(method, u"other"_s, options);
        arguments[0] = Location;
        arguments[1] = method.noun == QByteArray("Containers") && method.name == QByteArray("Create")
            ? u"new"_s
            : u"web"_s;
        if (signature == "ssssa")
            arguments[2] = Location;
        if (signature == "sssa")
            arguments[2] = u"busybox"_s;
        const bed::Reply reply = m_may->client().call(
            {QString::fromLatin1(method.noun), QString::fromLatin1(method.name), arguments});
        QVERIFY2(reply.error == "InvalidArgument"_L1,
                 qPrintable(QString::fromLatin1(method.name) + reply.error));
    }
}

void TestMessages::unknownPathsAndMembers_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("interface");
    QTest::addColumn<QString>("member");
    const QString containers = u"/org/boxyard/Helper1/Containers"_s;
    QTest::newRow("an unknown path") << u"/nowhere"_s << u"org.boxyard.Containers1"_s << u"List"_s;
    QTest::newRow("the root") << u"/"_s << u"org.boxyard.Containers1"_s << u"List"_s;
    QTest::newRow("another interface's path") << containers << u"org.boxyard.Jobs1"_s << u"List"_s;
    QTest::newRow("an unknown member") << containers << u"org.boxyard.Containers1"_s << u"Run"_s;
    QTest::newRow("a slot of QObject") << containers << u"org.boxyard.Containers1"_s << u"deleteLater"_s;
    QTest::newRow("a slot by Qt's interface") << containers << u"local.Containers"_s << u"deleteLater"_s;
    QTest::newRow("no interface") << containers << QString() << u"deleteLater"_s;
    QTest::newRow("an unknown interface") << containers << u"org.boxyard.Backdoor1"_s << u"Run"_s;
}

void TestMessages::unknownPathsAndMembers()
{
    QFETCH(QString, path);
    QFETCH(QString, interface);
    QFETCH(QString, member);
    auto call = QDBusMessage::createMethodCall(bed::HelperName, path, interface, member);
    QCOMPARE(m_may->client().bus().call(call).type(), QDBusMessage::ErrorMessage);
}

void TestMessages::propertiesAreNotReachable()
{
    for (const auto *member : {"Get", "GetAll", "Set"}) {
        auto call =
            QDBusMessage::createMethodCall(bed::HelperName, u"/org/boxyard/Helper1/Containers"_s,
                                           u"org.freedesktop.DBus.Properties"_s, QString::fromLatin1(member));
        call << u"org.boxyard.Containers1"_s;
        const QDBusMessage reply = m_may->client().bus().call(call);
        QCOMPARE(reply.errorName(), u"org.freedesktop.DBus.Error.AccessDenied"_s);
    }
}

void TestMessages::introspectionNamesNoContainer()
{
    bed::Client nobody(bed::user(u"deny"_s));
    QStringList paths = {u"/"_s};
    for (const auto *path :
         {"/org/boxyard/Helper1", "/org/boxyard/Helper1/Containers", "/org/boxyard/Helper1/Jobs"})
        paths.append(QString::fromLatin1(path));
    for (const QString &path : paths) {
        const QDBusMessage reply = nobody.bus().call(QDBusMessage::createMethodCall(
            bed::HelperName, path, u"org.freedesktop.DBus.Introspectable"_s, u"Introspect"_s));
        QCOMPARE(reply.type(), QDBusMessage::ReplyMessage);
        QVERIFY(!reply.arguments().constFirst().toString().contains(u"\"web\""_s));
    }
}

void TestMessages::descriptorsInTheWrongPlace()
{
    const auto count = [this] {
        return bed::mustRun(u"ls"_s, {u"/proc/%1/fd"_s.arg(m_helper)}).count(u'\n');
    };
    QFile null(u"/dev/null"_s);
    QVERIFY(null.open(QIODevice::ReadOnly));
    const auto before = count();
    for (int i = 0; i < 50; ++i) {
        const QVariant descriptor = QVariant::fromValue(QDBusUnixFileDescriptor(null.handle()));
        const QVariantMap options{{u"mode"_s, descriptor}};
        QVERIFY(!m_may->client()
                     .call({u"Containers"_s, u"Stop"_s, {Location, u"web"_s, options}})
                     .error.isEmpty());
        QVERIFY(
            !m_may->client().call({u"Containers"_s, u"Start"_s, {descriptor, descriptor}}).error.isEmpty());
    }
    QVERIFY2(count() <= before + 2, qPrintable(QString::number(count())));
}

void TestMessages::callersThatDoNotWait()
{
    for (int i = 0; i < 100; ++i) {
        bed::Client brief(bed::user(u"may"_s));
        brief.bus().asyncCall(bed::messageOf({u"Host"_s, u"Subscribe"_s, {}}));
        brief.bus().asyncCall(bed::messageOf({u"Host"_s, u"Info"_s, {}}));
        auto noReply = bed::messageOf({u"Containers"_s, u"List"_s, {}});
        brief.bus().send(noReply);
    }
    QCOMPARE(m_may->client().call({u"Containers"_s, u"List"_s, {}}).error, QString());
}

void TestMessages::anotherUsersFlood()
{
    // Another user's calls come as fast as the bus takes them. Every call of ours is answered, and rightly.
    std::vector<std::unique_ptr<bed::Client>> flooders;
    for (int i = 0; i < 4; ++i)
        flooders.push_back(std::make_unique<bed::Client>(bed::user(u"deny"_s)));
    QList<QDBusPendingCall> flood;
    for (int round = 0; round < 100; ++round) {
        for (const auto &flooder : flooders) {
            for (int i = 0; i < 10; ++i) {
                flood.append(flooder->bus().asyncCall(
                    bed::messageOf({u"Containers"_s, u"Start"_s, {Location, u"web"_s}}), 120'000));
            }
        }
        QCOMPARE(m_may->list().size(), 1);
    }
    int limited = 0;
    for (QDBusPendingCall &call : flood) {
        call.waitForFinished();
        const QString error = bed::replyOf(call.reply()).error;
        limited += error == "LimitExceeded"_L1 ? 1 : 0;
        QVERIFY2(error == "NotAuthorized"_L1 || error == "LimitExceeded"_L1, qPrintable(error));
    }
    QVERIFY(limited > 0);
}

void TestMessages::jobsHaveAQuota()
{
    installTemplate(u"wait"_s, u"while [ ! -e /run/enough ]; do sleep 0.1; done; exit 1\n"_s);
    QList<End> accepted;
    QString refusal;
    for (int i = 0; i < 80 && refusal.isEmpty(); ++i) {
        const End begun = m_may->begin(
            {u"Containers"_s, u"Create"_s, {Location, u"many%1"_s.arg(i), u"wait"_s, QVariantMap()}});
        refusal = begun.error;
        if (begun.job != 0)
            accepted.append(begun);
    }
    QCOMPARE(refusal, u"LimitExceeded"_s);
    QCOMPARE(accepted.size(), 64 + 2); // queued and running
    // Of what takes long only half as many run as one user may have, and another's jobs go on beside them.
    QTRY_COMPARE(bed::run(u"pgrep"_s, {u"-P"_s, QString::number(m_helper)}).out.count(u'\n'), 2);
    Operator other(u"also"_s);
    QCOMPARE(other.start(u"web"_s).error, QString());
    QCOMPARE(other.stop(u"web"_s, u"kill"_s).error, QString());
    // A job that waits can be cancelled at once.
    QCOMPARE(m_may->client().call({u"Jobs"_s, u"Cancel"_s, {accepted.constLast().job}}).error, QString());
    QCOMPARE(m_may->await(accepted.constLast()).error, u"Cancelled"_s);
    for (const End &end : std::as_const(accepted))
        m_may->client().call({u"Jobs"_s, u"Cancel"_s, {end.job}});
    bed::writeFile(u"/run/enough"_s, {});
    for (const End &end : std::as_const(accepted))
        QVERIFY(!m_may->await(end).error.isEmpty());
}

void TestMessages::signalsGoToTheirOwnerOnly()
{
    Operator other(u"also"_s);
    Operator root(u"root"_s);
    QCOMPARE(root.client().call({u"Jobs"_s, u"List"_s, {true}}).error, QString()); // from now on it hears all
    const End end = m_may->start(u"web"_s);
    QCOMPARE(end.error, QString());
    QCOMPARE(root.await({{}, {}, {}, end.job}).error, QString());
    QCOMPARE(other.await({{}, {}, {}, end.job}, std::chrono::seconds(1)).error, u"it did not end in time"_s);
    QCOMPARE(other.client().call({u"Jobs"_s, u"Log"_s, {end.job}}).error, u"NotAuthorized"_s);
    QCOMPARE(other.client().call({u"Jobs"_s, u"Cancel"_s, {end.job}}).error, u"NotAuthorized"_s);
    QCOMPARE(m_may->stop(u"web"_s, u"kill"_s).error, QString());
}

void TestMessages::unprivilegedUsersCannotTakeTheName()
{
    bed::Client nobody(bed::user(u"norule"_s));
    QVERIFY(!nobody.bus().registerService(bed::HelperName));
    bed::killHelper();
    QVERIFY(!nobody.bus().registerService(bed::HelperName));
    m_may = std::make_unique<Operator>(u"may"_s);
    m_helper = bed::helperPid();
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
