// SPDX-License-Identifier: GPL-2.0-or-later
// The dialog that asks for clones: one, a series, of several containers one each.

#include "clonedialogtest.h"

#include <QComboBox>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestClone : public CloneDialogTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void proposesTheNextName();
    void theNumberMakesASeries();
    void theSeriesMakesTheNumber();
    void theButtonSaysHowMany_data();
    void theButtonSaysHowMany();
    void enterClones();
    void oneTakenNameStopsAll();
    void severalGetAnEnding();
    void aSnapshotWhereItCan_data();
    void aSnapshotWhereItCan();
    void theSourceGoesMeanwhile();
    void aLostConnectionIsSaid();
    void anotherPathIsACopy();
    void asksOnlyWhereSomethingIsNew();
    void startsAfterwards_data();
    void startsAfterwards();
    void hooksAreFoldedAway();
    void whatIsResetIsSaid();
    void aSeriesIsOneRequest();
    void kindsByKeyboard();
    void everythingHasAName();
    void longTextsHaveRoom();
};

void TestClone::proposesTheNextName()
{
    open({u"web1"_s});
    QCOMPARE(name()->text(), u"web3"_s);
    QCOMPARE(name()->selectedText(), u"web3"_s);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    QCOMPARE(m_dialog->verbButton()->text(), u"Clone"_s);
    QVERIFY(m_dialog->sentence().contains(u"web1"_s) && m_dialog->sentence().contains(u"web3"_s));
    const QList<CloneSpec> one = {{ref(u"web1"_s), ref(u"web3"_s), CloneMode::Auto}};
    QCOMPARE(m_dialog->specs().value(), one);
}

void TestClone::theNumberMakesASeries()
{
    open({u"web1"_s});
    count()->setValue(3);
    QCOMPARE(name()->text(), u"web{3..5}"_s);
    QCOMPARE(m_dialog->specs()->size(), 3);
    count()->setValue(1);
    QCOMPARE(name()->text(), u"web3"_s);
}

void TestClone::theSeriesMakesTheNumber()
{
    open({u"web1"_s});
    name()->setText(u"node{01..12}"_s);
    QCOMPARE(count()->value(), 12);
    QCOMPARE(name()->text(), u"node{01..12}"_s);
    QCOMPARE(m_dialog->specs()->last().target, ref(u"node12"_s));
}

void TestClone::theButtonSaysHowMany_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("says");
    QTest::addColumn<bool>("possible");
    QTest::newRow("one") << u"x"_s << u"Clone"_s << true;
    QTest::newRow("twenty") << u"x{1..20}"_s << u"20"_s << true;
    QTest::newRow("fifty") << u"x{01..50}"_s << u"50"_s << true;
    QTest::newRow("too many") << u"x{1..51}"_s << u"Clone"_s << false;
    QTest::newRow("downwards") << u"x{3..1}"_s << u"Clone"_s << false;
    QTest::newRow("not closed") << u"x{1.."_s << u"Clone"_s << false;
    QTest::newRow("nothing") << QString() << u"Clone"_s << false;
    QTest::newRow("itself") << u"web1"_s << u"Clone"_s << false;
    QTest::newRow("a slash") << u"a/b"_s << u"Clone"_s << false;
}

void TestClone::theButtonSaysHowMany()
{
    QFETCH(QString, typed);
    QFETCH(QString, says);
    QFETCH(bool, possible);
    open({u"web1"_s});
    name()->setText(typed);
    QVERIFY2(m_dialog->verbButton()->text().contains(says), qPrintable(m_dialog->verbButton()->text()));
    QCOMPARE(m_dialog->verbButton()->isEnabled(), possible);
    QVERIFY(!m_dialog->sentence().isEmpty());
    QCOMPARE(m_dialog->sentence().contains(u"web1"_s)
                 && m_dialog->sentence().contains(u"without taking space"_s),
             possible);
    m_dialog->accept();
    QCOMPARE(m_engine->tasks().isEmpty(), !possible);
}

