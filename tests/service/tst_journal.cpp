// SPDX-License-Identifier: GPL-2.0-or-later
#include "helper/jobrequest.h"
#include "helper/journal.h"
#include "helper/resumption.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// Holds a request file's lock as a worker does: by an inherited open file.
class Holder
{
public:
    explicit Holder(int fd)
        : m_pid(::fork())
    {
        if (m_pid == 0) {
            ::dup2(fd, 3);
            for (;;)
                ::pause();
        }
    }

    ~Holder() { end(); }

    Holder(const Holder &) = delete;
    Holder &operator=(const Holder &) = delete;

    void end()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        m_pid = 0;
    }

private:
    pid_t m_pid;
};

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void idsNeverRepeat();
    void idsAfterARestartOfTheMachine();
    void writesAndLocks_data();
    void writesAndLocks();
    void locksLastAsLongAsTheHolder();
    void scansInOrder();
    void intentsBeforeTheirCopies();
    void brokenRequestsArePutAside();
    void halfWrittenRequestsAreRemoved();
    void foldersOfOthersAreRefused();
    void aFullOrMissingFolder();
    void fates_data();
    void fates();
    void requestsGoThereAndBack_data();
    void requestsGoThereAndBack();

private:
    [[nodiscard]] QString run() const { return m_folder->filePath(u"run"_s); }

    [[nodiscard]] QString state() const { return m_folder->filePath(u"state"_s); }

    static QJsonObject request(const QString &verb = u"create"_s)
    {
        return requestHead(1, 1000, verb, {u"/var/lib/lxc"_s, u"web"_s});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestJournal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestJournal::idsNeverRepeat()
{
    quint64 last = 0;
    for (int helper = 0; helper < 3; ++helper) {
        Journal journal(run(), state());
        QVERIFY(journal.prepare());
        for (int i = 0; i < 100; ++i) {
            const auto id = journal.nextId();
            QVERIFY(id);
            QVERIFY(*id > last);
            last = *id;
        }
    }
}

void TestJournal::idsAfterARestartOfTheMachine()
{
    {
        Journal journal(run(), state());
        QVERIFY(journal.prepare());
        QVERIFY(journal.write(500, request(), true));
    }
    QVERIFY(QDir(run()).removeRecursively());
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    QCOMPARE(journal.scan().size(), 1);
    const auto id = journal.nextId();
    QVERIFY(id);
    QVERIFY(*id > 500);
}

void TestJournal::writesAndLocks_data()
{
    QTest::addColumn<bool>("durable");
    QTest::newRow("a request in the run folder") << false;
    QTest::newRow("an intent on disk") << true;
}

void TestJournal::writesAndLocks()
{
    QFETCH(bool, durable);
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    auto file = journal.write(7, request(), durable);
    QVERIFY(file);
    const QString path = journal.requestPath(7, durable);
    QVERIFY(path.startsWith(durable ? state() : run()));

    struct stat about {
    };

    QCOMPARE(::stat(QFile::encodeName(path).constData(), &about), 0);
    QCOMPARE(about.st_mode & 0777U, 0600U);
    QVERIFY(isLocked(path));
    // It is the worker's to read, from its beginning.
    QFile reader;
    QVERIFY(reader.open(file->get(), QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(reader.readAll()).object(), request());
    reader.close();
    file->reset();
    QVERIFY(!isLocked(path));
    journal.removeIntent(7);
    journal.removeRun(7);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(journal.scan().size(), 0);
}

void TestJournal::locksLastAsLongAsTheHolder()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    auto file = journal.write(7, request(), true);
    QVERIFY(file);
    Holder holder(file->get());
    file->reset(); // the helper's own end
    QCOMPARE(journal.scan().constFirst().alive, true);
    holder.end();
    QCOMPARE(journal.scan().constFirst().alive, false);
}

void TestJournal::scansInOrder()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    for (const quint64 id : {100, 9, 20})
        QVERIFY(journal.write(id, request(), id == 20));
    QList<quint64> ids;
    for (const Journal::Found &found : journal.scan())
        ids.append(found.id);
    QCOMPARE(ids, QList<quint64>({9, 20, 100}));
}

void TestJournal::intentsBeforeTheirCopies()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    QVERIFY(journal.write(7, request(), true));
    QCOMPARE(journal.scan().size(), 1);
    QVERIFY(journal.scan().constFirst().durable);
    journal.removeIntent(7);
    // The copy in the run folder tells later helpers what the job was.
    QCOMPARE(journal.scan().size(), 1);
    QVERIFY(!journal.scan().constFirst().durable);
}

void TestJournal::brokenRequestsArePutAside()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    QFile file(journal.requestPath(7, true));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"version\": 1, \"id\"");
    file.close();
    QCOMPARE(journal.scan().size(), 0);
    QVERIFY(!file.exists());
    QVERIFY(QFile::exists(file.fileName() + u".broken"_s));
    QCOMPARE(journal.scan().size(), 0);
}

