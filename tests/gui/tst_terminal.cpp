// SPDX-License-Identifier: GPL-2.0-or-later
// The terminal on real pseudo terminals.

#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"
#include "guitest.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QSignalSpy>

#include <array>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::put;
using guitest::ref;

namespace {

/// The side on which a program would run, in raw mode: what comes is what the terminal sent, byte by byte.
class OtherSide
{
public:
    OtherSide()
    {
        termios raw = {};
        cfmakeraw(&raw);
        if (openpty(&m_master, &m_slave, nullptr, &raw, nullptr) == 0)
            fcntl(m_slave, F_SETFL, O_NONBLOCK);
    }

    ~OtherSide() { hangUp(); }
    Q_DISABLE_COPY_MOVE(OtherSide)

    /// For the view, which closes it.
    [[nodiscard]] int master() const { return m_master; }

    void print(const QByteArray &bytes) const
    {
        QCOMPARE(::write(m_slave, bytes.constData(), static_cast<size_t>(bytes.size())), bytes.size());
    }

    /// All that was typed so far.
    [[nodiscard]] QByteArray typed()
    {
        std::array<char, 4096> buffer = {};
        for (ssize_t count = 1; count > 0;) {
            count = ::read(m_slave, buffer.data(), buffer.size());
            if (count > 0)
                m_typed.append(buffer.data(), count);
        }
        return m_typed;
    }

    void forget()
    {
        [[maybe_unused]] const QByteArray gone = typed();
        m_typed.clear();
    }

    [[nodiscard]] QSize size() const
    {
        winsize size = {};
        ioctl(m_slave, TIOCGWINSZ, &size);
        return {size.ws_col, size.ws_row};
    }

    void hangUp()
    {
        if (m_slave >= 0)
            ::close(m_slave);
        m_slave = -1;
    }

private:
    int m_master = -1;
    int m_slave = -1;
    QByteArray m_typed;
};

QString screenText(const TerminalView &view, int line)
{
    const TerminalScreen &screen = view.screenModel();
    return screen.text(screen.scrollback() + line, 0, screen.columns());
}

} // namespace

class TestTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void outputIsShown();
    void keysAreSent_data();
    void keysAreSent();
    void ownKeysAreNotSent();
    void composedTextIsSent();
    void pastingIsBracketedWhereAsked();
    void theSizeFollowsTheWindow();
    void wideCharactersTakeTwoCells();
    void coloursAndFlags();
    void linesScrollAway();
    void selectionIsText();
    void aFloodIsSurvived();
    void brokenBytesAreSurvived();
    void theOtherSideHangsUp();
    void closingHangsUp();
    void aShellOpensInTheTab();
    void eachContainerKeepsItsShell();
    void aShellThatDoesNotOpen_data();
    void aShellThatDoesNotOpen();
    void anEndedShellCanBeOpenedAgain();
    void aStoppedContainerHasNoShell();

private:
    std::unique_ptr<OtherSide> m_other;
    std::unique_ptr<TerminalView> m_view;
};

void TestTerminal::init()
{
    m_view = std::make_unique<TerminalView>();
    m_other = std::make_unique<OtherSide>();
    m_view->resize(800, 500);
    m_view->show();
    QVERIFY(guitest::isExposed(m_view.get()));
    m_view->attach(m_other->master());
}

void TestTerminal::outputIsShown()
{
    m_other->print("hello \x1b[1mworld\x1b[0m\r\nsecond");
    QTRY_COMPARE(screenText(*m_view, 0), u"hello world"_s);
    QCOMPARE(screenText(*m_view, 1), u"second"_s);
    QCOMPARE(m_view->screenModel().cursor(), QPoint(6, 1));
}

