// SPDX-License-Identifier: GPL-2.0-or-later
#include "fakestarter.h"
#include "helper/jobs.h"

#include <QDateTime>
#include <QTest>
#include <QThread>

using namespace boxyard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestJobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fromStartToEnd();
    void failures_data();
    void failures();
    void locks_data();
    void locks();
    void locksLastUntilTheEnd();
    void oneUserRunsAFewAtATime();
    void usersTakeTurns();
    void queuesHaveAnEnd();
    void cancelsAQueuedJob();
    void cancelsARunningJob();
    void cancelOfWhatIsOverOrUnknown();
    void aDeadlineOfAMonitorVerb();
    void aDeadlineOfADurableVerb();
    void cutOffJobsAreRecovered();
    void aFailedRecoveryKeepsTheIntent();
    void whatWasNotStartedIsNotRecovered();
    void recoversAtStartBeforeNewJobs();
    void adopts();
    void remembersSomeJobs();
    void whatWasMadeIsSettled();
    void settlingOneByOne();
    void settlingForAnEarlierHelper();
    void logsHaveAnEnd();
    void holdsTheHelperWhileItWorks();
    void quickJobsPassLongOnes();
    void longJobsLeaveRoom_data();
    void longJobsLeaveRoom();
    void everyUsersFirstCopyRuns();
    void copiesShareTheProcessors();
    void oneCancelEndsASeries();
    void aCancelledSeriesTakesNoMore();
    void aSeriesIsItsUsersOwn();
    void aSeriesOutlivesTheHelper();
    void onlyClonesMeasure();
    void noIdNoJob();

private:
    static ContainerRef ref(const QString &name) { return {u"/var/lib/lxc"_s, name}; }

    static JobRequest start(const QString &name, uint uid = 1000)
    {
        JobRequest request = plainRequest(Verb::Start, ref(name));
        request.uid = uid;
        return request;
    }

    static JobRequest create(const QString &name, uint uid = 1000)
    {
        CreateSpec spec;
        spec.ref = ref(name);
        JobRequest request = createRequest(spec);
        request.uid = uid;
        return request;
    }

    static JobRequest clone(const QString &source, const QString &target)
    {
        JobRequest request = cloneRequest({ref(source), ref(target), CloneMode::Auto});
        request.uid = 1000;
        return request;
    }

    static JobRequest copyOf(const QString &source, const QString &target, uint uid = 1000,
                             const QString &series = {})
    {
        CloneSpec spec;
        spec.source = ref(source);
        spec.target = ref(target);
        spec.mode = CloneMode::Copy;
        spec.series = series;
        JobRequest request = cloneRequest(spec);
        request.uid = uid;
        return request;
    }

    /// With the quotas of a machine, not of a test.
    void useUsualQuotas()
    {
        m_jobs = std::make_unique<Jobs>(*m_starter, Quotas(), *m_activity);
        connect(m_jobs.get(), &Jobs::measured, this, [this] { m_heard += u"measured"_s; });
    }

    [[nodiscard]] int running(const QString &verb) const
    {
        return static_cast<int>(
            std::count_if(m_starter->runs.cbegin(), m_starter->runs.cend(),
                          [&verb](const auto &run) { return run && run->verb() == verb; }));
    }

    /// The one of this verb that has not ended.
    [[nodiscard]] FakeRun *runOfVerb(const QString &verb) const
    {
        const auto found = std::find_if(m_starter->runs.cbegin(), m_starter->runs.cend(),
                                        [&verb](const auto &run) { return run && run->verb() == verb; });
        return found == m_starter->runs.cend() ? nullptr : found->data();
    }

    quint64 submitted(const JobRequest &request)
    {
        const auto id = m_jobs->submit(request);
        return id ? *id : 0;
    }

    /// Lets queued starts and deletions happen.
    static void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }

    /// A started job of a container.
    FakeRun *begun(const JobRequest &request)
    {
        m_id = submitted(request);
        settle();
        return m_starter->runOf(request.target.name);
    }

    QString errorOf(quint64 id) const { return m_jobs->find(id)->error; }

    std::unique_ptr<Activity> m_activity;
    std::unique_ptr<FakeStarter> m_starter;
    std::unique_ptr<Jobs> m_jobs;
    QStringList m_heard;
    quint64 m_id = 0;
};

