// SPDX-License-Identifier: GPL-2.0-or-later

#include "backend/lxc/lxcengine.h"
#include "fakehelper.h"
#include "printing.h"
#include "testbus.h"

#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

const ContainerRef Web{u"/var/lib/lxc"_s, u"web"_s};

Container stopped(const QString &name)
{
    Container container;
    container.ref = {Web.location, name};
    container.state = ContainerState::Stopped;
    return container;
}

int openDescriptors()
{
    return static_cast<int>(QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System).size());
}

} // namespace

/// One helper that stays: verbs, signals and lists in every order in which they can come.
class LxcEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { QVERIFY(m_bus.start()); }

    void init();
    void cleanup();
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
    void cancelBeforeTheAnswer();
    void cancelOfARunningJob();
    void cancelRefused();
    void jobsOfEarlierRuns();
    void jobsOfAnotherProgram();
    void aSeriesAsksOnce();
    void aSeriesIsRefusedOnce_data();
    void aSeriesIsRefusedOnce();
    void aSeriesCancelledBeforeTheAnswer();
    void planIsAsked();
    void shellGivesOneDescriptor();
    void shellWithoutReceiver();
    void inspects();
    void changesRain();
    void noChangeNoSignal();
    void engineGoesInTheMiddle();

private:
    bool ready() const { return m_engine->link() == Engine::Link::Ready; }

    TestBus m_bus;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<LxcEngine> m_engine;
};

void LxcEngineTest::init()
{
    FakeState state;
    state.containers = {stopped(u"db"_s), stopped(u"web"_s)};
    m_helper = std::make_unique<FakeHelper>(m_bus.address(), state);
    QVERIFY(m_helper->isThere());
    m_engine = std::make_unique<LxcEngine>(LxcEngine::Options{LxcEngine::Bus::Address, m_bus.address()});
    QCOMPARE(m_engine->link(), Engine::Link::Connecting);
    QTRY_VERIFY2(ready(), toString(m_engine->linkError()));
}

void LxcEngineTest::cleanup()
{
    m_engine.reset();
    m_helper.reset();
}

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

void LxcEngineTest::cancelBeforeTheAnswer()
{
    QDBusMessage call;
    m_helper->state.instead[u"Start"_s] = [&](const QDBusMessage &message) { call = message; };
    auto *task = m_engine->start(Web);
    task->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 1);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 0);
    m_helper->answer(call, QVariant::fromValue<qulonglong>(100));
    QTRY_COMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
    QCOMPARE(m_helper->state.arguments.value(u"Cancel"_s).value(0).toULongLong(), 100ULL);
    QCOMPARE(task->state(), Task::State::Cancelling);
    m_helper->finished(100, u"Cancelled"_s);
    QTRY_COMPARE(task->state(), Task::State::Cancelled);
    // Where the call itself is refused, nothing is left to cancel.
    auto *other = m_engine->start(Web);
    other->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Start"_s), 2);
    m_helper->fail(call, u"org.boxyard.Error.Dismissed"_s, {u"S"_s, {}, {}});
    QTRY_COMPARE(other->state(), Task::State::Cancelled);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
}

void LxcEngineTest::cancelOfARunningJob()
{
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    task->cancel();
    task->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
    m_helper->progress(100, 0.1, u"undoing"_s);
    QTRY_COMPARE(task->step(), u"undoing"_s);
    QCOMPARE(task->state(), Task::State::Cancelling);
    m_helper->finished(100); // it was done before
    QTRY_COMPARE(task->state(), Task::State::Succeeded);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 1);
}

void LxcEngineTest::cancelRefused()
{
    m_helper->state.instead[u"Cancel"_s] = [&](const QDBusMessage &message) {
        m_helper->fail(message, u"org.boxyard.Error.NotAuthorized"_s, {u"S"_s, u"a"_s, {}});
    };
    auto *task = m_engine->start(Web);
    QTRY_COMPARE(task->state(), Task::State::Running);
    task->cancel();
    QCOMPARE(task->state(), Task::State::Cancelling);
    QTRY_COMPARE(task->state(), Task::State::Running);
}

