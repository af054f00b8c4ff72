// SPDX-License-Identifier: GPL-2.0-or-later

#include "scenes.h"

#include "backend/fake/demo.h"
#include "backend/fake/fakeengine.h"
#include "gui/charts/chartwidget.h"
#include "gui/containeractions.h"
#include "gui/dialogs/aboutdialog.h"
#include "gui/dialogs/passworddialog.h"
#include "gui/dialogs/preferencesdialog.h"
#include "gui/dialogs/shortcutsdialog.h"
#include "gui/mainwindow.h"
#include "gui/pages/chartstab.h"
#include "gui/pages/containerspage.h"
#include "gui/widgets/kindbutton.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

ContainerRef ref(const QString &name)
{
    return {u"/var/lib/lxc"_s, name};
}

QWidget *openDialog()
{
    QApplication::processEvents();
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && widget->inherits("QDialog"))
            return widget;
    }
    return nullptr;
}

/// What an engine answers later has come.
void settle()
{
    for (int i = 0; i < 5; ++i)
        QApplication::processEvents();
}

void type(QWidget *dialog, const QString &field, const QString &text)
{
    dialog->findChild<QLineEdit *>(field)->setText(text);
}

QWidget *wish(MainWindow &window, Wish what, const QList<ContainerRef> &refs)
{
    window.containers().select(refs);
    window.containers().actions().of(what)->trigger();
    return openDialog();
}

QWidget *atWork(FakeEngine &engine, MainWindow &window)
{
    QList<CloneSpec> clones(6);
    for (int i = 0; i < 6; ++i) {
        clones[i].source = ref(u"web1"_s);
        clones[i].target = ref(u"web%1"_s.arg(i + 3));
    }
    engine.cloneSeries(clones);
    for (int i = 0; i < 4; ++i)
        engine.tick();
    engine.start(ref(u"build-amd64"_s));
    engine.stop({ref(u"web2"_s)});
    engine.tick();
    window.containers().select({ref(u"web4"_s)});
    window.showTasks(engine.tasks().first());
    return nullptr;
}

QWidget *failed(FakeEngine &engine, MainWindow &window)
{
    engine.failNext(
        Verb::Start,
        {ErrorCode::StartFailed, u"build-amd64"_s,
         u"No such file or directory - Failed to mount \"/srv/cache\" on \"/usr/lib/x86_64-linux-gnu/lxc/rootfs/srv/cache\""_s});
    const Task *task = engine.start(ref(u"build-amd64"_s));
    engine.finishAll();
    window.containers().select({ref(u"build-amd64"_s)});
    window.showTasks(task);
    return nullptr;
}

std::function<QWidget *(FakeEngine &, MainWindow &)> charts(const QString &name, int minutes)
{
    return [=](FakeEngine &, MainWindow &window) -> QWidget * {
        window.containers().select({ref(name)});
        auto *tab = window.findChild<ChartsTab *>();
        window.findChild<QTabWidget *>(u"containerTabs"_s)->setCurrentWidget(tab);
        tab->setMinutes(minutes);
        return nullptr;
    };
}