void TestTerminal::keysAreSent_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QByteArray>("bytes");
    const Qt::KeyboardModifiers none;
    QTest::newRow("a letter") << int(Qt::Key_A) << none << QByteArray("a");
    QTest::newRow("return") << int(Qt::Key_Return) << none << QByteArray("\r");
    QTest::newRow("tab") << int(Qt::Key_Tab) << none << QByteArray("\t");
    QTest::newRow("escape") << int(Qt::Key_Escape) << none << QByteArray("\x1b");
    QTest::newRow("backspace") << int(Qt::Key_Backspace) << none << QByteArray("\x7f");
    QTest::newRow("up") << int(Qt::Key_Up) << none << QByteArray("\x1b[A");
    QTest::newRow("home") << int(Qt::Key_Home) << none << QByteArray("\x1b[H");
    QTest::newRow("delete") << int(Qt::Key_Delete) << none << QByteArray("\x1b[3~");
    QTest::newRow("F5 is not the window's") << int(Qt::Key_F5) << none << QByteArray("\x1b[15~");
    QTest::newRow("Ctrl+C") << int(Qt::Key_C) << Qt::KeyboardModifiers(Qt::ControlModifier)
                            << QByteArray("\x03");
    QTest::newRow("Ctrl+D is not the window's")
        << int(Qt::Key_D) << Qt::KeyboardModifiers(Qt::ControlModifier) << QByteArray("\x04");
    QTest::newRow("Ctrl+left") << int(Qt::Key_Left) << Qt::KeyboardModifiers(Qt::ControlModifier)
                               << QByteArray("\x1b[1;5D");
    QTest::newRow("Alt+x") << int(Qt::Key_X) << Qt::KeyboardModifiers(Qt::AltModifier) << QByteArray("\x1bx");
}

void TestTerminal::keysAreSent()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QByteArray, bytes);
    QTest::keyClick(m_view.get(), static_cast<Qt::Key>(key), modifiers);
    QTRY_COMPARE(m_other->typed(), bytes);
}