void LxcEngineTest::jobsOfEarlierRuns()
{
    m_engine.reset();
    JobInfo mine;
    mine.id = 7;
    mine.uid = getuid();
    mine.verb = u"clone"_s;
    mine.target = Web;
    mine.result = u"copy"_s;
    mine.resultLocation = u"/srv/lxc"_s;
    mine.begun = 1'700'000'000'000;
    mine.progress = 0.25;
    mine.step = u"copy"_s;
    JobInfo other = mine;
    other.id = 8;
    other.uid = 1; // daemon, on every Debian
    other.verb = u"start"_s;
    JobInfo over = mine;
    over.id = 9;
    over.finished = true;
    JobInfo unknown = mine;
    unknown.id = 10;
    unknown.verb = u"teleport"_s;
    m_helper->state.jobs = {mine, other, over, unknown};
    m_helper->state.logs = {{7, {u"one"_s, u"two"_s}}};
    m_engine = std::make_unique<LxcEngine>(LxcEngine::Options{LxcEngine::Bus::Address, m_bus.address()});
    QTRY_VERIFY(ready());
    QCOMPARE(m_engine->tasks().size(), 2);
    auto *clone = m_engine->tasks().first();
    QCOMPARE(clone->verb(), Verb::Clone);
    QCOMPARE(clone->result(), (ContainerRef{u"/srv/lxc"_s, u"copy"_s}));
    QCOMPARE(clone->progress(), 0.25);
    QCOMPARE(clone->begun().toMSecsSinceEpoch(), mine.begun);
    QVERIFY(clone->owner().isEmpty() || getuid() == 1);
    QTRY_COMPARE(clone->log(), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(m_engine->tasks().last()->owner(), u"daemon"_s);
    m_helper->logLine(7, u"three"_s);
    m_helper->finished(7);
    QTRY_COMPARE(clone->state(), Task::State::Succeeded);
    QCOMPARE(clone->log().size(), 3);
}

void LxcEngineTest::jobsOfAnotherProgram()
{
    JobInfo job;
    job.id = 500;
    job.uid = getuid();
    job.verb = u"start"_s;
    job.target = Web;
    m_helper->state.jobs = {job};
    m_helper->state.logs = {{500, {u"early"_s}}};
    m_helper->logLine(500, u"early"_s); // it is in the log too, and must appear once
    m_helper->progress(500, 0.5, u"starting"_s);
    QTRY_COMPARE(m_engine->tasks().size(), 1);
    auto *task = m_engine->tasks().first();
    QTRY_COMPARE(task->log(), QStringList{u"early"_s});
    QCOMPARE(task->progress(), 0.5);
    // One that ends before anybody could ask leaves no task.
    m_helper->state.jobs.clear();
    m_helper->progress(501, 0.5, u"starting"_s);
    m_helper->finished(501);
    QTest::qWait(100);
    QCOMPARE(m_engine->tasks().size(), 1);
}

void LxcEngineTest::shellGivesOneDescriptor()
{
    const int before = openDescriptors();
    QObject context;
    int answers = 0;
    int descriptor = -1;
    m_engine->openShell({Web, 100, 40}, &context, [&](const Result<int> &answer) {
        ++answers;
        QVERIFY(answer.has_value());
        descriptor = *answer;
    });
    QTRY_COMPARE(answers, 1);

    struct stat here {
    };

    struct stat null {
    };

    QCOMPARE(fstat(descriptor, &here), 0);
    QCOMPARE(stat("/dev/null", &null), 0);
    QCOMPARE(here.st_rdev, null.st_rdev);
    QVERIFY(fcntl(descriptor, F_GETFD) & FD_CLOEXEC);
    close(descriptor);
    QTRY_COMPARE(openDescriptors(), before);
    const auto options = m_helper->state.arguments.value(u"OpenShell"_s).value(2);
    QCOMPARE(qdbus_cast<QVariantMap>(options).value(u"columns"_s).toUInt(), 100U);
    QVERIFY(m_helper->state.interactive.value(u"OpenShell"_s));
}

void LxcEngineTest::shellWithoutReceiver()
{
    const int before = openDescriptors();
    auto context = std::make_unique<QObject>();
    QDBusMessage call;
    m_helper->state.instead[u"OpenShell"_s] = [&](const QDBusMessage &message) { call = message; };
    bool called = false;
    m_engine->openShell({Web, 80, 24}, context.get(), [&called](const Result<int> &) { called = true; });
    QTRY_COMPARE(m_helper->state.calls.value(u"OpenShell"_s), 1);
    context.reset();
    {
        QDBusUnixFileDescriptor descriptor(0);
        m_helper->answer(call, QVariant::fromValue(descriptor));
    }
    QTest::qWait(100);
    QVERIFY(!called);
    QTRY_COMPARE(openDescriptors(), before);
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

void LxcEngineTest::aSeriesAsksOnce()
{
    const auto spec = [](const QString &name) {
        CloneSpec clone;
        clone.source = Web;
        clone.target = {Web.location, name};
        return clone;
    };
    QList<QDBusMessage> calls;
    m_helper->state.instead[u"Clone"_s] = [&calls](const QDBusMessage &call) { calls.append(call); };
    const QList<Task *> tasks = m_engine->cloneSeries({spec(u"a"_s), spec(u"b"_s), spec(u"c"_s)});
    QCOMPARE(tasks.size(), 3);
    QCOMPARE(tasks.at(2)->result().name, u"c"_s);
    QVERIFY(!tasks.at(0)->series().isEmpty());
    QCOMPARE(tasks.at(0)->series(), tasks.at(2)->series());
    QTRY_COMPARE(calls.size(), 1);
    QTest::qWait(100);
    QCOMPARE(calls.size(), 1); // a person may be asked for a password now, once
    // The first name is taken, and that is known without a password: the second asks.
    m_helper->fail(calls.at(0), errorName(ErrorCode::AlreadyExists), {u"taken"_s, u"a"_s, QString()});
    QTRY_COMPARE(calls.size(), 2);
    QTRY_COMPARE(tasks.at(0)->state(), Task::State::Failed);
    m_helper->answer(calls.at(1), QVariant::fromValue<qulonglong>(201));
    QTRY_COMPARE(calls.size(), 3);
    m_helper->answer(calls.at(2), QVariant::fromValue<qulonglong>(202));
    QTRY_COMPARE(tasks.at(2)->state(), Task::State::Running);
    QStringList series;
    for (const QDBusMessage &call : std::as_const(calls))
        series.append(qdbus_cast<QVariantMap>(call.arguments().at(4)).value(u"series"_s).toString());
    QCOMPARE(series, QStringList(3, tasks.at(0)->series()));
    tasks.at(1)->cancel();
    QTRY_COMPARE(m_helper->state.calls.value(u"CancelSeries"_s), 1);
    QCOMPARE(m_helper->state.calls.value(u"Cancel"_s), 0);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelling);
}

void LxcEngineTest::aSeriesIsRefusedOnce_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("the dialog was closed") << ErrorCode::Dismissed;
    QTest::newRow("not allowed") << ErrorCode::NotAuthorized;
    QTest::newRow("no polkit") << ErrorCode::AuthorizationUnavailable;
}

