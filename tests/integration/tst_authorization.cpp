// SPDX-License-Identifier: GPL-2.0-or-later
// Every method × every way in which polkit can say no. Nothing may have happened then. And the ways to a yes.

#include "interference.h"
#include "operator.h"
#include "tests/bed/agent.h"
#include "tests/bed/services.h"

#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using bed::Call;
using bed::ClientProcess;
using bed::OwnAgent;
using bed::Reply;
using bed::Rules;
using bed::user;
using bed::Verdict;

Q_DECLARE_METATYPE(boxyard::bed::Call)

namespace {

/// A method with arguments that would succeed, and what has to be allowed for it.
struct Row {
    const char *title;
    Call call;
    const char *action;
    bool read = false; ///< needs Host1.Subscribe first, which `view` guards
};

Call container(const QString &method, const QString &name, const QVariantList &more = {})
{
    return {u"Containers"_s, method, QVariantList{Location, name} + more};
}

QList<Row> rows(quint64 foreignJob)
{
    const QVariantMap none;
    const QVariantMap privileged{{u"privileged"_s, true}};
    return {
        {"Subscribe", {u"Host"_s, u"Subscribe"_s, {}}, "view"},
        {"Info", {u"Host"_s, u"Info"_s, {}}, "view", true},
        {"List", {u"Containers"_s, u"List"_s, {}}, "view", true},
        {"Inspect", container(u"Inspect"_s, u"db"_s), "view", true},
        {"own jobs", {u"Jobs"_s, u"List"_s, {false}}, "view", true},
        {"everybody's jobs", {u"Jobs"_s, u"List"_s, {true}}, "control-others", true},
        {"another's log", {u"Jobs"_s, u"Log"_s, {foreignJob}}, "control-others", true},
        {"cancel another's job", {u"Jobs"_s, u"Cancel"_s, {foreignJob}}, "control-others"},
        {"cancel another's series", {u"Jobs"_s, u"CancelSeries"_s, {foreignJob}}, "control-others"},
        {"Create", container(u"Create"_s, u"new"_s, {u"busybox"_s, none}), "manage"},
        {"Create privileged", container(u"Create"_s, u"new"_s, {u"busybox"_s, privileged}), "edit-raw"},
        {"Create by an unlisted template", container(u"Create"_s, u"new"_s, {u"foreign"_s, none}), "import"},
        {"Start", container(u"Start"_s, u"db"_s), "power"},
        {"Stop", container(u"Stop"_s, u"web"_s, {none}), "power"},
        {"Restart", container(u"Restart"_s, u"web"_s, {none}), "power"},
        {"Freeze", container(u"Freeze"_s, u"web"_s), "power"},
        {"Unfreeze", container(u"Unfreeze"_s, u"web"_s), "power"},
        {"Rename", container(u"Rename"_s, u"db"_s, {u"db2"_s}), "manage"},
        {"Delete", container(u"Delete"_s, u"db"_s), "manage"},
        {"Clone", {u"Clones"_s, u"Clone"_s, {Location, u"db"_s, Location, u"db2"_s, none}}, "manage"},
        {"Clone with hooks",
         {u"Clones"_s, u"Clone"_s, {Location, u"db"_s, Location, u"db2"_s, QVariantMap{{u"hooks"_s, true}}}},
         "edit-raw"},
        {"Plan", {u"Clones"_s, u"Plan"_s, {Location, u"db"_s, Location}}, "view", true},
        {"OpenShell", container(u"OpenShell"_s, u"web"_s, {none}), "shell"},
        {"OpenShell privileged", container(u"OpenShell"_s, u"root"_s, {none}), "shell-privileged"},
    };
}

} // namespace

