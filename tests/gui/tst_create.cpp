// SPDX-License-Identifier: GPL-2.0-or-later
// The dialog that asks for a new container.

#include "gui/dialogs/createdialog.h"
#include "guitest.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestCreate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsWithSensibleValues();
    void names_data();
    void names();
    void typingAndEnterCreate();
    void escapeCreatesNothing();
    void aNameTakenMeanwhileIsRefused();
    void templatesHaveTheirOptions();
    void aMissingOptionIsSaid();
    void theReleaseFollowsTheDistribution();
    void privilegedIsSaidAndAsked();
    void aTemplateForRootSaysWhy();
    void aMachineWithoutIdMapsSaysWhy();
    void btrfsIsOfferedWhereItIs_data();
    void btrfsIsOfferedWhereItIs();
    void theSecondPathCanBeChosen();
    void startsAfterwards_data();
    void startsAfterwards();
    void aLostConnectionIsSaid();
    void withoutAContainerPathItStands();

private:
    void open();

    [[nodiscard]] QComboBox *box(const char *name) const
    {
        return m_dialog->findChild<QComboBox *>(QString::fromLatin1(name));
    }

    [[nodiscard]] QLineEdit *name() const { return m_dialog->findChild<QLineEdit *>(u"name"_s); }

    std::unique_ptr<FakeEngine> m_engine;
    QPointer<CreateDialog> m_dialog;
};

void TestCreate::init()
{
    delete m_dialog;
    m_engine = std::make_unique<FakeEngine>();
    put(*m_engine, {u"web1"_s});
}

void TestCreate::open()
{
    m_dialog = new CreateDialog(*m_engine);
    m_dialog->open();
    QVERIFY(guitest::isActive(m_dialog));
}

void TestCreate::beginsWithSensibleValues()
{
    open();
    QCOMPARE(box("template")->currentText(), u"BusyBox"_s);
    QVERIFY(name()->hasFocus());
    QCOMPARE(m_dialog->verbButton()->text(), u"Create"_s);
    QVERIFY(m_dialog->verbButton()->isDefault());
    QVERIFY2(!m_dialog->verbButton()->isEnabled(), "there is no name yet");
    QVERIFY2(!box("store")->isVisible(), "storage is folded away");
    const CreateSpec spec = m_dialog->spec();
    QCOMPARE(spec.templateName, u"busybox"_s);
    QCOMPARE(spec.store, Store::Auto);
    QVERIFY(!spec.privileged);
    QVERIFY(spec.options.isEmpty());
    auto *more = guitest::button(m_dialog, u"More"_s);
    QVERIFY(more != nullptr);
    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(box("store")->isVisible());
}

void TestCreate::names_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("possible");
    QTest::newRow("good") << u"web2"_s << true;
    QTest::newRow("dots and hyphens") << u"a.b-c_d"_s << true;
    QTest::newRow("taken") << u"web1"_s << false;
    QTest::newRow("slash") << u"../x"_s << false;
    QTest::newRow("space") << u"my box"_s << false;
    QTest::newRow("hyphen") << u"-x"_s << false;
    QTest::newRow("Chinese") << u"容器"_s << false;
    QTest::newRow("64") << QString(64, u'a') << false;
}

void TestCreate::names()
{
    QFETCH(QString, typed);
    QFETCH(bool, possible);
    open();
    name()->setText(typed);
    QCOMPARE(m_dialog->verbButton()->isEnabled(), possible);
    // Either what will happen, or what is wrong.
    QVERIFY(!m_dialog->sentence().isEmpty());
    QCOMPARE(m_dialog->sentence().startsWith(typed + u" will be created"_s), possible);
    m_dialog->accept();
    QCOMPARE(m_engine->tasks().size(), possible ? 1 : 0);
}

