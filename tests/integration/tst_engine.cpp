// SPDX-License-Identifier: GPL-2.0-or-later
// The engine that the program has, as a user's, against the real bus, polkit, helper, worker and LXC: nothing
// but Engine is called, and what it says is compared with what LXC says.

#include "backend/lxc/lxcengine.h"
#include "operator.h"
#include "tests/bed/services.h"

#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

ContainerRef ref(const QString &name)
{
    return {Location, name};
}

CreateSpec busybox(const QString &name)
{
    CreateSpec spec;
    spec.ref = ref(name);
    return spec;
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void everyVerb();
    void oneSentenceEach();
    void cancels();
    void outsideChangesAppear();
    void helperKilledAgainAndAgain();
    void rulesComeAndGo();
    void polkitStops();

private:
    void open(const QString &user);
    /// Waits until the link is so; connections that are made meanwhile are the user's.
    bool becomes(Engine::Link link);
    /// Waits for its end; the snapshot is compared right after it, without another look at the bus.
    bool succeeds(Task *task);
    ContainerState stateOf(const QString &name) const;

    QString m_user;
    std::unique_ptr<LxcEngine> m_engine;
};

void TestEngine::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
}

void TestEngine::cleanup()
{
    m_engine.reset();
    if (bed::isBed())
        bed::removeContainers();
}

void TestEngine::open(const QString &user)
{
    m_user = user;
    m_engine = std::make_unique<LxcEngine>();
}

bool TestEngine::becomes(Engine::Link link)
{
    const bed::AsUser guard(bed::user(m_user));
    return bed::eventually([&] { return m_engine->link() == link; }, std::chrono::seconds(60));
}

bool TestEngine::succeeds(Task *task)
{
    const bool ended = bed::eventually([&] { return task->isOver(); });
    if (!ended || task->state() != Task::State::Succeeded)
        qWarning("%s: %s; %s", qPrintable(verbWord(task->verb())), qPrintable(explain(task->error())),
                 qPrintable(task->log().join(u'\n')));
    return ended && task->state() == Task::State::Succeeded;
}

ContainerState TestEngine::stateOf(const QString &name) const
{
    const auto *entry = m_engine->find(ref(name));
    return entry ? entry->container.state : ContainerState::Unknown;
}