QList<Scene> windowScenes()
{
    const auto demo = [](FakeEngine &engine) { fillDemo(engine); };
    const auto nothing = [](FakeEngine &) {};
    const auto selecting = [](const QList<ContainerRef> &refs) {
        return [refs](FakeEngine &, MainWindow &window) -> QWidget * {
            window.containers().select(refs);
            return nullptr;
        };
    };
    return {
        {u"running"_s, demo, selecting({ref(u"web1"_s)})},
        {u"router"_s, demo, selecting({ref(u"router"_s)})},
        {u"broken"_s, demo, selecting({ref(u"legacy"_s)})},
        {u"several"_s, demo,
         selecting({ref(u"web1"_s), ref(u"web2"_s), ref(u"db1"_s), ref(u"build-amd64"_s)})},
        {u"work"_s, demo, atWork},
        {u"failed"_s, demo, failed},
        {u"collapsed"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             window.findChild<QToolButton *>(u"collapse"_s)->click();
             return nullptr;
         }},
        {u"filtered-out"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             type(&window, u"search"_s, u"nowhere"_s);
             return nullptr;
         }},
        {u"kind"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             window.findChild<KindButton *>(u"kind"_s)->setKind(Kind::Running);
             return nullptr;
         }},
        {u"locked"_s, demo,
         [](FakeEngine &engine, MainWindow &window) -> QWidget * {
             engine.setPermissions({{Action::Power, Permission::Password},
                                    {Action::Manage, Permission::Password},
                                    {Action::Shell, Permission::Password}});
             window.containers().select({ref(u"web1"_s)});
             return nullptr;
         }},
        {u"not-allowed"_s,
         [](FakeEngine &engine) {
             engine.setLink(Engine::Link::Lost, {ErrorCode::NotAuthorized, u"org.boxyard.view"_s, {}});
         },
         selecting({})},
        {u"too-old"_s,
         [](FakeEngine &engine) {
             engine.setLink(Engine::Link::Lost, {ErrorCode::HelperTooOld, {}, u"0.0.9"_s});
         },
         selecting({})},
        {u"empty"_s, nothing, selecting({})},
        {u"connecting"_s, [](FakeEngine &engine) { engine.setLink(Engine::Link::Connecting); },
         selecting({})},
        {u"helper-missing"_s,
         [](FakeEngine &engine) {
             engine.setLink(Engine::Link::Lost,
                            {ErrorCode::HelperMissing, {}, u"org.boxyard.Helper1 is not activatable"_s});
         },
         selecting({})},
        {u"lost"_s,
         [](FakeEngine &engine) {
             fillDemo(engine);
             engine.setLink(Engine::Link::Lost, {ErrorCode::HelperLost, {}, {}});
         },
         selecting({ref(u"web1"_s)})},
        {u"dismissed"_s,
         [](FakeEngine &engine) {
             engine.setLink(Engine::Link::Lost, {ErrorCode::Dismissed, {}, {}});
         },
         selecting({})},
        {u"no-lxc"_s,
         [](FakeEngine &engine) {
             HostInfo host = engine.snapshot().host;
             host.lxcVersion.clear();
             host.templates.clear();
             engine.setHost(host);
         },
         selecting({})},
        {u"context-menu"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             window.containers().select({ref(u"web1"_s)});
             auto *menu = new QMenu(&window);
             window.containers().actions().fillMenu(menu);
             menu->popup(window.mapToGlobal(QPoint(300, 200)));
             return menu;
         }},
    };
}

/// One that has just started, whose figures are all missing for this reason.
std::function<void(FakeEngine &)> missing(Missing why)
{
    return [why](FakeEngine &engine) {
        fillDemo(engine);
        engine.metrics()->set(ref(u"mail"_s), Figures::none(why));
        engine.put(FakeEngine::entry(ref(u"mail"_s), ContainerState::Running));
        engine.metrics()->tick();
    };
}

QList<Scene> chartScenes()
{
    const auto demo = [](FakeEngine &engine) { fillDemo(engine); };
    return {
        {u"charts"_s, demo, charts(u"web1"_s, 1)},
        {u"charts-hour"_s, demo, charts(u"router"_s, 60)},
        {u"charts-cursor"_s, demo,
         [](FakeEngine &engine, MainWindow &window) -> QWidget * {
             charts(u"db1"_s, 10)(engine, window);
             window.findChild<ChartWidget *>(u"memoryChart"_s)->setCursorPosition(200);
             return nullptr;
         }},
        {u"charts-stopped"_s, demo, charts(u"build-amd64"_s, 1)},
        {u"charts-first"_s, missing(Missing::TooEarly), charts(u"mail"_s, 1)},
        {u"charts-hidden"_s, missing(Missing::Hidden), charts(u"mail"_s, 1)},
        {u"charts-gap"_s,
         [](FakeEngine &engine) {
             fillDemo(engine);
             FakeMetrics &metrics = *engine.metrics();
             metrics.set(ref(u"web1"_s), Figures::none(Missing::Interrupted));
             metrics.fill(std::chrono::seconds(9));
             metrics.clear(ref(u"web1"_s));
             metrics.fill(std::chrono::seconds(20));
         },
         charts(u"web1"_s, 1)},
    };
}

