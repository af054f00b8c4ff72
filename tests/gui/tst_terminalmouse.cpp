// SPDX-License-Identifier: GPL-2.0-or-later
// The terminal's widget and the mouse: selecting, reports, links; and what it copies.

#include "terminalviewtest.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QScrollBar>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace boxyard;

class TestTerminalMouse : public TerminalViewTest
{
    Q_OBJECT

public Q_SLOTS:

    void open(const QUrl &url) { m_opened = url; }

private Q_SLOTS:

    void init() { begin(); }

    void theMiddleButtonPastes();
    void selectingByMouse_data();
    void selectingByMouse();
    void selectingBeyondTheEdge();
    void selectingByKeys();
    void mouseReports_data();
    void mouseReports();
    void theWheel();
    void linksAreOpened();
    void programsCopyOnlyWhereAllowed();

private:
    QUrl m_opened;
};

void TestTerminalMouse::theMiddleButtonPastes()
{
    if (!QGuiApplication::clipboard()->supportsSelection())
        QSKIP("this platform has no primary selection; tst_terminalmouse_x11 has one");
    QGuiApplication::clipboard()->setText(u"primary"_s, QClipboard::Selection);
    QTest::mouseClick(m_view->viewport(), Qt::MiddleButton, {}, at(3, 3));
    QTRY_COMPARE(m_other->typed(), QByteArray("primary"));
}

void TestTerminalMouse::selectingByMouse_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("text");
    QTest::newRow("drag") << u"drag"_s << u"me please\nse"_s;
    QTest::newRow("double click") << u"double"_s << u"please"_s;
    QTest::newRow("triple click") << u"triple"_s << u"copy me please"_s;
    QTest::newRow("Alt") << u"block"_s << u"me\nd"_s;
    QTest::newRow("Shift, where the mouse is the program's") << u"shift"_s << u"me"_s;
}

void TestTerminalMouse::selectingByMouse()
{
    QFETCH(QString, how);
    QFETCH(QString, text);
    m_other->print("copy me please\r\nsecond line");
    if (how == u"shift")
        m_other->print("\x1b[?1002;1006h");
    m_other->print("!");
    QTRY_COMPARE(screenText(*m_view, 1), u"second line!"_s);
    const QPoint left(-m_view->cellRect({0, 0}).width() / 2, 0);
    if (how == u"double" || how == u"triple") {
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(10, 0));
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, at(10, 0)); // which it leaves out
        if (how == u"triple")
            QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(10, 0));
    } else {
        const Qt::KeyboardModifiers modifiers = how == u"block" ? Qt::AltModifier
            : how == u"shift"                                   ? Qt::ShiftModifier
                                                                : Qt::NoModifier;
        const QPoint to = how == u"drag" ? at(2, 1) : how == u"block" ? at(7, 1) : at(7, 0);
        mouse(QEvent::MouseButtonPress, at(5, 0) + left, Qt::LeftButton, modifiers);
        mouse(QEvent::MouseMove, to + left, Qt::LeftButton, modifiers);
        mouse(QEvent::MouseButtonRelease, to + left, Qt::LeftButton, modifiers);
    }
    QCOMPARE(m_view->selectedText(), text);
    QTest::keyClick(m_view.get(), Qt::Key_C, CtrlShift);
    QCOMPARE(QGuiApplication::clipboard()->text(), text);
    if (QGuiApplication::clipboard()->supportsSelection())
        QCOMPARE(QGuiApplication::clipboard()->text(QClipboard::Selection), text);
    QVERIFY(m_other->typed().isEmpty());
    QTest::keyClick(m_view.get(), Qt::Key_X);
    QVERIFY2(m_view->selectedText().isEmpty(), "typing ends a selection");
}

void TestTerminalMouse::selectingBeyondTheEdge()
{
    for (int line = 0; line < 200; ++line)
        m_other->print(QByteArray::number(line) + "\r\n");
    // All of it is there: what comes later could take the selection away.
    QTRY_COMPARE(screenText(*m_view, m_view->screenModel().rows() - 2), u"199"_s);
    QTRY_VERIFY(m_view->verticalScrollBar()->value() > 100);
    mouse(QEvent::MouseButtonPress, at(0, 5));
    mouse(QEvent::MouseMove, QPoint(20, -30));
    QTRY_COMPARE(m_view->verticalScrollBar()->value(), 0);
    mouse(QEvent::MouseButtonRelease, QPoint(20, -30));
    QVERIFY(m_view->selectedText().count(u'\n') > 150);
}

void TestTerminalMouse::selectingByKeys()
{
    m_other->print("first\r\nsecond");
    QTRY_COMPARE(m_view->screenModel().cursor(), QPoint(6, 1));
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_view.get(), Qt::Key_Left, CtrlShift);
    QCOMPARE(m_view->selectedText(), u"ond"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Up, CtrlShift);
    QCOMPARE(m_view->selectedText(), u"st\nsecond"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Home, CtrlShift);
    QCOMPARE(m_view->selectedText(), u"first\nsecond"_s);
    QTest::keyClick(m_view.get(), Qt::Key_Down, CtrlShift);
    QTest::keyClick(m_view.get(), Qt::Key_Right, CtrlShift);
    QCOMPARE(m_view->selectedText(), u"econd"_s);
    QTest::keyClick(m_view.get(), Qt::Key_A, CtrlShift);
    QCOMPARE(m_view->selectedText().trimmed(), u"first\nsecond"_s);
    QVERIFY(m_other->typed().isEmpty());
}

