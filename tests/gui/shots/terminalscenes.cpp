// SPDX-License-Identifier: GPL-2.0-or-later

// Terminals: what runs in them, what is done to them, and what is said where there is none.

#include "backend/fake/demo.h"
#include "backend/fake/fakeengine.h"
#include "gui/containeractions.h"
#include "gui/mainwindow.h"
#include "gui/pages/containerpage.h"
#include "gui/pages/containerspage.h"
#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "scenes.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

ContainerRef ref(const QString &name)
{
    return {u"/var/lib/lxc"_s, name};
}

void settle()
{
    for (int i = 0; i < 20; ++i)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
}

/// A window or menu that was opened over it.
QWidget *over(const char *kind)
{
    settle();
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->isVisible() && widget->inherits(kind))
            return widget;
    }
    return nullptr;
}

/// That of the shell which is shown.
TerminalView *viewOf(const MainWindow &window)
{
    const auto views = window.findChildren<TerminalView *>();
    for (TerminalView *view : views) {
        if (view->isVisible())
            return view;
    }
    return nullptr;
}

void press(TerminalView *view, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier,
           const QString &text = {})
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(view, &event);
}

void typeLine(TerminalView *view, const QString &line)
{
    for (const QChar c : line)
        press(view, 0, Qt::NoModifier, QString(c));
    press(view, Qt::Key_Return, Qt::NoModifier, u"\r"_s);
    settle();
}

TerminalView *openShell(MainWindow &window)
{
    window.containers().select({ref(u"web1"_s)});
    window.containers().actions().of(Wish::Shell)->trigger();
    settle();
    return viewOf(window);
}

QWidget *shell(FakeEngine &, MainWindow &window)
{
    TerminalView *view = openShell(window);
    for (const QString &line : {u"colours"_s, u"hostname"_s})
        typeLine(view, line);
    return nullptr;
}

TerminalView *show(MainWindow &window, const QByteArray &output)
{
    openShell(window);
    window.findChild<TerminalScreen *>()->write("\x1b[2J\x1b[H" + output);
    settle();
    return viewOf(window);
}

/// A recorded session in a shell's terminal. What it asks the terminal is left out: the demonstration's shell
/// would show the answers.
TerminalView *replay(MainWindow &window, const QString &session)
{
    QFile file(QStringLiteral(BOXYARD_SESSIONS) + u'/' + session);
    QByteArray recorded = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    for (const char *question : {"\x1b]10;?\x07", "\x1b]11;?\x07"})
        recorded.replace(question, "");
    return show(window, recorded);
}

/// Makes the window as large as it takes for a terminal of so many cells (0 rows: any), the list as wide as
/// it was.
void makeRoomFor(const QSize &cells, MainWindow &window)
{
    const TerminalView *view = openShell(window);
    for (int step = 0; step < 3; ++step) {
        QSize missing = cells - view->fittingSize();
        if (cells.height() == 0)
            missing.setHeight(0);
        const QSize cell = view->cellRect({0, 0}).size();
        auto *splitter = window.containers().findChild<QSplitter *>();
        QList<int> sizes = splitter->sizes();
        const int more = missing.width() * cell.width();
        sizes.last() += more;
        window.resize(window.size() + QSize(more, missing.height() * cell.height()));
        splitter->setSizes(sizes);
        settle();
    }
}

/// As large as it was recorded.
std::function<QWidget *(FakeEngine &, MainWindow &)> replaying(const QString &session, const QSize &cells)
{
    return [session, cells](FakeEngine &, MainWindow &window) -> QWidget * {
        makeRoomFor(cells, window);
        // Their colours were chosen on a dark ground.
        TerminalSettings settings;
        settings.scheme = TerminalSettings::Scheme::Black;
        window.containers().page().terminal()->setSettings(settings);
        replay(window, session);
        return nullptr;
    };
}

QWidget *wide(FakeEngine &engine, MainWindow &window)
{
    shell(engine, window);
    window.findChild<QToolButton *>(u"wideTerminal"_s)->click();
    settle();
    typeLine(viewOf(window), u"size"_s);
    return nullptr;
}

QWidget *searched(FakeEngine &, MainWindow &window)
{
    makeRoomFor({72, 0}, window);
    TerminalView *view = replay(window, u"chinese.session"_s);
    Q_EMIT view->searchWanted();
    window.findChild<QLineEdit *>(u"findText"_s)->setText(u"月"_s);
    return nullptr;
}

QWidget *selected(FakeEngine &, MainWindow &window)
{
    makeRoomFor({72, 0}, window);
    TerminalView *view = replay(window, u"less.session"_s);
    for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Up, Qt::Key_Up, Qt::Key_Home, Qt::Key_Right, Qt::Key_Right})
        press(view, key, Qt::ControlModifier | Qt::ShiftModifier);
    return nullptr;
}