void TestJournal::halfWrittenRequestsAreRemoved()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    QFile file(journal.requestPath(7, true) + u".new"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{");
    file.close();
    QCOMPARE(journal.scan().size(), 0);
    QVERIFY(!file.exists());
}

void TestJournal::foldersOfOthersAreRefused()
{
    QVERIFY(QDir().mkpath(run()));
    QCOMPARE(::chmod(QFile::encodeName(run()).constData(), 0777), 0);
    QVERIFY(!Journal(run(), state()).prepare());
    QCOMPARE(::chmod(QFile::encodeName(run()).constData(), 0700), 0);
    QVERIFY(Journal(run(), state()).prepare());
    const QString link = m_folder->filePath(u"link"_s);
    QVERIFY(QFile::link(run(), link));
    QVERIFY(!Journal(link, state()).prepare());
}

void TestJournal::aFullOrMissingFolder()
{
    Journal journal(run(), state());
    QVERIFY(journal.prepare());
    QVERIFY(QDir(state()).removeRecursively());
    const auto file = journal.write(7, request(), true);
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Failed);
    QVERIFY(!file.error().detail.isEmpty());
}

void TestJournal::fates_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<bool>("durable");
    QTest::addColumn<bool>("alive");
    QTest::addColumn<bool>("finished");
    QTest::addColumn<Fate>("fate");
    QTest::newRow("a clone at work") << u"delete"_s << true << true << false << Fate::Adopt;
    QTest::newRow("one that is about to exit") << u"delete"_s << true << true << true << Fate::Adopt;
    QTest::newRow("cut off") << u"delete"_s << true << false << false << Fate::Recover;
    QTest::newRow("ended while nobody looked") << u"delete"_s << true << false << true << Fate::Remember;
    QTest::newRow("ended and concluded") << u"delete"_s << false << false << true << Fate::Remember;
    QTest::newRow("a start at work") << u"start"_s << false << true << false << Fate::Adopt;
    QTest::newRow("a start that was cut off") << u"start"_s << false << false << false << Fate::Lost;
    QTest::newRow("an open shell") << u"shell"_s << false << true << false << Fate::AdoptTerminal;
    QTest::newRow("a closed shell") << u"shell"_s << false << false << true << Fate::Discard;
    QTest::newRow("an inspect at work") << u"inspect"_s << false << true << false << Fate::End;
    QTest::newRow("an old inspect") << u"inspect"_s << false << false << true << Fate::Discard;
    QTest::newRow("a recovery at work") << u"recover"_s << false << true << false << Fate::End;
    QTest::newRow("an old recovery") << u"recover"_s << false << false << false << Fate::Discard;
    QTest::newRow("nonsense") << u"explode"_s << false << false << false << Fate::Discard;
}

void TestJournal::fates()
{
    QFETCH(QString, verb);
    QFETCH(bool, durable);
    QFETCH(bool, alive);
    QFETCH(bool, finished);
    QFETCH(Fate, fate);
    Journal::Found found;
    found.id = 7;
    found.request = request(verb);
    found.durable = durable;
    found.alive = alive;
    QCOMPARE(fateOf(found, finished), fate);
}

void TestJournal::requestsGoThereAndBack_data()
{
    QTest::addColumn<JobRequest>("request");
    const ContainerRef web{u"/var/lib/lxc"_s, u"web"_s};
    CreateSpec create;
    create.ref = web;
    create.options = {{u"release"_s, u"trixie"_s}};
    create.privileged = true;
    StopSpec stop;
    stop.ref = web;
    stop.mode = StopMode::Kill;
    stop.timeout = std::chrono::seconds(77);
    QTest::newRow("create") << createRequest(create);
    QTest::newRow("clone") << cloneRequest({web, {u"/srv/lxc"_s, u"copy"_s}, CloneMode::Snapshot});
    QTest::newRow("start") << plainRequest(Verb::Start, web);
    QTest::newRow("stop") << stopRequest(Verb::Stop, stop);
    QTest::newRow("restart") << stopRequest(Verb::Restart, stop);
    QTest::newRow("rename") << renameRequest({web, u"mail"_s});
    QTest::newRow("delete") << plainRequest(Verb::Delete, web);
}

void TestJournal::requestsGoThereAndBack()
{
    QFETCH(JobRequest, request);
    request.uid = 4'000'000'000U;
    const auto back = jobRequestFrom(workerRequest(request, 99));
    QVERIFY(back);
    QCOMPARE(back->verb, request.verb);
    QCOMPARE(back->uid, request.uid);
    QCOMPARE(back->target, request.target);
    QCOMPARE(back->result, request.result);
    QCOMPARE(back->keys, request.keys);
    QCOMPARE(back->deadline, request.deadline);
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
