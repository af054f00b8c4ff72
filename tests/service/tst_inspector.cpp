// SPDX-License-Identifier: GPL-2.0-or-later
#include "fakestarter.h"
#include "helper/hostfacts.h"
#include "helper/inspector.h"

#include <QJsonArray>
#include <QTest>

using namespace boxyard;
using namespace Qt::StringLiterals;

/// The two that ask workers for facts: of configs, and of the machine.
class TestInspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init() { m_starter = std::make_unique<FakeStarter>(); }

    void readsABatch();
    void aConfigThatHangsIsLeftOut();
    void manyThatHangEnd();
    void aWorkerThatCanNotStart();
    void foreignNamesAreNotBelieved();
    void twoAtATime();
    void hostIsKept();
    void hostFails();

private:
    void answer(FakeRun *run, const QString &name)
    {
        Report report;
        report.kind = Report::Kind::Container;
        report.container.name = name;
        run->tell(report);
    }

    static QStringList askedOf(const FakeRun *run)
    {
        QStringList names;
        for (const QJsonValue &name : run->spec.request.value("containers"_L1).toArray())
            names.append(name.toString());
        return names;
    }

    Inspector::Done collect()
    {
        m_done = false;
        return [this](const QList<InspectedConfig> &configs) {
            m_done = true;
            m_read.clear();
            for (const InspectedConfig &config : configs)
                m_read.append(config.name);
        };
    }

    std::unique_ptr<FakeStarter> m_starter;
    QStringList m_read;
    bool m_done = false;
};

void TestInspector::readsABatch()
{
    Inspector inspector(*m_starter, 0);
    inspector.inspect(u"/l"_s, {u"a"_s, u"b"_s}, collect());
    FakeRun *run = m_starter->runs.constFirst();
    QCOMPARE(run->verb(), u"inspect"_s);
    QCOMPARE(askedOf(run), QStringList({u"a"_s, u"b"_s}));
    answer(run, u"a"_s);
    answer(run, u"b"_s);
    QVERIFY(!m_done);
    run->succeed();
    QVERIFY(m_done);
    QCOMPARE(m_read, QStringList({u"a"_s, u"b"_s}));
    QCOMPARE(m_starter->forgotten, QList<quint64>{1});
}

void TestInspector::aConfigThatHangsIsLeftOut()
{
    Inspector inspector(*m_starter, 0);
    inspector.inspect(u"/l"_s, {u"a"_s, u"hangs"_s, u"c"_s}, collect());
    answer(m_starter->runs.at(0), u"a"_s);
    m_starter->runs.at(0)->crash(u"signal 9"_s);
    QVERIFY(!m_done);
    QCOMPARE(askedOf(m_starter->runs.at(1)), QStringList{u"c"_s});
    answer(m_starter->runs.at(1), u"c"_s);
    m_starter->runs.at(1)->succeed();
    QCOMPARE(m_read, QStringList({u"a"_s, u"c"_s}));
}

void TestInspector::manyThatHangEnd()
{
    Inspector inspector(*m_starter, 0);
    QStringList names;
    for (int i = 0; i < 100; ++i)
        names.append(QString::number(i));
    inspector.inspect(u"/l"_s, names, collect());
    for (int i = 0; i < m_starter->runs.size(); ++i)
        m_starter->runs.at(i)->crash(u"signal 9"_s);
    QVERIFY(m_done);
    QCOMPARE(m_starter->runs.size(), 8);
    QCOMPARE(m_read, QStringList());
}

void TestInspector::aWorkerThatCanNotStart()
{
    Inspector inspector(*m_starter, 0);
    inspector.inspect(u"/l"_s, {u"a"_s}, collect());
    m_starter->runs.constFirst()->neverStart({ErrorCode::Failed, u"boxyard-worker"_s, u"No such file"_s});
    QVERIFY(m_done);
    m_starter->idError = Error{ErrorCode::NoSpace, {}, {}};
    inspector.inspect(u"/l"_s, {u"a"_s}, collect());
    QVERIFY(!m_done); // later, always
    QTRY_VERIFY(m_done);
}

void TestInspector::foreignNamesAreNotBelieved()
{
    Inspector inspector(*m_starter, 0);
    inspector.inspect(u"/l"_s, {u"a"_s}, collect());
    answer(m_starter->runs.constFirst(), u"b"_s);
    answer(m_starter->runs.constFirst(), u"a"_s);
    answer(m_starter->runs.constFirst(), u"a"_s);
    m_starter->runs.constFirst()->succeed();
    QCOMPARE(m_read, QStringList{u"a"_s});
}

void TestInspector::twoAtATime()
{
    Inspector inspector(*m_starter, 0);
    int done = 0;
    for (int i = 0; i < 3; ++i)
        inspector.inspect(u"/l%1"_s.arg(i), {u"a"_s}, [&done](const QList<InspectedConfig> &) { ++done; });
    QCOMPARE(m_starter->runs.size(), 2);
    m_starter->runs.at(0)->succeed();
    QCOMPARE(m_starter->runs.size(), 3);
    m_starter->runs.at(1)->succeed();
    m_starter->runs.at(2)->succeed();
    QCOMPARE(done, 3);
}

void TestInspector::hostIsKept()
{
    HostFacts facts(*m_starter, {u"/l"_s}, 0);
    QList<Result<HostInfo>> answers;
    const auto ask = [&] { facts.ask([&answers](const Result<HostInfo> &host) { answers.append(host); }); };
    ask();
    ask();
    QCOMPARE(m_starter->runs.size(), 1); // one worker for both
    Report report;
    report.kind = Report::Kind::Host;
    report.host.lxcVersion = u"6.0"_s;
    m_starter->runs.constFirst()->tell(report);
    QCOMPARE(answers.size(), 0);
    m_starter->runs.constFirst()->succeed();
    QCOMPARE(answers.size(), 2);
    QCOMPARE(answers.constFirst()->lxcVersion, u"6.0"_s);
    QCOMPARE(answers.constFirst()->version, QStringLiteral(BOXYARD_VERSION));
    ask();
    QCOMPARE(answers.size(), 3);
    QCOMPARE(m_starter->runs.size(), 1);
}

void TestInspector::hostFails()
{
    HostFacts facts(*m_starter, {u"/l"_s}, 0);
    QList<Result<HostInfo>> answers;
    const auto ask = [&] { facts.ask([&answers](const Result<HostInfo> &host) { answers.append(host); }); };
    ask();
    m_starter->runs.constLast()->crash(u"signal 11"_s);
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.constLast().error().code, ErrorCode::WorkerCrashed);
    ask();
    m_starter->runs.constLast()->succeed(); // and said nothing
    QCOMPARE(answers.size(), 2);
    QCOMPARE(answers.constLast().error().code, ErrorCode::WorkerCrashed);
    m_starter->idError = Error{ErrorCode::NoSpace, {}, {}};
    ask();
    QCOMPARE(answers.constLast().error().code, ErrorCode::NoSpace);
}

QTEST_GUILESS_MAIN(TestInspector)
#include "tst_inspector.moc"