void TestTerminalMouse::mouseReports_data()
{
    QTest::addColumn<QByteArray>("modes");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("clicks, SGR") << QByteArray("\x1b[?1000;1006h") << QByteArray("\x1b[<0;3;2M\x1b[<0;5;2m");
    QTest::newRow("drags, SGR") << QByteArray("\x1b[?1002;1006h")
                                << QByteArray("\x1b[<0;3;2M\x1b[<32;4;2M\x1b[<32;5;2M\x1b[<0;5;2m");
    QTest::newRow("all, SGR")
        << QByteArray("\x1b[?1003;1006h")
        << QByteArray("\x1b[<35;2;1M\x1b[<35;3;2M\x1b[<0;3;2M\x1b[<32;4;2M\x1b[<32;5;2M\x1b[<0;5;2m");
    QTest::newRow("clicks, as of old") << QByteArray("\x1b[?1000h") << QByteArray("\x1b[M #\"\x1b[M#%\"");
}

void TestTerminalMouse::mouseReports()
{
    QFETCH(QByteArray, modes);
    QFETCH(QByteArray, bytes);
    m_other->print(modes + ".");
    QTRY_COMPARE(screenText(*m_view, 0), u"."_s);
    mouse(QEvent::MouseMove, at(1, 0), Qt::NoButton);
    mouse(QEvent::MouseMove, at(2, 1), Qt::NoButton);
    mouse(QEvent::MouseButtonPress, at(2, 1));
    mouse(QEvent::MouseMove, at(3, 1));
    mouse(QEvent::MouseMove, at(4, 1));
    mouse(QEvent::MouseButtonRelease, at(4, 1));
    QTest::keyClick(m_view.get(), Qt::Key_X);
    QTRY_COMPARE(m_other->typed(), bytes + "x");
}

void TestTerminalMouse::theWheel()
{
    const auto turn = [this](int angle) {
        const QPointF point = at(2, 1);
        QWheelEvent event(point, m_view->viewport()->mapToGlobal(point), {}, {0, angle}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    };
    for (int line = 0; line < 100; ++line)
        m_other->print("line\r\n");
    QTRY_VERIFY(m_view->verticalScrollBar()->value() > 50);
    const int before = m_view->verticalScrollBar()->value();
    turn(120);
    QVERIFY(m_view->verticalScrollBar()->value() < before);
    QVERIFY(m_other->typed().isEmpty());
    m_other->print("\x1b[?1049h");
    QTRY_VERIFY(m_view->screenModel().isAlternate());
    turn(120);
    turn(-60);
    turn(-60);
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[A\x1b[A\x1b[A\x1b[B\x1b[B\x1b[B"));
    m_other->forget();
    m_other->print("\x1b[?1000;1006h");
    QTRY_VERIFY(m_view->screenModel().mouse() == TerminalScreen::Mouse::Click);
    turn(120);
    turn(-120);
    QTRY_COMPARE(m_other->typed(), QByteArray("\x1b[<64;3;2M\x1b[<65;3;2M"));
}

void TestTerminalMouse::linksAreOpened()
{
    QDesktopServices::setUrlHandler(u"https"_s, this, "open");
    QDesktopServices::setUrlHandler(u"file"_s, this, "open");
    m_opened.clear();
    m_other->print("\x1b]8;;https://example.org/x\x1b\\click\x1b]8;;file:///etc/"
                   "passwd\x1b\\here\x1b]8;;\x1b\\ https://a.example/?q");
    QTRY_VERIFY(screenText(*m_view, 0).endsWith(u"?q"_s));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(1, 0));
    QVERIFY2(m_opened.isEmpty(), "not without Ctrl");
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, at(1, 0));
    QCOMPARE(m_opened, QUrl(u"https://example.org/x"_s));
    m_opened.clear();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, at(6, 0));
    QVERIFY2(m_opened.isEmpty(), "no files");
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, at(15, 0));
    QCOMPARE(m_opened, QUrl(u"https://a.example/?q"_s));
    QDesktopServices::unsetUrlHandler(u"https"_s);
    QDesktopServices::unsetUrlHandler(u"file"_s);
}

void TestTerminalMouse::programsCopyOnlyWhereAllowed()
{
    m_other->print("\x1b]52;c;aGVsbG8=\x07.");
    QTRY_COMPARE(screenText(*m_view, 0), u"."_s);
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    TerminalSettings settings;
    settings.letsProgramsCopy = true;
    m_view->setSettings(settings);
    m_other->print("\x1b]52;c;aGVsbG8=\x07.");
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"hello"_s);
}

QTEST_MAIN(TestTerminalMouse)
#include "tst_terminalmouse.moc"
