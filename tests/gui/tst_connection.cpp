// SPDX-License-Identifier: GPL-2.0-or-later
// What the window says of the connection and of the machine: above a list, or in its place.

#include "gui/models/containermodel.h"
#include "gui/notices.h"
#include "gui/pages/overviewtab.h"
#include "gui/widgets/emptypage.h"
#include "windowtest.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestConnection : public WindowTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void init() { begin(); }

    void cleanup() { end(); }

    void aLostConnectionIsTold_data();
    void aLostConnectionIsTold();
    void whatWasKnownLastLooksSo();
    void theConnectionComesBack();
    void aMachineWithoutLxc();
    void withoutAContainerPath();
    void whatThePageSaysWithoutAList_data();
    void whatThePageSaysWithoutAList();
};

void TestConnection::initTestCase()
{
    guitest::isolateSettings();
}

void TestConnection::aLostConnectionIsTold_data()
{
    QTest::addColumn<Error>("why");
    QTest::newRow("helper lost") << Error{ErrorCode::HelperLost, {}, {}};
    QTest::newRow("not installed") << Error{ErrorCode::HelperMissing, {}, u"The name is not activatable"_s};
    QTest::newRow("too old") << Error{ErrorCode::HelperTooOld, {}, u"0.0.1"_s};
    QTest::newRow("may not look") << Error{ErrorCode::NotAuthorized, u"org.boxyard.view"_s, {}};
    QTest::newRow("polkit is gone") << Error{
        ErrorCode::AuthorizationUnavailable, {}, u"polkit does not answer"_s};
}

void TestConnection::aLostConnectionIsTold()
{
    QFETCH(Error, why);
    put(*m_engine, {u"web1"_s});
    open();
    auto *notice = m_window->findChild<LinkNotice *>();
    QVERIFY(!notice->isVisible());
    m_engine->setLink(Engine::Link::Lost, why);
    QVERIFY(notice->isVisible());
    QVERIFY(!notice->banner()->text().isEmpty());
    QVERIFY2(m_window->containers().list()->isVisible(), "what was known stays in sight");
    for (const Wish wish : {Wish::Start, Wish::Delete, Wish::Clone})
        QVERIFY(!m_window->containers().actions().of(wish)->isEnabled());
    QVERIFY(!m_window->containers().actions().create()->isEnabled());
    const int asked = m_engine->refreshes();
    auto *again = notice->findChild<QPushButton *>();
    QTest::mouseClick(again, Qt::LeftButton);
    QCOMPARE(m_engine->refreshes(), asked + 1);
}

void TestConnection::whatWasKnownLastLooksSo()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open();
    m_window->containers().select({ref(u"web1"_s)});
    auto *list = m_window->containers().list();
    const auto state = [list](int role) { return list->model()->index(0, ContainerModel::State).data(role); };
    const auto picture = [&state] {
        return state(Qt::DecorationRole).value<QIcon>().pixmap(16, 16).toImage();
    };
    const QImage green = picture();
    const QString word = state(Qt::DisplayRole).toString();
    const auto *header = m_window->findChild<QLabel *>(u"containerState"_s);
    QVERIFY(!state(Qt::ForegroundRole).isValid());
    QVERIFY(!header->text().contains(u"last known"_s));

    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QCOMPARE(state(Qt::DisplayRole).toString(), word);
    QCOMPARE(state(Qt::AccessibleTextRole).toString(), word + u" (last known)"_s);
    const QColor faint = state(Qt::ForegroundRole).value<QBrush>().color();
    const QPalette colors = QGuiApplication::palette();
    QVERIFY(faint != colors.color(QPalette::Text));
    QVERIFY(contrastRatio(faint, colors.color(QPalette::Base)) >= 4.5);
    QVERIFY(picture() != green);
    QCOMPARE(header->text(), word + u" (last known)"_s);
    QVERIFY2(guitest::texts(m_window->findChild<OverviewTab *>()).contains(word + u" (last known)"_s),
             "the page says one thing");

    m_engine->setLink(Engine::Link::Ready);
    QVERIFY(!state(Qt::ForegroundRole).isValid());
    QCOMPARE(picture(), green);
    QVERIFY(!header->text().contains(u"last known"_s));
}

