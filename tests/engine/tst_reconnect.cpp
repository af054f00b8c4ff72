// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/lxc/lxcengine.h"
#include "fakehelper.h"
#include "printing.h"
#include "testbus.h"

#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

const ContainerRef Web{u"/var/lib/lxc"_s, u"web"_s};

FakeState someState()
{
    FakeState state;
    Container web;
    web.ref = Web;
    web.state = ContainerState::Stopped;
    state.containers = {web};
    return state;
}

JobInfo startOfWeb(quint64 id)
{
    JobInfo job;
    job.id = id;
    job.uid = getuid();
    job.verb = u"start"_s;
    job.target = Web;
    job.begun = QDateTime::currentMSecsSinceEpoch() + 1;
    job.progress = 0.75;
    job.step = u"starting"_s;
    return job;
}

} // namespace

/// The helper or the bus goes away, is not there, refuses, or talks nonsense.
class ReconnectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init() { QVERIFY(m_bus->start()); }

    void cleanup();
    void helperReturnsWithItsJobs();
    void helperReturnsWithoutTheJob();
    void helperDiesWithACallUnanswered_data();
    void helperDiesWithACallUnanswered();
    void helperStaysAway();
    void helperMissingThenThere();
    void denied_data();
    void denied();
    void subscriptionWithdrawn();
    void noDialogWithoutAWish();
    void polkitTroublePasses();
    void busReturns();
    void busMissingThenThere();
    void verbWithoutABus();
    void nonsense_data();
    void nonsense();
    void readsThatFailForAWhile_data();
    void readsThatFailForAWhile();
    void unknownState();
    void ownerOfABetterVersion();

private:
    void startHelper(const FakeState &state = someState());
    void startEngine();

    bool ready() const { return m_engine->link() == Engine::Link::Ready; }

    bool lost() const { return m_engine->link() == Engine::Link::Lost; }

    std::unique_ptr<TestBus> m_bus = std::make_unique<TestBus>();
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<LxcEngine> m_engine;
};

void ReconnectTest::startHelper(const FakeState &state)
{
    m_helper = std::make_unique<FakeHelper>(m_bus->address(), state);
    QVERIFY(m_helper->isThere());
}

void ReconnectTest::startEngine()
{
    m_engine = std::make_unique<LxcEngine>(LxcEngine::Options{LxcEngine::Bus::Address, m_bus->address()});
}

void ReconnectTest::cleanup()
{
    m_engine.reset();
    m_helper.reset();
    m_bus = std::make_unique<TestBus>();
}

void ReconnectTest::helperReturnsWithItsJobs()
{
    startHelper();
    startEngine();
    QTRY_VERIFY(ready());
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    m_helper->logLine(100, u"one"_s);
    QTRY_COMPARE(task->log().size(), 1);
    m_helper.reset();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, ErrorCode::HelperLost);
    QVERIFY(m_engine->find(Web)); // the last known state stays
    auto state = someState();
    state.jobs = {startOfWeb(100)};
    state.logs = {{100, {u"one"_s, u"two"_s}}};
    startHelper(state);
    QTRY_VERIFY(ready());
    QCOMPARE(task->state(), Task::State::Running);
    QCOMPARE(task->progress(), 0.75);
    QTRY_COMPARE(task->log(), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(m_engine->tasks().size(), 1);
    m_helper->finished(100);
    QTRY_COMPARE(task->state(), Task::State::Succeeded);
}