void TestEngine::everyVerb()
{
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    QVERIFY(m_engine->capabilities().testFlag(Capability::Create));
    QVERIFY(m_engine->snapshot().host.templates.contains(u"busybox"_s));

    QVERIFY(succeeds(m_engine->create(busybox(u"web"_s))));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    QTRY_VERIFY(m_engine->find(ref(u"web"_s))->container.unprivileged);
    QCOMPARE(bed::lxcNames(), QStringList{u"web"_s});

    QVERIFY(succeeds(m_engine->start(ref(u"web"_s))));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Running);
    QCOMPARE(bed::lxcState(u"web"_s), u"RUNNING"_s);
    QVERIFY(m_engine->find(ref(u"web"_s))->container.initPid > 0);
    QTRY_VERIFY(!m_engine->find(ref(u"web"_s))->addresses.isEmpty());
    QVERIFY(m_engine->find(ref(u"web"_s))->addresses.first().startsWith("10.0.3."_L1));

    QObject context;
    std::optional<Result<ContainerDetails>> details;
    m_engine->inspect(ref(u"web"_s), &context, [&](const Result<ContainerDetails> &came) { details = came; });
    QTRY_VERIFY(details.has_value());
    QVERIFY(details->has_value());
    QCOMPARE((*details)->configPath, Location + u"/web/config"_s);
    QCOMPARE((*details)->nics.size(), 1);

    std::optional<Result<int>> shell;
    m_engine->openShell({ref(u"web"_s), 132, 43}, &context, [&](const Result<int> &came) { shell = came; });
    QTRY_VERIFY(shell.has_value());
    QVERIFY2(shell->has_value(), qPrintable(shell->has_value() ? QString() : explain(shell->error())));
    type(**shell, "stty size; echo $((6 * 7))nd; hostname\n");
    const auto shown = readUntil(**shell, "42nd\r\nweb");
    QVERIFY2(shown.contains("42nd\r\nweb"), shown.constData());
    QVERIFY2(shown.contains("43 132"), shown.constData());
    close(**shell);

    QVERIFY(succeeds(m_engine->freeze(ref(u"web"_s))));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Frozen);
    QVERIFY(succeeds(m_engine->unfreeze(ref(u"web"_s))));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Running);
    const auto before = m_engine->find(ref(u"web"_s))->container.initPid;
    QVERIFY(succeeds(m_engine->restart({ref(u"web"_s), StopMode::Ask, std::chrono::seconds(30)})));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Running);
    QVERIFY(m_engine->find(ref(u"web"_s))->container.initPid != before);
    QVERIFY(succeeds(m_engine->stop({ref(u"web"_s), StopMode::Ask, std::chrono::seconds(30)})));
    QCOMPARE(stateOf(u"web"_s), ContainerState::Stopped);
    QVERIFY(m_engine->find(ref(u"web"_s))->addresses.isEmpty());

    auto *clone = m_engine->clone({ref(u"web"_s), ref(u"copy"_s), CloneMode::Auto});
    QVERIFY(succeeds(clone));
    QCOMPARE(clone->result(), ref(u"copy"_s));
    QVERIFY(m_engine->find(ref(u"copy"_s)));
    QVERIFY(succeeds(m_engine->rename({ref(u"copy"_s), u"shop"_s})));
    QVERIFY(!m_engine->find(ref(u"copy"_s)));
    QVERIFY(m_engine->find(ref(u"shop"_s)));
    QVERIFY(succeeds(m_engine->start(ref(u"shop"_s))));
    QVERIFY(succeeds(m_engine->stop({ref(u"shop"_s), StopMode::Kill, std::chrono::seconds(5)})));
    QCOMPARE(stateOf(u"shop"_s), ContainerState::Stopped);
    QVERIFY(succeeds(m_engine->remove(ref(u"shop"_s))));
    QVERIFY(succeeds(m_engine->remove(ref(u"web"_s))));
    QVERIFY(m_engine->snapshot().containers.isEmpty());
    QVERIFY(bed::lxcNames().isEmpty());
}

void TestEngine::oneSentenceEach()
{
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    QVERIFY(succeeds(m_engine->create(busybox(u"web"_s))));
    QVERIFY(succeeds(m_engine->start(ref(u"web"_s))));
    const std::pair<Task *, ErrorCode> refused[] = {
        {m_engine->create(busybox(u"web"_s)), ErrorCode::AlreadyExists},
        {m_engine->remove(ref(u"web"_s)), ErrorCode::MustBeStopped},
        {m_engine->rename({ref(u"web"_s), u"shop"_s}), ErrorCode::MustBeStopped},
        {m_engine->start(ref(u"nobody"_s)), ErrorCode::NotFound},
        {m_engine->start({u"/srv/elsewhere"_s, u"web"_s}), ErrorCode::InvalidArgument},
        {m_engine->remove(ref(u"../web"_s)), ErrorCode::InvalidName},
    };
    for (const auto &[task, code] : refused) {
        QTRY_VERIFY(task->isOver());
        QCOMPARE(task->state(), Task::State::Failed);
        QCOMPARE(errorWord(task->error().code), errorWord(code));
        QVERIFY(!explain(task->error()).isEmpty());
    }
    QCOMPARE(stateOf(u"web"_s), ContainerState::Running);
}

void TestEngine::cancels()
{
    installTemplate(u"endless"_s, u"echo begun\nwhile :; do sleep 0.1; done\n"_s);
    bed::killHelper(); // the next one sees the template
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    auto spec = busybox(u"never"_s);
    spec.templateName = u"endless"_s;
    auto *task = m_engine->create(spec);
    QTRY_VERIFY(task->log().contains(u"begun"_s));
    task->cancel();
    QTRY_VERIFY(task->isOver());
    QCOMPARE(task->state(), Task::State::Cancelled);
    // And before its job has a number.
    auto *early = m_engine->create(spec);
    early->cancel();
    QTRY_VERIFY(early->isOver());
    QCOMPARE(early->state(), Task::State::Cancelled);
    QVERIFY(!m_engine->find(ref(u"never"_s)));
    QVERIFY(leftovers().isEmpty());
}

