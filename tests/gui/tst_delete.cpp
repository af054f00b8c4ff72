// SPDX-License-Identifier: GPL-2.0-or-later
// The dialogs before danger: delete, and kill.

#include "gui/containeractions.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/mainwindow.h"
#include "gui/pages/containerspage.h"
#include "guitest.h"

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestDelete : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhatWillBeGone();
    void asksForTheName_data();
    void asksForTheName();
    void deletesSeveral();
    void aRunningOneIsRefused();
    void dependantsAreNamed();
    void aBaseLeadsToItsOverlays();
    void aBaseIsFreeWhenItsOverlayIsGone();
    void theActionOpensTheReason();
    void oneThatWentMeanwhile();
    void aLostConnectionIsSaid();
    void killSaysWhatIsLost();
    void killKills();
    void cancelKillsNothing();
    void enterAloneKillsNothing();
    void enterStopsSeveral();

private:
    void open(const QStringList &names, const QList<DeleteDialog::Kept> &kept = {});

    [[nodiscard]] QPushButton *button(const char16_t *name) const
    {
        return m_dialog->findChild<QPushButton *>(QString::fromUtf16(name));
    }

    [[nodiscard]] QLineEdit *answer() const { return m_dialog->findChild<QLineEdit *>(u"answer"_s); }

    std::unique_ptr<FakeEngine> m_engine;
    QPointer<DeleteDialog> m_dialog;
};

void TestDelete::init()
{
    delete m_dialog;
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s, u"web2"_s, u"db1"_s});
}

void TestDelete::open(const QStringList &names, const QList<DeleteDialog::Kept> &kept)
{
    QList<ContainerRef> refs;
    for (const QString &name : names)
        refs.append(ref(name));
    m_dialog = new DeleteDialog(*m_engine, refs, kept);
    m_dialog->open();
    QVERIFY(guitest::isActive(m_dialog));
    QTest::qWait(20); // the answers to what depends on them
}

void TestDelete::saysWhatWillBeGone()
{
    ContainerEntry far = FakeEngine::entry(ref(u"web1"_s));
    far.container.rootfs = u"/srv/roots/web1"_s;
    m_engine->put(far);
    open({u"web1"_s});
    auto *list = m_dialog->findChild<QListWidget *>();
    QStringList paths;
    for (int row = 0; row < list->count(); ++row)
        paths += list->item(row)->text();
    QCOMPARE(paths, QStringList{u"/var/lib/lxc/web1"_s}); // what lies elsewhere stays
    QCOMPARE(m_dialog->verbButton()->text(), u"Delete"_s);
    QVERIFY(answer()->hasFocus());
}

void TestDelete::asksForTheName_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("possible");
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("another name") << u"web2"_s << false;
    QTest::newRow("the other case") << u"WEB1"_s << false;
    QTest::newRow("a part") << u"web"_s << false;
    QTest::newRow("the name") << u"web1"_s << true;
    QTest::newRow("the name, pasted with a blank") << u"web1 "_s << true;
}

void TestDelete::asksForTheName()
{
    QFETCH(QString, typed);
    QFETCH(bool, possible);
    open({u"web1"_s});
    QTest::keyClicks(answer(), typed);
    QCOMPARE(m_dialog->verbButton()->isEnabled(), possible);
    QTest::keyClick(answer(), Qt::Key_Return);
    QCOMPARE(m_engine->tasks().size(), possible ? 1 : 0);
    m_engine->finishAll();
    QCOMPARE(m_engine->find(ref(u"web1"_s)) == nullptr, possible);
}

void TestDelete::deletesSeveral()
{
    open({u"web1"_s, u"web2"_s}, {{u"db1"_s, u"db1 is running."_s}});
    QVERIFY(m_dialog->verbButton()->text().contains(u"2"_s));
    QVERIFY2(m_dialog->sentence().endsWith(u"db1 is running. It will be kept."_s),
             qPrintable(m_dialog->sentence()));
    QCOMPARE(m_dialog->confirmation(), u"2"_s);
    QTest::keyClicks(answer(), u"2"_s);
    QTest::keyClick(answer(), Qt::Key_Return);
    m_engine->finishAll();
    QCOMPARE(m_engine->snapshot().containers.size(), 1);
    QVERIFY(m_engine->find(ref(u"db1"_s)) != nullptr);
}