void TestTerminal::ownKeysAreNotSent()
{
    QGuiApplication::clipboard()->setText(u"pasted"_s);
    QTest::keyClick(m_view.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(m_other->typed(), QByteArray("pasted"));
    QTest::keyClick(m_view.get(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::qWait(20);
    QCOMPARE(m_other->typed(), QByteArray("pasted"));
}

void TestTerminal::composedTextIsSent()
{
    QInputMethodEvent event;
    event.setCommitString(u"容器"_s);
    QCoreApplication::sendEvent(m_view.get(), &event);
    QTRY_COMPARE(m_other->typed(), u"容器"_s.toUtf8());
}

void TestTerminal::pastingIsBracketedWhereAsked()
{
    QGuiApplication::clipboard()->setText(u"a\nb"_s);
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("a\rb"));
    m_other->forget();
    m_other->print("\x1b[?2004h.");
    QTRY_COMPARE(screenText(*m_view, 0), u"."_s);
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[200~a\rb\x1b[201~"));
    // Nothing in the pasted text may end the bracket.
    m_other->forget();
    QGuiApplication::clipboard()->setText(u"x\x1b[201~rm\n"_s);
    m_view->paste();
    QTRY_VERIFY(m_other->typed().endsWith("\x1b[201~"));
    QCOMPARE(m_other->typed().count("\x1b[201~"), 1);
}

void TestTerminal::theSizeFollowsTheWindow()
{
    QTRY_COMPARE(m_other->size(), m_view->fittingSize());
    const QSize before = m_other->size();
    m_view->resize(1000, 300);
    QTRY_VERIFY(m_other->size() != before);
    QVERIFY(m_other->size().width() > before.width());
    QVERIFY(m_other->size().height() < before.height());
    QCOMPARE(m_other->size(), m_view->fittingSize());
}

void TestTerminal::wideCharactersTakeTwoCells()
{
    m_other->print(u"a容器b"_s.toUtf8());
    QTRY_COMPARE(screenText(*m_view, 0), u"a容器b"_s);
    const TerminalLine line = m_view->screenModel().line(0);
    QCOMPARE(int(line.at(1).width), 2);
    QCOMPARE(line.at(1).character, U'容');
    QCOMPARE(int(line.at(2).width), 0);
    QCOMPARE(m_view->screenModel().cursor(), QPoint(6, 0));
    // One that does not fit at the end of a line begins the next one.
    const int columns = m_view->screenModel().columns();
    m_other->print("\r\n" + QByteArray(columns - 1, 'x') + u"容"_s.toUtf8());
    QTRY_COMPARE(screenText(*m_view, 2), u"容"_s);
}

void TestTerminal::coloursAndFlags()
{
    m_other->print("\x1b[1;31mR\x1b[0;4mU\x1b[0;38;2;1;2;3mT\x1b[0mP");
    QTRY_COMPARE(screenText(*m_view, 0), u"RUTP"_s);
    const TerminalLine line = m_view->screenModel().line(0);
    QVERIFY(line.at(0).flags & TerminalCell::Bold);
    QCOMPARE(int(line.at(0).foreground.kind), int(TerminalCell::Color::Indexed));
    QVERIFY(line.at(1).flags & TerminalCell::Underline);
    QCOMPARE(int(line.at(2).foreground.kind), int(TerminalCell::Color::Rgb));
    QCOMPARE(int(line.at(2).foreground.blue), 3);
    QCOMPARE(int(line.at(3).foreground.kind), int(TerminalCell::Color::Default));
}

void TestTerminal::linesScrollAway()
{
    const int rows = m_view->screenModel().rows();
    for (int line = 0; line < rows + 10; ++line)
        m_other->print("line " + QByteArray::number(line) + (line < rows + 9 ? "\r\n" : ""));
    QTRY_COMPARE(m_view->screenModel().scrollback(), 10);
    QCOMPARE(m_view->screenModel().text(0, 0, 80), u"line 0"_s);
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 10);
    QCOMPARE(m_view->verticalScrollBar()->value(), 10);
    QTest::keyClick(m_view.get(), Qt::Key_PageUp, Qt::ShiftModifier);
    QVERIFY(m_view->verticalScrollBar()->value() < 10);
    QVERIFY2(m_other->typed().isEmpty(), "looking back is not typing");
    // A full-screen program has no lines to look back at.
    m_other->print("\x1b[?1049h");
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 0);
    m_other->print("\x1b[?1049l");
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 10);
}

void TestTerminal::selectionIsText()
{
    m_other->print("copy me please");
    QTRY_COMPARE(screenText(*m_view, 0), u"copy me please"_s);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(20, 12));
    QCOMPARE(m_view->selectedText(), u"copy"_s);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"copy"_s);
    QTest::keyClick(m_view.get(), Qt::Key_A);
    QCOMPARE(m_view->selectedText(), QString());
}

void TestTerminal::aFloodIsSurvived()
{
    const QByteArray line = QByteArray(70, 'y') + "\r\n";
    for (int sent = 0; sent < 3000; ++sent) {
        m_other->print(line);
        if (sent % 20 == 0)
            QCoreApplication::processEvents();
    }
    m_other->print("the end");
    const int rows = m_view->screenModel().rows();
    QTRY_COMPARE(screenText(*m_view, rows - 1), u"the end"_s);
    QVERIFY(static_cast<std::size_t>(m_view->screenModel().scrollback()) <= TerminalScreen::MostScrollback);
}

void TestTerminal::brokenBytesAreSurvived()
{
    m_other->print("\xff\xfe\xc3(\x1b[999999999;99999999H\x1b[38;5;99999m\x1b]0;title without an "
                   "end\x1b\\\x1b[1;1Hstill here");
    QTRY_VERIFY(screenText(*m_view, 0).startsWith(u"still here"_s));
    const QPixmap drawn = m_view->grab();
    QVERIFY(!drawn.isNull());
}

void TestTerminal::theOtherSideHangsUp()
{
    QSignalSpy ended(m_view.get(), &TerminalView::ended);
    m_other->print("last words");
    m_other->hangUp();
    QTRY_COMPARE(ended.count(), 1);
    QCOMPARE(screenText(*m_view, 0), u"last words"_s);
    QTest::keyClick(m_view.get(), Qt::Key_A);
    QTest::qWait(20);
    QCOMPARE(ended.count(), 1);
}

void TestTerminal::closingHangsUp()
{
    m_view.reset();
    QCOMPARE(fcntl(m_other->master(), F_GETFD), -1);
}

