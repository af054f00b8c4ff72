// SPDX-License-Identifier: GPL-2.0-or-later
// What a person is told when something goes wrong, where, and what helps.

#include "gui/dialogs/powerdialog.h"
#include "gui/notices.h"
#include "gui/pages/containerpage.h"
#include "windowtest.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestFailures : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { guitest::isolateSettings(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void aFailureIsToldWithAdvice_data();
    void aFailureIsToldWithAdvice();
    void aFailureThatAnActionMends();
    void severalFailuresAreCounted();
    void aDismissedPasswordIsNotTold();
    void aShellThatDoesNotOpenIsTold();
    void aBrokenContainerSaysWhyOnItsPage();
};

void TestFailures::aFailureIsToldWithAdvice_data()
{
    QTest::addColumn<QString>("shown"); ///< whose page is open
    QTest::newRow("on its page") << u"web1"_s;
    QTest::newRow("elsewhere") << u"web2"_s;
}

void TestFailures::aFailureIsToldWithAdvice()
{
    QFETCH(QString, shown);
    put(*m_engine, {u"web1"_s, u"web2"_s});
    open();
    select({shown});
    const Error why{ErrorCode::StartFailed, u"web1"_s, u"no such bridge"_s};
    m_engine->failNext(Verb::Start, why);
    m_window->containers().actions().perform(Wish::Start, {ref(u"web1"_s)});
    m_engine->finishAll();
    const Banner *told = message(u"web1 could not be started"_s);
    QVERIFY(told != nullptr);
    QVERIFY(told->text().contains(explain(why)));
    QVERIFY(told->text().contains(advice(why)));
    QVERIFY2(!told->isAncestorOf(QApplication::focusWidget()), "it takes no focus");
    QCOMPARE(m_window->findChild<FailureNotice *>()->isVisible(), shown != u"web1");

    click(u"Details"_s);
    auto *list = m_window->findChild<QTreeView *>(u"taskList"_s);
    QVERIFY(list->isVisible());
    QVERIFY(guitest::texts(m_window.get()).contains(u"no such bridge"_s));

    // The next try takes it away.
    m_window->containers().actions().perform(Wish::Start, {ref(u"web1"_s)});
    QCOMPARE(message(u"web1 could not be started"_s), nullptr);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Running);
    QCOMPARE(message(u"web1 could not be started"_s), nullptr);
}

void TestFailures::aFailureThatAnActionMends()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    select({u"web1"_s});
    m_engine->failNext(Verb::Stop, {ErrorCode::StopRefused, u"web1"_s, u"30"_s});
    click(u"Stop"_s);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Running);
    click(u"Kill web1…"_s);
    auto *dialog = guitest::dialogOf<PowerDialog>(m_window.get());
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    m_engine->finishAll();
    QCOMPARE(state(u"web1"_s), ContainerState::Stopped);
}

void TestFailures::severalFailuresAreCounted()
{
    put(*m_engine, {u"web1"_s, u"web2"_s, u"shown"_s});
    open();
    select({u"shown"_s});
    auto *notice = m_window->findChild<FailureNotice *>();
    for (const auto &name : {u"web1"_s, u"web2"_s}) {
        m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, name, u"x"_s});
        m_engine->start(ref(name));
        m_engine->finishAll();
    }
    QVERIFY(notice->banner()->title().contains(u"2"_s) && notice->banner()->title().contains(u"web2"_s));
    click(u"Close this message"_s);
    QVERIFY(!notice->isVisible());
    m_engine->failNext(Verb::Start, {ErrorCode::StartFailed, u"web1"_s, u"x"_s});
    m_engine->start(ref(u"web1"_s));
    m_engine->finishAll();
    QCOMPARE(notice->banner()->title(), u"web1 could not be started"_s);
}

void TestFailures::aDismissedPasswordIsNotTold()
{
    put(*m_engine, {u"web1"_s});
    open();
    select({u"web1"_s});
    m_engine->failNext(Verb::Start, {ErrorCode::Dismissed, {}, {}});
    click(u"Start"_s);
    m_engine->finishAll();
    QVERIFY(!m_window->findChild<FailureNotice *>()->isVisible());
    QVERIFY(m_window->containers().actions().of(Wish::Start)->isEnabled());
}

void TestFailures::aShellThatDoesNotOpenIsTold()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    select({u"web1"_s});
    const Error why{ErrorCode::NotAuthorized, u"org.boxyard.shell"_s, {}};
    m_engine->failNextShell(why);
    m_window->containers().actions().of(Wish::Shell)->trigger();
    const auto *notice = m_window->findChild<FailureNotice *>();
    QTRY_VERIFY(guitest::texts(&m_window->containers().page()).contains(explain(why)));
    QVERIFY2(!notice->isVisible(), "its page says it");
    // Where something else is looked at meanwhile, it is told there.
    put(*m_engine, {u"web2"_s});
    m_engine->failNextShell(why);
    click(u"Enter a password…"_s);
    select({u"web2"_s});
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->banner()->text().contains(explain(why)));
}

void TestFailures::aBrokenContainerSaysWhyOnItsPage()
{
    ContainerEntry broken = FakeEngine::entry(ref(u"legacy"_s));
    broken.container.problem = errorWord(ErrorCode::BrokenConfig);
    broken.container.problemDetail = u"line 14: no such key"_s;
    m_engine->put(broken);
    open();
    select({u"legacy"_s});
    QVERIFY(guitest::texts(m_window.get())
                .contains(explain({ErrorCode::BrokenConfig, u"legacy"_s, u"line 14: no such key"_s})));
    QVERIFY(!m_window->containers().actions().of(Wish::Start)->isEnabled());
    QVERIFY(m_window->containers().actions().of(Wish::Delete)->isEnabled());
    QVERIFY2(!guitest::texts(m_window.get()).contains(u"Stopped"_s), "its page calls it as the list does");
    click(u"Copy the path"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"/var/lib/lxc/legacy/config"_s);
}

QTEST_MAIN(TestFailures)
#include "tst_failures.moc"
