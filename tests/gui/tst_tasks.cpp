// SPDX-License-Identifier: GPL-2.0-or-later
// What is under way: the model, the line at the bottom, the list with its log.

#include "gui/tasks/taskbar.h"
#include "gui/tasks/taskmodel.h"
#include "gui/tasks/taskpanel.h"
#include "gui/words.h"
#include "guitest.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestTasks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void newestFirst();
    void onlyItsRowIsTold();
    void statesHaveWords_data();
    void statesHaveWords();
    void anotherPersonsTaskSaysWhose();
    void theBarCountsContainers();
    void theBarShowsTheTask();
    void theBarCancels();
    void theBarCountsTasks();
    void aSeriesIsOneThing();
    void theBarCancelsASeries();
    void thePanelSaysThatItCancelsASeries();
    void thePanelShowsTheLog();
    void thePanelSaysCauseAndAdvice();
    void thePanelCancels();
    void thePanelFollowsTheChoice();

private:
    std::unique_ptr<FakeEngine> m_engine;
};

void TestTasks::init()
{
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s});
    put(*m_engine, {u"db1"_s}, ContainerState::Running);
}

void TestTasks::newestFirst()
{
    Task *early = m_engine->start(ref(u"web1"_s));
    TaskModel model(*m_engine);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 1);
    const QPersistentModelIndex kept = model.indexOf(early);
    Task *late = m_engine->clone({ref(u"web2"_s), ref(u"web3"_s)});
    QCOMPARE(model.task(model.index(0, 0)), late);
    QCOMPARE(model.task(model.index(1, 0)), early);
    QCOMPARE(kept.row(), 1);
    QCOMPARE(model.index(0, TaskModel::What).data().toString(), u"Cloning web2 → web3"_s);
    m_engine->finishAll();
    QCOMPARE(model.rowCount(), 2);
}

void TestTasks::onlyItsRowIsTold()
{
    TaskModel model(*m_engine);
    Task *first = m_engine->start(ref(u"web1"_s));
    m_engine->start(ref(u"web2"_s));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    first->advance(0.5, u"starting"_s);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
    QCOMPARE(model.index(1, TaskModel::Status).data(TaskModel::ProgressRole).toDouble(), 0.5);
}

void TestTasks::statesHaveWords_data()
{
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("says");
    QTest::newRow("done") << u"ok"_s << u"Done"_s;
    QTest::newRow("failed") << u"StartFailed"_s << explain({ErrorCode::StartFailed, u"web1"_s, u"why"_s});
    QTest::newRow("cancelled") << u"Cancelled"_s << u"Cancelled"_s;
    QTest::newRow("dismissed") << u"Dismissed"_s << explain({ErrorCode::Dismissed, u"web1"_s, u"why"_s});
}

void TestTasks::statesHaveWords()
{
    QFETCH(QString, end);
    QFETCH(QString, says);
    TaskModel model(*m_engine);
    if (end != u"ok")
        m_engine->failNext(Verb::Start, {errorCodeFromWord(end), u"web1"_s, u"why"_s});
    m_engine->start(ref(u"web1"_s));
    QCOMPARE(model.index(0, TaskModel::Status).data().toString(), u"Waiting"_s);
    m_engine->finishAll();
    QCOMPARE(model.index(0, TaskModel::Status).data().toString(), says);
    QVERIFY(!model.index(0, TaskModel::Status).data(TaskModel::ProgressRole).isValid());
}

void TestTasks::anotherPersonsTaskSaysWhose()
{
    TaskModel model(*m_engine);
    m_engine->start(ref(u"web1"_s))->setOwner(u"alice"_s);
    QVERIFY(model.index(0, TaskModel::What).data().toString().contains(u"alice"_s));
}

void TestTasks::theBarCountsContainers()
{
    TaskBar bar(*m_engine);
    bar.show();
    QVERIFY2(guitest::texts(&bar).contains(u"3 "_s) && guitest::texts(&bar).contains(u"1 running"_s),
             qPrintable(guitest::texts(&bar)));
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(guitest::texts(&bar).contains(u"2 running"_s));
    QVERIFY(!bar.findChild<QProgressBar *>()->isVisible());
    QVERIFY(!bar.findChild<QToolButton *>(u"cancelTask"_s)->isVisible());
}