void TestClone::enterClones()
{
    open({u"web1"_s});
    QSignalSpy begun(m_dialog, &CloneDialog::begun);
    QTest::keyClicks(QApplication::focusWidget(), u"n{1..3}"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(begun.count(), 3);
    QTRY_VERIFY(m_dialog.isNull());
    m_engine->finishAll();
    for (const auto &made : {u"n1"_s, u"n2"_s, u"n3"_s})
        QVERIFY(m_engine->find(ref(made)) != nullptr);
}

void TestClone::oneTakenNameStopsAll()
{
    open({u"db1"_s});
    name()->setText(u"web{2..4}"_s);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(guitest::texts(m_dialog).contains(explain({ErrorCode::AlreadyExists, u"web2"_s, {}})));
    m_dialog->accept();
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestClone::severalGetAnEnding()
{
    open({u"web1"_s, u"db1"_s});
    QVERIFY(!count()->isVisible());
    name()->setText(u"-test"_s);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    const QList<CloneSpec> two = {{ref(u"web1"_s), ref(u"web1-test"_s), CloneMode::Auto},
                                  {ref(u"db1"_s), ref(u"db1-test"_s), CloneMode::Auto}};
    QCOMPARE(m_dialog->specs().value(), two);
    name()->setText(QString());
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    name()->setText(u" x"_s);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
}

void TestClone::aSnapshotWhereItCan_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<bool>("snapshots"); ///< whether the container path can
    QTest::addColumn<bool>("offered");
    QTest::newRow("btrfs on btrfs") << u"btrfs"_s << true << true;
    QTest::newRow("a directory on btrfs") << u"dir"_s << true << false;
    QTest::newRow("a directory on ext4") << u"dir"_s << false << false;
}

void TestClone::aSnapshotWhereItCan()
{
    QFETCH(QString, store);
    QFETCH(bool, snapshots);
    QFETCH(bool, offered);
    HostInfo host = m_engine->snapshot().host;
    host.locations.first().snapshots = snapshots;
    m_engine->setHost(host);
    ContainerEntry entry = FakeEngine::entry(ref(u"web1"_s));
    entry.container.store = store;
    m_engine->put(entry);
    open({u"web1"_s});
    QVERIFY(kind(CloneMode::Snapshot)->isVisible());
    QCOMPARE(kind(CloneMode::Snapshot)->isEnabled(), offered);
    QCOMPARE(m_dialog->sentence().contains(u"share"_s), offered);
    QCOMPARE(kind(CloneMode::Auto)->text(), offered ? u"Automatic (snapshot)"_s : u"Automatic (full copy)"_s);
    kind(CloneMode::Copy)->click();
    QVERIFY(m_dialog->sentence().contains(u"copied"_s));
    QCOMPARE(m_dialog->specs()->first().mode, CloneMode::Copy);
}

void TestClone::theSourceGoesMeanwhile()
{
    open({u"web1"_s});
    m_engine->drop(ref(u"web1"_s));
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QCOMPARE(m_dialog->sentence(), explain({ErrorCode::NotFound, u"web1"_s, {}}));
}

void TestClone::aLostConnectionIsSaid()
{
    open({u"web1"_s});
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
    m_engine->setLink(Engine::Link::Ready);
    QVERIFY(m_dialog->verbButton()->isEnabled());
}

void TestClone::anotherPathIsACopy()
{
    HostInfo host = m_engine->snapshot().host;
    host.locations.append({u"/srv/containers"_s, u"ext4"_s, false, {}});
    m_engine->setHost(host);
    open({u"web1"_s});
    auto *location = m_dialog->findChild<QComboBox *>(u"location"_s);
    QVERIFY(location->isVisible());
    QVERIFY(m_dialog->sentence().contains(u"share"_s));
    location->setCurrentIndex(1);
    QTRY_VERIFY(m_dialog->sentence().contains(u"copied"_s));
    name()->setText(u"web1"_s);
    QVERIFY2(m_dialog->verbButton()->isEnabled(), "its own name is free in another path");
    QCOMPARE(m_dialog->specs()->first().target, (ContainerRef{u"/srv/containers"_s, u"web1"_s}));
}

void TestClone::asksOnlyWhereSomethingIsNew()
{
    open({u"web1"_s});
    QCOMPARE(m_engine->planned().size(), 1);
    put(*m_engine, {u"other"_s});
    count()->setValue(5);
    name()->setText(u"x"_s);
    QCOMPARE(m_engine->planned().size(), 1);
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QCOMPARE(m_engine->planned().size(), 2);
}

void TestClone::startsAfterwards_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::addColumn<bool>("fails");
    QTest::addColumn<bool>("runs");
    QTest::newRow("not asked for") << false << false << false;
    QTest::newRow("asked for") << true << false << true;
    QTest::newRow("the clone fails") << true << true << false;
}