namespace {

QString allText(const TerminalView *view)
{
    QStringList lines;
    for (int line = 0; view != nullptr && line < view->screenModel().lineCount(); ++line)
        lines += view->screenModel().text(line, 0, view->screenModel().columns());
    return lines.join(u'\n');
}

} // namespace

void TestTerminal::aShellOpensInTheTab()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
    QTest::mouseClick(guitest::button(&tab, u"Open a shell"_s), Qt::LeftButton);
    QTRY_VERIFY(tab.view() != nullptr);
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    QTest::keyClicks(tab.view(), u"size"_s);
    QTest::keyClick(tab.view(), Qt::Key_Return);
    const QString size =
        u"%1 %2"_s.arg(tab.view()->screenModel().rows()).arg(tab.view()->screenModel().columns());
    QTRY_VERIFY2(allText(tab.view()).contains(size), qPrintable(allText(tab.view())));
    QVERIFY(tab.view()->accessibleName().contains(u"web1"_s));
}

void TestTerminal::eachContainerKeepsItsShell()
{
    FakeEngine engine;
    put(engine, {u"web1"_s, u"web2"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.show();
    tab.setContainer(ref(u"web1"_s));
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    const TerminalView *first = tab.view();
    tab.setContainer(ref(u"web2"_s));
    QCOMPARE(tab.view(), nullptr);
    QVERIFY(!first->isVisible());
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web2"_s));
    tab.setContainer(ref(u"web1"_s));
    QCOMPARE(tab.view(), first);
    QVERIFY(first->isVisible());
}

void TestTerminal::aShellThatDoesNotOpen_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("told");
    QTest::newRow("refused") << ErrorCode::NotAuthorized << true;
    QTest::newRow("gone") << ErrorCode::NotRunning << true;
    QTest::newRow("the password dialog was closed") << ErrorCode::Dismissed << false;
}

void TestTerminal::aShellThatDoesNotOpen()
{
    QFETCH(ErrorCode, code);
    QFETCH(bool, told);
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QSignalSpy failed(&tab, &TerminalTab::failed);
    engine.failNextShell({code, u"web1"_s, {}});
    tab.openShell();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) == nullptr);
    QTRY_VERIFY2(guitest::button(&tab, u"Open a shell"_s) != nullptr, "it can be tried again");
    QCOMPARE(failed.count(), told ? 1 : 0);
    QCOMPARE(tab.view(), nullptr);
}

void TestTerminal::anEndedShellCanBeOpenedAgain()
{
    FakeEngine engine;
    put(engine, {u"web1"_s}, ContainerState::Running);
    TerminalTab tab(engine);
    tab.resize(800, 500);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    tab.openShell();
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    const QPointer<TerminalView> first = tab.view();
    QTest::keyClicks(tab.view(), u"exit"_s);
    QTest::keyClick(tab.view(), Qt::Key_Return);
    QTRY_VERIFY(guitest::button(&tab, u"Open a new one"_s) != nullptr);
    QVERIFY2(!first.isNull() && first->isVisible(), "the last words stay");
    QTest::mouseClick(guitest::button(&tab, u"Open a new one"_s), Qt::LeftButton);
    QTRY_VERIFY(tab.view() != nullptr && tab.view() != first);
    QTRY_VERIFY(allText(tab.view()).contains(u"root@web1"_s));
    QVERIFY(guitest::button(&tab, u"Open a new one"_s) == nullptr);
}

void TestTerminal::aStoppedContainerHasNoShell()
{
    FakeEngine engine;
    put(engine, {u"web1"_s});
    TerminalTab tab(engine);
    tab.setContainer(ref(u"web1"_s));
    tab.show();
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) == nullptr);
    QVERIFY(guitest::texts(&tab).contains(u"running container"_s));
    put(engine, {u"web1"_s}, ContainerState::Running);
    QVERIFY(guitest::button(&tab, u"Open a shell"_s) != nullptr);
}

QTEST_MAIN(TestTerminal)
#include "tst_terminal.moc"
