// SPDX-License-Identifier: GPL-2.0-or-later
// The helper, its workers and the bus end at any time: containers, terminals and jobs that can go on do, the
// rest is undone.

#include "backend/lxc/lxcengine.h"
#include "interference.h"
#include "operator.h"
#include "tests/bed/client.h"
#include "tests/bed/services.h"

#include <QDBusPendingCall>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using bed::Call;

namespace {

const Call SlowCreate{u"Containers"_s, u"Create"_s, {Location, u"slow"_s, u"slow"_s, QVariantMap()}};

/// The busybox template, after it was told to go on.
constexpr auto SlowTemplate = "echo waiting\nwhile [ ! -e /run/go-on ]; do sleep 0.05; done\n"
                              "exec /usr/share/lxc/templates/lxc-busybox \"$@\"\n";

} // namespace

class TestRestart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aJobOutlivesItsHelper();
    void aJobOutlivesTheBus();
    void aJobOutlivesItsClient();
    void aKilledWorkerIsUndone();
    void aKilledHelperAndWorkerAreUndone();
    void jobsEndAsTheirHelperKnowsThem();
    void terminalsSurvive();
    void theHelperLeavesWhenIdleAndComesBack();
    void noCallIsLostAtTheIdleExit();
    void twoHelpersCannotBe();
    void theEngineFindsItsWayBack();

private:
    static void goOn() { bed::writeFile(u"/run/go-on"_s, {}); }

    /// A job that waits in its template.
    End beginSlow(Operator &may);
};

void TestRestart::initTestCase()
{
    if (!bed::isBed())
        QSKIP("runs in the test bed only: tests/bed/boxyard-bed");
    installTemplate(u"slow"_s, QString::fromLatin1(SlowTemplate));
}

void TestRestart::init()
{
    QFile::remove(u"/run/go-on"_s);
}

void TestRestart::cleanup()
{
    if (!bed::isBed())
        return;
    goOn();
    QVERIFY(workersEnd());
    bed::removeContainers();
}

End TestRestart::beginSlow(Operator &may)
{
    const End begun = may.begin(SlowCreate);
    if (!bed::eventually([&] { return may.log(begun.job).contains(u"waiting"_s); }))
        qWarning("the template does not run: %s", qPrintable(begun.error + begun.detail));
    return begun;
}

void TestRestart::aJobOutlivesItsHelper()
{
    quint64 job = 0;
    {
        Operator may(u"may"_s);
        job = beginSlow(may).job;
        QVERIFY(job != 0);
    }
    const QList<pid_t> before = workersAtWork();
    const pid_t helper = bed::helperPid();
    bed::killHelper();
    Operator may(u"may"_s);
    QVERIFY(bed::helperPid() != helper);
    QVERIFY(workersAtWork().contains(before.constFirst()));
    const JobInfoList jobs = may.jobs();
    QCOMPARE(jobs.size(), 1);
    QCOMPARE(jobs.constFirst().id, job);
    QCOMPARE(jobs.constFirst().uid, bed::user(u"may"_s).uid);
    QCOMPARE(jobs.constFirst().verb, u"create"_s);
    QVERIFY(!jobs.constFirst().finished);
    QVERIFY(may.log(job).contains(u"waiting"_s));
    // Its container is still taken.
    QCOMPARE(may.begin(SlowCreate).error, u"Busy"_s);
    goOn();
    QCOMPARE(may.await({{}, {}, {}, job}).error, QString());
    QCOMPARE(bed::lxcNames(), QStringList{u"slow"_s});
    QCOMPARE(may.start(u"slow"_s).error, QString());
}

void TestRestart::aJobOutlivesTheBus()
{
    quint64 job = 0;
    {
        Operator may(u"may"_s);
        job = beginSlow(may).job;
        QVERIFY(job != 0);
        const pid_t helper = bed::helperPid();
        bed::stopBus();
        QTRY_VERIFY(!QFile::exists(u"/proc/%1/exe"_s.arg(helper)));
        bed::startBus();
    }
    Operator may(u"may"_s);
    QCOMPARE(may.jobs().constLast().id, job);
    QVERIFY(!may.jobs().constLast().finished);
    goOn();
    QCOMPARE(may.await({{}, {}, {}, job}).error, QString());
    QCOMPARE(bed::lxcNames(), QStringList{u"slow"_s});
}

