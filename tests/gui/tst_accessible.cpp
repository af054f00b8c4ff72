// SPDX-License-Identifier: GPL-2.0-or-later
// What a screen reader says of each page and dialog.

#include "backend/fake/demo.h"
#include "gui/containeractions.h"
#include "gui/dialogs/aboutdialog.h"
#include "gui/dialogs/clonedialog.h"
#include "gui/dialogs/createdialog.h"
#include "gui/dialogs/deletedialog.h"
#include "gui/dialogs/passworddialog.h"
#include "gui/dialogs/powerdialog.h"
#include "gui/dialogs/preferencesdialog.h"
#include "gui/dialogs/renamedialog.h"
#include "gui/dialogs/shortcutsdialog.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/pages/containerspage.h"
#include "gui/tones.h"
#include "gui/widgets/splitbutton.h"
#include "guitest.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

class TestAccessible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void pagesHaveNames_data();
    void pagesHaveNames();
    void dialogsHaveNames_data();
    void dialogsHaveNames();
    void theListSpeaks();
    void refusalsAreHeard();
    void splitButtonsCanBePressed();
    void tonesAreReadable_data();
    void tonesAreReadable();

private:
    std::unique_ptr<FakeEngine> m_engine;
};

void TestAccessible::initTestCase()
{
    guitest::isolateSettings();
    QAccessible::setActive(true);
}

void TestAccessible::init()
{
    m_engine = std::make_unique<FakeEngine>();
}

void TestAccessible::pagesHaveNames_data()
{
    QTest::addColumn<QString>("scene");
    for (const char *scene : {"empty", "filled", "several", "charts", "terminal", "shell", "failed", "lost",
                              "no match", "no lxc"})
        QTest::newRow(scene) << QString::fromLatin1(scene);
}

void TestAccessible::pagesHaveNames()
{
    QFETCH(QString, scene);
    if (scene != u"empty")
        fillDemo(*m_engine);
    MainWindow window(*m_engine);
    window.resize(1280, 800);
    window.show();
    window.showTasks(nullptr);
    ContainersPage &page = window.containers();
    if (scene == u"several") {
        page.select({ref(u"web1"_s), ref(u"web2"_s)});
    } else if (scene == u"charts") {
        window.findChild<QTabWidget *>(u"containerTabs"_s)->setCurrentIndex(1);
    } else if (scene == u"terminal") {
        window.findChild<QTabWidget *>(u"containerTabs"_s)->setCurrentIndex(2);
    } else if (scene == u"shell") {
        page.select({ref(u"web1"_s)});
        page.actions().of(Wish::Shell)->trigger();
        QTest::qWait(50);
    } else if (scene == u"failed") {
        m_engine->failNext(Verb::Stop, {ErrorCode::StopRefused, u"web1"_s, u"30"_s});
        m_engine->stop({ref(u"web1"_s)});
        m_engine->finishAll();
        page.select({ref(u"web1"_s)});
        m_engine->clone({ref(u"web2"_s), ref(u"web9"_s)});
        m_engine->tick();
    } else if (scene == u"lost") {
        m_engine->setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
    } else if (scene == u"no match") {
        window.findChild<QLineEdit *>(u"search"_s)->setText(u"nowhere"_s);
    } else if (scene == u"no lxc") {
        m_engine->setHost({});
    }
    QCoreApplication::processEvents();
    QCOMPARE(guitest::nameless(&window).join(u", "_s), QString());
    QCOMPARE(guitest::unreachable(&window).join(u", "_s), QString());
}

void TestAccessible::dialogsHaveNames_data()
{
    QTest::addColumn<QString>("dialog");
    for (const char *dialog :
         {"create", "create by download", "clone", "clone several", "rename", "delete", "delete a base",
          "kill", "stop several", "password", "preferences", "shortcuts", "about"})
        QTest::newRow(dialog) << QString::fromLatin1(dialog);
}