class TestAuthorization : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void noRule_data() { allRows(); }

    void noRule();

    void anotherActionOnly_data() { allRows(); }

    void anotherActionOnly();

    void denied_data() { allRows(); }

    void denied();

    void dismissed_data() { allChecks(); }

    void dismissed();

    void wrongPassword_data() { allChecks(); }

    void wrongPassword();

    void theAgentLeaves_data() { allChecks(); }

    void theAgentLeaves();

    void polkitGone_data() { allRows(); }

    void polkitGone();
    void polkitStopped();

    void rightPassword_data();
    void rightPassword();
    void rightPasswordNeedsInteraction();

    void aRuleOpensExactlyItsAction_data();

    void aRuleOpensExactlyItsAction();
    void rootNeedsNoPolkit();
    void aSilentPersonHoldsUpNobody();
    void dialogsHaveAQuota();
    void aSubscriptionEndsWithItsRule();
    void aRefusalTellsNothingOfWhatExists();

private:
    void allRows();
    /// Those that ask polkit by themselves.
    void allChecks();
    /// What must not change: configs, names, states, inits, jobs.
    [[nodiscard]] static QString machine();
    void expectRefusal(const Reply &reply, const QString &error);

    std::unique_ptr<Operator> m_root;
    quint64 m_job = 0; ///< of may's, over
    QString m_before;
};

void TestAuthorization::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    installTemplate(u"foreign"_s, u"exit 1\n"_s);
    configureHelper(u"[helper]\ntemplates = busybox\n"_s);
    bed::makeContainer(u"web"_s, {}, false);
    bed::makeContainer(u"db"_s, {}, false);
    bed::makeContainer(u"root"_s);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"root"_s});
    m_root = std::make_unique<Operator>(u"root"_s);
    Operator may(u"may"_s);
    const End end = may.change(container(u"Unfreeze"_s, u"web"_s));
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + end.detail));
    m_job = end.job;
    QTRY_VERIFY(may.find(u"web"_s).unprivileged);
    QTRY_COMPARE(may.find(u"root"_s).state, ContainerState::Running);
}

void TestAuthorization::cleanupTestCase()
{
    if (!bed::isBed())
        return;
    m_root.reset();
    bed::removeContainers();
}

void TestAuthorization::init()
{
    // A shell that an earlier case opened may take a moment to end, and what one made a moment to be settled.
    QVERIFY(workersEnd());
    QTRY_VERIFY(QDir(u"/var/lib/boxyard/journal"_s).isEmpty());
    m_before = machine();
}

void TestAuthorization::cleanup()
{
    if (QTest::currentTestFailed())
        qWarning("before: %s\nafter: %s", qPrintable(m_before), qPrintable(machine()));
}

void TestAuthorization::allRows()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("read");
    for (const Row &row : rows(m_job))
        QTest::newRow(row.title) << row.call << QString::fromLatin1(row.action) << row.read;
}

void TestAuthorization::allChecks()
{
    QTest::addColumn<Call>("call");
    for (const Row &row : rows(m_job)) {
        if (!row.read)
            QTest::newRow(row.title) << row.call;
    }
}

QString TestAuthorization::machine()
{
    QString text = bed::lxcNames().join(u' ') + u" | "_s + leftovers().join(u' ');
    for (const QString &name : bed::lxcNames()) {
        text += u" | "_s + bed::lxcState(name)
            + bed::run(u"lxc-info"_s, {u"-n"_s, name, u"-p"_s, u"-H"_s}).out.trimmed();
        text += u' ' + QString::number(qHash(bed::readFile(Location + u'/' + name + u"/config"_s)));
    }
    // Intents and requests of jobs, and shells that somebody opened.
    text += QDir(u"/var/lib/boxyard/journal"_s).entryList(QDir::Files).join(u' ');
    text += QDir(u"/run/boxyard/jobs"_s).entryList({u"*.json"_s}, QDir::Files).join(u' ');
    return text;
}

void TestAuthorization::expectRefusal(const Reply &reply, const QString &error)
{
    QCOMPARE(reply.error, error);
    QVERIFY2(reply.message.endsWith(u'.') && !reply.message.contains(u'\n'), qPrintable(reply.message));
    QCOMPARE(machine(), m_before);
}

void TestAuthorization::noRule()
{
    QFETCH(Call, call);
    QFETCH(bool, read);
    call.interactive = true; // there is no agent to ask
    bed::Client client(user(u"norule"_s));
    if (read)
        expectRefusal(client.subscribe(), u"NotAuthorized"_s);
    expectRefusal(client.call(call), read ? u"NotSubscribed"_s : u"NotAuthorized"_s);
}