void TestJobs::init()
{
    m_jobs.reset();
    m_activity = std::make_unique<Activity>();
    m_starter = std::make_unique<FakeStarter>();
    Quotas quotas;
    quotas.running = 2;
    quotas.queued = 5;
    quotas.runningOfAll = 3;
    m_jobs = std::make_unique<Jobs>(*m_starter, quotas, *m_activity);
    m_heard.clear();
    connect(m_jobs.get(), &Jobs::added, this,
            [this](const JobInfo &job) { m_heard += u"added "_s + job.verb; });
    connect(m_jobs.get(), &Jobs::progressed, this, [this](const JobInfo &job) { m_heard += job.step; });
    connect(m_jobs.get(), &Jobs::logged, this,
            [this](const JobInfo &, const QString &line) { m_heard += line; });
    connect(m_jobs.get(), &Jobs::finished, this,
            [this](const JobInfo &job) { m_heard += u"finished "_s + job.error; });
}

void TestJobs::fromStartToEnd()
{
    const quint64 id = submitted(create(u"web"_s));
    QCOMPARE(id, 1ULL);
    QCOMPARE(m_starter->runs.size(), 0); // its id is told before it begins
    QCOMPARE(m_jobs->find(id)->step, u"queued"_s);
    settle();
    FakeRun *run = m_starter->runOf(u"web"_s);
    QVERIFY(run != nullptr);
    QVERIFY(run->spec.durable);
    QCOMPARE(run->spec.id, id);
    const QJsonObject expected = {{u"version"_s, 1},
                                  {u"id"_s, 1},
                                  {u"uid"_s, 1000},
                                  {u"verb"_s, u"create"_s},
                                  {u"location"_s, u"/var/lib/lxc"_s},
                                  {u"name"_s, u"web"_s},
                                  {u"template"_s, u"busybox"_s},
                                  {u"options"_s, QJsonObject()},
                                  {u"store"_s, u"auto"_s},
                                  {u"privileged"_s, false}};
    QCOMPARE(run->spec.request, expected);
    run->progress(0.5, u"template"_s);
    run->log(u"a line"_s);
    QCOMPARE(m_jobs->find(id)->progress, 0.5);
    run->succeed();
    QCOMPARE(m_heard,
             QStringList({u"added create"_s, u"preparing"_s, u"template"_s, u"a line"_s, u"finished "_s}));
    QVERIFY(m_jobs->find(id)->finished);
    QCOMPARE(m_jobs->find(id)->progress, 1.0);
    QCOMPARE(m_jobs->log(id), QStringList{u"a line"_s});
}

void TestJobs::whatWasMadeIsSettled()
{
    FakeRun *run = begun(clone(u"web"_s, u"copy"_s));
    run->succeed();
    QVERIFY(m_jobs->find(m_id)->finished);
    FakeRun *settling = m_starter->runs.constLast();
    QCOMPARE(settling->verb(), u"settle"_s);
    QVERIFY(!settling->spec.durable);
    const QJsonObject intent = settling->spec.request.value("intent"_L1).toObject();
    QCOMPARE(intent.value("id"_L1).toInteger(), static_cast<qint64>(m_id));
    QCOMPARE(intent.value("targetName"_L1).toString(), u"copy"_s);
    QVERIFY(m_starter->concluded.isEmpty()); // the intent lasts until all is on the disk
    QCOMPARE(m_activity->count(), 1); // and the helper too
    // Nobody has to wait for that.
    QVERIFY(m_jobs->submit(start(u"copy"_s)));
    settling->succeed();
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    QVERIFY(m_starter->concluded.constFirst().durable && !m_starter->concluded.constFirst().error);
}

void TestJobs::settlingOneByOne()
{
    begun(create(u"a"_s))->succeed();
    const quint64 first = m_id;
    begun(create(u"b"_s))->succeed();
    QCOMPARE(running(u"settle"_s), 1);
    runOfVerb(u"settle"_s)->crash(u"signal 9"_s); // its intent stays for the next helper
    settle();
    QVERIFY(m_starter->concluded.isEmpty());
    QCOMPARE(running(u"settle"_s), 1);
    runOfVerb(u"settle"_s)->succeed();
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    settle();
    QVERIFY(m_id != first);
    QCOMPARE(m_activity->count(), 0);
}