void TestConnection::theConnectionComesBack()
{
    put(*m_engine, {u"web1"_s});
    open();
    m_window->containers().select({ref(u"web1"_s)});
    Task *task = m_engine->start(ref(u"web1"_s));
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QCOMPARE(task->state(), Task::State::Failed);
    QVERIFY(guitest::texts(m_window.get()).contains(u"web1 could not be started"_s));
    m_engine->setLink(Engine::Link::Ready);
    QVERIFY(!m_window->findChild<LinkNotice *>()->isVisible());
    QVERIFY(m_window->containers().actions().of(Wish::Start)->isEnabled());
    QCOMPARE(m_window->containers().actions().selection(), QList<ContainerRef>{ref(u"web1"_s)});
}

void TestConnection::aMachineWithoutLxc()
{
    HostInfo host = m_engine->snapshot().host;
    host.lxcVersion.clear();
    host.templates.clear();
    m_engine->setHost(host);
    open();
    const auto *page = guitest::visible<EmptyPage>(m_window.get());
    QVERIFY(page != nullptr);
    QCOMPARE(page->title(), u"LXC is not installed on this machine"_s);
    QVERIFY2(!m_window->findChild<LinkNotice *>()->isVisible(), "the page says it");
    click(u"Copy the command"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"sudo apt install lxc"_s);
    QVERIFY(!m_window->containers().actions().create()->isEnabled());
    const int asked = m_engine->refreshes();
    click(u"Try again"_s);
    QCOMPARE(m_engine->refreshes(), asked + 1);
}

void TestConnection::withoutAContainerPath()
{
    HostInfo host = m_engine->snapshot().host;
    host.locations.first().problem = errorWord(ErrorCode::LocationMissing);
    m_engine->setHost(host);
    open();
    const auto *notice = m_window->findChild<LinkNotice *>();
    const QString said = explain({ErrorCode::LocationMissing, u"/var/lib/lxc"_s, {}});
    QCOMPARE(guitest::visible<EmptyPage>(m_window.get())->title(), said);
    QVERIFY(!notice->isVisible());
    // With a list it is told above that.
    put(*m_engine, {u"web1"_s});
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->banner()->title(), said);
}

void TestConnection::whatThePageSaysWithoutAList_data()
{
    QTest::addColumn<Engine::Link>("link");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("button");
    const auto lost = Engine::Link::Lost;
    QTest::newRow("connecting") << Engine::Link::Connecting << ErrorCode::Failed << u"Connecting…"_s
                                << QString();
    QTest::newRow("no password") << lost << ErrorCode::Dismissed << u"The containers are not shown"_s
                                 << u"Enter the password…"_s;
    QTest::newRow("no right") << lost << ErrorCode::NotAuthorized
                              << u"You don't have permission to see the containers of this machine"_s
                              << u"Try again"_s;
    QTest::newRow("too old") << lost << ErrorCode::HelperTooOld
                             << u"Boxyard and its system service have different versions"_s << u"Try again"_s;
    QTest::newRow("missing") << lost << ErrorCode::HelperMissing
                             << u"Boxyard can't reach its system service"_s << u"Copy the command"_s;
}

/// One state, one place.
void TestConnection::whatThePageSaysWithoutAList()
{
    QFETCH(Engine::Link, link);
    QFETCH(ErrorCode, code);
    QFETCH(QString, title);
    QFETCH(QString, button);
    m_engine->setLink(link, {code, {}, u"x"_s});
    open();
    const auto *page = guitest::visible<EmptyPage>(m_window.get());
    QVERIFY(page != nullptr);
    QCOMPARE(page->title(), title);
    QVERIFY(!m_window->findChild<LinkNotice *>()->isVisible());
    QCOMPARE(guitest::texts(m_window.get()).count(title), 1);
    QVERIFY(button.isEmpty() || guitest::button(m_window.get(), button) != nullptr);
    QVERIFY(!m_window->findChild<QLineEdit *>(u"search"_s)->isEnabled());
    m_engine->setLink(Engine::Link::Ready);
    put(*m_engine, {u"web1"_s});
    QVERIFY(m_window->containers().list()->isVisible());
    QVERIFY2(m_window->containers().list()->hasFocus(), "the keyboard goes to what came");
}

QTEST_MAIN(TestConnection)
#include "tst_connection.moc"