void ReconnectTest::helperReturnsWithoutTheJob()
{
    startHelper();
    startEngine();
    QTRY_VERIFY(ready());
    auto *gone = m_engine->start(Web);
    auto *ended = m_engine->freeze(Web);
    auto *another = m_engine->unfreeze(Web);
    QTRY_COMPARE(another->state(), Task::State::Running);
    QTRY_COMPARE(ended->state(), Task::State::Running);
    m_helper.reset();
    QTRY_VERIFY(lost());
    QVERIFY(!gone->isOver());
    auto state = someState();
    auto over = startOfWeb(101);
    over.verb = u"freeze"_s;
    over.finished = true;
    over.error = u"NotRunning"_s;
    over.object = u"web"_s;
    // 102 is a number that a new helper gave to something else.
    state.jobs = {over, startOfWeb(102)};
    state.jobs.last().target.name = u"db"_s;
    startHelper(state);
    QTRY_VERIFY(ready());
    QTRY_COMPARE(gone->state(), Task::State::Failed);
    QCOMPARE(gone->error().code, ErrorCode::HelperLost);
    QTRY_COMPARE(ended->state(), Task::State::Failed);
    QCOMPARE(ended->error(), (Error{ErrorCode::NotRunning, u"web"_s, {}}));
    QTRY_COMPARE(another->state(), Task::State::Failed);
    QCOMPARE(another->error().code, ErrorCode::HelperLost);
}

void ReconnectTest::helperDiesWithACallUnanswered_data()
{
    QTest::addColumn<bool>("begun");
    QTest::newRow("its job had begun all the same") << true;
    QTest::newRow("nothing had begun") << false;
}

void ReconnectTest::helperDiesWithACallUnanswered()
{
    QFETCH(bool, begun);
    startHelper();
    m_helper->state.instead[u"Start"_s] = [](const QDBusMessage &) {};
    startEngine();
    QTRY_VERIFY(ready());
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 1);
    m_helper.reset();
    QTRY_VERIFY(lost());
    auto state = someState();
    if (begun)
        state.jobs = {startOfWeb(5)};
    startHelper(state);
    QTRY_VERIFY(ready());
    QTRY_COMPARE(task->state(), begun ? Task::State::Running : Task::State::Failed);
    QCOMPARE(m_engine->tasks().size(), 1);
    if (!begun)
        QCOMPARE(task->error().code, ErrorCode::HelperLost);
}

void ReconnectTest::helperStaysAway()
{
    startHelper();
    startEngine();
    QTRY_VERIFY(ready());
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    m_helper.reset();
    // Nothing on this bus can start it: so much is known at once.
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, ErrorCode::HelperLost);
    QTRY_COMPARE(m_engine->linkError().code, ErrorCode::HelperMissing);
    QVERIFY(lost());
}

void ReconnectTest::helperMissingThenThere()
{
    startEngine();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, ErrorCode::HelperMissing);
    QVERIFY(!m_engine->linkError().detail.isEmpty());
    startHelper();
    QTRY_VERIFY(ready());
    QCOMPARE(m_engine->snapshot().containers.size(), 1);
}

void ReconnectTest::denied_data()
{
    QTest::addColumn<QString>("error");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("denied") << u"org.boxyard.Error.NotAuthorized"_s << ErrorCode::NotAuthorized;
    QTest::newRow("the dialog was closed") << u"org.boxyard.Error.Dismissed"_s << ErrorCode::Dismissed;
    QTest::newRow("an older helper") << u"org.freedesktop.DBus.Error.UnknownMethod"_s
                                     << ErrorCode::HelperTooOld;
}

void ReconnectTest::denied()
{
    QFETCH(QString, error);
    QFETCH(ErrorCode, code);
    startHelper();
    m_helper->state.instead[u"Subscribe"_s] = [&](const QDBusMessage &call) {
        m_helper->fail(call, error, {u"S"_s, u"org.boxyard.view"_s, {}});
    };
    startEngine();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, code);
    QTest::qWait(1000);
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 1); // nobody asked again
    QCOMPARE(m_helper->state.calls.value(u"List"_s), 0);
    m_engine->refresh();
    QTRY_COMPARE(m_helper->state.calls.value(u"Subscribe"_s), 2);
    QVERIFY(m_helper->state.interactive.value(u"Subscribe"_s));
    QVERIFY(lost());
    m_helper->state.instead.clear();
    m_engine->refresh();
    QTRY_VERIFY(ready());
    // Verbs go out all the same: their answer is their own.
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
}