void TestJobs::settlingForAnEarlierHelper()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_jobs->remember(7, create(u"web"_s), now, {}, {}, true);
    QCOMPARE(running(u"settle"_s), 1);
    m_jobs->remember(8, create(u"gone"_s), now, refuse(ErrorCode::NoSpace, u"gone"_s), {}, true);
    m_jobs->remember(9, plainRequest(Verb::Delete, ref(u"old"_s)), now, {}, {}, true);
    QCOMPARE(running(u"settle"_s), 1); // the others have made nothing
    QCOMPARE(m_starter->concluded.size(), 2);
    runOfVerb(u"settle"_s)->succeed();
    QCOMPARE(m_starter->concluded.size(), 3);
    QCOMPARE(m_starter->concluded.constLast().id, 7ULL);
}

void TestJobs::failures_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("detail");
    QTest::newRow("its own error") << u"fail"_s << u"StartFailed"_s << u"no init"_s;
    QTest::newRow("a crash") << u"crash"_s << u"WorkerCrashed"_s << u"signal 11"_s;
    QTest::newRow("it could not be started") << u"never"_s << u"NoSpace"_s << u"full"_s;
}

void TestJobs::failures()
{
    QFETCH(QString, how);
    QFETCH(QString, error);
    QFETCH(QString, detail);
    FakeRun *run = begun(start(u"web"_s));
    if (how == u"fail"_s)
        run->fail({ErrorCode::StartFailed, u"web"_s, u"no init"_s});
    else if (how == u"crash"_s)
        run->crash(u"signal 11"_s);
    else
        run->neverStart({ErrorCode::NoSpace, u"/run"_s, u"full"_s});
    QCOMPARE(errorOf(m_id), error);
    QCOMPARE(m_jobs->find(m_id)->detail, detail);
    // What it could not write itself is written for a later helper.
    QCOMPARE(m_starter->concluded.constFirst().error.has_value(), how != u"fail"_s);
}

void TestJobs::locks_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QString>("busyWith"); // empty: both may run
    // What a number means stands in locks().
    QTest::newRow("start and stop") << 0 << 1 << u"start"_s;
    QTest::newRow("two containers") << 0 << 2 << QString();
    QTest::newRow("two clones of one") << 3 << 4 << QString();
    QTest::newRow("a clone of what starts") << 0 << 3 << u"start"_s;
    QTest::newRow("start of what is cloned") << 3 << 0 << u"clone"_s;
    QTest::newRow("create what is a clone's target") << 3 << 5 << u"clone"_s;
    QTest::newRow("rename to what is being made") << 5 << 6 << u"create"_s;
    QTest::newRow("create what something is renamed to") << 6 << 5 << u"rename"_s;
}

void TestJobs::locks()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(QString, busyWith);
    StopSpec stop;
    stop.ref = ref(u"web"_s);
    const QList<JobRequest> requests = {start(u"web"_s),
                                        stopRequest(Verb::Stop, stop),
                                        start(u"mail"_s),
                                        clone(u"web"_s, u"copy"_s),
                                        clone(u"web"_s, u"copy2"_s),
                                        create(u"copy"_s),
                                        renameRequest({ref(u"web"_s), u"copy"_s})};
    QVERIFY(m_jobs->submit(requests.at(first)));
    const auto id = m_jobs->submit(requests.at(second));
    QCOMPARE(id.has_value(), busyWith.isEmpty());
    if (!id) {
        QCOMPARE(id.error().code, ErrorCode::Busy);
        QCOMPARE(id.error().detail, busyWith);
    }
}

void TestJobs::locksLastUntilTheEnd()
{
    FakeRun *run = begun(start(u"web"_s));
    QVERIFY(!m_jobs->submit(start(u"web"_s)));
    run->succeed();
    QVERIFY(m_jobs->submit(start(u"web"_s)));
    // The same name in another location is another container.
    JobRequest elsewhere = start(u"web"_s);
    elsewhere.target.location = u"/srv/lxc"_s;
    QVERIFY(m_jobs->submit(elsewhere));
}

void TestJobs::oneUserRunsAFewAtATime()
{
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        QVERIFY(m_jobs->submit(start(name)));
    settle();
    QCOMPARE(m_starter->running(), 2);
    m_starter->runOf(u"a"_s)->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"c"_s) != nullptr);
}