void LxcEngineTest::aSeriesIsRefusedOnce()
{
    QFETCH(ErrorCode, code);
    m_helper->state.instead[u"Clone"_s] = [this, code](const QDBusMessage &call) {
        m_helper->fail(call, errorName(code), {u"no"_s, QString(), QString()});
    };
    QList<CloneSpec> specs(3);
    for (int i = 0; i < 3; ++i) {
        specs[i].source = Web;
        specs[i].target = {Web.location, u"n%1"_s.arg(i)};
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    for (const Task *task : tasks) {
        QTRY_VERIFY(task->isOver());
        QCOMPARE(task->error().code, code);
    }
    QCOMPARE(m_helper->state.calls.value(u"Clone"_s), 1);
}

void LxcEngineTest::aSeriesCancelledBeforeTheAnswer()
{
    QList<QDBusMessage> calls;
    m_helper->state.instead[u"Clone"_s] = [&calls](const QDBusMessage &call) { calls.append(call); };
    QList<CloneSpec> specs(3);
    for (int i = 0; i < 3; ++i) {
        specs[i].source = Web;
        specs[i].target = {Web.location, u"n%1"_s.arg(i)};
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    QTRY_COMPARE(calls.size(), 1);
    tasks.at(2)->cancel();
    m_helper->answer(calls.at(0), QVariant::fromValue<qulonglong>(300));
    QTRY_COMPARE(tasks.at(1)->state(), Task::State::Cancelled);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelled);
    QTRY_COMPARE(m_helper->state.calls.value(u"CancelSeries"_s), 1);
    QCOMPARE(calls.size(), 1);
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
