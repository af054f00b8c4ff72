// SPDX-License-Identifier: GPL-2.0-or-later

#include "walk.h"

#include "gui/containeractions.h"
#include "gui/dialogs/verbdialog.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/pages/containerspage.h"
#include "gui/terminal/terminalview.h"
#include "tests/gui/guitest.h"

#include <QDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>
#include <QScreen>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <cstdio>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void say(const QString &text)
{
    std::fprintf(stderr, "boxyard-walk: %s\n", qPrintable(text));
}

bool fails(const QString &text)
{
    say(u"FAILED: "_s + text);
    return false;
}

} // namespace

Walk::Walk(Engine &engine, MainWindow &window, const QDir &pictures)
    : m_engine(engine)
    , m_window(window)
    , m_pictures(pictures)
{
}

bool Walk::run()
{
    const QString first = u"walk1"_s;
    const QString second = u"walk2"_s;
    return findsNothing() && createsByDialog(first) && starts(first) && usesAShell(first)
        && clonesByDialog(first, second) && starts(second) && stops(first) && stops(second)
        && deletesByDialog(second) && deletesByDialog(first) && picture(u"empty-again"_s);
}

bool Walk::findsNothing()
{
    if (!guitest::isExposed(&m_window))
        return fails(u"the window did not come on the screen"_s);
    const bool ready = waitFor(u"a connection with boxyard-helper"_s,
                               [this] { return m_engine.link() == Engine::Link::Ready; });
    if (!ready)
        return fails(explain(m_engine.linkError()) + u' ' + m_engine.linkError().detail);
    if (!m_engine.snapshot().containers.isEmpty())
        return fails(u"there are containers already: %1 …"_s.arg(
            m_engine.snapshot().containers.first().container.ref.name));
    return picture(u"empty"_s);
}

bool Walk::createsByDialog(const QString &name)
{
    const ContainersPage &page = m_window.containers();
    QAbstractButton *create = nullptr;
    const auto buttons = m_window.findChildren<QToolButton *>();
    for (QToolButton *button : buttons) {
        if (button->isVisible() && button->defaultAction() == page.actions().create())
            create = button;
    }
    if (!click(create, u"Create"_s))
        return false;
    QWidget *open = dialog("boxyard::CreateDialog");
    return open != nullptr && type(open, u"name"_s, name) && picture(u"create-dialog"_s) && press(open)
        && waitFor(u"the row of %1 while it is made"_s.arg(name),
                   [&] {
                       const ContainerRow *row =
                           page.model().find({m_engine.snapshot().host.locations.first().path, name});
                       return row != nullptr;
                   })
        && picture(u"creating"_s) && waitForState(name, ContainerState::Stopped) && picture(u"created"_s);
}

bool Walk::starts(const QString &name)
{
    return select(name) && clickAction(Wish::Start) && waitForState(name, ContainerState::Running)
        && waitFor(u"a process of %1"_s.arg(name),
                   [&] {
                       const auto &all = m_engine.snapshot().containers;
                       return std::any_of(all.cbegin(), all.cend(), [&name](const ContainerEntry &entry) {
                           return entry.container.ref.name == name && entry.container.initPid > 0;
                       });
                   })
        && picture(u"started-"_s + name);
}

bool Walk::usesAShell(const QString &name)
{
    const auto shown = [this] {
        const auto *view = guitest::visible<TerminalView>(&m_window);
        QStringList lines;
        for (int line = 0; view != nullptr && line < view->screenModel().lineCount(); ++line)
            lines += view->screenModel().text(line, 0, view->screenModel().columns());
        return lines;
    };
    if (!select(name) || !clickAction(Wish::Shell)
        || !waitFor(u"a prompt in %1"_s.arg(name), [&] { return shown().join(QString()).contains(u'#'); }))
        return false;
    QWidget *terminal = guitest::visible<TerminalView>(&m_window);
    QTest::keyClicks(terminal, u"echo it is $(hostname)"_s);
    QTest::keyClick(terminal, Qt::Key_Return);
    const bool answered =
        waitFor(u"the shell's answer"_s, [&] { return shown().contains(u"it is %1"_s.arg(name)); })
        && picture(u"shell"_s);
    QTest::keyClicks(terminal, u"exit"_s);
    QTest::keyClick(terminal, Qt::Key_Return);
    return answered && waitFor(u"the end of the shell"_s, [this] {
               return guitest::button(&m_window, u"Open a new one"_s) != nullptr;
           });
}

bool Walk::clonesByDialog(const QString &source, const QString &target)
{
    if (!select(source) || !clickAction(Wish::Clone))
        return false;
    QWidget *open = dialog("boxyard::CloneDialog");
    return open != nullptr && type(open, u"name"_s, target) && picture(u"clone-dialog"_s) && press(open)
        && waitForState(target, ContainerState::Stopped) && picture(u"cloned"_s);
}

bool Walk::stops(const QString &name)
{
    if (!select(name) || !clickAction(Wish::Stop))
        return false;
    if (!waitFor(u"the end of stopping %1"_s.arg(name), [this] { return isQuiet(); }))
        return false;
    if (state(name) != ContainerState::Stopped) {
        // What does not heed the halt signal is killed, as the message offers.
        say(u"%1 did not stop when asked; it is killed"_s.arg(name));
        if (!picture(u"stop-refused-"_s + name)
            || !click(guitest::button(&m_window, u"Kill %1…"_s.arg(name)), u"Kill %1…"_s.arg(name)))
            return false;
        QWidget *open = dialog("boxyard::PowerDialog");
        if (open == nullptr || !press(open))
            return false;
    }
    return waitForState(name, ContainerState::Stopped) && picture(u"stopped-"_s + name);
}