void ReconnectTest::subscriptionWithdrawn()
{
    startHelper();
    startEngine();
    QTRY_VERIFY(ready());
    m_helper->state.instead[u"List"_s] = [&](const QDBusMessage &call) {
        m_helper->fail(call, u"org.boxyard.Error.NotSubscribed"_s, {u"S"_s, {}, {}});
    };
    m_helper->state.instead[u"Subscribe"_s] = [&](const QDBusMessage &call) {
        m_helper->fail(call, u"org.boxyard.Error.NotAuthorized"_s, {u"S"_s, u"org.boxyard.view"_s, {}});
    };
    m_helper->changed();
    QTRY_COMPARE(m_engine->linkError().code, ErrorCode::NotAuthorized);
    QVERIFY(lost());
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 2);
    QVERIFY(!m_helper->state.interactive.value(u"Subscribe"_s));
}

void ReconnectTest::noDialogWithoutAWish()
{
    startHelper();
    startEngine();
    QTRY_VERIFY(ready());
    QVERIFY(m_helper->state.interactive.value(u"Subscribe"_s));
    m_helper.reset();
    QTRY_VERIFY(lost());
    startHelper();
    QTRY_VERIFY(ready());
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 1);
    QVERIFY(!m_helper->state.interactive.value(u"Subscribe"_s));
}

void ReconnectTest::polkitTroublePasses()
{
    startHelper();
    int refusals = 0;
    m_helper->state.instead[u"Subscribe"_s] = [&](const QDBusMessage &call) {
        if (++refusals == 2)
            m_helper->state.instead.clear();
        m_helper->fail(call, u"org.boxyard.Error.AuthorizationUnavailable"_s, {u"S"_s, {}, u"silent"_s});
    };
    startEngine();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, ErrorCode::AuthorizationUnavailable);
    QTRY_VERIFY(ready());
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 3);
}

void ReconnectTest::busReturns()
{
    startHelper();
    m_helper->state.instead[u"Freeze"_s] = [](const QDBusMessage &) {};
    startEngine();
    QTRY_VERIFY(ready());
    auto *running = m_engine->start(Web);
    QTRY_COMPARE(running->state(), Task::State::Running);
    auto *waiting = m_engine->freeze(Web);
    QObject context;
    int answers = 0;
    m_helper->state.instead[u"OpenShell"_s] = [](const QDBusMessage &) {};
    m_engine->openShell({Web, 80, 24}, &context, [&answers](const Result<int> &answer) {
        QCOMPARE(answer.error().code, ErrorCode::HelperLost);
        ++answers;
    });
    QTRY_COMPARE(m_helper->state.calls.value(u"OpenShell"_s), 1);
    for (int round = 1; round <= 3; ++round) {
        m_bus->kill();
        QTRY_VERIFY(lost());
        QTRY_COMPARE(answers, 1);
        m_helper.reset();
        QTest::qWait(300);
        QVERIFY(!running->isOver());
        QVERIFY(m_bus->start());
        auto state = someState();
        state.jobs = {startOfWeb(100)};
        startHelper(state);
        QTRY_VERIFY(ready());
        QCOMPARE(running->state(), Task::State::Running);
        QTRY_COMPARE(waiting->state(), Task::State::Failed);
    }
    m_helper->finished(100);
    QTRY_COMPARE(running->state(), Task::State::Succeeded);
    QCOMPARE(answers, 1);
}

void ReconnectTest::busMissingThenThere()
{
    m_bus->kill();
    startEngine();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, ErrorCode::HelperMissing);
    QVERIFY(m_bus->start());
    startHelper();
    QTRY_VERIFY(ready());
}

void ReconnectTest::verbWithoutABus()
{
    m_bus->kill();
    startEngine();
    QTRY_VERIFY(lost());
    auto *task = m_engine->start(Web);
    QVERIFY(!task->isOver());
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, ErrorCode::HelperLost);
    QObject context;
    bool refused = false;
    m_engine->openShell({Web, 80, 24}, &context,
                        [&refused](const Result<int> &answer) { refused = !answer.has_value(); });
    QTRY_VERIFY(refused);
}

