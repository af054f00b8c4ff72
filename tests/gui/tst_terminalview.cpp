// SPDX-License-Identifier: GPL-2.0-or-later
// The terminal's widget on real pseudo terminals.

#include "gui/terminal/terminalaccessible.h"
#include "terminalviewtest.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QCheckBox>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTimer>

#include <thread>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::OtherSide;

namespace {

/// In KiB. getrusage(2)
long peakMemory()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

} // namespace

class TestTerminalView : public TerminalViewTest
{
    Q_OBJECT

private Q_SLOTS:

    void init() { begin(); }

    void outputIsShown();
    void keysAreSent_data();
    void keysAreSent();
    void ownKeysAreNotSent();
    void composedTextIsSent();
    void pastingIsBracketedWhereAsked();
    void severalLinesAreAskedFor();
    void aLargePasteIsNotLost();
    void theSizeFollowsTheWindow();
    void theScrollBarTakesNoColumns();
    void lettersBecomeLarger();
    void lookingBack();
    void lookingBackStays();
    void focusReports();
    void bells();
    void aFloodIsSurvived();
    void questionsWithoutEnd();
    void whoReadsHearsIt();
    void theOtherSideHangsUp();
    void closingHangsUp();
};

void TestTerminalView::outputIsShown()
{
    m_other->print("hello \x1b[1mworld\x1b[0m\r\nsecond");
    QTRY_COMPARE(screenText(*m_view, 0), u"hello world"_s);
    QCOMPARE(screenText(*m_view, 1), u"second"_s);
    QCOMPARE(m_view->screenModel().cursor(), QPoint(6, 1));
    QVERIFY(!m_view->grab().isNull());
}

void TestTerminalView::keysAreSent_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QByteArray>("bytes");
    const auto add = [](const char *name, Qt::Key key, Qt::KeyboardModifiers modifiers,
                        const QByteArray &bytes) { QTest::newRow(name) << int(key) << modifiers << bytes; };
    add("a letter", Qt::Key_A, {}, "a");
    add("return", Qt::Key_Return, {}, "\r");
    add("Shift+return", Qt::Key_Return, Qt::ShiftModifier, "\r");
    add("Alt+return", Qt::Key_Return, Qt::AltModifier, "\x1b\r");
    add("tab", Qt::Key_Tab, {}, "\t");
    add("Shift+tab", Qt::Key_Backtab, Qt::ShiftModifier, "\x1b[Z");
    add("escape", Qt::Key_Escape, {}, "\x1b");
    add("backspace", Qt::Key_Backspace, {}, "\x7f");
    add("Ctrl+backspace", Qt::Key_Backspace, Qt::ControlModifier, "\x08");
    add("up", Qt::Key_Up, {}, "\x1b[A");
    add("home", Qt::Key_Home, {}, "\x1b[H");
    add("delete", Qt::Key_Delete, {}, "\x1b[3~");
    add("F1", Qt::Key_F1, {}, "\x1bOP");
    add("F5 is not the window's", Qt::Key_F5, {}, "\x1b[15~");
    add("Ctrl+C", Qt::Key_C, Qt::ControlModifier, "\x03");
    add("Ctrl+D is not the window's", Qt::Key_D, Qt::ControlModifier, "\x04");
    add("Ctrl+I", Qt::Key_I, Qt::ControlModifier, "\t");
    add("Ctrl+M", Qt::Key_M, Qt::ControlModifier, "\r");
    add("Ctrl+[", Qt::Key_BracketLeft, Qt::ControlModifier, "\x1b");
    add("Ctrl+space", Qt::Key_Space, Qt::ControlModifier, QByteArray(1, '\0'));
    add("Ctrl+/", Qt::Key_Slash, Qt::ControlModifier, "\x1f");
    add("Ctrl+left", Qt::Key_Left, Qt::ControlModifier, "\x1b[1;5D");
    add("Alt+x", Qt::Key_X, Qt::AltModifier, "\x1bx");
    add("Ctrl+Alt+x", Qt::Key_X, Qt::ControlModifier | Qt::AltModifier, "\x1b\x18");
}

void TestTerminalView::keysAreSent()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QByteArray, bytes);
    QTest::keyClick(m_view.get(), static_cast<Qt::Key>(key), modifiers);
    QTRY_COMPARE(m_other->typed(), bytes);
}

