// SPDX-License-Identifier: GPL-2.0-or-later
// The tab with the charts of a container: figures, ranges, mouse, keyboard and speech.

#include "gui/charts/chartwidget.h"
#include "gui/mainwindow.h"
#include "gui/pages/chartstab.h"
#include "gui/pages/containerspage.h"
#include "guitest.h"

#include <QAbstractScrollArea>
#include <QAccessible>
#include <QMouseEvent>
#include <QSettings>
#include <QTabWidget>
#include <QToolButton>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

namespace {

constexpr double MiB = 1024.0 * 1024;

QString said(QObject *object, QAccessible::Text kind)
{
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(object);
    return accessible == nullptr ? u"nothing"_s : accessible->text(kind);
}

Figures busy()
{
    Figures figures;
    figures.set(Quantity::Cpu, 0.5);
    figures.set(Quantity::Memory, 96 * MiB);
    figures.set(Quantity::Cache, 32 * MiB);
    figures.set(Quantity::Swap, 0);
    figures.set(Quantity::DiskRead, 2 * MiB);
    figures.set(Quantity::DiskWritten, 0);
    figures.set(Quantity::Received, 1024);
    figures.set(Quantity::Sent, 2048);
    figures.memoryLimit = static_cast<float>(128 * MiB);
    figures.cpuPressure = 0.25F;
    return figures;
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theTabShowsTheFigures();
    void ranges();
    void saysWhyThereIsNothing_data();
    void saysWhyThereIsNothing();
    void whatItWasBeforeItStopped();
    void theKeyboardReadsValues();
    void tabLeadsToThemInTheirOrder();
    void theMouseReadsValues();
    void gapsAreSaid();
    void drawsOnlyWhatIsSeen();
    void watchesWhatIsSeen();
    void aContainerThatDisappears();
    void theRangeIsRemembered();
    void rangesThatAreKept();
    void noFiguresNoTab();

private:
    [[nodiscard]] ChartWidget *chart(const QString &name) const;
    void openCharts();

    std::unique_ptr<FakeEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestCharts::initTestCase()
{
    guitest::isolateSettings();
    QAccessible::setActive(true);
}

void TestCharts::init()
{
    QSettings().clear();
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web"_s}, ContainerState::Running);
    m_window = std::make_unique<MainWindow>(*m_engine);
    m_window->resize(1100, 800);
    m_window->show();
    QVERIFY(guitest::isActive(m_window.get()));
}

void TestCharts::cleanup()
{
    m_window.reset();
    m_engine.reset();
}

ChartWidget *TestCharts::chart(const QString &name) const
{
    return m_window->findChild<ChartWidget *>(name);
}

void TestCharts::openCharts()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    tabs->setCurrentWidget(m_window->findChild<ChartsTab *>());
    QCoreApplication::processEvents();
}

void TestCharts::theTabShowsTheFigures()
{
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->fill(std::chrono::seconds(90));
    openCharts();
    QCOMPARE(chart(u"cpuChart"_s)->message(), QString());
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), u"now, 50 %"_s);
    QCOMPARE(chart(u"memoryChart"_s)->spokenValues(), u"now, in use: 96 MiB, cache: 32 MiB"_s);
    QCOMPARE(chart(u"diskChart"_s)->spokenValues(), u"now, read: 2.0 MiB/s, written: 0 B/s"_s);
    QCOMPARE(chart(u"networkChart"_s)->spokenValues(), u"now, received: 1.0 KiB/s, sent: 2.0 KiB/s"_s);
    const QString texts = guitest::texts(m_window->findChild<ChartsTab *>());
    QVERIFY(texts.contains(u"limit 128 MiB"_s));
    QVERIFY(texts.contains(u"pressure 25 %"_s));
    // And they move on.
    Figures more = busy();
    more.set(Quantity::Cpu, 0.75);
    m_engine->metrics()->set(ref(u"web"_s), more);
    m_engine->metrics()->tick();
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), u"now, 75 %"_s);
    QCOMPARE(chart(u"cpuChart"_s)->summary(), u"The last 1 min. CPU: now 75 %, lowest 50 %, highest 75 %."_s);
}