void TestEngine::outsideChangesAppear()
{
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    bed::makeContainer(u"outside"_s);
    QTRY_COMPARE(stateOf(u"outside"_s), ContainerState::Stopped);
    bed::mustRun(u"lxc-start"_s, {u"-n"_s, u"outside"_s});
    QTRY_COMPARE(stateOf(u"outside"_s), ContainerState::Running);
    bed::mustRun(u"lxc-stop"_s, {u"-k"_s, u"-n"_s, u"outside"_s});
    QTRY_COMPARE(stateOf(u"outside"_s), ContainerState::Stopped);
    bed::mustRun(u"lxc-destroy"_s, {u"-n"_s, u"outside"_s});
    QTRY_VERIFY(!m_engine->find(ref(u"outside"_s)));
}

void TestEngine::helperKilledAgainAndAgain()
{
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    QVERIFY(succeeds(m_engine->create(busybox(u"web"_s))));
    for (int round = 0; round < 5; ++round) {
        const auto name = u"copy%1"_s.arg(round);
        auto *clone = m_engine->clone({ref(u"web"_s), ref(name), CloneMode::Copy});
        auto *start = m_engine->create(busybox(u"new%1"_s.arg(round)));
        bed::letPass(std::chrono::milliseconds(40 * round));
        bed::killHelper();
        QTRY_VERIFY(m_engine->link() != Engine::Link::Ready);
        QVERIFY(becomes(Engine::Link::Ready));
        for (auto *task : {clone, start}) {
            QTRY_VERIFY(task->isOver());
            // Either it went on to its end, or it says that its fate is not known.
            QVERIFY2(task->state() == Task::State::Succeeded || task->error().code == ErrorCode::HelperLost,
                     qPrintable(explain(task->error())));
            if (task->state() == Task::State::Succeeded)
                QVERIFY(m_engine->find(task->result()));
        }
    }
    // What is listed is what there is, and whole.
    QTRY_VERIFY(leftovers().isEmpty());
    QStringList names;
    for (const auto &entry : m_engine->snapshot().containers)
        names.append(entry.container.ref.name);
    names.sort();
    QCOMPARE(names, bed::lxcNames());
    for (const auto &name : std::as_const(names)) {
        QVERIFY(succeeds(m_engine->start(ref(name))));
        QVERIFY(succeeds(m_engine->stop({ref(name), StopMode::Kill, std::chrono::seconds(5)})));
    }
}

void TestEngine::rulesComeAndGo()
{
    bed::Rules rules;
    open(u"deny"_s);
    QVERIFY(becomes(Engine::Link::Lost));
    QCOMPARE(errorWord(m_engine->linkError().code), u"NotAuthorized"_s);
    QVERIFY(m_engine->snapshot().containers.isEmpty());
    auto *task = m_engine->create(busybox(u"web"_s));
    QTRY_VERIFY(task->isOver());
    QCOMPARE(errorWord(task->error().code), u"NotAuthorized"_s);
    // An administrator allows it: nobody has to ask again.
    rules.set(u"deny"_s, u"view"_s, bed::Verdict::Yes);
    QVERIFY(becomes(Engine::Link::Ready));
    rules.clear();
    QVERIFY(becomes(Engine::Link::Lost));
    QTRY_COMPARE(errorWord(m_engine->linkError().code), u"NotAuthorized"_s);
}

void TestEngine::polkitStops()
{
    open(u"may"_s);
    QVERIFY(becomes(Engine::Link::Ready));
    m_engine.reset();
    {
        const bed::PolkitStopped stopped;
        open(u"may"_s);
        QVERIFY(becomes(Engine::Link::Lost));
        QCOMPARE(errorWord(m_engine->linkError().code), u"AuthorizationUnavailable"_s);
    }
    QVERIFY(becomes(Engine::Link::Ready));
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