void TestTerminalView::ownKeysAreNotSent()
{
    QGuiApplication::clipboard()->setText(u"pasted"_s);
    QTest::keyClick(m_view.get(), Qt::Key_V, CtrlShift);
    QTRY_COMPARE(m_other->typed(), QByteArray("pasted"));
    for (const Qt::Key key : {Qt::Key_T, Qt::Key_C, Qt::Key_A, Qt::Key_F, Qt::Key_Left, Qt::Key_Up, Qt::Key_N,
                              Qt::Key_W, Qt::Key_PageUp, Qt::Key_Plus})
        QTest::keyClick(m_view.get(), key, CtrlShift);
    QTest::keyClick(m_view.get(), Qt::Key_Control, Qt::ControlModifier);
    QTest::keyClick(m_view.get(), Qt::Key_X);
    QTRY_COMPARE(m_other->typed(), QByteArray("pastedx"));
}

void TestTerminalView::composedTextIsSent()
{
    m_other->print("$ ");
    QTRY_COMPARE(m_view->screenModel().cursor(), QPoint(2, 0));
    QInputMethodQueryEvent where(Qt::ImCursorRectangle);
    QCoreApplication::sendEvent(m_view.get(), &where);
    QCOMPARE(where.value(Qt::ImCursorRectangle).toRect(), m_view->cellRect({2, 0}));
    const QImage before = m_view->grab().toImage();
    QInputMethodEvent composing(u"rong"_s, {});
    QCoreApplication::sendEvent(m_view.get(), &composing);
    QVERIFY2(m_view->grab().toImage() != before, "what is composed is seen");
    QVERIFY(m_other->typed().isEmpty());
    QInputMethodEvent event;
    event.setCommitString(u"容器"_s);
    QCoreApplication::sendEvent(m_view.get(), &event);
    QTRY_COMPARE(m_other->typed(), u"容器"_s.toUtf8());
}

