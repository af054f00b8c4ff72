// SPDX-License-Identifier: GPL-2.0-or-later
// The dialog that asks for clones: one, a series, of several containers one each.

#include "gui/dialogs/clonedialog.h"
#include "guitest.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestClone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
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

private:
    void open(const QStringList &sources);

    [[nodiscard]] QLineEdit *name() const { return m_dialog->findChild<QLineEdit *>(u"name"_s); }

    [[nodiscard]] QSpinBox *count() const { return m_dialog->findChild<QSpinBox *>(u"count"_s); }

    [[nodiscard]] QComboBox *mode() const { return m_dialog->findChild<QComboBox *>(u"mode"_s); }

    std::unique_ptr<FakeEngine> m_engine;
    QPointer<CloneDialog> m_dialog;
};

void TestClone::init()
{
    delete m_dialog;
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s, u"db1"_s});
}

void TestClone::open(const QStringList &sources)
{
    QList<ContainerRef> refs;
    for (const QString &source : sources)
        refs.append(ref(source));
    m_dialog = new CloneDialog(*m_engine, refs);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog));
}

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
    QTest::newRow("a hundred") << u"x{001..100}"_s << u"100"_s << true;
    QTest::newRow("too many") << u"x{1..101}"_s << u"Clone"_s << false;
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
    QCOMPARE(m_dialog->sentence().isEmpty(), !possible);
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
    const int place = mode()->findData(static_cast<int>(CloneMode::Snapshot));
    QVERIFY(place >= 0);
    QCOMPARE(qobject_cast<QStandardItemModel *>(mode()->model())->item(place)->isEnabled(), offered);
    QCOMPARE(m_dialog->sentence().contains(u"share"_s), offered);
    mode()->setCurrentIndex(mode()->findData(static_cast<int>(CloneMode::Copy)));
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
    QVERIFY(m_dialog->sentence().contains(u"copied"_s));
    name()->setText(u"web1"_s);
    QVERIFY2(m_dialog->verbButton()->isEnabled(), "its own name is free in another path");
    QCOMPARE(m_dialog->specs()->first().target, (ContainerRef{u"/srv/containers"_s, u"web1"_s}));
}

QTEST_MAIN(TestClone)
#include "tst_clone.moc"
