// SPDX-License-Identifier: GPL-2.0-or-later
// What the dialog that asks for clones says of each kind: what it costs, and why it can't be.

#include "clonedialogtest.h"

#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestCloneCosts : public CloneDialogTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void eachKindSaysItsCost();
    void usableBeforeTheCosts();
    void unknownCostsAreSaid();
    void whatCanNotBeSaysWhy_data();
    void whatCanNotBeSaysWhy();
    void anOverlayNeedsItsSourceStopped();
    void aSeriesNeedsItsSpace();
    void severalAreAddedUp();
};

void TestCloneCosts::eachKindSaysItsCost()
{
    open({u"web1"_s});
    QVERIFY2(costOf(CloneMode::Copy).contains(u"278 MiB"_s)
                 && costOf(CloneMode::Copy).contains(QLocale().toString(10'673)),
             qPrintable(costOf(CloneMode::Copy)));
    QVERIFY(costOf(CloneMode::Snapshot).contains(u"No space"_s));
    QVERIFY(costOf(CloneMode::Overlay).contains(u"web1 must stay"_s));
    QCOMPARE(costOf(CloneMode::Auto), costOf(CloneMode::Snapshot));
    for (const CloneMode mode : {CloneMode::Auto, CloneMode::Copy, CloneMode::Snapshot, CloneMode::Overlay})
        QVERIFY(guitest::texts(m_dialog).contains(costOf(mode)));
    kind(CloneMode::Copy)->click();
    QVERIFY(m_dialog->sentence().contains(u"278 MiB"_s));
    kind(CloneMode::Overlay)->click();
    QVERIFY(m_dialog->sentence().contains(u"can't be started"_s));
    QCOMPARE(m_dialog->specs()->first().mode, CloneMode::Overlay);
    // A guess is called one.
    ClonePlan slow = *m_engine->planOf({ref(u"web1"_s), ref(u"web1"_s).location});
    slow.kinds[0].seconds = 125;
    slow.kinds[0].measured = false;
    slow.complete = false;
    m_engine->setPlan(ref(u"web2"_s), slow);
    m_dialog->close();
    open({u"web2"_s});
    QVERIFY2(costOf(CloneMode::Copy).contains(u"ore than"_s)
                 && costOf(CloneMode::Copy).contains(u"perhaps 2 min"_s),
             qPrintable(costOf(CloneMode::Copy)));
}

void TestCloneCosts::usableBeforeTheCosts()
{
    m_engine->holdPlans(true);
    m_dialog = new CloneDialog(*m_engine, {ref(u"web1"_s)});
    m_dialog->open();
    QVERIFY(guitest::isActive(m_dialog));
    QVERIFY(m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
    QVERIFY(costOf(CloneMode::Copy).contains(u'…'));
    kind(CloneMode::Copy)->click();
    QVERIFY(m_dialog->sentence().contains(u"copied"_s));
    m_engine->holdPlans(false);
    QVERIFY(costOf(CloneMode::Copy).contains(u"278 MiB"_s));
    QVERIFY2(kind(CloneMode::Copy)->isChecked(), "what was chosen before the costs came stays");
    // Closed before they come: nobody is told.
    m_engine->holdPlans(true);
    m_dialog->close();
    m_dialog = new CloneDialog(*m_engine, {ref(u"web1"_s)});
    m_dialog->open();
    m_dialog->accept();
    QTRY_VERIFY(m_dialog.isNull());
    QCOMPARE(m_engine->tasks().size(), 1);
    m_engine->holdPlans(false);
}

void TestCloneCosts::unknownCostsAreSaid()
{
    const Error error{ErrorCode::RootfsMissing, u"web1"_s, u"/gone"_s};
    m_engine->setPlan(ref(u"web1"_s), refuse(error));
    open({u"web1"_s});
    QVERIFY2(guitest::texts(m_dialog).contains(explain(error)), qPrintable(guitest::texts(m_dialog)));
    QVERIFY(m_dialog->verbButton()->isEnabled()); // the helper has the last word
    QVERIFY(kind(CloneMode::Snapshot)->isEnabled());
}

void TestCloneCosts::whatCanNotBeSaysWhy_data()
{
    QTest::addColumn<Obstacle>("obstacle");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("says");
    QTest::newRow("a folder") << Obstacle::NotSubvolume << u"ext4"_s << u"ext4"_s;
    QTest::newRow("elsewhere") << Obstacle::OtherFileSystem << u"xfs"_s << u"xfs"_s;
    QTest::newRow("no overlayfs") << Obstacle::NoOverlay << u"nfs"_s << u"nfs"_s;
    QTest::newRow("it runs") << Obstacle::Running << QString() << u"web1"_s;
    QTest::newRow("a volume") << Obstacle::Store << u"lvm"_s << u"LVM"_s;
    QTest::newRow("no space") << Obstacle::NoSpace << QString() << u"278 MiB"_s;
    QTest::newRow("read only") << Obstacle::ReadOnly << u"ext4"_s << u"written"_s;
    QTest::newRow("a newer helper's reason") << Obstacle::Other << u"Moonphase"_s << u"Moonphase"_s;
}

void TestCloneCosts::whatCanNotBeSaysWhy()
{
    QFETCH(Obstacle, obstacle);
    QFETCH(QString, detail);
    QFETCH(QString, says);
    ClonePlan plan = *m_engine->planOf({ref(u"web1"_s), ref(u"web1"_s).location});
    for (CloneCost &cost : plan.kinds) {
        cost.obstacle = cost.kind == CloneMode::Snapshot ? Obstacle::None : obstacle;
        cost.detail = detail;
    }
    m_engine->setPlan(ref(u"web1"_s), plan);
    open({u"web1"_s});
    for (const CloneMode mode : {CloneMode::Copy, CloneMode::Overlay}) {
        QVERIFY(kind(mode)->isVisible() && !kind(mode)->isEnabled());
        QVERIFY2(costOf(mode).contains(says), qPrintable(costOf(mode)));
        QVERIFY(guitest::texts(m_dialog).contains(costOf(mode)));
    }
    QVERIFY(m_dialog->verbButton()->isEnabled());
    // Where Auto itself can't be, nothing can.
    plan.automatic = CloneMode::Copy;
    m_engine->setPlan(ref(u"web2"_s), plan);
    m_dialog->close();
    open({u"web2"_s});
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
}

void TestCloneCosts::anOverlayNeedsItsSourceStopped()
{
    open({u"web1"_s});
    kind(CloneMode::Overlay)->click();
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QTRY_VERIFY(!kind(CloneMode::Overlay)->isEnabled());
    QVERIFY(kind(CloneMode::Auto)->isChecked());
    QCOMPARE(m_dialog->specs()->first().mode, CloneMode::Auto);
}

void TestCloneCosts::aSeriesNeedsItsSpace()
{
    ClonePlan plan = *m_engine->planOf({ref(u"web1"_s), ref(u"web1"_s).location});
    plan.free = 3 * plan.bytes;
    m_engine->setPlan(ref(u"web1"_s), plan);
    open({u"web1"_s});
    kind(CloneMode::Copy)->click();
    count()->setValue(3);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    QVERIFY2(costOf(CloneMode::Copy).contains(u"834 MiB"_s), qPrintable(costOf(CloneMode::Copy)));
    QVERIFY2(m_dialog->sentence().contains(u"834 MiB"_s), qPrintable(m_dialog->sentence()));
    count()->setValue(4);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
    kind(CloneMode::Snapshot)->click();
    QVERIFY(m_dialog->verbButton()->isEnabled());
}

void TestCloneCosts::severalAreAddedUp()
{
    put(*m_engine, {u"db1"_s}, ContainerState::Running);
    open({u"web1"_s, u"db1"_s});
    QVERIFY2(costOf(CloneMode::Copy).contains(u"556 MiB"_s), qPrintable(costOf(CloneMode::Copy)));
    QVERIFY(!kind(CloneMode::Overlay)->isEnabled());
    QVERIFY2(costOf(CloneMode::Overlay).contains(u"db1"_s), qPrintable(costOf(CloneMode::Overlay)));
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QTRY_VERIFY2(costOf(CloneMode::Overlay).contains(u"db1"_s)
                     && costOf(CloneMode::Overlay).contains(u"web1"_s),
                 "all that have to be stopped");
    QCOMPARE(m_engine->planned().size(), 4);
    // One of them can't be a snapshot: Auto says that it differs.
    ContainerEntry folder = FakeEngine::entry(ref(u"web2"_s));
    folder.container.store = u"dir"_s;
    m_engine->put(folder);
    m_dialog->close();
    open({u"web1"_s, u"web2"_s});
    QCOMPARE(kind(CloneMode::Auto)->text(), u"Automatic"_s);
    QVERIFY(!kind(CloneMode::Snapshot)->isEnabled());
    QVERIFY2(costOf(CloneMode::Snapshot).contains(u"web2"_s)
                 && !costOf(CloneMode::Snapshot).contains(u"web1"_s),
             qPrintable(costOf(CloneMode::Snapshot)));
    for (const QString &told : {costOf(CloneMode::Auto), m_dialog->sentence()})
        QVERIFY2(told.contains(u"web1 by a snapshot, web2 by a full copy (278 MiB and"_s), qPrintable(told));
}

QTEST_MAIN(TestCloneCosts)
#include "tst_clonecosts.moc"