void TestTerminalView::pastingIsBracketedWhereAsked()
{
    QGuiApplication::clipboard()->setText(u"a\n"_s);
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("a\r"));
    m_other->forget();
    m_other->print("\x1b[?2004h.");
    QTRY_COMPARE(screenText(*m_view, 0), u"."_s);
    QGuiApplication::clipboard()->setText(u"a\nb"_s);
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[200~a\rb\x1b[201~"));
    // Nothing in the pasted text may end the bracket.
    m_other->forget();
    QGuiApplication::clipboard()->setText(u"x\x1b[201~rm\n\u009b201~"_s);
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[200~x[201~rm\r201~\x1b[201~"));
}

void TestTerminalView::severalLinesAreAskedFor()
{
    QSignalSpy changed(m_view.get(), &TerminalView::settingsChanged);
    QSignalSpy asked(m_view.get(), &TerminalView::linesPasted);
    const QString text = u"one\ntwo\nthree"_s;
    QGuiApplication::clipboard()->setText(text);
    m_view->paste();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().toString(), text);
    QVERIFY2(m_other->typed().isEmpty(), "nothing before the answer");
    m_view->pasteUnasked(text, false);
    QTRY_COMPARE(m_other->typed(), QByteArray("one\rtwo\rthree"));
    QCOMPARE(changed.count(), 0);
    m_other->forget();
    m_view->paste();
    QCOMPARE(asked.count(), 2);
    m_view->pasteUnasked(text, true);
    QTRY_COMPARE(m_other->typed(), QByteArray("one\rtwo\rthree"));
    QCOMPARE(changed.count(), 1);
    m_other->forget();
    m_view->paste();
    QTRY_COMPARE(m_other->typed(), QByteArray("one\rtwo\rthree"));
    QCOMPARE(asked.count(), 2);
}

void TestTerminalView::aLargePasteIsNotLost()
{
    // Far more than the kernel takes while nobody reads.
    QByteArray large;
    for (int i = 0; i < 100000; ++i)
        large += QByteArray::number(i) + ' ';
    QGuiApplication::clipboard()->setText(QString::fromLatin1(large));
    m_view->paste();
    m_other->print("still drawn");
    QTRY_COMPARE(screenText(*m_view, 0), u"still drawn"_s);
    QTRY_COMPARE(m_other->typed().size(), large.size());
    QCOMPARE(m_other->typed(), large);
}

void TestTerminalView::theSizeFollowsTheWindow()
{
    const QSize before = m_other->size();
    m_view->resize(1000, 300);
    QTRY_VERIFY(m_other->size() != before);
    QVERIFY(m_other->size().width() > before.width());
    QVERIFY(m_other->size().height() < before.height());
    QCOMPARE(m_other->size(), m_view->fittingSize());
    // Amid output, and as small as it gets.
    m_other->print(QByteArray(500, 'x') + "\x1b[5;20r\x1b[20;1H");
    m_view->resize(30, 30);
    m_other->print("\n\n\nend");
    QTRY_COMPARE(m_other->size(), QSize(10, 2));
    QTRY_VERIFY(screenText(*m_view, 1).contains(u"end"_s));
}

void TestTerminalView::theScrollBarTakesNoColumns()
{
    const QSize size = m_other->size();
    QVERIFY(!m_view->verticalScrollBar()->isVisible());
    for (int line = 0; line < 200; ++line)
        m_other->print(QByteArray::number(line) + "\r\n");
    QTRY_VERIFY(m_view->verticalScrollBar()->isVisible());
    const QRect lastCell = m_view->cellRect({size.width() - 1, 0});
    QVERIFY(m_view->viewport()->rect().contains(lastCell));
    m_other->print("\x1b[?1049hother");
    QTRY_VERIFY(!m_view->verticalScrollBar()->isVisible());
    QTest::qWait(100); // a window's size is told a little later
    QCOMPARE(m_other->size(), size);
    QCOMPARE(m_view->fittingSize(), size);
}

void TestTerminalView::lettersBecomeLarger()
{
    const QSize before = m_view->fittingSize();
    QTest::keyClick(m_view.get(), Qt::Key_Plus, CtrlShift);
    QTest::keyClick(m_view.get(), Qt::Key_Plus, CtrlShift);
    QVERIFY(m_view->fittingSize().width() < before.width());
    QCOMPARE(m_other->size(), m_view->fittingSize());
    QTest::keyClick(m_view.get(), Qt::Key_Minus, CtrlShift);
    QTest::keyClick(m_view.get(), Qt::Key_0, CtrlShift);
    QCOMPARE(m_view->fittingSize(), before);
    for (int i = 0; i < 100; ++i)
        m_view->zoom(-1);
    QVERIFY(m_view->cellRect({0, 0}).height() > 3);
}

void TestTerminalView::lookingBack()
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
    QTest::keyClick(m_view.get(), Qt::Key_X);
    QCOMPARE(m_view->verticalScrollBar()->value(), 10);
    // A full-screen program has no lines to look back at.
    m_other->print("\x1b[?1049h");
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 0);
    m_other->print("\x1b[?1049l");
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 10);
}

void TestTerminalView::lookingBackStays()
{
    TerminalSettings settings;
    settings.scrollback = 50;
    m_view->setSettings(settings);
    for (int line = 0; line < 100; ++line)
        m_other->print(QByteArray::number(line) + "\r\n");
    QTRY_COMPARE(m_view->verticalScrollBar()->maximum(), 50);
    m_view->verticalScrollBar()->setValue(30);
    const QString seen = m_view->screenModel().text(m_view->topLine(), 0, 10);
    const qint64 forgotten = m_view->screenModel().forgotten();
    for (int line = 100; line < 110; ++line)
        m_other->print(QByteArray::number(line) + "\r\n");
    QTRY_COMPARE(m_view->screenModel().forgotten(), forgotten + 10);
    QTRY_COMPARE(m_view->verticalScrollBar()->value(), 20);
    QCOMPARE(m_view->screenModel().text(m_view->topLine(), 0, 10), seen);
}

