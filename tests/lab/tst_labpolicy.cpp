// SPDX-License-Identifier: GPL-2.0-or-later
// Design, section 4: who may do what, by where he sits. A user of an active session, of an inactive one and
// of none meets each action; somebody types the administrator's password, a wrong one, cancels, or is not
// asked at all.

#include "machine.h"
#include "session.h"
#include "tests/bed/agent.h"
#include "tests/bed/client.h"
#include "tests/bed/polkitsubject.h"
#include "tests/integration/operator.h"

#include <QDBusArgument>
#include <QDBusMetaType>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::string_view_literals;
using namespace boxyard;
using namespace boxyard::lab;
using bed::Call;
using bed::ClientProcess;
using bed::OwnAgent;
using bed::Reply;

namespace {

using Texts = QMap<QString, QString>;

/// What happens when polkit asks.
enum class Person { Absent, Cancels, Wrong, Right };

/// One of the table's.
struct Column {
    Seat seat;
    const char *title;
};

constexpr std::array Columns = {Column{Seat::None, "no session"}, Column{Seat::Inactive, "inactive session"},
                                Column{Seat::Active, "active session"}};

/// The table itself.
struct Row {
    const char *action;
    std::array<const char *, 3> allowed; ///< none, inactive, active
};

constexpr auto Asks = "auth_admin";
constexpr auto Keeps = "auth_admin_keep";
constexpr std::array Table = {
    Row{"view", {Asks, Asks, "yes"}},
    Row{"power", {Asks, Asks, Keeps}},
    Row{"console", {Asks, Asks, Keeps}},
    Row{"shell", {Asks, Asks, Keeps}},
    Row{"shell-privileged", {Asks, Asks, Asks}},
    Row{"manage", {Asks, Asks, Keeps}},
    Row{"network", {Asks, Asks, Keeps}},
    Row{"edit-raw", {Asks, Asks, Asks}},
    Row{"import", {Asks, Asks, Asks}},
    Row{"control-others", {Asks, Asks, Keeps}},
};

QString allowed(const QString &action, Seat seat)
{
    for (const Row &row : Table) {
        if (action == QLatin1StringView(row.action))
            return QString::fromLatin1(row.allowed.at(static_cast<size_t>(seat)));
    }
    return {};
}

/// A call that needs an action, and what it answers to somebody who may: where possible, nothing happens
/// then.
struct Sample {
    const char *action;
    Call call;
    QString allowedAnswer;
};

Call container(const QString &method, const QString &name, const QVariantList &more = {})
{
    return {u"Containers"_s, method, QVariantList{Location, name} + more, true};
}

QList<Sample> samples(quint64 foreignJob)
{
    const QVariantMap none;
    return {
        {"view", {u"Host"_s, u"Subscribe"_s, {}, true}, {}},
        {"power", container(u"Start"_s, u"nobody"_s), u"NotFound"_s},
        {"manage", container(u"Delete"_s, u"nobody"_s), u"NotFound"_s},
        {"shell", container(u"OpenShell"_s, u"web"_s, {none}), {}},
        {"shell-privileged", container(u"OpenShell"_s, u"root"_s, {none}), {}},
        {"edit-raw",
         {u"Clones"_s,
          u"Clone"_s,
          {Location, u"db"_s, Location, u"made"_s, QVariantMap{{u"hooks"_s, true}}},
          true},
         {}},
        {"import", container(u"Create"_s, u"made"_s, {u"foreign"_s, none}), {}},
        {"control-others", {u"Jobs"_s, u"Cancel"_s, {foreignJob}, true}, {}},
    };
}

/// Whether this person meets this action there. In a whole run (./dev lab --full) everybody meets each of
/// them. Else who cancels and who types a wrong password, which takes PAM its time, meet one action of each
/// rule, and where nobody is asked it does not matter who would be.
bool isMet(const char *action, Seat seat, Person person)
{
    if (isWholeRun() || person == Person::Absent)
        return true;
    if (allowed(QString::fromLatin1(action), seat) == "yes"_L1)
        return false;
    return person == Person::Right || action == "power"sv || action == "shell-privileged"sv;
}

/// The answer to a call, with somebody who attends to the agent.
Reply converse(ClientProcess &client, bed::Agent &agent, const Call &call)
{
    client.send(call);
    std::optional<Reply> reply;
    (void)bed::eventually(
        [&] {
            agent.attend();
            reply = client.wait(std::chrono::milliseconds(10));
            return reply.has_value();
        },
        std::chrono::minutes(3));
    return reply.value_or(Reply{u"no answer"_s, QString::fromUtf8(agent.shown()), {}});
}

} // namespace

Q_DECLARE_METATYPE(Person)
Q_DECLARE_METATYPE(boxyard::bed::Call)

class TestLabPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void theTable_data();
    void theTable();
    void calls_data();
    void calls();
    void whatIsKept();

private:
    void sit(Seat seat);
    /// The cgroup of a client that sits there.
    [[nodiscard]] QString cgroup(Seat seat) const;
    /// Makes the call with somebody there; how often he was asked.
    [[nodiscard]] Reply ask(const Call &call, Seat seat, Person person, int &asked) const;
    void await(const Reply &reply);

    std::unique_ptr<Session> m_norule;
    std::unique_ptr<Session> m_may;
    std::unique_ptr<Operator> m_root;
    quint64 m_job = 0; ///< of may's, over
};

void TestLabPolicy::initTestCase()
{
    if (!isLab())
        QSKIP("runs in the lab only: ./dev lab");
    qDBusRegisterMetaType<bed::PolkitSubject>();
    qDBusRegisterMetaType<Texts>();
    installTemplate(u"foreign"_s, u"exit 1\n"_s);
    bed::mustRun(u"mkdir"_s, {u"-p"_s, u"/etc/boxyard"_s});
    configureHelper(u"[helper]\ntemplates = busybox\n"_s);
    bed::makeContainer(u"web"_s, {}, false);
    bed::makeContainer(u"db"_s, {}, false);
    bed::makeContainer(u"root"_s);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"web"_s});
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"root"_s});
    m_may = std::make_unique<Session>(u"may"_s, u"tty4"_s);
    m_root = std::make_unique<Operator>(u"root"_s);
    // Who has listed others' jobs hears of their ends from then on.
    QCOMPARE(m_root->client().call({u"Jobs"_s, u"List"_s, {true}}).error, QString());
    Operator may(u"may"_s);
    const End end = may.change(container(u"Unfreeze"_s, u"web"_s));
    QVERIFY2(end.error.isEmpty(), qPrintable(end.error + end.detail));
    m_job = end.job;
    QTRY_COMPARE(may.find(u"root"_s).state, ContainerState::Running);
}

void TestLabPolicy::cleanupTestCase()
{
    if (!isLab())
        return;
    m_root.reset();
    m_may.reset();
    m_norule.reset();
    bed::run(u"rm"_s, {u"-rf"_s, u"/etc/boxyard"_s, u"/usr/share/lxc/templates/lxc-foreign"_s});
    stopHelper();
    bed::removeContainers();
}

/// Who has no session has none anywhere: polkit would take another one of his for it.
void TestLabPolicy::sit(Seat seat)
{
    if (seat == Seat::None)
        m_norule.reset();
    else if (!m_norule)
        m_norule = std::make_unique<Session>(u"norule"_s, u"tty3"_s);
    (seat == Seat::Active ? m_norule : m_may)->activate();
    if (m_norule)
        QCOMPARE(m_norule->isActive(), seat == Seat::Active);
}

QString TestLabPolicy::cgroup(Seat seat) const
{
    return seat == Seat::None ? QString() : m_norule->cgroup();
}

Reply TestLabPolicy::ask(const Call &call, Seat seat, Person person, int &asked) const
{
    const bed::User norule = bed::user(u"norule"_s);
    asked = 0;
    if (person == Person::Absent || person == Person::Cancels) {
        ClientProcess client(norule, person == Person::Absent ? OwnAgent::None : OwnAgent::Dismiss,
                             cgroup(seat));
        return client.call(call, std::chrono::minutes(2)).value_or(Reply{u"no answer"_s, {}, {}});
    }
    ClientProcess client(norule, OwnAgent::None, cgroup(seat));
    bed::Agent agent(norule, client.pid(), person == Person::Right ? bed::Typing::Right : bed::Typing::Wrong);
    const Reply reply = converse(client, agent, call);
    asked = agent.asked();
    return reply;
}

/// What was allowed has begun: it ends, and nothing stays of it.
void TestLabPolicy::await(const Reply &reply)
{
    if (!reply.error.isEmpty() || reply.values.isEmpty()
        || reply.values.constFirst().typeId() != QMetaType::ULongLong)
        return;
    const End end =
        m_root->await({{}, {}, {}, reply.values.constFirst().toULongLong()}, std::chrono::minutes(3));
    QVERIFY2(end.error != u"it did not end in time"_s, qPrintable(end.error));
    if (!m_root->find(u"made"_s).ref.name.isEmpty())
        QCOMPARE(m_root->remove(u"made"_s).error, QString());
}

void TestLabPolicy::theTable_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<Seat>("seat");
    for (const Column &column : Columns) {
        for (const Row &row : Table)
            QTest::addRow("%s, %s", row.action, column.title)
                << QString::fromLatin1(row.action) << column.seat;
    }
}