void TestJobs::usersTakeTurns()
{
    // Three run in all. The first user comes first with many.
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_jobs->submit(start(u"a%1"_s.arg(i), 1)));
    QVERIFY(m_jobs->submit(start(u"b"_s, 2)));
    QVERIFY(m_jobs->submit(start(u"c"_s, 3)));
    settle();
    QCOMPARE(m_starter->running(), 3);
    QVERIFY(m_starter->runOf(u"a0"_s) && m_starter->runOf(u"b"_s) && m_starter->runOf(u"c"_s));
    m_starter->runOf(u"b"_s)->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"a1"_s));
}

void TestJobs::queuesHaveAnEnd()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(m_jobs->submit(start(u"a%1"_s.arg(i), 1)));
    const auto id = m_jobs->submit(start(u"one-too-many"_s, 1));
    QVERIFY(!id);
    QCOMPARE(id.error(), (Error{ErrorCode::LimitExceeded, u"jobs"_s, u"5"_s}));
    QVERIFY(m_jobs->submit(start(u"another-users"_s, 2)));
    // A refused one holds nothing.
    QVERIFY(m_jobs->submit(start(u"one-too-many"_s, 2)));
}

void TestJobs::cancelsAQueuedJob()
{
    const quint64 id = submitted(start(u"web"_s));
    QVERIFY(m_jobs->cancel(id));
    QCOMPARE(errorOf(id), u"Cancelled"_s);
    settle();
    QCOMPARE(m_starter->runs.size(), 0);
    QVERIFY(m_jobs->submit(start(u"web"_s)));
}

void TestJobs::cancelsARunningJob()
{
    FakeRun *run = begun(create(u"web"_s));
    QVERIFY(m_jobs->cancel(m_id));
    QCOMPARE(run->terminated, 1);
    QVERIFY(m_jobs->cancel(m_id)); // once is enough
    QCOMPARE(run->terminated, 1);
    QVERIFY(!m_jobs->find(m_id)->finished);
    run->fail({ErrorCode::Cancelled, u"web"_s, {}});
    QCOMPARE(errorOf(m_id), u"Cancelled"_s);
    QCOMPARE(m_starter->runs.size(), 1); // it undid what it had begun: nothing to recover
}

void TestJobs::cancelOfWhatIsOverOrUnknown()
{
    FakeRun *run = begun(start(u"web"_s));
    run->succeed();
    QVERIFY(m_jobs->cancel(m_id));
    QCOMPARE(errorOf(m_id), QString());
    QCOMPARE(m_jobs->cancel(4711).error().code, ErrorCode::NotFound);
}

void TestJobs::aDeadlineOfAMonitorVerb()
{
    FakeRun *run = begun(start(u"web"_s));
    QCOMPARE(run->spec.deadline, std::chrono::milliseconds(60s));
    run->setDeadline(10ms);
    QTRY_COMPARE(run->killed, 1);
    QCOMPARE(errorOf(m_id), u"NotResponding"_s);
    QCOMPARE(m_jobs->find(m_id)->object, u"web"_s);
}

void TestJobs::aDeadlineOfADurableVerb()
{
    FakeRun *run = begun(create(u"web"_s));
    run->setDeadline(10ms);
    QTRY_VERIFY(m_starter->runs.size() == 2);
    QVERIFY(!m_jobs->find(m_id)->finished); // it is recovered first
    FakeRun *recovery = m_starter->runs.constLast();
    QCOMPARE(recovery->verb(), u"recover"_s);
    recovery->succeed();
    QCOMPARE(errorOf(m_id), u"TimedOut"_s);
    QCOMPARE(m_jobs->find(m_id)->detail, u"3600 s"_s);
}

void TestJobs::cutOffJobsAreRecovered()
{
    FakeRun *run = begun(clone(u"web"_s, u"copy"_s));
    run->crash(u"signal 9"_s);
    QVERIFY(!m_jobs->find(m_id)->finished);
    QCOMPARE(m_jobs->find(m_id)->step, u"undoing"_s);
    QVERIFY(!m_jobs->submit(create(u"copy"_s))); // still held
    FakeRun *recovery = m_starter->runs.constLast();
    QCOMPARE(recovery->verb(), u"recover"_s);
    QVERIFY(!recovery->spec.durable);
    const QJsonObject intent = recovery->spec.request.value("intent"_L1).toObject();
    QCOMPARE(intent.value("id"_L1).toInteger(), static_cast<qint64>(m_id));
    QCOMPARE(intent.value("verb"_L1).toString(), u"clone"_s);
    QCOMPARE(intent.value("targetName"_L1).toString(), u"copy"_s);
    QVERIFY(m_starter->concluded.isEmpty()); // the intent lasts until it is recovered
    recovery->succeed();
    QCOMPARE(errorOf(m_id), u"WorkerCrashed"_s);
    QCOMPARE(m_starter->concluded.size(), 1);
    QCOMPARE(m_starter->concluded.constFirst().id, m_id);
    QVERIFY(m_starter->concluded.constFirst().error);
    QVERIFY(m_jobs->submit(create(u"copy"_s)));
}