void TestAuthorization::anotherActionOnly()
{
    QFETCH(Call, call);
    QFETCH(QString, action);
    QFETCH(bool, read);
    // Everything but this one is allowed.
    Rules rules;
    for (const QString &other : {u"view"_s, u"power"_s, u"console"_s, u"shell"_s, u"shell-privileged"_s,
                                 u"manage"_s, u"network"_s, u"edit-raw"_s, u"import"_s, u"control-others"_s})
        rules.set(u"norule"_s, other, other == action ? Verdict::AuthAdmin : Verdict::Yes);
    bed::Client client(user(u"norule"_s));
    const bool guarded = read && action == "view"_L1;
    if (read && !guarded)
        QCOMPARE(client.subscribe().error, QString());
    expectRefusal(client.call(call), guarded ? u"NotSubscribed"_s : u"NotAuthorized"_s);
}

void TestAuthorization::denied()
{
    QFETCH(Call, call);
    QFETCH(bool, read);
    call.interactive = true;
    bed::Client client(user(u"deny"_s));
    if (read)
        expectRefusal(client.subscribe(), u"NotAuthorized"_s);
    expectRefusal(client.call(call), read ? u"NotSubscribed"_s : u"NotAuthorized"_s);
}

void TestAuthorization::dismissed()
{
    QFETCH(Call, call);
    call.interactive = true;
    ClientProcess client(user(u"norule"_s), OwnAgent::Dismiss);
    const auto reply = client.call(call);
    QVERIFY(reply);
    expectRefusal(*reply, u"Dismissed"_s);
}

void TestAuthorization::wrongPassword()
{
    QFETCH(Call, call);
    call.interactive = true;
    const bed::User norule = user(u"norule"_s);
    ClientProcess client(norule);
    bed::Agent agent(norule, client.pid(), bed::Typing::Wrong);
    client.send(call);
    std::optional<Reply> reply;
    QVERIFY(bed::eventually(
        [&] {
            agent.attend();
            reply = client.wait(std::chrono::milliseconds(10));
            return reply.has_value();
        },
        std::chrono::minutes(1))); // PAM takes its time over each wrong one
    QVERIFY(agent.asked() > 0);
    expectRefusal(*reply, u"NotAuthorized"_s);
}

void TestAuthorization::theAgentLeaves()
{
    QFETCH(Call, call);
    call.interactive = true;
    const bed::User norule = user(u"norule"_s);
    ClientProcess client(norule);
    bed::Agent agent(norule, client.pid(), bed::Typing::Leave);
    client.send(call);
    std::optional<Reply> reply;
    QVERIFY(bed::eventually([&] {
        agent.attend();
        reply = client.wait(std::chrono::milliseconds(10));
        return reply.has_value();
    }));
    QCOMPARE(agent.asked(), 1);
    QVERIFY2(reply->error == "NotAuthorized"_L1 || reply->error == "Dismissed"_L1
                 || reply->error == "AuthorizationUnavailable"_L1,
             qPrintable(reply->error));
    expectRefusal(*reply, reply->error);
}

void TestAuthorization::polkitGone()
{
    QFETCH(Call, call);
    QFETCH(bool, read);
    bed::PolkitGone gone;
    call.interactive = true;
    bed::Client client(user(u"also"_s));
    if (read)
        expectRefusal(client.subscribe(), u"AuthorizationUnavailable"_s);
    expectRefusal(client.call(call), read ? u"NotSubscribed"_s : u"AuthorizationUnavailable"_s);
}