void TestTerminalView::focusReports()
{
    m_view->setFocus();
    m_other->print("\x1b[?1004h.");
    QTRY_COMPARE(screenText(*m_view, 0), u"."_s);
    m_view->clearFocus();
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[O"));
    m_view->setFocus();
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[O\x1b[I"));
}

void TestTerminalView::bells()
{
    QSignalSpy rang(m_view.get(), &TerminalView::rang);
    m_other->print(QByteArray(1000, '\x07') + "quiet");
    QTRY_COMPARE(screenText(*m_view, 0), u"quiet"_s);
    QVERIFY(rang.count() >= 1);
    QVERIFY(rang.count() < 100);
}

void TestTerminalView::aFloodIsSurvived()
{
    // Somebody else writes, as a program does.
    const int slave = m_other->release();
    fcntl(slave, F_SETFL, fcntl(slave, F_GETFL) & ~O_NONBLOCK);
    constexpr qsizetype Flood = 200'000'000; // bytes
    const long before = peakMemory();
    std::thread program([slave] {
        QByteArray block;
        for (int line = 0; line < 1000; ++line)
            block += "\x1b[3" + QByteArray::number(line % 8) + "mline of a flood " + QByteArray::number(line)
                + "\x1b[0m\r\n";
        for (qsizetype sent = 0; sent < Flood; sent += block.size())
            for (qsizetype at = 0; at < block.size();)
                at += std::max<ssize_t>(
                    ::write(slave, block.constData() + at, static_cast<size_t>(block.size() - at)), 0);
        [[maybe_unused]] const ssize_t end = ::write(slave, "end", 3);
        ::close(slave);
    });
    // The window lives: timers fire while it comes.
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&turns] { ++turns; });
    timer.start(1);
    QSignalSpy ended(m_view.get(), &TerminalView::ended);
    QTRY_COMPARE(ended.count(), 1);
    program.join();
    QVERIFY(turns > 3);
    // What scrolled away is not kept beyond the scrollback.
    const long grown = peakMemory() - before;
    QVERIFY2(grown < 64 * 1024, qPrintable(QString::number(grown) + u" KiB more"_s));
    QCOMPARE(screenText(*m_view, m_view->screenModel().rows() - 1), u"end"_s);
    QCOMPARE(m_view->screenModel().scrollback(), TerminalSettings().scrollback);
}

void TestTerminalView::questionsWithoutEnd()
{
    // It asks and asks, and does not read: the answers are not kept for ever, and what is typed is not lost.
    for (int i = 0; i < 200; ++i) {
        m_other->print(QByteArray("\x1b[6n").repeated(900));
        QCoreApplication::processEvents();
    }
    m_other->print("\x1b[Hdone");
    QTRY_COMPARE(screenText(*m_view, 0), u"done"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Q);
    QTRY_VERIFY(m_other->typed().endsWith("q"));
    QVERIFY(m_other->typed().startsWith("\x1b[1;1R"));
}

void TestTerminalView::whoReadsHearsIt()
{
    m_view->setAccessibleName(u"Terminal of web1"_s);
    m_other->print(u"one\r\n容器 two"_s.toUtf8());
    QTRY_COMPARE(screenText(*m_view, 1), u"容器 two"_s);
    QAccessibleInterface *whole = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(whole != nullptr);
    QCOMPARE(whole->role(), QAccessible::Terminal);
    QCOMPARE(whole->text(QAccessible::Name), u"Terminal of web1"_s);
    QAccessibleTextInterface *text = whole->textInterface();
    QVERIFY(text != nullptr);
    QVERIFY(text->text(0, text->characterCount()).startsWith(u"one\n容器 two\n"_s));
    QCOMPARE(text->text(0, 3), u"one"_s);
    QCOMPARE(text->cursorPosition(), 10);
    const QRect third = text->characterRect(2);
    QCOMPARE(third.topLeft(), m_view->viewport()->mapToGlobal(m_view->cellRect({2, 0}).topLeft()));
    QCOMPARE(text->offsetAtPoint(third.center()), 2);
}

void TestTerminalView::theOtherSideHangsUp()
{
    QSignalSpy ended(m_view.get(), &TerminalView::ended);
    m_other->print("last words");
    m_other->hangUp();
    QTRY_COMPARE(ended.count(), 1);
    QCOMPARE(screenText(*m_view, 0), u"last words"_s);
    QTest::keyClick(m_view.get(), Qt::Key_A);
    QGuiApplication::clipboard()->setText(u"x"_s);
    m_view->paste();
    m_view->resize(300, 200);
    QTest::qWait(60);
    QVERIFY(!m_view->grab().isNull());
    QCOMPARE(ended.count(), 1);
}

void TestTerminalView::closingHangsUp()
{
    m_view.reset();
    QCOMPARE(fcntl(m_other->master(), F_GETFD), -1);
}

QTEST_MAIN(TestTerminalView)
#include "tst_terminalview.moc"