void TestJobs::aFailedRecoveryKeepsTheIntent()
{
    begun(create(u"web"_s))->crash(u"signal 9"_s);
    m_starter->runs.constLast()->fail({ErrorCode::ReadOnlyStore, u"/var/lib/lxc"_s, {}});
    QCOMPARE(errorOf(m_id), u"WorkerCrashed"_s);
    QVERIFY(m_starter->concluded.isEmpty());
    QCOMPARE(m_jobs->log(m_id).size(), 1);
}

void TestJobs::whatWasNotStartedIsNotRecovered()
{
    begun(create(u"web"_s))->neverStart({ErrorCode::NoSpace, u"/var/lib/boxyard"_s, {}});
    QCOMPARE(errorOf(m_id), u"NoSpace"_s);
    QCOMPARE(m_starter->runs.size(), 1);
}

void TestJobs::recoversAtStartBeforeNewJobs()
{
    m_starter->lastId = 10;
    m_jobs->recover(7, create(u"old"_s), 1'000);
    m_jobs->holdUntilRecovered(10min);
    const quint64 id = submitted(start(u"new"_s));
    settle();
    QCOMPARE(m_starter->running(), 1);
    QVERIFY(!m_jobs->submit(start(u"old"_s))); // busy
    m_starter->runs.constFirst()->succeed();
    settle();
    QCOMPARE(errorOf(7), u"WorkerCrashed"_s);
    QVERIFY(m_starter->runOf(u"new"_s) != nullptr);
    QCOMPARE(m_jobs->find(id)->step, u"preparing"_s);
}

void TestJobs::adopts()
{
    RunSpec spec;
    spec.id = 7;
    auto *run = new FakeRun(spec, this);
    m_jobs->adopt(7, create(u"old"_s, 1234), QDateTime::currentMSecsSinceEpoch() - 5'000, run);
    QCOMPARE(m_jobs->find(7)->uid, 1234U);
    QVERIFY(!m_jobs->submit(start(u"old"_s)));
    run->progress(0.9, u"configure"_s);
    QCOMPARE(m_jobs->find(7)->progress, 0.9);
    QVERIFY(m_jobs->cancel(7));
    QCOMPARE(run->terminated, 1);
    run->succeed(); // too late for the cancel
    QCOMPARE(errorOf(7), QString());
    QVERIFY(m_jobs->submit(start(u"old"_s)));
}

void TestJobs::remembersSomeJobs()
{
    for (quint64 id = 1; id <= Jobs::KeptJobs + 3; ++id)
        m_jobs->remember(id, start(u"web"_s), QDateTime::currentMSecsSinceEpoch(), {}, {u"line"_s}, false);
    QCOMPARE(m_jobs->list({}).size(), Jobs::KeptJobs);
    QCOMPARE(m_starter->forgotten, QList<quint64>({1, 2, 3}));
    QVERIFY(m_jobs->find(3) == nullptr);
    // Older than an hour: gone at once.
    m_jobs->remember(900, start(u"web"_s), QDateTime::currentMSecsSinceEpoch() - 2 * 3'600'000, {}, {},
                     false);
    QVERIFY(m_jobs->find(900) == nullptr);
    QCOMPARE(m_jobs->list(1000).size(), Jobs::KeptJobs);
    QCOMPARE(m_jobs->list(2000).size(), 0);
    QCOMPARE(m_activity->count(), 0);
}

void TestJobs::logsHaveAnEnd()
{
    FakeRun *run = begun(start(u"web"_s));
    for (int i = 0; i < Jobs::LogLimit + 10; ++i)
        run->log(QString::number(i));
    QCOMPARE(m_jobs->log(m_id).size(), Jobs::LogLimit);
    QCOMPARE(m_jobs->log(m_id).constFirst(), u"10"_s);
}

void TestJobs::holdsTheHelperWhileItWorks()
{
    QCOMPARE(m_activity->count(), 0);
    FakeRun *run = begun(start(u"web"_s));
    QCOMPARE(m_activity->count(), 1);
    run->succeed();
    QCOMPARE(m_activity->count(), 0);
}

void TestJobs::noIdNoJob()
{
    m_starter->idError = Error{ErrorCode::NoSpace, u"/run/boxyard"_s, {}};
    const auto id = m_jobs->submit(start(u"web"_s));
    QVERIFY(!id);
    QCOMPARE(id.error().code, ErrorCode::NoSpace);
    m_starter->idError.reset();
    QVERIFY(m_jobs->submit(start(u"web"_s))); // nothing is held
}

void TestJobs::quickJobsPassLongOnes()
{
    useUsualQuotas();
    for (uint uid = 1; uid <= 5; ++uid) {
        for (int i = 0; i < 20; ++i)
            QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"c%1-%2"_s.arg(uid).arg(i), uid)));
    }
    settle();
    const int copies = m_starter->running();
    QVERIFY(copies >= 1 && copies <= 4);
    // A newcomer's, and that of one who copies himself.
    QVERIFY(m_jobs->submit(start(u"mail"_s, 6)));
    QVERIFY(m_jobs->submit(start(u"db"_s, 1)));
    JobRequest snapshot = cloneRequest({ref(u"web"_s), ref(u"snap"_s), CloneMode::Snapshot, false, {}});
    snapshot.uid = 2;
    QVERIFY(m_jobs->submit(snapshot));
    settle();
    QVERIFY(m_starter->runOf(u"mail"_s) && m_starter->runOf(u"db"_s));
    QCOMPARE(m_starter->running(), copies + 3);
    QCOMPARE(running(u"clone"_s), copies + 1);
}