void TestCreate::typingAndEnterCreate()
{
    open();
    QSignalSpy begun(m_dialog, &CreateDialog::begun);
    QTest::keyClicks(QApplication::focusWidget(), u"web2"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(begun.count(), 1);
    QTRY_VERIFY2(m_dialog.isNull(), "it deletes itself");
    QCOMPARE(m_engine->tasks().first()->verb(), Verb::Create);
    QCOMPARE(m_engine->tasks().first()->target(), ref(u"web2"_s));
    m_engine->finishAll();
    QVERIFY(m_engine->find(ref(u"web2"_s)) != nullptr);
}

void TestCreate::escapeCreatesNothing()
{
    open();
    QTest::keyClicks(name(), u"web2"_s);
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    QTRY_VERIFY(m_dialog.isNull());
    QVERIFY(m_engine->tasks().isEmpty());
}

void TestCreate::aNameTakenMeanwhileIsRefused()
{
    open();
    name()->setText(u"web2"_s);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    put(*m_engine, {u"web2"_s});
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(guitest::texts(m_dialog).contains(explain({ErrorCode::AlreadyExists, u"web2"_s, {}})));
}

void TestCreate::templatesHaveTheirOptions()
{
    open();
    name()->setText(u"web2"_s);
    QCOMPARE(box("option-release"), nullptr);
    box("template")->setCurrentIndex(box("template")->findData(u"download"_s));
    QTRY_VERIFY(box("option-dist") != nullptr && box("option-dist")->isVisible());
    box("option-dist")->setCurrentText(u"alpine"_s);
    box("option-release")->setCurrentText(u"3.22"_s);
    box("option-arch")->setCurrentText(u"amd64"_s);
    const QMap<QString, QString> wanted = {
        {u"dist"_s, u"alpine"_s}, {u"release"_s, u"3.22"_s}, {u"arch"_s, u"amd64"_s}};
    QCOMPARE(m_dialog->spec().options, wanted);
    box("template")->setCurrentIndex(box("template")->findData(u"busybox"_s));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY2(m_dialog->spec().options.isEmpty(), "another template's options are gone");
}

void TestCreate::aMissingOptionIsSaid()
{
    open();
    name()->setText(u"web2"_s);
    box("template")->setCurrentIndex(box("template")->findData(u"download"_s));
    QVERIFY(m_dialog->verbButton()->isEnabled());
    box("option-dist")->setCurrentText(QString());
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(guitest::texts(m_dialog).contains(u"Distribution is missing."_s));
    box("option-dist")->setCurrentText(u"alpine; rm -rf /"_s);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
}

void TestCreate::theReleaseFollowsTheDistribution()
{
    open();
    box("template")->setCurrentIndex(box("template")->findData(u"download"_s));
    box("option-dist")->setCurrentText(u"ubuntu"_s);
    QCOMPARE(box("option-release")->currentText(), u"noble"_s);
    box("option-dist")->setCurrentText(u"debian"_s);
    QCOMPARE(box("option-release")->currentText(), u"trixie"_s);
}

void TestCreate::privilegedIsSaidAndAsked()
{
    open();
    name()->setText(u"web2"_s);
    auto *privileged = m_dialog->findChild<QCheckBox *>(u"privileged"_s);
    QVERIFY(!m_dialog->sentence().contains(u" privileged"_s));
    guitest::button(m_dialog, u"More"_s)->click();
    QTest::mouseClick(privileged, Qt::LeftButton, {}, QPoint(8, privileged->height() / 2));
    QVERIFY(m_dialog->spec().privileged);
    QVERIFY(m_dialog->sentence().contains(u" privileged"_s));
}

void TestCreate::aTemplateForRootSaysWhy()
{
    open();
    name()->setText(u"web2"_s);
    auto *privileged = m_dialog->findChild<QCheckBox *>(u"privileged"_s);
    box("template")->setCurrentIndex(box("template")->findData(u"debian"_s));
    QVERIFY(privileged->isChecked());
    QVERIFY(!privileged->isEnabled());
    QVERIFY(m_dialog->spec().privileged);
    QVERIFY(m_dialog->sentence().contains(u"only create privileged containers"_s));
    box("template")->setCurrentIndex(box("template")->findData(u"busybox"_s));
    QVERIFY2(!m_dialog->spec().privileged, "nobody asked for that");
}

void TestCreate::aMachineWithoutIdMapsSaysWhy()
{
    HostInfo host = m_engine->snapshot().host;
    host.idmapProblem = u"/etc/subuid has no line for root"_s;
    m_engine->setHost(host);
    open();
    name()->setText(u"web2"_s);
    QVERIFY(m_dialog->spec().privileged);
    QVERIFY(m_dialog->sentence().contains(u"/etc/subuid has no line for root"_s));
}

void TestCreate::btrfsIsOfferedWhereItIs_data()
{
    QTest::addColumn<QString>("fileSystem");
    QTest::addColumn<bool>("offered");
    QTest::newRow("btrfs") << u"btrfs"_s << true;
    QTest::newRow("xfs") << u"xfs"_s << false;
}

void TestCreate::btrfsIsOfferedWhereItIs()
{
    QFETCH(QString, fileSystem);
    QFETCH(bool, offered);
    HostInfo host = m_engine->snapshot().host;
    host.locations = {{u"/var/lib/lxc"_s, fileSystem, offered, {}}};
    m_engine->setHost(host);
    open();
    guitest::button(m_dialog, u"More"_s)->click();
    const int place = box("store")->findData(static_cast<int>(Store::Btrfs));
    QVERIFY2(place >= 0, "what can't be chosen stays visible");
    QCOMPARE(qobject_cast<QStandardItemModel *>(box("store")->model())->item(place)->isEnabled(), offered);
    QCOMPARE(guitest::texts(m_dialog).contains(u"this one is on xfs"_s), !offered);
}

void TestCreate::theSecondPathCanBeChosen()
{
    open();
    QVERIFY2(!box("location")->isVisible(), "one path is no question");
    delete m_dialog;
    HostInfo host = m_engine->snapshot().host;
    host.locations.append({u"/srv/containers"_s, u"ext4"_s, false, {}});
    m_engine->setHost(host);
    open();
    QVERIFY(box("location")->isVisible());
    name()->setText(u"web1"_s);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    box("location")->setCurrentIndex(1);
    QVERIFY2(m_dialog->verbButton()->isEnabled(), "the name is free there");
    QCOMPARE(m_dialog->spec().ref, (ContainerRef{u"/srv/containers"_s, u"web1"_s}));
}

void TestCreate::startsAfterwards_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::addColumn<bool>("fails");
    QTest::newRow("not asked for") << false << false;
    QTest::newRow("asked for") << true << false;
    QTest::newRow("creating fails") << true << true;
}