void TestTasks::theBarShowsTheTask()
{
    TaskBar bar(*m_engine);
    bar.resize(900, 40);
    bar.show();
    Task *task = m_engine->clone({ref(u"web1"_s), ref(u"web3"_s)});
    auto *progress = bar.findChild<QProgressBar *>();
    QVERIFY(progress->isVisible());
    QVERIFY(guitest::texts(&bar).contains(u"Cloning web1 → web3"_s));
    task->advance(0.62, u"copy"_s);
    QTRY_COMPARE(progress->value(), 62);
    QTRY_VERIFY2(guitest::texts(&bar).contains(u"copying files"_s), qPrintable(guitest::texts(&bar)));
    task->advance(0.7, u"copy"_s, {6'880, 183'000'000});
    const auto said = [&bar] { return guitest::texts(&bar); };
    QTRY_VERIFY2(said().contains(u"6,880 file"_s) && said().contains(u"174.5 MiB"_s), qPrintable(said()));
    task->advance(-1, u"configure"_s);
    QTRY_COMPARE(progress->maximum(), 0);
    m_engine->finishAll();
    QTRY_VERIFY(!progress->isVisible());
}

void TestTasks::theBarCancels()
{
    TaskBar bar(*m_engine);
    bar.resize(900, 40);
    bar.show();
    Task *task = m_engine->clone({ref(u"web1"_s), ref(u"web3"_s)});
    m_engine->tick();
    auto *cancel = bar.findChild<QToolButton *>(u"cancelTask"_s);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(task->state(), Task::State::Cancelling);
    QTRY_VERIFY2(!cancel->isEnabled(), "once is enough");
    m_engine->finishAll();
    QCOMPARE(task->state(), Task::State::Cancelled);
    QCOMPARE(m_engine->find(ref(u"web3"_s)), nullptr);
}

void TestTasks::theBarCountsTasks()
{
    TaskBar bar(*m_engine);
    bar.show();
    QSignalSpy wanted(&bar, &TaskBar::openWanted);
    auto *toggle = bar.findChild<QToolButton *>(u"toggleTasks"_s);
    m_engine->start(ref(u"web1"_s));
    m_engine->start(ref(u"web2"_s));
    QVERIFY2(toggle->text().contains(u"2"_s), qPrintable(toggle->text()));
    QTest::mouseClick(toggle, Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toBool(), true);
    m_engine->finishAll();
    QVERIFY(!toggle->text().contains(u"2"_s));
}

void TestTasks::aSeriesIsOneThing()
{
    TaskBar bar(*m_engine);
    bar.resize(900, 40);
    bar.show();
    QList<CloneSpec> specs(20);
    for (int i = 0; i < 20; ++i) {
        specs[i].source = ref(u"web1"_s);
        specs[i].target = ref(u"n%1"_s.arg(i));
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    QVERIFY2(guitest::texts(&bar).contains(u"Cloning web1 — 0 % · 0 of 20 finished"_s),
             qPrintable(guitest::texts(&bar)));
    QVERIFY2(guitest::texts(&bar).contains(u"20 task"_s), "as many as the list has");
    for (int i = 0; i < 3; ++i)
        tasks.at(i)->finish({});
    tasks.at(3)->advance(0.5, u"copy"_s);
    QVERIFY2(guitest::texts(&bar).contains(u"18 % · 3 of 20 finished"_s), qPrintable(guitest::texts(&bar)));
    QCOMPARE(bar.findChild<QProgressBar *>()->value(), 18); // 3.5 of 20
    m_engine->start(ref(u"web2"_s));
    QVERIFY(guitest::texts(&bar).contains(u"18 task"_s));
}

void TestTasks::theBarCancelsASeries()
{
    TaskBar bar(*m_engine);
    bar.resize(900, 40);
    bar.show();
    QList<CloneSpec> specs(3);
    for (int i = 0; i < 3; ++i) {
        specs[i].source = ref(u"web1"_s);
        specs[i].target = ref(u"n%1"_s.arg(i));
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    Task *other = m_engine->start(ref(u"web2"_s));
    auto *cancel = bar.findChild<QToolButton *>(u"cancelTask"_s);
    QVERIFY2(cancel->toolTip().contains(u"series"_s), qPrintable(cancel->toolTip()));
    tasks.at(0)->finish({});
    cancel->click();
    QCOMPARE(tasks.at(1)->state(), Task::State::Cancelling);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelling);
    QVERIFY(!cancel->isEnabled());
    m_engine->finishAll();
    QCOMPARE(tasks.at(0)->state(), Task::State::Succeeded);
    QCOMPARE(tasks.at(1)->state(), Task::State::Cancelled);
    QCOMPARE(tasks.at(2)->state(), Task::State::Cancelled);
    QCOMPARE(other->state(), Task::State::Succeeded);
    m_engine->start(ref(u"web1"_s));
    QVERIFY(!cancel->toolTip().contains(u"series"_s));
}

void TestTasks::thePanelSaysThatItCancelsASeries()
{
    TaskModel model(*m_engine);
    TaskPanel panel(model);
    panel.resize(900, 200);
    panel.setVisible(true);
    QList<CloneSpec> specs(2);
    for (int i = 0; i < 2; ++i) {
        specs[i].source = ref(u"web1"_s);
        specs[i].target = ref(u"n%1"_s.arg(i));
    }
    const QList<Task *> tasks = m_engine->cloneSeries(specs);
    panel.select(tasks.at(1));
    QVERIFY(guitest::button(&panel, u"Cancel the series"_s) != nullptr);
    guitest::button(&panel, u"Cancel the series"_s)->click();
    QCOMPARE(tasks.at(0)->state(), Task::State::Cancelling);
    panel.select(m_engine->start(ref(u"web2"_s)));
    QVERIFY(guitest::button(&panel, u"Cancel"_s) != nullptr);
}

void TestTasks::thePanelShowsTheLog()
{
    TaskModel model(*m_engine);
    TaskPanel panel(model);
    panel.setVisible(true);
    QVERIFY(guitest::texts(&panel).contains(u"No tasks yet"_s));
    Task *task = m_engine->create(guitest::newOne(u"fresh"_s));
    m_engine->tick();
    m_engine->tick();
    auto *log = panel.findChild<QPlainTextEdit *>();
    QVERIFY(log->isVisible());
    QCOMPARE(log->toPlainText().split(u'\n'), task->log());
    task->addLogLine(u"<b>not markup</b>"_s);
    QVERIFY(log->toPlainText().endsWith(u"<b>not markup</b>"_s));
    QVERIFY(log->isReadOnly());
}

void TestTasks::thePanelSaysCauseAndAdvice()
{
    const Error why{ErrorCode::NoSpace, u"/var/lib/lxc"_s, {}};
    m_engine->failNext(Verb::Create, why);
    TaskModel model(*m_engine);
    TaskPanel panel(model);
    panel.setVisible(true);
    m_engine->create(guitest::newOne(u"fresh"_s));
    m_engine->finishAll();
    const QString texts = guitest::texts(&panel);
    QVERIFY2(texts.contains(u"fresh could not be created"_s), qPrintable(texts));
    QVERIFY(texts.contains(explain(why)));
    QVERIFY(!advice(why).isEmpty());
    QVERIFY(texts.contains(advice(why)));
}

void TestTasks::thePanelCancels()
{
    TaskModel model(*m_engine);
    TaskPanel panel(model);
    panel.setVisible(true);
    Task *task = m_engine->create(guitest::newOne(u"fresh"_s));
    m_engine->tick();
    auto *cancel = guitest::button(&panel, u"Cancel"_s);
    QVERIFY(cancel != nullptr);
    QTest::mouseClick(cancel, Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(task->state(), Task::State::Cancelled);
    QVERIFY(!cancel->isVisible());
}

void TestTasks::thePanelFollowsTheChoice()
{
    TaskModel model(*m_engine);
    TaskPanel panel(model);
    panel.setVisible(true);
    Task *first = m_engine->start(ref(u"web1"_s));
    Task *second = m_engine->start(ref(u"web2"_s));
    panel.select(second);
    QVERIFY(guitest::texts(&panel).contains(u"Starting web2"_s));
    panel.select(first);
    QVERIFY(guitest::texts(&panel).contains(u"Starting web1"_s));
    // The one that is not shown any more writes nowhere.
    second->addLogLine(u"of the second"_s);
    QVERIFY(!panel.findChild<QPlainTextEdit *>()->toPlainText().contains(u"of the second"_s));
}

QTEST_MAIN(TestTasks)
#include "tst_tasks.moc"