void TestCharts::ranges()
{
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->fill(std::chrono::minutes(30));
    openCharts();
    auto *tab = m_window->findChild<ChartsTab *>();
    for (const auto &[minutes, spoken] :
         {std::pair(1, u"1 min ago, 50 %"_s), std::pair(10, u"9 min 59 s ago, 50 %"_s),
          std::pair(60, u"59 min 54 s ago, no data"_s)}) {
        QTest::mouseClick(tab->findChild<QToolButton *>(u"minutes%1"_s.arg(minutes)), Qt::LeftButton);
        QCOMPARE(tab->minutes(), minutes);
        chart(u"cpuChart"_s)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(chart(u"cpuChart"_s), Qt::Key_Home);
        QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), spoken);
    }
}

void TestCharts::saysWhyThereIsNothing_data()
{
    QTest::addColumn<Missing>("why");
    QTest::addColumn<QString>("word");
    QTest::newRow("just started") << Missing::TooEarly << u"in a few seconds"_s;
    QTest::newRow("hidden") << Missing::Hidden << u"hidepid"_s;
    QTest::newRow("not counted") << Missing::NotOffered << u"does not count"_s;
    QTest::newRow("unreadable") << Missing::Unreadable << u"can't be read"_s;
    QTest::newRow("stopped") << Missing::NotRunning << u"while the container runs"_s;
}

void TestCharts::saysWhyThereIsNothing()
{
    QFETCH(const Missing, why);
    QFETCH(const QString, word);
    m_engine->metrics()->set(ref(u"web"_s), Figures::none(why));
    if (why == Missing::NotRunning)
        put(*m_engine, {u"web"_s}, ContainerState::Stopped);
    m_engine->metrics()->tick();
    openCharts();
    for (const QString &name : {u"cpuChart"_s, u"memoryChart"_s, u"diskChart"_s, u"networkChart"_s}) {
        QVERIFY2(chart(name)->message().contains(word), qPrintable(chart(name)->message()));
        QCOMPARE(said(chart(name), QAccessible::Description), chart(name)->message());
        QVERIFY(guitest::texts(chart(name)).contains(chart(name)->message()));
    }
    // One reason for all of them is told once.
    QVERIFY(!chart(u"cpuChart"_s)->isVisible());
    const QString page = guitest::texts(m_window->findChild<ChartsTab *>());
    QCOMPARE(guitest::button(m_window->findChild<ChartsTab *>(), u"Start"_s) != nullptr,
             why == Missing::NotRunning);
    QCOMPARE(page.count(chart(u"cpuChart"_s)->message()), 1);
}

void TestCharts::whatItWasBeforeItStopped()
{
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->fill(std::chrono::seconds(30));
    openCharts();
    put(*m_engine, {u"web"_s}, ContainerState::Stopped);
    for (int i = 0; i < 5; ++i)
        m_engine->metrics()->tick();
    QCOMPARE(chart(u"cpuChart"_s)->message(), QString());
    QVERIFY(guitest::texts(chart(u"cpuChart"_s)).contains(u"not running"_s));
    chart(u"cpuChart"_s)->setCursorPosition(10);
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), u"10 s ago, 50 %"_s);
    // A minute later there is nothing left of it in the last minute.
    for (int i = 0; i < 70; ++i)
        m_engine->metrics()->tick();
    QVERIFY(chart(u"cpuChart"_s)->message().contains(u"while the container runs"_s));
}