void TestAuthorization::polkitStopped()
{
    // All at once, each by a client of its own: the helper waits twenty seconds for each.
    QList<std::shared_ptr<bed::Client>> clients;
    QList<QDBusPendingCall> calls;
    QStringList titles;
    bed::PolkitStopped stopped;
    for (Row &row : rows(m_job)) {
        if (row.read)
            continue;
        row.call.interactive = true;
        clients.append(std::make_shared<bed::Client>(user(u"also"_s)));
        calls.append(clients.constLast()->bus().asyncCall(bed::messageOf(row.call), 120'000));
        titles.append(QString::fromLatin1(row.title));
    }
    // Who needs no polkit is not held up.
    QCOMPARE(m_root->client().call({u"Containers"_s, u"List"_s, {}}).error, QString());
    for (qsizetype i = 0; i < calls.size(); ++i) {
        calls[i].waitForFinished();
        const Reply reply = bed::replyOf(calls[i].reply());
        QVERIFY2(reply.error == "AuthorizationUnavailable"_L1, qPrintable(titles[i] + u": "_s + reply.error));
    }
    QCOMPARE(machine(), m_before);
}

void TestAuthorization::rightPassword_data()
{
    QTest::addColumn<Call>("call");
    QTest::newRow("Subscribe") << Call{u"Host"_s, u"Subscribe"_s, {}, true};
    QTest::newRow("Unfreeze") << Call{u"Containers"_s, u"Unfreeze"_s, {Location, u"web"_s}, true};
    QTest::newRow("Freeze") << Call{u"Containers"_s, u"Freeze"_s, {Location, u"web"_s}, true};
    QTest::newRow("Unfreeze again") << Call{u"Containers"_s, u"Unfreeze"_s, {Location, u"web"_s}, true};
    QTest::newRow("OpenShell privileged")
        << Call{u"Containers"_s, u"OpenShell"_s, {Location, u"root"_s, QVariantMap()}, true};
    QTest::newRow("cancel another's job") << Call{u"Jobs"_s, u"Cancel"_s, {m_job}, true};
}

void TestAuthorization::rightPassword()
{
    QFETCH(Call, call);
    const bed::User norule = user(u"norule"_s);
    ClientProcess client(norule);
    bed::Agent agent(norule, client.pid(), bed::Typing::Right);
    client.send(call);
    std::optional<Reply> reply;
    QVERIFY(bed::eventually([&] {
        agent.attend();
        reply = client.wait(std::chrono::milliseconds(10));
        return reply.has_value();
    }));
    QCOMPARE(agent.asked(), 1);
    QVERIFY2(reply->error.isEmpty(), qPrintable(reply->error + reply->message));
    if (call.noun == "Containers"_L1)
        QVERIFY2(agent.shown().contains(call.arguments.at(1).toByteArray()), agent.shown().constData());
}

void TestAuthorization::rightPasswordNeedsInteraction()
{
    const bed::User norule = user(u"norule"_s);
    ClientProcess client(norule);
    bed::Agent agent(norule, client.pid(), bed::Typing::Right);
    const auto reply = client.call(container(u"Start"_s, u"db"_s));
    QVERIFY(reply);
    agent.attend();
    QCOMPARE(agent.asked(), 0);
    expectRefusal(*reply, u"NotAuthorized"_s);
}

void TestAuthorization::aRuleOpensExactlyItsAction_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("read");
    // What needs more for a certain target is asked for only where that target fits: see anotherActionOnly.
    static const QStringList byTarget = {u"shell"_s, u"shell-privileged"_s, u"edit-raw"_s, u"import"_s};
    for (const Row &row : rows(m_job)) {
        const QString action = QString::fromLatin1(row.action);
        if (!byTarget.contains(action))
            QTest::newRow(row.title) << row.call << action << row.read;
    }
}

void TestAuthorization::aRuleOpensExactlyItsAction()
{
    QFETCH(Call, call);
    QFETCH(QString, action);
    QFETCH(bool, read);
    // What passes is not carried out: the target is one that can't be, which is only told to those who may.
    static const QStringList changing = {u"Start"_s,  u"Stop"_s,     u"Restart"_s, u"Rename"_s,  u"Delete"_s,
                                         u"Freeze"_s, u"Unfreeze"_s, u"Clone"_s,   u"Inspect"_s, u"Plan"_s};
    QString expected;
    if (changing.contains(call.method)) {
        call.arguments[1] = u"nobody"_s;
        expected = u"NotFound"_s;
    } else if (call.method == "CancelSeries"_L1) {
        expected = u"InvalidArgument"_s; // that job is of no series
    } else if (call.method == "Create"_L1) {
        call.arguments[1] = u"web"_s;
        expected = u"AlreadyExists"_s;
    }
    Rules rules;
    rules.set(u"norule"_s, action, Verdict::Yes);
    if (read)
        rules.set(u"norule"_s, u"view"_s, Verdict::Yes);
    bed::Client client(user(u"norule"_s));
    if (read)
        QCOMPARE(client.subscribe().error, QString());
    QCOMPARE(client.call(call).error, expected);
    QCOMPARE(machine(), m_before);
}

void TestAuthorization::rootNeedsNoPolkit()
{
    bed::PolkitGone gone;
    Operator root(u"root"_s);
    QCOMPARE(root.list().size(), 3);
    QCOMPARE(root.change(container(u"Freeze"_s, u"web"_s)).error, QString());
    QCOMPARE(root.change(container(u"Unfreeze"_s, u"web"_s)).error, QString());
}

void TestAuthorization::aSilentPersonHoldsUpNobody()
{
    ClientProcess silent(user(u"norule"_s), OwnAgent::Silent);
    silent.send({u"Containers"_s, u"Start"_s, {Location, u"db"_s}, true});
    QVERIFY(!silent.wait(std::chrono::seconds(2)));
    // Nobody else, and not the same user either.
    Operator may(u"may"_s);
    QCOMPARE(may.list().size(), 3);
    bed::Client norule(user(u"norule"_s));
    QCOMPARE(norule.call(container(u"Start"_s, u"db"_s)).error, u"NotAuthorized"_s);
    QVERIFY(!silent.wait(std::chrono::milliseconds(200)));
    // When the caller goes, so does the dialog.
    silent.kill();
    bed::letPass(std::chrono::milliseconds(300));
    QCOMPARE(bed::lxcState(u"db"_s), u"STOPPED"_s);
    QCOMPARE(machine(), m_before);
}

void TestAuthorization::dialogsHaveAQuota()
{
    std::vector<std::unique_ptr<ClientProcess>> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.push_back(std::make_unique<ClientProcess>(user(u"norule"_s), OwnAgent::Silent));
        waiting.back()->send({u"Containers"_s, u"Start"_s, {Location, u"db"_s}, true});
        QVERIFY(!waiting.back()->wait(std::chrono::milliseconds(300)));
    }
    ClientProcess fifth(user(u"norule"_s), OwnAgent::Silent);
    const auto reply = fifth.call({u"Containers"_s, u"Start"_s, {Location, u"db"_s}, true});
    QVERIFY(reply);
    expectRefusal(*reply, u"LimitExceeded"_s);
    // Another user's dialogs are counted by themselves.
    ClientProcess other(user(u"typist"_s), OwnAgent::Dismiss);
    const auto dismissed = other.call({u"Containers"_s, u"Start"_s, {Location, u"db"_s}, true});
    QVERIFY(dismissed);
    QCOMPARE(dismissed->error, u"Dismissed"_s);
    for (const auto &client : waiting)
        client->kill();
}

void TestAuthorization::aSubscriptionEndsWithItsRule()
{
    bed::Client client(user(u"norule"_s));
    const Call list{u"Containers"_s, u"List"_s, {}};
    {
        Rules rules;
        rules.set(u"norule"_s, u"view"_s, Verdict::Yes);
        QCOMPARE(client.subscribe().error, QString());
        QCOMPARE(client.call(list).error, QString());
        rules.set(u"norule"_s, u"power"_s, Verdict::Yes); // another change of the rules takes nothing away
        bed::letPass(std::chrono::milliseconds(500));
        QCOMPARE(client.call(list).error, QString());
    }
    QTRY_COMPARE(client.call(list).error, u"NotSubscribed"_s);
}

void TestAuthorization::aRefusalTellsNothingOfWhatExists()
{
    bed::Client client(user(u"deny"_s));
    const Reply there = client.call(container(u"Start"_s, u"db"_s));
    const Reply absent = client.call(container(u"Start"_s, u"nobody"_s));
    QCOMPARE(there.error, u"NotAuthorized"_s);
    QCOMPARE(absent, there);
}

QTEST_GUILESS_MAIN(TestAuthorization)
#include "tst_authorization.moc"