void TestAccessible::dialogsHaveNames()
{
    QFETCH(QString, dialog);
    fillDemo(*m_engine);
    Preferences preferences;
    std::unique_ptr<QDialog> open;
    if (dialog.startsWith(u"create"_s))
        open = std::make_unique<CreateDialog>(*m_engine);
    else if (dialog == u"clone")
        open = std::make_unique<CloneDialog>(*m_engine, QList<ContainerRef>{ref(u"web1"_s)});
    else if (dialog == u"clone several")
        open = std::make_unique<CloneDialog>(*m_engine, QList<ContainerRef>{ref(u"web1"_s), ref(u"web2"_s)});
    else if (dialog == u"rename")
        open = std::make_unique<RenameDialog>(*m_engine, ref(u"build-amd64"_s));
    else if (dialog == u"delete")
        open = std::make_unique<DeleteDialog>(*m_engine, QList<ContainerRef>{ref(u"build-arm64"_s)},
                                              QList<DeleteDialog::Kept>());
    else if (dialog == u"delete a base")
        open = std::make_unique<DeleteDialog>(*m_engine, QList<ContainerRef>{ref(u"build-amd64"_s)},
                                              QList<DeleteDialog::Kept>());
    else if (dialog == u"kill")
        open = std::make_unique<PowerDialog>(*m_engine, Wish::Kill, QList<ContainerRef>{ref(u"web1"_s)});
    else if (dialog == u"stop several")
        open = std::make_unique<PowerDialog>(*m_engine, Wish::Stop,
                                             QList<ContainerRef>{ref(u"web1"_s), ref(u"web2"_s)});
    else if (dialog == u"password")
        open = std::make_unique<PasswordDialog>(u"It is needed."_s, QStringList{u"root"_s}, u"root"_s);
    else if (dialog == u"preferences")
        open = std::make_unique<PreferencesDialog>(preferences);
    else if (dialog == u"shortcuts")
        open = std::make_unique<ShortcutsDialog>(nullptr);
    else
        open = std::make_unique<AboutDialog>(*m_engine, nullptr);
    open->setAttribute(Qt::WA_DeleteOnClose, false);
    open->show();
    if (dialog == u"create by download") {
        auto *templates = open->findChild<QComboBox *>(u"template"_s);
        templates->setCurrentIndex(templates->findData(u"download"_s));
        guitest::button(open.get(), u"More"_s)->click();
    }
    QCoreApplication::processEvents();
    QVERIFY(!open->windowTitle().isEmpty());
    QCOMPARE(guitest::nameless(open.get()).join(u", "_s), QString());
    QCOMPARE(guitest::unreachable(open.get()).join(u", "_s), QString());
}

void TestAccessible::theListSpeaks()
{
    fillDemo(*m_engine);
    MainWindow window(*m_engine);
    window.show();
    const QAbstractItemModel *list = window.containers().list()->model();
    for (int row = 0; row < list->rowCount(); ++row) {
        const QModelIndex state = list->index(row, ContainerModel::State);
        const QModelIndex name = list->index(row, ContainerModel::Name);
        QVERIFY(!state.data(Qt::AccessibleTextRole).toString().isEmpty());
        QVERIFY(!name.data(Qt::AccessibleTextRole).toString().isEmpty());
        // A warning sign is nothing to somebody who does not see it.
        QCOMPARE(name.data(ContainerModel::TroubleRole).toBool(),
                 !name.data(Qt::AccessibleDescriptionRole).toString().isEmpty());
    }
}

void TestAccessible::refusalsAreHeard()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(*m_engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    for (const Wish wish : {Wish::Start, Wish::Rename, Wish::Delete, Wish::Unfreeze}) {
        const QAction *action = window.containers().actions().of(wish);
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().contains(u"web1"_s),
                 qPrintable(action->text() + u": "_s + action->toolTip()));
    }
    QVERIFY(window.containers().actions().of(Wish::Stop)->isEnabled());
}

void TestAccessible::splitButtonsCanBePressed()
{
    put(*m_engine, {u"web1"_s}, ContainerState::Running);
    MainWindow window(*m_engine);
    window.show();
    window.containers().select({ref(u"web1"_s)});
    auto *button = window.findChild<SplitButton *>();
    QVERIFY(button != nullptr);
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(button);
    QVERIFY(spoken != nullptr && spoken->actionInterface() != nullptr);
    QCOMPARE(spoken->text(QAccessible::Name), button->defaultAction()->iconText());
    QVERIFY(spoken->state().hasPopup);
    QAccessibleActionInterface &actions = *spoken->actionInterface();
    // The first is what a screen reader does by itself.
    QCOMPARE(actions.actionNames().value(0), QAccessibleActionInterface::pressAction());

    // The menu has a loop of its own until it is closed.
    bool shown = false;
    connect(button->menu(), &QMenu::aboutToShow, this, [&] {
        shown = true;
        QTimer::singleShot(0, button->menu(), &QMenu::close);
    });
    actions.doAction(QAccessibleActionInterface::showMenuAction());
    QTRY_VERIFY(shown);

    const QSignalSpy triggered(button->defaultAction(), &QAction::triggered);
    actions.doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(triggered.size(), 1);

    window.containers().select({});
    QVERIFY(!button->isEnabled());
    QVERIFY(!actions.actionNames().contains(QAccessibleActionInterface::pressAction()));
    actions.doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(triggered.size(), 1);
}

void TestAccessible::tonesAreReadable_data()
{
    QTest::addColumn<QColor>("base");
    QTest::newRow("white") << QColor(Qt::white);
    QTest::newRow("black") << QColor(Qt::black);
    QTest::newRow("light grey") << QColor(0xef, 0xf0, 0xf1);
    QTest::newRow("dark grey") << QColor(0x2a, 0x2e, 0x32);
    QTest::newRow("solarized") << QColor(0xfd, 0xf6, 0xe3);
}

void TestAccessible::tonesAreReadable()
{
    QFETCH(QColor, base);
    const bool dark = base.lightness() < 128;
    QPalette palette(dark ? QColor(0x31, 0x36, 0x3b) : QColor(0xef, 0xf0, 0xf1), base);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, dark ? Qt::white : Qt::black);
    for (const Tone tone : {Tone::Neutral, Tone::Good, Tone::Cold, Tone::Busy, Tone::Warning, Tone::Bad})
        QVERIFY2(contrastRatio(toneColor(tone, palette), base) >= 4.4,
                 qPrintable(toneColor(tone, palette).name()));
}

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