/// Every attribute and colour, and boxes that are to have no gaps.
QWidget *attributes(FakeEngine &, MainWindow &window)
{
    QByteArray text =
        "plain \x1b[1mbold\x1b[0m \x1b[2mfaint\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4munderlined\x1b[0m "
        "\x1b[4:2mtwice\x1b[0m \x1b[4:3mcurly\x1b[0m \x1b[9mstruck\x1b[0m \x1b[7mreverse\x1b[0m\r\n";
    for (const int base : {30, 90, 40, 100}) {
        for (int color = 0; color < 8; ++color)
            text += "\x1b[" + QByteArray::number(base + color) + "m colour " + "\x1b[0m";
        text += "\r\n";
    }
    for (int step = 0; step < 72; ++step)
        text +=
            "\x1b[48;2;" + QByteArray::number(step * 3) + ";90;" + QByteArray::number(255 - step * 3) + "m ";
    text += "\x1b[0m\r\n";
    for (int index = 16; index < 88; ++index)
        text += "\x1b[48;5;" + QByteArray::number(index) + "m ";
    text += "\x1b[0m\r\n\r\n";
    text += u"┌──────┬──────┐  ╔══════╗  ░▒▓█▇▆▅▄▃▂▁\r\n│ 容器 │ abcd │  ║ 网络 ║  e\u0301 ñ 한국어 😀 👍\r\n"
            "├──────┼──────┤  ╚══════╝\r\n└──────┴──────┘\r\n"_s.toUtf8();
    makeRoomFor({76, 0}, window);
    show(window, text);
    return nullptr;
}

/// What a program linked is dotted; with Ctrl, the link under the mouse is underlined.
QWidget *link(FakeEngine &, MainWindow &window)
{
    TerminalView *view = show(window,
                              "See \x1b]8;;https://example.org/manual\x1b\\the manual\x1b]8;;\x1b\\, or "
                              "https://example.org/news.\r\n");
    const QPointF place = view->cellRect({25, 0}).center();
    QMouseEvent move(QEvent::MouseMove, place, view->viewport()->mapToGlobal(place), Qt::NoButton,
                     Qt::NoButton, Qt::ControlModifier);
    QApplication::sendEvent(view->viewport(), &move);
    return nullptr;
}

QWidget *menu(FakeEngine &engine, MainWindow &window)
{
    link(engine, window);
    TerminalView *view = viewOf(window);
    const QPoint place = view->cellRect({25, 0}).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &event);
    return over("QMenu");
}

/// Three shells, one of which gave itself a long title.
QWidget *severalShells(FakeEngine &engine, MainWindow &window)
{
    shell(engine, window);
    window.findChild<TerminalScreen *>()->write("\x1b]2;root@web1: /usr/share/doc/boxyard & more words\x07");
    for (int i = 0; i < 2; ++i) {
        window.findChild<QToolButton *>(u"newShell"_s)->click();
        settle();
    }
    return nullptr;
}

QWidget *closing(FakeEngine &engine, MainWindow &window)
{
    shell(engine, window);
    window.findChild<QToolButton *>(u"closeShell"_s)->click();
    return over("QDialog");
}

QWidget *pasting(FakeEngine &engine, MainWindow &window)
{
    shell(engine, window);
    QApplication::clipboard()->setText(u"cd /srv\nrm -rf cache\nls"_s);
    viewOf(window)->paste();
    return over("QDialog");
}

QWidget *endedShell(FakeEngine &engine, MainWindow &window)
{
    shell(engine, window);
    typeLine(viewOf(window), u"exit"_s);
    return nullptr;
}

QWidget *refused(FakeEngine &engine, MainWindow &window)
{
    engine.failNextShell({ErrorCode::NotAuthorized, u"web1"_s, {}});
    openShell(window);
    return nullptr;
}

/// The terminal's place of a container without a shell.
std::function<QWidget *(FakeEngine &, MainWindow &)> placeOf(const QString &name)
{
    return [name](FakeEngine &, MainWindow &window) -> QWidget * {
        window.containers().select({ref(name)});
        TerminalTab *terminal = window.containers().page().terminal();
        const auto all = window.findChildren<QTabWidget *>();
        for (QTabWidget *tabs : all) {
            if (tabs->indexOf(terminal) >= 0)
                tabs->setCurrentWidget(terminal);
        }
        return nullptr;
    };
}

QWidget *preferences(FakeEngine &, MainWindow &window)
{
    QMenu offered;
    Q_EMIT openShell(window)->menuWanted(&offered);
    offered.actions().last()->trigger();
    return over("QDialog");
}

} // namespace

QList<Scene> terminalScenes()
{
    const auto demo = [](FakeEngine &engine) { fillDemo(engine); };
    return {
        {u"shell"_s, demo, shell},
        {u"shell-wide"_s, demo, wide},
        {u"shell-vim"_s, demo, replaying(u"vim.session"_s, {72, 20})},
        {u"shell-htop"_s, demo, replaying(u"htop.session"_s, {90, 24})},
        {u"shell-find"_s, demo, searched},
        {u"shell-selection"_s, demo, selected},
        {u"shell-attributes"_s, demo, attributes},
        {u"shell-link"_s, demo, link},
        {u"shell-menu"_s, demo, menu},
        {u"shell-several"_s, demo, severalShells},
        {u"shell-close"_s, demo, closing},
        {u"shell-paste"_s, demo, pasting},
        {u"shell-ended"_s, demo, endedShell},
        {u"shell-refused"_s, demo, refused},
        {u"shell-none"_s, demo, placeOf(u"web1"_s)},
        {u"shell-stopped"_s, demo, placeOf(u"build-amd64"_s)},
        {u"shell-frozen"_s, demo, placeOf(u"lab"_s)},
        {u"shell-preferences"_s, demo, preferences},
    };
}

} // namespace boxyard
