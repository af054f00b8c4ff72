// SPDX-License-Identifier: GPL-2.0-or-later

#include "enginetest.h"

#include <QSignalSpy>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// One helper that stays: verbs, signals and lists in every order in which they can come.
class LxcEngineTest : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { QVERIFY(m_bus.start()); }

    void init() { begin(); }

    void cleanup() { end(); }

    void connects();
    void verbsAreSent_data();
    void verbsAreSent();
    void refusedBeforeTheBus_data();
    void refusedBeforeTheBus();
    void signalsBeforeTheAnswer();
    void wholeJobBeforeTheAnswer();
    void finishedMeansListed();
    void errorsReachTheTask_data();
    void errorsReachTheTask();
    void refusedCalls_data();
    void refusedCalls();
    void inspects();
    void changesRain();
    void noChangeNoSignal();
    void engineGoesInTheMiddle();
    void planIsAsked();
};

void LxcEngineTest::connects()
{
    QCOMPARE(m_engine->snapshot().containers.size(), 2);
    QCOMPARE(m_engine->snapshot().host, m_helper->state.host);
    QVERIFY(m_engine->find(Web));
    QVERIFY(m_engine->capabilities().testFlag(Capability::Create));
    QCOMPARE(m_helper->state.calls.value(u"Subscribe"_s), 1);
    QCOMPARE(m_helper->state.calls.value(u"List"_s), 1);
    QVERIFY(m_helper->state.interactive.value(u"Subscribe"_s));
    QVERIFY(!m_helper->state.interactive.value(u"List"_s));
}

void LxcEngineTest::verbsAreSent_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QVariantList>("texts");
    QTest::addColumn<int>("verb");
    const QVariantList web{Web.location, Web.name};
    const auto row = [](const char *name, const QString &method, const QVariantList &texts, Verb verb) {
        QTest::newRow(name) << method << texts << static_cast<int>(verb);
    };
    row("create", u"Create"_s, web + QVariantList{u"busybox"_s}, Verb::Create);
    row("clone", u"Clone"_s, web + QVariantList{Web.location, u"copy"_s}, Verb::Clone);
    row("start", u"Start"_s, web, Verb::Start);
    row("stop", u"Stop"_s, web, Verb::Stop);
    row("restart", u"Restart"_s, web, Verb::Restart);
    row("freeze", u"Freeze"_s, web, Verb::Freeze);
    row("unfreeze", u"Unfreeze"_s, web, Verb::Unfreeze);
    row("rename", u"Rename"_s, web + QVariantList{u"shop"_s}, Verb::Rename);
    row("delete", u"Delete"_s, web, Verb::Delete);
}

void LxcEngineTest::verbsAreSent()
{
    QFETCH(QString, method);
    QFETCH(QVariantList, texts);
    QFETCH(int, verb);
    QSignalSpy added(m_engine.get(), &Engine::taskAdded);
    Task *task = nullptr;
    switch (static_cast<Verb>(verb)) {
    case Verb::Create: {
        CreateSpec spec;
        spec.ref = Web;
        spec.options = {{u"release"_s, u"trixie"_s}};
        task = m_engine->create(spec);
        break;
    }
    case Verb::Clone:
        task = m_engine->clone({Web, {Web.location, u"copy"_s}, CloneMode::Copy});
        break;
    case Verb::Start:
        task = m_engine->start(Web);
        break;
    case Verb::Stop:
        task = m_engine->stop({Web, StopMode::Kill, std::chrono::seconds(7)});
        break;
    case Verb::Restart:
        task = m_engine->restart({Web, StopMode::Ask, std::chrono::seconds(7)});
        break;
    case Verb::Freeze:
        task = m_engine->freeze(Web);
        break;
    case Verb::Unfreeze:
        task = m_engine->unfreeze(Web);
        break;
    case Verb::Rename:
        task = m_engine->rename({Web, u"shop"_s});
        break;
    case Verb::Delete:
        task = m_engine->remove(Web);
        break;
    }
    QVERIFY(task);
    QCOMPARE(task->state(), Task::State::Waiting);
    QCOMPARE(static_cast<int>(task->verb()), verb);
    QCOMPARE(added.size(), 1);
    QCOMPARE(m_engine->tasks().size(), 1);
    QTRY_COMPARE(task->state(), Task::State::Running);
    const auto sent = m_helper->state.arguments.value(method);
    QCOMPARE(sent.mid(0, texts.size()), texts);
    QVERIFY(m_helper->state.interactive.value(method));
    m_helper->finished(100);
    QTRY_COMPARE(task->state(), Task::State::Succeeded);
}