void TestCreate::startsAfterwards()
{
    QFETCH(bool, wanted);
    QFETCH(bool, fails);
    open();
    name()->setText(u"web2"_s);
    m_dialog->findChild<QCheckBox *>(u"start"_s)->setChecked(wanted);
    QCOMPARE(m_dialog->sentence().contains(u"starts afterwards"_s), wanted);
    if (fails)
        m_engine->failNext(Verb::Create, {ErrorCode::NoSpace, u"/var/lib/lxc"_s, {}});
    m_dialog->accept();
    QTRY_VERIFY(m_dialog.isNull());
    m_engine->finishAll();
    const ContainerEntry *made = m_engine->find(ref(u"web2"_s));
    QCOMPARE(made == nullptr, fails);
    QCOMPARE(made != nullptr && isAlive(made->container.state), wanted && !fails);
}

void TestCreate::aLostConnectionIsSaid()
{
    open();
    name()->setText(u"web2"_s);
    m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
    m_engine->setLink(Engine::Link::Ready);
    QVERIFY(m_dialog->verbButton()->isEnabled());
    QCOMPARE(name()->text(), u"web2"_s);
}

void TestCreate::withoutAContainerPathItStands()
{
    m_engine->setHost({});
    open();
    name()->setText(u"web2"_s);
    QVERIFY(!m_dialog->verbButton()->isEnabled());
    QVERIFY(!m_dialog->sentence().isEmpty());
}

QTEST_MAIN(TestCreate)
#include "tst_create.moc"