void TestLabPolicy::theTable()
{
    QFETCH(QString, action);
    QFETCH(Seat, seat);
    sit(seat);
    ClientProcess client(bed::user(u"norule"_s), OwnAgent::None, cgroup(seat));
    bed::Client root(bed::user(u"root"_s));
    auto check = QDBusMessage::createMethodCall(
        u"org.freedesktop.PolicyKit1"_s, u"/org/freedesktop/PolicyKit1/Authority"_s,
        u"org.freedesktop.PolicyKit1.Authority"_s, u"CheckAuthorization"_s);
    const bed::PolkitSubject subject = {u"unix-process"_s,
                                        {{u"pid"_s, static_cast<uint>(client.pid())},
                                         {u"start-time"_s, qulonglong(0)},
                                         {u"uid"_s, static_cast<int>(bed::user(u"norule"_s).uid)}}};
    check << QVariant::fromValue(subject) << u"org.boxyard."_s + action << QVariant::fromValue(Texts()) << 0U
          << QString();
    const QDBusMessage answer = root.bus().call(check);
    QVERIFY2(answer.type() == QDBusMessage::ReplyMessage, qPrintable(answer.errorMessage()));
    bool authorized = false;
    bool challenge = false;
    Texts details;
    const auto argument = answer.arguments().constFirst().value<QDBusArgument>();
    argument.beginStructure();
    argument >> authorized >> challenge >> details;
    argument.endStructure();
    const bool keeps = details.contains(u"polkit.retains_authorization_after_challenge"_s);
    const QString said = authorized ? u"yes"_s
        : !challenge                ? u"no"_s
        : keeps                     ? u"auth_admin_keep"_s
                                    : u"auth_admin"_s;
    QCOMPARE(said, allowed(action, seat));
}

void TestLabPolicy::calls_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<Seat>("seat");
    QTest::addColumn<Person>("person");
    // The right password comes last: it may be kept.
    static constexpr std::array persons = {
        std::pair{Person::Absent, "nobody is asked"}, std::pair{Person::Cancels, "cancelled"},
        std::pair{Person::Wrong, "wrong password"}, std::pair{Person::Right, "right password"}};
    for (const Column &column : Columns) {
        for (const Sample &sample : samples(m_job)) {
            for (const auto &[person, title] : persons) {
                if (isMet(sample.action, column.seat, person))
                    QTest::addRow("%s, %s, %s", sample.action, column.title, title)
                        << QString::fromLatin1(sample.action) << sample.call << sample.allowedAnswer
                        << column.seat << person;
            }
        }
    }
}

void TestLabPolicy::calls()
{
    QFETCH(QString, action);
    QFETCH(Call, call);
    QFETCH(QString, answer);
    QFETCH(Seat, seat);
    QFETCH(Person, person);
    sit(seat);
    const QStringList before = bed::lxcNames() + leftovers();
    int asked = 0;
    const Reply reply = ask(call, seat, person, asked);
    const QString rule = allowed(action, seat);
    if (rule == "yes"_L1) {
        QCOMPARE(reply.error, answer);
        QCOMPARE(asked, 0);
        return;
    }
    switch (person) {
    case Person::Absent:
        QCOMPARE(reply.error, u"NotAuthorized"_s);
        break;
    case Person::Cancels:
        QCOMPARE(reply.error, u"Dismissed"_s);
        break;
    case Person::Wrong:
        QCOMPARE(reply.error, u"NotAuthorized"_s);
        QVERIFY(asked > 0);
        break;
    case Person::Right:
        QCOMPARE(reply.error, answer);
        QCOMPARE(asked, 1);
        await(reply);
        break;
    }
    QCOMPARE(bed::lxcNames() + leftovers(), before);
}

void TestLabPolicy::whatIsKept()
{
    const bed::User norule = bed::user(u"norule"_s);
    const Call power = container(u"Start"_s, u"nobody"_s);
    const Call privileged = container(u"OpenShell"_s, u"root"_s, {QVariantMap()});
    for (const Seat seat : {Seat::Active, Seat::Inactive, Seat::None}) {
        sit(seat);
        ClientProcess client(norule, OwnAgent::None, cgroup(seat));
        bed::Agent agent(norule, client.pid(), bed::Typing::Right);
        QCOMPARE(converse(client, agent, power).error, u"NotFound"_s);
        QCOMPARE(agent.asked(), 1);
        // Whoever sits here is asked once in a while, everybody else each time.
        QCOMPARE(converse(client, agent, power).error, u"NotFound"_s);
        QCOMPARE(agent.asked(), seat == Seat::Active ? 1 : 2);
        // What means root on this machine is never kept.
        const int before = agent.asked();
        QCOMPARE(converse(client, agent, privileged).error, QString());
        QCOMPARE(converse(client, agent, privileged).error, QString());
        QCOMPARE(agent.asked(), before + 2);
    }
}

QTEST_GUILESS_MAIN(TestLabPolicy)
#include "tst_labpolicy.moc"