void TestDelete::aRunningOneIsRefused()
{
    open({u"web1"_s});
    QTest::keyClicks(answer(), u"web1"_s);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QCOMPARE(m_dialog->sentence(), explain({ErrorCode::MustBeStopped, u"web1"_s, {}}));
    m_dialog->accept();
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestDelete::dependantsAreNamed()
{
    ContainerDetails details;
    details.dependants = {u"child1"_s, u"child2"_s};
    m_engine->setDetails(ref(u"web1"_s), details);
    open({u"web1"_s});
    QTRY_COMPARE(m_dialog->heading(), u"web1 can't be deleted"_s);
    const QString said = guitest::texts(m_dialog);
    QVERIFY2(said.contains(u"child1"_s) && said.contains(u"child2"_s), qPrintable(said));
    QVERIFY(!answer()->isVisible());
    QVERIFY(!m_dialog->verbButton()->isVisible());
    QVERIFY2(!button(u"others")->isVisible(), "they are not in the list");
    m_dialog->accept();
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestDelete::aBaseLeadsToItsOverlays()
{
    guitest::putOverlay(*m_engine, u"over"_s, u"web1"_s);
    open({u"web1"_s});
    QCOMPARE(m_dialog->heading(), u"web1 can't be deleted"_s);
    QVERIFY(guitest::texts(m_dialog).contains(u"over is an overlay on it"_s));
    QVERIFY2(m_dialog->sentence().contains(u"over"_s), qPrintable(m_dialog->sentence()));
    QCOMPARE(m_dialog->cancelButton()->text(), u"Close"_s);
    QVERIFY(m_dialog->cancelButton()->isDefault());
    QSignalSpy wanted(m_dialog, &DeleteDialog::deleteWanted);
    QCOMPARE(button(u"others")->text(), u"Delete over…"_s);
    QTest::mouseClick(button(u"others"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().value<QList<ContainerRef>>(), QList<ContainerRef>{ref(u"over"_s)});
    QTRY_VERIFY(m_dialog.isNull());
}

void TestDelete::aBaseIsFreeWhenItsOverlayIsGone()
{
    guitest::putOverlay(*m_engine, u"over"_s, u"web1"_s);
    open({u"web1"_s});
    QVERIFY(!answer()->isVisible());
    m_engine->drop(ref(u"over"_s));
    QCOMPARE(m_dialog->heading(), u"Delete web1?"_s);
    QVERIFY(answer()->isVisible());
    QTest::keyClicks(answer(), u"web1"_s);
    QVERIFY(m_dialog->verbButton()->isEnabled() && m_dialog->verbButton()->isDefault());
}

void TestDelete::theActionOpensTheReason()
{
    guitest::isolateSettings();
    guitest::putOverlay(*m_engine, u"over"_s, u"web1"_s);
    MainWindow window(*m_engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    const ContainerActions &actions = window.containers().actions();
    for (const Wish wish : {Wish::Start, Wish::Rename}) {
        QVERIFY(!actions.of(wish)->isEnabled());
        QVERIFY2(actions.of(wish)->toolTip().contains(u"over"_s), qPrintable(actions.of(wish)->toolTip()));
    }
    QVERIFY2(actions.of(Wish::Delete)->isEnabled(), "its dialog shows the way");
    QVERIFY(actions.of(Wish::Delete)->toolTip().contains(u"over"_s));
    actions.of(Wish::Delete)->trigger();
    auto *dialog = guitest::dialogOf<DeleteDialog>(&window);
    QVERIFY(dialog != nullptr);
    dialog->findChild<QPushButton *>(u"others"_s)->click();
    QTRY_VERIFY(guitest::dialogOf<DeleteDialog>(&window) != nullptr
                && guitest::dialogOf<DeleteDialog>(&window)->heading() == u"Delete over?"_s);
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestDelete::oneThatWentMeanwhile()
{
    open({u"web1"_s});
    m_engine->drop(ref(u"web1"_s));
    QCOMPARE(m_dialog->sentence(), explain({ErrorCode::NotFound, u"web1"_s, {}}));
    QVERIFY(!m_dialog->verbButton()->isEnabled());
}

void TestDelete::aLostConnectionIsSaid()
{
    open({u"web1"_s});
    QTest::keyClicks(answer(), u"web1"_s);
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
    m_engine->setLink(Engine::Link::Ready);
    QVERIFY2(m_dialog->verbButton()->isEnabled(), "what was typed is still there");
}

void TestDelete::killSaysWhatIsLost()
{
    put(*m_engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    QPointer<PowerDialog> dialog = new PowerDialog(*m_engine, Wish::Kill, {ref(u"web1"_s), ref(u"web2"_s)});
    dialog->open();
    QVERIFY(dialog->sentence().contains(u"web1"_s) && dialog->sentence().contains(u"web2"_s));
    QVERIFY(dialog->verbButton()->text().contains(u"2"_s));
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QVERIFY(!dialog->verbButton()->isEnabled());
    dialog->accept();
    QVERIFY(m_engine->tasks().isEmpty());
    delete dialog;
}

void TestDelete::killKills()
{
    put(*m_engine, {u"web1"_s}, ContainerState::NotResponding);
    QPointer<PowerDialog> dialog = new PowerDialog(*m_engine, Wish::Kill, {ref(u"web1"_s)});
    QSignalSpy begun(dialog, &PowerDialog::begun);
    dialog->open();
    QCOMPARE(dialog->verbButton()->text(), u"Kill"_s);
    QTest::mouseClick(dialog->verbButton(), Qt::LeftButton);
    QCOMPARE(begun.count(), 1);
    m_engine->finishAll();
    QCOMPARE(m_engine->find(ref(u"web1"_s))->container.state, ContainerState::Stopped);
    QTRY_VERIFY(dialog.isNull());
}

void TestDelete::cancelKillsNothing()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QPointer<PowerDialog> dialog = new PowerDialog(*m_engine, Wish::Kill, {ref(u"web1"_s)});
    dialog->open();
    QTest::mouseClick(guitest::button(dialog, u"Cancel"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog.isNull());
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestDelete::enterAloneKillsNothing()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    QPointer<PowerDialog> dialog = new PowerDialog(*m_engine, Wish::Kill, {ref(u"web1"_s)});
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY(dialog.isNull());
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestDelete::enterStopsSeveral()
{
    put(*m_engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    QPointer<PowerDialog> dialog = new PowerDialog(*m_engine, Wish::Stop, {ref(u"web1"_s), ref(u"web2"_s)});
    dialog->open();
    QVERIFY(guitest::isActive(dialog));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(m_engine->tasks().size(), 2);
}

QTEST_MAIN(TestDelete)
#include "tst_delete.moc"