void ReconnectTest::nonsense_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("a text for the host") << u"Info"_s << QVariant(u"hello"_s);
    QTest::newRow("a number for the list") << u"List"_s << QVariant(7U);
    QTest::newRow("texts for the list") << u"List"_s << QVariant(QStringList{u"a"_s});
    QTest::newRow("jobs in place of containers") << u"List"_s << QVariant::fromValue(JobInfoList{JobInfo()});
    QTest::newRow("containers in place of jobs")
        << u"Jobs"_s << QVariant::fromValue(ContainerList{Container()});
    QTest::newRow("nothing for the host") << u"Info"_s << QVariant();
}

void ReconnectTest::nonsense()
{
    QFETCH(QString, method);
    QFETCH(QVariant, value);
    startHelper();
    m_helper->state.instead[method] = [&](const QDBusMessage &call) {
        if (value.isValid())
            m_helper->answer(call, value);
        else
            m_helper->answer(call);
    };
    startEngine();
    QTRY_VERIFY(lost());
    QCOMPARE(m_engine->linkError().code, ErrorCode::HelperTooOld);
    QVERIFY(m_engine->snapshot().containers.isEmpty());
    // A verb with such an answer fails by itself.
    m_helper->state.instead.clear();
    m_engine->refresh();
    QTRY_VERIFY(ready());
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &call) {
        m_helper->answer(call, QVariant(u"job"_s));
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, ErrorCode::HelperTooOld);
    QVERIFY(ready());
}

void ReconnectTest::readsThatFailForAWhile_data()
{
    QTest::addColumn<QString>("method");
    QTest::newRow("Info") << u"Info"_s;
    QTest::newRow("List") << u"List"_s;
    QTest::newRow("Jobs.List") << u"Jobs"_s;
}

void ReconnectTest::readsThatFailForAWhile()
{
    QFETCH(QString, method);
    startHelper();
    m_helper->state.instead[method] = [&, method](const QDBusMessage &call) {
        m_helper->state.instead.remove(method);
        m_helper->fail(call, u"org.boxyard.Error.LimitExceeded"_s, {u"S"_s, u"calls"_s, u"64"_s});
    };
    startEngine();
    QTRY_VERIFY(ready());
    QTRY_COMPARE(m_helper->state.calls.value(method), 2);
    QTRY_COMPARE(m_engine->snapshot().host, m_helper->state.host);
    QCOMPARE(m_engine->snapshot().containers.size(), 1);
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 1);
}

void ReconnectTest::unknownState()
{
    auto state = someState();
    state.containers[0].state = static_cast<ContainerState>(4711);
    state.jobs = {JobInfo()}; // id 0, no verb
    startHelper(state);
    startEngine();
    QTRY_VERIFY(ready());
    QCOMPARE(m_engine->find(Web)->container.state, ContainerState::Unknown);
    QVERIFY(m_engine->tasks().isEmpty());
    m_helper->progress(0, 7, {});
    m_helper->finished(0, u"\n"_s);
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &call) {
        m_helper->answer(call, QVariant::fromValue<qulonglong>(0));
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Failed);
}

void ReconnectTest::ownerOfABetterVersion()
{
    startHelper();
    m_helper->state.instead[u"Subscribe"_s] = [&](const QDBusMessage &call) {
        m_helper->fail(call, u"org.freedesktop.DBus.Error.UnknownMethod"_s, {u"No such method"_s});
    };
    startEngine();
    QTRY_COMPARE(m_engine->linkError().code, ErrorCode::HelperTooOld);
    m_helper.reset(); // an upgrade
    QTest::qWait(50);
    QCOMPARE(m_engine->linkError().code, ErrorCode::HelperTooOld);
    startHelper();
    QTRY_VERIFY(ready());
}

QTEST_GUILESS_MAIN(ReconnectTest)
#include "tst_reconnect.moc"