void TestCharts::theKeyboardReadsValues()
{
    m_engine->metrics()->fill(std::chrono::seconds(90));
    openCharts();
    ChartWidget *cpu = chart(u"cpuChart"_s);
    QCOMPARE(said(cpu, QAccessible::Name), u"CPU"_s);
    QCOMPARE(QAccessible::queryAccessibleInterface(cpu)->role(), QAccessible::Chart);
    QCOMPARE(said(cpu, QAccessible::Description), cpu->summary());
    cpu->setFocus(Qt::TabFocusReason);
    QCOMPARE(cpu->cursor(), 0);
    const QList<std::pair<Qt::Key, int>> steps{
        {Qt::Key_Left, 1},     {Qt::Key_Left, 2},   {Qt::Key_Right, 1}, {Qt::Key_PageUp, 11},
        {Qt::Key_PageDown, 1}, {Qt::Key_Home, 60},  {Qt::Key_Left, 60}, {Qt::Key_End, 0},
        {Qt::Key_Right, 0},    {Qt::Key_Escape, -1}};
    for (const auto &[key, cursor] : steps) {
        QTest::keyClick(cpu, key);
        QCOMPARE(cpu->cursor(), cursor);
        QCOMPARE(said(cpu, QAccessible::Value), cpu->spokenValues());
        if (cursor > 0)
            QVERIFY(said(cpu, QAccessible::Description).startsWith(FigureWords::ago(cursor)));
    }
    cpu->setFocus(Qt::TabFocusReason);
    QTest::keyClick(cpu, Qt::Key_Tab);
    QVERIFY(!cpu->hasFocus());
    QCOMPARE(cpu->cursor(), -1);
}

void TestCharts::tabLeadsToThemInTheirOrder()
{
    openCharts();
    QWidget *focus = m_window->findChild<QWidget *>(u"minutes60"_s);
    focus->setFocus(Qt::TabFocusReason);
    QVERIFY(focus->hasFocus());
    for (const auto &name : {u"cpuChart"_s, u"memoryChart"_s, u"diskChart"_s, u"networkChart"_s}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(QApplication::focusWidget() != nullptr);
        QCOMPARE(QApplication::focusWidget()->objectName(), name);
    }
}

void TestCharts::theMouseReadsValues()
{
    m_engine->metrics()->fill(std::chrono::seconds(90));
    openCharts();
    ChartWidget *cpu = chart(u"cpuChart"_s);
    QWidget *viewport = cpu->findChild<QAbstractScrollArea *>()->viewport();
    const auto move = [viewport](int x) {
        const QPointF place(x, viewport->height() / 2.0);
        QMouseEvent event(QEvent::MouseMove, place, viewport->mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &event);
    };
    move(viewport->width() - 12);
    QVERIFY(cpu->cursor() >= 0 && cpu->cursor() <= 3);
    move(viewport->width() * 6 / 10);
    QVERIFY2(cpu->cursor() > 10 && cpu->cursor() < 40, qPrintable(QString::number(cpu->cursor())));
    move(1); // on the axis
    QCOMPARE(cpu->cursor(), -1);
    move(viewport->width() / 2);
    QVERIFY(cpu->cursor() > 0);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(viewport, &leave);
    QCOMPARE(cpu->cursor(), -1);
}

void TestCharts::gapsAreSaid()
{
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->fill(std::chrono::seconds(10));
    m_engine->metrics()->set(ref(u"web"_s), Figures::none(Missing::Interrupted));
    m_engine->metrics()->tick();
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->tick();
    openCharts();
    chart(u"networkChart"_s)->setCursorPosition(1);
    QCOMPARE(chart(u"networkChart"_s)->spokenValues(), u"1 s ago, received: no data, sent: no data"_s);
    QCOMPARE(chart(u"networkChart"_s)->message(), QString());
}