void LxcEngineTest::refusedBeforeTheBus_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a NUL, at which the bus would cut") << u"web"_s + QChar(u'\0') + u"x"_s;
    QTest::newRow("empty") << QString();
    QTest::newRow("a newline") << u"web\n"_s;
    QTest::newRow("the folder above") << u".."_s;
}

void LxcEngineTest::refusedBeforeTheBus()
{
    QFETCH(QString, name);
    auto *task = m_engine->start({Web.location, name});
    QVERIFY(!task->isOver());
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, ErrorCode::InvalidName);
    QCOMPARE(m_helper->state.calls.value(u"Start"_s), 0);
    QObject context;
    ErrorCode shell = ErrorCode::Failed;
    m_engine->openShell({{Web.location, name}, 80, 24}, &context, [&shell](const Result<int> &answer) {
        shell = answer ? ErrorCode::Failed : answer.error().code;
    });
    QTRY_COMPARE(shell, ErrorCode::InvalidName);
}

void LxcEngineTest::signalsBeforeTheAnswer()
{
    QDBusMessage call;
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &message) {
        call = message;
        m_helper->progress(100, 0.5, u"starting"_s);
        m_helper->logLine(100, u"one"_s);
        m_helper->logLine(100, u"two"_s);
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 1);
    QTest::qWait(50);
    QCOMPARE(task->state(), Task::State::Waiting);
    m_helper->answer(call, QVariant::fromValue<qulonglong>(100));
    QTRY_COMPARE(task->state(), Task::State::Running);
    QCOMPARE(task->progress(), 0.5);
    QCOMPARE(task->step(), u"starting"_s);
    QCOMPARE(task->log(), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(m_engine->tasks().size(), 1);
}

void LxcEngineTest::wholeJobBeforeTheAnswer()
{
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &message) {
        m_helper->progress(100, 1, u"starting"_s);
        m_helper->finished(100, u"StartFailed"_s, u"web"_s, u"no rootfs"_s);
        m_helper->answer(message, QVariant::fromValue<qulonglong>(100));
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error(), (Error{ErrorCode::StartFailed, u"web"_s, u"no rootfs"_s}));
}

void LxcEngineTest::finishedMeansListed()
{
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    auto seen = ContainerState::Unknown;
    connect(task, &Task::finished, this, [&] { seen = m_engine->find(Web)->container.state; });
    // No Changed at all: the task's end itself asks for a list, and one that was under way does not count.
    QDBusMessage early;
    m_helper->state.instead[u"List"_s] = [&](const QDBusMessage &message) { early = message; };
    m_engine->refresh();
    QTRY_COMPARE(early.type(), QDBusMessage::MethodCallMessage);
    const auto before = m_helper->state.containers;
    m_helper->state.instead.clear();
    m_helper->state.containers[1].state = ContainerState::Running;
    m_helper->finished(100);
    QTest::qWait(50);
    QVERIFY(!task->isOver());
    m_helper->answer(early, QVariant::fromValue(before));
    QTRY_VERIFY(task->isOver());
    QCOMPARE(seen, ContainerState::Running);
}

void LxcEngineTest::errorsReachTheTask_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Task::State>("state");
    QTest::newRow("went well") << QString() << ErrorCode::Failed << Task::State::Succeeded;
    QTest::newRow("cancelled") << u"Cancelled"_s << ErrorCode::Cancelled << Task::State::Cancelled;
    QTest::newRow("no space") << u"NoSpace"_s << ErrorCode::NoSpace << Task::State::Failed;
    QTest::newRow("a word of a newer helper") << u"Sunspots"_s << ErrorCode::Failed << Task::State::Failed;
}

void LxcEngineTest::errorsReachTheTask()
{
    QFETCH(QString, word);
    QFETCH(ErrorCode, code);
    QFETCH(Task::State, state);
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    QSignalSpy finished(task, &Task::finished);
    m_helper->finished(100, word, u"o"_s, u"d"_s);
    m_helper->finished(100); // a second end counts for nothing
    QTRY_COMPARE(task->state(), state);
    if (!word.isEmpty())
        QCOMPARE(task->error(), (Error{code, u"o"_s, u"d"_s}));
    m_engine->refresh();
    QTest::qWait(50);
    QCOMPARE(finished.size(), 1);
}