QList<Scene> dialogScenes()
{
    const auto demo = [](FakeEngine &engine) { fillDemo(engine); };
    const auto create = [](const QString &name, const QString &templateName, bool more) {
        return [=](FakeEngine &, MainWindow &window) -> QWidget * {
            window.containers().actions().create()->trigger();
            QWidget *dialog = openDialog();
            type(dialog, u"name"_s, name);
            auto *templates = dialog->findChild<QComboBox *>(u"template"_s);
            templates->setCurrentIndex(templates->findData(templateName));
            if (more)
                dialog->findChild<QToolButton *>(u"more"_s)->click();
            return dialog;
        };
    };
    const auto preferences = [](int tab) {
        return [tab](FakeEngine &, MainWindow &window) -> QWidget * {
            auto *dialog = new PreferencesDialog(window.preferences(), &window);
            dialog->findChild<QTabWidget *>(u"preferenceTabs"_s)->setCurrentIndex(tab);
            dialog->open();
            return openDialog();
        };
    };
    return {
        {u"create"_s, demo, create(u"web3"_s, u"busybox"_s, false)},
        {u"create-download"_s, demo, create(u"mail server"_s, u"download"_s, true)},
        {u"create-debian"_s, demo, create(u"build-trixie"_s, u"debian"_s, true)},
        {u"clone"_s, demo,
         [](FakeEngine &, MainWindow &window) { return wish(window, Wish::Clone, {ref(u"web1"_s)}); }},
        {u"clone-more"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             QWidget *dialog = wish(window, Wish::Clone, {ref(u"build-amd64"_s)});
             settle();
             dialog->findChild<QRadioButton *>(u"kind-overlay"_s)->click();
             dialog->findChild<QToolButton *>(u"more"_s)->click();
             return dialog;
         }},
        {u"clone-series"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             QWidget *dialog = wish(window, Wish::Clone, {ref(u"web1"_s)});
             dialog->findChild<QSpinBox *>(u"count"_s)->setValue(20);
             settle();
             dialog->findChild<QRadioButton *>(u"kind-copy"_s)->click();
             return dialog;
         }},
        {u"clone-several"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             return wish(window, Wish::Clone, {ref(u"web1"_s), ref(u"web2"_s), ref(u"router"_s)});
         }},
        {u"rename"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             QWidget *dialog = wish(window, Wish::Rename, {ref(u"build-arm64"_s)});
             type(dialog, u"name"_s, u"web1"_s);
             return dialog;
         }},
        {u"delete"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             QWidget *dialog = wish(window, Wish::Delete, {ref(u"build-arm64"_s)});
             type(dialog, u"answer"_s, u"build-arm64"_s);
             return dialog;
         }},
        {u"delete-needed"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             QWidget *dialog = wish(window, Wish::Delete, {ref(u"build-amd64"_s)});
             QApplication::processEvents();
             return dialog;
         }},
        {u"delete-several"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             return wish(window, Wish::Delete, {ref(u"build-arm64"_s), ref(u"legacy"_s), ref(u"web1"_s)});
         }},
        {u"kill"_s, demo,
         [](FakeEngine &, MainWindow &window) { return wish(window, Wish::Kill, {ref(u"web1"_s)}); }},
        {u"stop-several"_s, demo,
         [](FakeEngine &, MainWindow &window) {
             return wish(window, Wish::Stop, {ref(u"web1"_s), ref(u"web2"_s), ref(u"db1"_s)});
         }},
        {u"preferences"_s, demo, preferences(0)},
        {u"preferences-figures"_s, demo, preferences(1)},
        {u"preferences-notifications"_s, demo, preferences(3)},
        {u"password"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             // As polkit has it from our policy file, in the reader's language.
             const bool chinese = QLocale().language() == QLocale::Chinese;
             auto *dialog = new PasswordDialog(
                 chinese ? u"对容器“build-arm64”执行 start 操作需要认证。"_s
                         : u"Authentication is required to start the container “build-arm64”."_s,
                 {u"root"_s, u"ada"_s}, u"root"_s, &window);
             window.containers().select({ref(u"build-arm64"_s)});
             dialog->open();
             dialog->ask(u"Password: "_s, false);
             return openDialog();
         }},
        {u"shortcuts"_s, demo,
         [](FakeEngine &, MainWindow &window) -> QWidget * {
             (new ShortcutsDialog(&window))->open();
             return openDialog();
         }},
        {u"about"_s, demo,
         [](FakeEngine &engine, MainWindow &window) -> QWidget * {
             (new AboutDialog(engine, &window))->open();
             return openDialog();
         }},
    };
}

} // namespace

QList<Scene> scenes()
{
    return windowScenes() + chartScenes() + terminalScenes() + dialogScenes();
}

} // namespace boxyard