void TestRestart::aJobOutlivesItsClient()
{
    quint64 job = 0;
    {
        Operator may(u"may"_s);
        job = beginSlow(may).job;
    }
    Operator again(u"may"_s);
    QCOMPARE(again.jobs().constLast().id, job);
    Operator other(u"also"_s);
    for (const JobInfo &info : other.jobs())
        QVERIFY(info.id != job);
    goOn();
    QCOMPARE(again.await({{}, {}, {}, job}).error, QString());
}

void TestRestart::aKilledWorkerIsUndone()
{
    Operator may(u"may"_s);
    const End begun = beginSlow(may);
    for (const pid_t pid : workersAtWork())
        ::kill(pid, SIGKILL);
    const End end = may.await(begun);
    QCOMPARE(end.error, u"WorkerCrashed"_s);
    QCOMPARE(bed::lxcNames(), QStringList());
    QCOMPARE(leftovers(), QStringList());
    QCOMPARE(may.list().size(), 0);
    goOn();
    QCOMPARE(may.change(SlowCreate).error, QString());
    QCOMPARE(bed::lxcNames(), QStringList{u"slow"_s});
}

void TestRestart::aKilledHelperAndWorkerAreUndone()
{
    quint64 job = 0;
    {
        Operator may(u"may"_s);
        job = beginSlow(may).job;
    }
    QVERIFY(!leftovers().isEmpty()); // where it builds
    QCOMPARE(bed::lxcNames(), QStringList()); // nobody sees it
    const QList<pid_t> before = workersAtWork();
    bed::killHelper();
    for (const pid_t pid : before)
        ::kill(pid, SIGKILL);
    Operator may(u"may"_s);
    QTRY_COMPARE(leftovers(), QStringList());
    QCOMPARE(bed::lxcNames(), QStringList());
    QTRY_VERIFY(may.jobs().constLast().finished);
    QCOMPARE(may.jobs().constLast().id, job);
    QCOMPARE(may.jobs().constLast().error, u"WorkerCrashed"_s);
    QVERIFY(QDir(u"/var/lib/boxyard/journal"_s).entryList(QDir::Files).isEmpty());
    goOn();
    QCOMPARE(may.change(SlowCreate).error, QString());
    QCOMPARE(bed::lxcNames(), QStringList{u"slow"_s});
}

void TestRestart::jobsEndAsTheirHelperKnowsThem()
{
    // The worker ends while no helper is there to see it.
    quint64 job = 0;
    {
        Operator may(u"may"_s);
        job = beginSlow(may).job;
    }
    bed::killHelper();
    goOn();
    QVERIFY(workersEnd());
    QCOMPARE(bed::helperPid(), 0);
    Operator may(u"may"_s);
    QTRY_VERIFY(may.jobs().constLast().finished);
    QCOMPARE(may.jobs().constLast().id, job);
    QCOMPARE(may.jobs().constLast().error, QString());
    QCOMPARE(may.find(u"slow"_s).state, ContainerState::Stopped);
}

void TestRestart::terminalsSurvive()
{
    int pty = -1;
    {
        Operator may(u"may"_s);
        QCOMPARE(may.create(u"web"_s).error, QString());
        QCOMPARE(may.start(u"web"_s).error, QString());
        QTRY_COMPARE(may.find(u"web"_s).state, ContainerState::Running);
        pty = may.openShell(u"web"_s);
        QVERIFY(pty >= 0);
        type(pty, "secret=four''ty\n");
    }
    bed::killHelper();
    type(pty, "echo $secret-two\n");
    QVERIFY(readUntil(pty, "fourty-two").contains("fourty-two"));
    bed::stopBus();
    bed::startBus();
    type(pty, "echo $secret-three\n");
    QVERIFY(readUntil(pty, "fourty-three").contains("fourty-three"));
    {
        Operator may(u"may"_s);
        QCOMPARE(may.find(u"web"_s).state, ContainerState::Running);
        type(pty, "echo $secret-four\n");
        QVERIFY(readUntil(pty, "fourty-four").contains("fourty-four"));
    }
    close(pty);
    QVERIFY(workersEnd());
}

void TestRestart::theHelperLeavesWhenIdleAndComesBack()
{
    configureHelper(u"[helper]\nidle-seconds = 1\n"_s);
    {
        Operator may(u"may"_s);
        const pid_t helper = bed::helperPid();
        bed::letPass(std::chrono::milliseconds(2500));
        QCOMPARE(bed::helperPid(), helper); // a subscriber keeps it
    }
    QTRY_COMPARE(bed::helperPid(), 0);
    QTRY_COMPARE(bed::run(u"pgrep"_s, {u"-x"_s, u"boxyard-helper"_s}).code, 1);
    Operator may(u"may"_s);
    QVERIFY(bed::helperPid() != 0);
    QCOMPARE(may.list().size(), 0);
}