void LxcEngineTest::refusedCalls_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("dismissed") << u"org.boxyard.Error.Dismissed"_s << ErrorCode::Dismissed;
    QTest::newRow("not authorized") << u"org.boxyard.Error.NotAuthorized"_s << ErrorCode::NotAuthorized;
    QTest::newRow("busy") << u"org.boxyard.Error.Busy"_s << ErrorCode::Busy;
    QTest::newRow("by the bus' policy")
        << u"org.freedesktop.DBus.Error.AccessDenied"_s << ErrorCode::NotAuthorized;
    QTest::newRow("no such method") << u"org.freedesktop.DBus.Error.UnknownMethod"_s
                                    << ErrorCode::HelperTooOld;
}

void LxcEngineTest::refusedCalls()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &message) {
        m_helper->fail(message, name, {u"A sentence."_s, u"web"_s, u"why"_s});
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Failed);
    QCOMPARE(task->error().code, code);
    QVERIFY(ready());
}

void LxcEngineTest::inspects()
{
    QObject context;
    Result<ContainerDetails> details = refuse(ErrorCode::Failed);
    m_engine->inspect(Web, &context, [&](const Result<ContainerDetails> &answer) { details = answer; });
    QTRY_VERIFY(details.has_value());
    QCOMPARE(details->configPath, u"/c/web"_s);
    QCOMPARE(details->nics.size(), 1);
    m_helper->state.instead[u"Inspect"_s] = [&](const QDBusMessage &message) {
        m_helper->fail(message, u"org.boxyard.Error.NotFound"_s, {u"S"_s, u"web"_s, {}});
    };
    m_engine->inspect(Web, &context, [&](const Result<ContainerDetails> &answer) { details = answer; });
    QTRY_VERIFY(!details.has_value());
    QCOMPARE(details.error(), (Error{ErrorCode::NotFound, u"web"_s, {}}));
}

void LxcEngineTest::changesRain()
{
    const int before = m_helper->state.calls.value(u"List"_s);
    for (int i = 0; i < 10'000; ++i)
        m_helper->changed();
    m_helper->state.containers.append(stopped(u"zoo"_s));
    m_helper->changed();
    QTRY_COMPARE(m_engine->snapshot().containers.size(), 3);
    QTest::qWait(300);
    const int lists = m_helper->state.calls.value(u"List"_s) - before;
    QVERIFY2(lists >= 1 && lists < 100, qPrintable(QString::number(lists)));
    QVERIFY(m_helper->state.calls.value(u"Info"_s) <= 3);
}

void LxcEngineTest::noChangeNoSignal()
{
    QSignalSpy changed(m_engine.get(), &Engine::changed);
    m_helper->changed();
    QTRY_COMPARE(m_helper->state.calls.value(u"List"_s), 2);
    m_engine->refresh();
    QTRY_COMPARE(m_helper->state.calls.value(u"List"_s), 3);
    QTest::qWait(50);
    QCOMPARE(changed.size(), 0);
    m_helper->state.containers[0].autostart = true;
    m_helper->changed();
    QTRY_COMPARE(changed.size(), 1);
}

void LxcEngineTest::engineGoesInTheMiddle()
{
    QObject context;
    bool called = false;
    m_helper->state.instead[u"Start"_s] = [](const QDBusMessage &) {};
    m_engine->start(Web);
    m_engine->openShell({Web, 80, 24}, &context, [&called](const Result<int> &) { called = true; });
    m_engine->refresh();
    m_engine.reset();
    QTest::qWait(50);
    QVERIFY(!called);
}

void LxcEngineTest::planIsAsked()
{
    ClonePlan plan;
    plan.files = 10'673;
    plan.bytes = 291'000'000;
    plan.free = 1ULL << 40U;
    plan.sourceFileSystem = u"btrfs"_s;
    plan.targetFileSystem = u"xfs"_s;
    plan.automatic = CloneMode::Snapshot;
    plan.hooks = true;
    plan.kinds = {{CloneMode::Copy, Obstacle::NoSpace, u"x"_s, 5, 6, 0.25, true, false, true},
                  {CloneMode::Overlay, Obstacle::None, {}, 0, 0, 1.5, false, true, false}};
    m_helper->state.plan = plan;
    QObject context;
    std::optional<Result<ClonePlan>> answer;
    m_engine->plan({Web, u"/srv/lxc"_s}, &context, [&](const Result<ClonePlan> &got) { answer = got; });
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->has_value());
    QCOMPARE(**answer, plan);
    QVERIFY(!m_helper->state.interactive.value(u"Plan"_s));
    QCOMPARE(m_helper->state.arguments.value(u"Plan"_s),
             QVariantList({Web.location, Web.name, u"/srv/lxc"_s}));
    answer.reset();
    m_engine->plan({Web, u"srv"_s}, &context, [&](const Result<ClonePlan> &got) { answer = got; });
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(answer->error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(LxcEngineTest)
#include "tst_lxcengine.moc"