void TestJobs::longJobsLeaveRoom_data()
{
    QTest::addColumn<JobRequest>("first");
    QTest::addColumn<JobRequest>("second");
    QTest::addColumn<JobRequest>("third");
    QTest::newRow("creations") << create(u"a"_s) << create(u"b"_s) << create(u"c"_s);
    QTest::newRow("deletions") << plainRequest(Verb::Delete, ref(u"a"_s))
                               << plainRequest(Verb::Delete, ref(u"b"_s))
                               << plainRequest(Verb::Delete, ref(u"c"_s));
    QTest::newRow("each kind") << create(u"a"_s) << plainRequest(Verb::Delete, ref(u"b"_s))
                               << copyOf(u"c"_s, u"d"_s);
}

void TestJobs::longJobsLeaveRoom()
{
    QFETCH(JobRequest, first);
    QFETCH(JobRequest, second);
    QFETCH(JobRequest, third);
    useUsualQuotas();
    for (JobRequest *request : {&first, &second, &third}) {
        request->uid = 1000;
        QVERIFY(m_jobs->submit(*request));
    }
    settle();
    QCOMPARE(m_starter->running(), 2); // of four
    m_starter->runs.constFirst()->succeed();
    settle();
    QVERIFY(m_starter->runOf(u"c"_s) != nullptr);
}

void TestJobs::everyUsersFirstCopyRuns()
{
    useUsualQuotas();
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"a%1"_s.arg(i), 1)));
    settle();
    const int alone = m_starter->running();
    QCOMPARE(alone, std::clamp(QThread::idealThreadCount(), 1, 2));
    QVERIFY(m_jobs->submit(copyOf(u"mail"_s, u"b"_s, 2)));
    settle();
    QCOMPARE(m_starter->running(), alone + 1);
    QVERIFY(m_starter->runOf(u"mail"_s) != nullptr);
}

void TestJobs::copiesShareTheProcessors()
{
    useUsualQuotas();
    const int processors = QThread::idealThreadCount();
    const auto threadsOf = [](const FakeRun *run) { return run->spec.request.value("threads"_L1).toInt(); };
    QCOMPARE(threadsOf(begun(copyOf(u"web"_s, u"alone"_s))), processors);
    m_starter->runOf(u"web"_s)->succeed();
    settle();
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"a%1"_s.arg(i))));
    settle();
    int threads = 0;
    for (const auto &run : std::as_const(m_starter->runs)) {
        if (run)
            threads += threadsOf(run);
    }
    QVERIFY2(threads >= 1 && threads <= std::max(processors, m_starter->running()),
             qPrintable(QString::number(threads)));
}