void TestClone::startsAfterwards()
{
    QFETCH(bool, wanted);
    QFETCH(bool, fails);
    QFETCH(bool, runs);
    open({u"web1"_s});
    box(u"start"_s)->setChecked(wanted);
    QCOMPARE(m_dialog->sentence().contains(u"starts afterwards"_s), wanted);
    if (fails)
        m_engine->failNext(Verb::Clone, {ErrorCode::NoSpace, u"/var/lib/lxc"_s, {}});
    m_dialog->accept();
    QTRY_VERIFY(m_dialog.isNull());
    m_engine->finishAll();
    const ContainerEntry *clone = m_engine->find(ref(u"web3"_s));
    QCOMPARE(clone != nullptr, !fails);
    QCOMPARE(clone != nullptr && isAlive(clone->container.state), runs);
    QCOMPARE(m_engine->tasks().size(), runs ? 2 : 1);
}

void TestClone::hooksAreFoldedAway()
{
    open({u"web1"_s});
    QVERIFY(!box(u"hooks"_s)->isVisible());
    m_dialog->findChild<QToolButton *>(u"more"_s)->click();
    QVERIFY(box(u"hooks"_s)->isVisible());
    QVERIFY(!box(u"hooks"_s)->isChecked());
    QVERIFY2(!box(u"hooks"_s)->isEnabled(), "it has none");
    QVERIFY(guitest::texts(m_dialog).contains(u"has none"_s));
    QVERIFY(!m_dialog->specs()->first().hooks);
    ClonePlan plan = *m_engine->planOf({ref(u"web2"_s), ref(u"web2"_s).location});
    plan.hooks = true;
    m_engine->setPlan(ref(u"web2"_s), plan);
    m_dialog->close();
    open({u"web2"_s});
    m_dialog->findChild<QToolButton *>(u"more"_s)->click();
    QVERIFY(box(u"hooks"_s)->isEnabled() && !box(u"hooks"_s)->isChecked());
    box(u"hooks"_s)->click();
    QVERIFY(m_dialog->specs()->first().hooks);
}

void TestClone::whatIsResetIsSaid()
{
    open({u"web1"_s});
    auto *own = m_dialog->findChild<QLabel *>(u"own"_s);
    QVERIFY(!own->isVisible());
    m_dialog->findChild<QToolButton *>(u"more"_s)->click();
    QVERIFY(own->isVisible());
    for (const auto &word : {u"host name"_s, u"machine-id"_s, u"SSH"_s, u"DHCP"_s, u"MAC"_s})
        QVERIFY2(own->text().contains(word), qPrintable(word));
}

void TestClone::aSeriesIsOneRequest()
{
    open({u"web1"_s});
    count()->setValue(3);
    m_dialog->accept();
    const QList<Task *> &tasks = m_engine->tasks();
    QCOMPARE(tasks.size(), 3);
    QVERIFY(!tasks.first()->series().isEmpty());
    QCOMPARE(tasks.last()->series(), tasks.first()->series());
    open({u"web2"_s});
    m_dialog->accept();
    QVERIFY(tasks.last()->series().isEmpty());
}

void TestClone::kindsByKeyboard()
{
    open({u"web1"_s});
    for (int i = 0; i < 10 && QApplication::focusWidget() != kind(CloneMode::Auto); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), kind(CloneMode::Auto));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    QVERIFY(kind(CloneMode::Copy)->isChecked());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(m_engine->tasks().size(), 1);
}

void TestClone::everythingHasAName()
{
    open({u"web1"_s});
    m_dialog->findChild<QToolButton *>(u"more"_s)->click();
    QCOMPARE(guitest::nameless(m_dialog), QStringList());
}

void TestClone::longTextsHaveRoom()
{
    QTranslator *longWords = new guitest::LongWords(m_dialog);
    QApplication::installTranslator(longWords);
    HostInfo host = m_engine->snapshot().host;
    host.locations.append({u"/srv/containers"_s, u"ext4"_s, false, {}});
    m_engine->setHost(host);
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    open({u"web1"_s});
    QTRY_VERIFY(m_dialog->height() >= m_dialog->layout()->totalHeightForWidth(m_dialog->width()));
    const QSize size = m_dialog->size();
    QApplication::removeTranslator(longWords);
    delete longWords;
    QVERIFY2(size.width() <= 900 && size.height() <= 600,
             qPrintable(u"%1 × %2"_s.arg(size.width()).arg(size.height())));
}

QTEST_MAIN(TestClone)
#include "tst_clone.moc"