void TestCharts::drawsOnlyWhatIsSeen()
{
    m_engine->metrics()->set(ref(u"web"_s), busy());
    m_engine->metrics()->fill(std::chrono::seconds(10));
    openCharts();
    m_window->hide();
    Figures more = busy();
    more.set(Quantity::Cpu, 0.9);
    m_engine->metrics()->set(ref(u"web"_s), more);
    m_engine->metrics()->tick();
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), u"now, 50 %"_s);
    QCOMPARE(m_engine->metrics()->pace(), Metrics::Unseen);
    QVERIFY(!m_engine->metrics()->isSeen());
    m_window->show();
    QCOMPARE(m_engine->metrics()->pace(), Metrics::Shown);
    QVERIFY(m_engine->metrics()->isSeen());
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(), u"now, 90 %"_s);
    m_window->showMinimized();
    QTRY_COMPARE(m_engine->metrics()->pace(), Metrics::Unseen);
}

void TestCharts::watchesWhatIsSeen()
{
    put(*m_engine, {u"db"_s}, ContainerState::Running);
    m_window->containers().select({ref(u"web"_s)});
    QCOMPARE(m_engine->metrics()->watched(), QList<ContainerRef>());
    openCharts();
    QCOMPARE(m_engine->metrics()->watched(), QList<ContainerRef>{ref(u"web"_s)});
    m_window->containers().select({ref(u"db"_s)});
    QCOMPARE(m_engine->metrics()->watched(), QList<ContainerRef>{ref(u"db"_s)});
    m_window->findChild<QTabWidget *>(u"containerTabs"_s)->setCurrentIndex(0);
    QCOMPARE(m_engine->metrics()->watched(), QList<ContainerRef>());
}

void TestCharts::aContainerThatDisappears()
{
    m_engine->metrics()->fill(std::chrono::seconds(10));
    openCharts();
    m_engine->drop(ref(u"web"_s));
    m_engine->metrics()->tick();
    put(*m_engine, {u"web"_s}, ContainerState::Running);
    m_window->containers().select({ref(u"web"_s)});
    m_engine->metrics()->tick();
    QCOMPARE(chart(u"cpuChart"_s)->message(), QString());
    chart(u"cpuChart"_s)->setCursorPosition(5);
    QCOMPARE(chart(u"cpuChart"_s)->spokenValues(),
             u"5 s ago, no data"_s); // another container's history is not its own
}

void TestCharts::theRangeIsRemembered()
{
    m_window->findChild<ChartsTab *>()->setMinutes(60);
    m_window->close();
    m_window = std::make_unique<MainWindow>(*m_engine);
    QCOMPARE(m_window->findChild<ChartsTab *>()->minutes(), 60);
    m_window->findChild<ChartsTab *>()->setMinutes(7);
    QCOMPARE(m_window->findChild<ChartsTab *>()->minutes(), 60);
}

void TestCharts::rangesThatAreKept()
{
    auto *tab = m_window->findChild<ChartsTab *>();
    const auto offered = [&] {
        QStringList names;
        for (const int minutes : {1, 10, 60, 240}) {
            const auto *button = tab->findChild<QAbstractButton *>(u"minutes%1"_s.arg(minutes));
            if (!button->isHidden())
                names += button->text();
        }
        return names.join(u", "_s);
    };
    QCOMPARE(offered(), u"1 min, 10 min, 60 min"_s);
    tab->setMinutes(240);
    QCOMPARE(tab->minutes(), 1);
    m_engine->metrics()->setKept(std::chrono::hours(4));
    QCOMPARE(offered(), u"1 min, 10 min, 60 min, 4 h"_s);
    tab->setMinutes(240);
    QCOMPARE(tab->minutes(), 240);
    m_engine->metrics()->setKept(std::chrono::minutes(10));
    QCOMPARE(offered(), u"1 min, 10 min"_s);
    QCOMPARE(tab->minutes(), 10);
}

void TestCharts::noFiguresNoTab()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"containerTabs"_s);
    const int place = tabs->indexOf(m_window->findChild<ChartsTab *>());
    QVERIFY(tabs->isTabVisible(place));
    m_engine->setCapabilities(m_engine->capabilities().setFlag(Capability::Figures, false));
    QVERIFY(!tabs->isTabVisible(place));
}

QTEST_MAIN(TestCharts)

#include "tst_charts.moc"