void TestJobs::oneCancelEndsASeries()
{
    useUsualQuotas();
    QList<quint64> ids;
    for (int i = 0; i < 10; ++i)
        ids.append(submitted(copyOf(u"web"_s, u"n%1"_s.arg(i), 1000, u"s"_s)));
    const quint64 alone = submitted(copyOf(u"mail"_s, u"mail2"_s));
    const quint64 other = submitted(copyOf(u"mail"_s, u"mail3"_s, 1000, u"t"_s));
    settle();
    QCOMPARE(m_jobs->find(ids.at(0))->series, u"s"_s);
    m_starter->runs.constFirst()->succeed();
    settle();
    const qsizetype begun = m_starter->runs.size();
    QVERIFY(m_jobs->cancelSeries(ids.at(7))); // any of them stands for all
    settle();
    QCOMPARE(errorOf(ids.at(0)), QString());
    for (int i = 1; i < 10; ++i) {
        const JobInfo *job = m_jobs->find(ids.at(i));
        if (job->finished)
            QCOMPARE(job->error, u"Cancelled"_s);
    }
    for (const auto &run : std::as_const(m_starter->runs)) {
        if (run && run->spec.request.value("series"_L1).toString() == u"s"_s) {
            QCOMPARE(run->terminated, 1);
            run->fail({ErrorCode::Cancelled, u"web"_s, {}});
        }
    }
    settle();
    for (int i = 1; i < 10; ++i)
        QCOMPARE(errorOf(ids.at(i)), u"Cancelled"_s);
    for (qsizetype i = begun; i < m_starter->runs.size(); ++i)
        QVERIFY(m_starter->runs.at(i)->spec.request.value("series"_L1).toString() != u"s"_s);
    QCOMPARE(errorOf(alone), QString());
    QCOMPARE(errorOf(other), QString());
    QCOMPARE(m_jobs->cancelSeries(alone).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(m_jobs->cancelSeries(4711).error().code, ErrorCode::NotFound);
}

void TestJobs::aCancelledSeriesTakesNoMore()
{
    const quint64 id = submitted(copyOf(u"web"_s, u"a"_s, 1000, u"s"_s));
    QVERIFY(m_jobs->cancelSeries(id));
    const auto late = m_jobs->submit(copyOf(u"web"_s, u"b"_s, 1000, u"s"_s));
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Cancelled);
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"b"_s, 1000, u"t"_s)));
    // Its memory has an end.
    for (qsizetype i = 0; i < Jobs::KeptSeries; ++i) {
        const quint64 other = submitted(copyOf(u"web"_s, u"c"_s, 1000, u"o%1"_s.arg(i)));
        QVERIFY(m_jobs->cancelSeries(other));
    }
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"d"_s, 1000, u"s"_s)));
}

void TestJobs::aSeriesIsItsUsersOwn()
{
    const quint64 mine = submitted(copyOf(u"web"_s, u"a"_s, 1, u"s"_s));
    const quint64 theirs = submitted(copyOf(u"web"_s, u"b"_s, 2, u"s"_s));
    QVERIFY(m_jobs->cancelSeries(mine));
    QCOMPARE(errorOf(mine), u"Cancelled"_s);
    QVERIFY(!m_jobs->find(theirs)->finished);
    QVERIFY(m_jobs->submit(copyOf(u"web"_s, u"c"_s, 2, u"s"_s)));
}

void TestJobs::aSeriesOutlivesTheHelper()
{
    const JobRequest request = copyOf(u"web"_s, u"a"_s, 1000, u"s"_s);
    const auto again = jobRequestFrom(workerRequest(request, 7));
    QVERIFY(again);
    QCOMPARE(again->series, u"s"_s);
    RunSpec spec;
    spec.id = 7;
    auto *run = new FakeRun(spec, this);
    m_jobs->adopt(7, *again, QDateTime::currentMSecsSinceEpoch(), run);
    QCOMPARE(m_jobs->find(7)->series, u"s"_s);
    QVERIFY(m_jobs->cancelSeries(7));
    QCOMPARE(run->terminated, 1);
    run->fail({ErrorCode::Cancelled, u"web"_s, {}});
}

void TestJobs::onlyClonesMeasure()
{
    useUsualQuotas();
    Report report;
    report.kind = Report::Kind::Measured;
    begun(start(u"mail"_s))->tell(report);
    QVERIFY(!m_heard.contains(u"measured"_s));
    begun(copyOf(u"web"_s, u"a"_s))->tell(report);
    QVERIFY(m_heard.contains(u"measured"_s));
}

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