void TestRestart::noCallIsLostAtTheIdleExit()
{
    configureHelper(u"[helper]\nidle-seconds = 1\n"_s);
    bed::Client may(bed::user(u"may"_s));
    const Call call{u"Containers"_s, u"Start"_s, {Location, u"nobody"_s}};
    QSet<pid_t> helpers;
    int exits = 0;
    QList<QDBusPendingCall> open;
    // Eight calls around each exit, some ms apart, which begin a little earlier or later each time.
    for (int round = 0; round < 50; ++round) {
        QCOMPARE(may.call(call).error, u"NotFound"_s);
        helpers.insert(bed::helperPid());
        bed::letPass(std::chrono::milliseconds(960 + round % 10 * 5));
        for (int i = 0; i < 8; ++i) {
            open.append(may.bus().asyncCall(bed::messageOf(call), 60'000));
            bed::letPass(std::chrono::milliseconds(3 + (round * 7 + i * 11) % 40));
        }
    }
    for (QDBusPendingCall &pending : open) {
        pending.waitForFinished();
        const bed::Reply reply = bed::replyOf(pending.reply());
        if (reply.error != "NotFound"_L1)
            qWarning("%s: %s", qPrintable(reply.error), qPrintable(reply.message));
        QCOMPARE(reply.error, u"NotFound"_s);
        ++exits;
    }
    QCOMPARE(exits, 400);
    qInfo("%lld helpers answered", static_cast<long long>(helpers.size()));
    QVERIFY(helpers.size() > 1); // they really left in between
}

void TestRestart::twoHelpersCannotBe()
{
    Operator may(u"may"_s);
    const QString program = QFile::symLinkTarget(u"/proc/%1/exe"_s.arg(bed::helperPid()));
    QCOMPARE(program, u"/usr/libexec/boxyard/boxyard-helper"_s);
    const pid_t first = bed::helperPid();
    QProcess second;
    second.start(program, QStringList());
    QVERIFY(second.waitForStarted());
    QCOMPARE(may.list().size(), 0);
    QCOMPARE(bed::helperPid(), first);
    second.terminate();
    if (!second.waitForFinished(10000))
        second.kill();
    QCOMPARE(bed::helperPid(), first);
    QCOMPARE(may.list().size(), 0);
}

void TestRestart::theEngineFindsItsWayBack()
{
    configureHelper(u"[helper]\nidle-seconds = 30\n"_s);
    const auto becomesReady = [](const Engine &engine) {
        const bed::AsUser guard(bed::user(u"may"_s)); // who connects
        return bed::eventually([&] { return engine.link() == Engine::Link::Ready; },
                               std::chrono::seconds(60));
    };
    LxcEngine engine;
    QVERIFY(becomesReady(engine));
    CreateSpec spec;
    spec.ref = {Location, u"web"_s};
    Task *made = engine.create(spec);
    QTRY_VERIFY(made->isOver());
    QCOMPARE(made->state(), Task::State::Succeeded);
    QVERIFY(engine.find(spec.ref) != nullptr);

    // A task under way goes on although the helper is killed.
    spec.ref.name = u"slow"_s;
    spec.templateName = u"slow"_s;
    Task *slow = engine.create(spec);
    QTRY_VERIFY(slow->log().contains(u"waiting"_s));
    bed::killHelper();
    QTRY_VERIFY(engine.link() != Engine::Link::Ready);
    QVERIFY(becomesReady(engine));
    QVERIFY(!slow->isOver());
    goOn();
    QTRY_VERIFY(slow->isOver());
    QCOMPARE(slow->state(), Task::State::Succeeded);

    // And the bus.
    bed::stopBus();
    QTRY_VERIFY(engine.link() != Engine::Link::Ready);
    QVERIFY(!explain(engine.linkError()).isEmpty());
    QCOMPARE(engine.snapshot().containers.size(), 2); // the last that was known
    bed::startBus();
    QVERIFY(becomesReady(engine));
    Task *started = engine.start({Location, u"web"_s});
    QTRY_VERIFY(started->isOver());
    QCOMPARE(started->state(), Task::State::Succeeded);
    QCOMPARE(engine.find({Location, u"web"_s})->container.state, ContainerState::Running);
}

QTEST_GUILESS_MAIN(TestRestart)
#include "tst_restart.moc"
