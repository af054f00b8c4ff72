// SPDX-License-Identifier: GPL-2.0-or-later
// What is told while nobody looks at the window.

#include "gui/notifier.h"
#include "guitest.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aTaskThatIsDone();
    void aTaskThatFailed();
    void aShowerIsToldOnce();
    void whoLooksIsNotTold();
    void dismissedAndCancelledOnesAreNotTold();
    void othersTasksAreNotTold();
    void aContainerThatDied();
    void whatATaskStopsDidNotDie();
    void whatIsGoneDidNotDie();

private:
    /// What has been told once all showers are over: "title|text|trouble".
    [[nodiscard]] QStringList told();

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<QSignalSpy> m_spy;
    bool m_wanted = true;
};

void TestNotifier::init()
{
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    put(*m_engine, {u"db1"_s, u"db2"_s, u"db3"_s});
    m_wanted = true;
    m_notifier = std::make_unique<Notifier>(*m_engine, [this] { return m_wanted; });
    m_spy = std::make_unique<QSignalSpy>(m_notifier.get(), &Notifier::notify);
}

QStringList TestNotifier::told()
{
    // Timers fire in the order in which they are due, however late: after this one no shower is left.
    m_wanted = true;
    bool over = false;
    QTimer::singleShot(2 * Notifier::Collecting, Qt::PreciseTimer, this, [&over] { over = true; });
    if (!test::comes([&over] { return over; }))
        return {u"the event loop stands still"_s};
    QStringList all;
    for (const auto &signal : std::as_const(*m_spy))
        all.append(u"%1|%2|%3"_s.arg(signal.at(0).toString(), signal.at(1).toString(),
                                     signal.at(2).toBool() ? u"bad"_s : u"good"_s));
    m_spy->clear();
    return all;
}

void TestNotifier::aTaskThatIsDone()
{
    m_engine->start(ref(u"db1"_s));
    m_engine->finishAll();
    QCOMPARE(told(), QStringList{u"db1 was started||good"_s});
}

void TestNotifier::aTaskThatFailed()
{
    const Error why{ErrorCode::StartFailed, u"db1"_s, u"no bridge"_s};
    m_engine->failNext(Verb::Start, why);
    m_engine->start(ref(u"db1"_s));
    m_engine->finishAll();
    QCOMPARE(told(), QStringList{u"db1 could not be started|%1|bad"_s.arg(explain(why))});
}

void TestNotifier::aShowerIsToldOnce()
{
    m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, u"db1"_s, u"x"_s});
    for (const auto &name : {u"db1"_s, u"db2"_s, u"db3"_s})
        m_engine->start(ref(name));
    m_engine->finishAll();
    const QStringList all = told();
    QCOMPARE(all.size(), 1);
    QVERIFY2(all.first().startsWith(u'1') && all.first().endsWith(u"bad"_s), qPrintable(all.first()));
}

void TestNotifier::whoLooksIsNotTold()
{
    m_wanted = false;
    m_engine->start(ref(u"db1"_s));
    m_engine->finishAll();
    put(*m_engine, {u"web1"_s}, ContainerState::Stopped);
    QCOMPARE(told(), QStringList());
}

void TestNotifier::dismissedAndCancelledOnesAreNotTold()
{
    m_engine->failNext(Verb::Start, {ErrorCode::Dismissed, {}, {}});
    m_engine->start(ref(u"db1"_s));
    m_engine->start(ref(u"db2"_s))->cancel();
    m_engine->finishAll();
    QCOMPARE(told(), QStringList());
}

void TestNotifier::othersTasksAreNotTold()
{
    m_engine->start(ref(u"db1"_s))->setOwner(u"eve"_s);
    m_engine->finishAll();
    QCOMPARE(told(), QStringList());
}

void TestNotifier::aContainerThatDied()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Stopped);
    const QStringList all = told();
    QCOMPARE(all.size(), 1);
    QVERIFY(all.first().contains(u"web1"_s) && all.first().endsWith(u"bad"_s));
    put(*m_engine, {u"web1"_s}, ContainerState::Stopped);
    QCOMPARE(told(), QStringList());
}

void TestNotifier::whatATaskStopsDidNotDie()
{
    m_engine->stop({ref(u"web1"_s)});
    m_engine->finishAll();
    QCOMPARE(told(), QStringList{u"web1 was stopped||good"_s});
}

void TestNotifier::whatIsGoneDidNotDie()
{
    m_engine->drop(ref(u"web1"_s));
    QCOMPARE(told(), QStringList());
}

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