bool Walk::deletesByDialog(const QString &name)
{
    if (!select(name) || !clickAction(Wish::Delete))
        return false;
    QWidget *open = dialog("boxyard::DeleteDialog");
    return open != nullptr && type(open, u"answer"_s, name) && picture(u"delete-dialog-"_s + name)
        && press(open)
        && waitFor(u"the end of %1"_s.arg(name), [&] { return !state(name).has_value() && isQuiet(); });
}

bool Walk::waitFor(const QString &what, const std::function<bool()> &come) const
{
    const auto begun = m_engine.tasks().size();
    const auto failure = [this, begun]() -> const Task * {
        for (qsizetype i = begun == 0 ? 0 : begun - 1; i < m_engine.tasks().size(); ++i) {
            if (m_engine.tasks().at(i)->state() == Task::State::Failed)
                return m_engine.tasks().at(i);
        }
        return nullptr;
    };
    if (test::comes(come)) {
        say(what + u": yes"_s);
        return true;
    }
    const Task *task = failure();
    const QString why =
        task == nullptr ? QString() : u"; %1 %2"_s.arg(explain(task->error()), task->log().join(u" | "_s));
    return fails(u"%1 did not come%2"_s.arg(what, why));
}

bool Walk::waitForState(const QString &name, ContainerState wanted) const
{
    const QString what =
        u"%1 %2"_s.arg(name, wanted == ContainerState::Running ? u"running"_s : u"there and stopped"_s);
    return waitFor(what, [&] { return state(name) == wanted && isQuiet(); });
}

bool Walk::select(const QString &name) const
{
    QTreeView *list = m_window.containers().list();
    QModelIndex row;
    for (int i = 0; i < list->model()->rowCount(); ++i) {
        const QModelIndex index = list->model()->index(i, ContainerModel::Name);
        if (index.data().toString() == name)
            row = index;
    }
    if (!row.isValid())
        return fails(name + u" is not in the list"_s);
    list->scrollTo(row);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row).center());
    const auto chosen = m_window.containers().actions().selection();
    return (chosen.size() == 1 && chosen.first().name == name) || fails(name + u" could not be selected"_s);
}

bool Walk::clickAction(Wish wish) const
{
    const QAction *action = m_window.containers().actions().of(wish);
    const auto buttons = m_window.findChildren<QToolButton *>();
    for (QToolButton *button : buttons) {
        if (button->isVisible() && button->defaultAction() == action)
            return click(button, action->toolTip());
    }
    return fails(u"no button for “%1”"_s.arg(action->text()));
}

bool Walk::click(QAbstractButton *button, const QString &what) const
{
    if (button == nullptr || !button->isVisible())
        return fails(u"no button “%1”"_s.arg(what));
    // The row may just have changed; a person waits for the button as well.
    if (!test::comes([button] { return button->isEnabled(); }))
        return fails(u"the button can't be used: %1"_s.arg(what));
    // A drop-down part, where there is one, is at the end.
    QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(10, button->height() / 2));
    return true;
}

QWidget *Walk::dialog(const char *className) const
{
    QWidget *open = guitest::dialogOf(&m_window);
    if (open == nullptr || qstrcmp(open->metaObject()->className(), className) != 0) {
        fails(u"no %1 opened"_s.arg(QString::fromLatin1(className)));
        return nullptr;
    }
    if (!guitest::isActive(open))
        say(u"the dialog did not become the active window"_s);
    return open;
}

bool Walk::type(QWidget *dialog, const QString &field, const QString &text) const
{
    auto *line = dialog->findChild<QLineEdit *>(field);
    if (line == nullptr || !line->isVisible() || !line->isEnabled())
        return fails(u"no field “%1” to type in"_s.arg(field));
    line->setFocus();
    QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(line, text);
    return line->text() == text || fails(u"typing “%1” gave “%2”"_s.arg(text, line->text()));
}

bool Walk::press(QWidget *dialog) const
{
    const auto *verb = qobject_cast<VerbDialog *>(dialog);
    if (!test::comes([verb] { return verb->verbButton()->isEnabled(); }))
        return fails(u"the dialog refuses: %1"_s.arg(guitest::texts(dialog).replace(u'\n', u' ')));
    QTest::mouseClick(verb->verbButton(), Qt::LeftButton);
    return true;
}

bool Walk::picture(const QString &name)
{
    // What is new has to be drawn, and the window manager to have framed it.
    QTest::qWait(250);
    const QString file = m_pictures.filePath(u"%1-%2.png"_s.arg(++m_count, 2, 10, QChar(u'0')).arg(name));
    QPixmap shot = QGuiApplication::primaryScreen()->grabWindow(0);
    if (shot.isNull())
        shot = m_window.grab();
    return shot.save(file) || fails(u"%1 could not be written"_s.arg(file));
}

std::optional<ContainerState> Walk::state(const QString &name) const
{
    for (const ContainerEntry &entry : m_engine.snapshot().containers) {
        if (entry.container.ref.name == name)
            return entry.container.state;
    }
    return {};
}

bool Walk::isQuiet() const
{
    const auto &tasks = m_engine.tasks();
    return std::all_of(tasks.cbegin(), tasks.cend(), [](const Task *task) { return task->isOver(); });
}

} // namespace boxyard
