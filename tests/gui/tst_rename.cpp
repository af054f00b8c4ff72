// SPDX-License-Identifier: GPL-2.0-or-later

#include "gui/dialogs/renamedialog.h"
#include "guitest.h"

#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestRename : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void enterRenames();
    void aRunningOneIsRefused();
    void oneThatWentMeanwhile();
    void aBaseSaysWhoNeedsIt();
};

void TestRename::names_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("possible");
    QTest::newRow("another") << u"web9"_s << true;
    QTest::newRow("the other case") << u"Web1"_s << true;
    QTest::newRow("the same") << u"web1"_s << false;
    QTest::newRow("taken") << u"web2"_s << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("a path") << u"../web9"_s << false;
    QTest::newRow("64") << QString(64, u'a') << false;
}

void TestRename::names()
{
    QFETCH(QString, typed);
    QFETCH(bool, possible);
    FakeEngine engine;
    put(engine, {u"web1"_s, u"web2"_s});
    RenameDialog dialog(engine, ref(u"web1"_s));
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.show();
    dialog.findChild<QLineEdit *>(u"name"_s)->setText(typed);
    QCOMPARE(dialog.verbButton()->isEnabled(), possible);
    // Always something: what will happen, or what is wrong.
    QVERIFY(!dialog.sentence().isEmpty());
    QCOMPARE(dialog.sentence().contains(u"/var/lib/lxc/"_s + typed + u'.'), possible);
    dialog.accept();
    QCOMPARE(engine.tasks().size(), possible ? 1 : 0);
}

void TestRename::enterRenames()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    QPointer<RenameDialog> dialog = new RenameDialog(engine, ref(u"web1"_s));
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    auto *name = dialog->findChild<QLineEdit *>(u"name"_s);
    QCOMPARE(name->selectedText(), u"web1"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"front"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    engine.finishAll();
    QVERIFY(engine.find(ref(u"front"_s)) != nullptr);
    QCOMPARE(engine.find(ref(u"web1"_s)), nullptr);
    QTRY_VERIFY(dialog.isNull());
}

void TestRename::aRunningOneIsRefused()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    RenameDialog dialog(engine, ref(u"web1"_s));
    dialog.findChild<QLineEdit *>(u"name"_s)->setText(u"web9"_s);
    QVERIFY(dialog.verbButton()->isEnabled());
    put(engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(!dialog.verbButton()->isEnabled());
    QCOMPARE(dialog.sentence(), explain({ErrorCode::MustBeStopped, u"web1"_s, {}}));
}

void TestRename::oneThatWentMeanwhile()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    RenameDialog dialog(engine, ref(u"web1"_s));
    engine.drop(ref(u"web1"_s));
    QVERIFY(!dialog.verbButton()->isEnabled());
    QCOMPARE(dialog.sentence(), explain({ErrorCode::NotFound, u"web1"_s, {}}));
}

void TestRename::aBaseSaysWhoNeedsIt()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    RenameDialog dialog(engine, ref(u"web1"_s));
    dialog.findChild<QLineEdit *>(u"name"_s)->setText(u"web9"_s);
    QVERIFY(dialog.verbButton()->isEnabled());
    guitest::putOverlay(engine, u"over"_s, u"web1"_s);
    QVERIFY(!dialog.verbButton()->isEnabled());
    QVERIFY2(dialog.sentence().contains(u"over"_s), qPrintable(dialog.sentence()));
}

QTEST_MAIN(TestRename)
#include "tst_rename.moc"
