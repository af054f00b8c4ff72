// SPDX-License-Identifier: GPL-2.0-or-later
// What a terminal's screen becomes by the bytes that it is sent.

#include "screentext.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::allText;

namespace {

const TerminalCell &cell(const TerminalScreen &screen, int row, int column)
{
    return screen.line(screen.scrollback() + row).cells.at(static_cast<std::size_t>(column));
}

} // namespace

class TestTerminalScreen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sequences_data();
    void sequences();
    void answers_data();
    void answers();
    void attributes_data();
    void attributes();
    void colours();
    void wideCharacters();
    void severalCodePoints();
    void marksWithoutEnd();
    void theOtherScreen();
    void scrollback();
    void whatScrolledAwayIsCleared();
    void linesAreBrokenAnew_data();
    void linesAreBrokenAnew();
    void theCursorStaysAtItsCharacter();
    void resizingUnderTheOtherScreen();
    void resizingWithMargins();
    void aCursorSavedOutside();
    void titles_data();
    void titles();
    void clipboard_data();
    void clipboard();
};

void TestTerminalScreen::sequences_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QPoint>("cursor");
    const auto add = [](const char *name, const QByteArray &input, const QString &text, int column, int row) {
        QTest::newRow(name) << input << text << QPoint(column, row);
    };
    const QByteArray grid = "aaaaa\r\nbbbbb\r\nccccc\r\nddddd\r\neeeee";
    // Movement. The screen has 10 columns and 5 rows.
    add("text", "hello", u"hello"_s, 5, 0);
    add("CR and LF", "one\r\ntwo\nx", u"one\ntwo\n   x"_s, 4, 2);
    add("BS", "abc\b\bX", u"aXc"_s, 2, 0);
    add("HT", "a\tb", u"a       b"_s, 9, 0);
    add("HT stops at the edge", "\t\tx", u"         x"_s, 9, 0);
    add("HTS and TBC", "\x1b[3g\x1b[1;4H\x1bH\rab\tc", u"ab c"_s, 4, 0);
    add("CBT", "\x1b[1;10H\x1b[Zx", u"        x"_s, 9, 0);
    add("CHT", "\x1b[Ix", u"        x"_s, 9, 0);
    add("CUP", "\x1b[2;3Hx", u"\n  x"_s, 3, 1);
    add("CUP without numbers", "abc\x1b[Hx", u"xbc"_s, 1, 0);
    add("CUP beyond the edges", "\x1b[99;99Hx", u"\n\n\n\n         x"_s, 9, 4);
    add("CUP with 0", "abc\x1b[0;0Hx", u"xbc"_s, 1, 0);
    add("HVP", "\x1b[2;2fx", u"\n x"_s, 2, 1);
    add("CUU", "\n\n\x1b[Ax", u"\nx"_s, 1, 1);
    add("CUU stops at the top", "\x1b[9Ax", u"x"_s, 1, 0);
    add("CUD and CUF", "\x1b[2B\x1b[3Cx", u"\n\n   x"_s, 4, 2);
    add("CUB", "abc\x1b[2Dx", u"axc"_s, 2, 0);
    add("CNL and CPL", "ab\x1b[2Ex\x1b[Fy", u"ab\ny\nx"_s, 1, 1);
    add("CHA and HPA", "\x1b[5Gx\x1b[2`y", u" y  x"_s, 2, 0);
    add("VPA", "\x1b[3dx", u"\n\nx"_s, 1, 2);
    add("VPR and HPR", "\x1b[2e\x1b[2ax", u"\n\n  x"_s, 3, 2);
    add("IND and RI",
        "a\x1b"
        "Db\x1bMc",
        u"a c\n b"_s, 3, 0);
    add("NEL",
        "a\x1b"
        "Eb",
        u"a\nb"_s, 1, 1);
    add("DECSC and DECRC",
        "\x1b[2;2H\x1b"
        "7\x1b[5;5H\x1b"
        "8x",
        u"\n x"_s, 2, 1);
    add("SCOSC and SCORC", "\x1b[2;2H\x1b[s\x1b[5;5H\x1b[ux", u"\n x"_s, 2, 1);
    // Erasing.
    add("ED below", grid + "\x1b[2;3H\x1b[J", u"aaaaa\nbb"_s, 2, 1);
    add("ED above", grid + "\x1b[2;3H\x1b[1J", u"\n   bb\nccccc\nddddd\neeeee"_s, 2, 1);
    add("ED all", grid + "\x1b[2;3H\x1b[2J", QString(), 2, 1);
    add("EL right", grid + "\x1b[2;3H\x1b[K", u"aaaaa\nbb\nccccc\nddddd\neeeee"_s, 2, 1);
    add("EL left", grid + "\x1b[2;3H\x1b[1K", u"aaaaa\n   bb\nccccc\nddddd\neeeee"_s, 2, 1);
    add("EL all", grid + "\x1b[2;3H\x1b[2K", u"aaaaa\n\nccccc\nddddd\neeeee"_s, 2, 1);
    add("ECH", "abcdef\x1b[1;2H\x1b[3X", u"a   ef"_s, 1, 0);
    add("DECSED leaves protected cells", "\x1b[1\"qab\x1b[0\"qcd\x1b[?2J", u"ab"_s, 4, 0);
    add("DECSEL leaves protected cells", "ab\x1b[1\"qcd\x1b[0\"q\x1b[?2K", u"  cd"_s, 4, 0);
    add("DECALN", "\x1b#8", QStringList(5, u"EEEEEEEEEE"_s).join(u'\n'), 0, 0);
    // Inserting, deleting, scrolling.
    add("ICH", "abc\x1b[1;2H\x1b[2@", u"a  bc"_s, 1, 0);
    add("DCH", "abcdef\x1b[1;2H\x1b[2P", u"adef"_s, 1, 0);
    add("DCH of more than there is", "abcdef\x1b[1;2H\x1b[99P", u"a"_s, 1, 0);
    add("IL", grid + "\x1b[2;1H\x1b[L", u"aaaaa\n\nbbbbb\nccccc\nddddd"_s, 0, 1);
    add("DL", grid + "\x1b[2;1H\x1b[2M", u"aaaaa\nddddd\neeeee"_s, 0, 1);
    add("IRM", "abc\x1b[1;2H\x1b[4hXY\x1b[4lZ", u"aXYZc"_s, 4, 0);
    add("SD", grid + "\x1b[2T", u"\n\naaaaa\nbbbbb\nccccc"_s, 5, 4);
    add("REP", "ab\x1b[3bc", u"abbbbc"_s, 6, 0);
    add("REP of a wide character", u"容\x1b[2bx"_s.toUtf8(), u"容容容x"_s, 7, 0);
    add("margins: LF scrolls in them", grid + "\x1b[2;4r\x1b[4;1H\nx", u"aaaaa\nccccc\nddddd\nx\neeeee"_s, 1,
        3);
    add("margins: RI scrolls in them", grid + "\x1b[2;4r\x1b[2;1H\x1bMx", u"aaaaa\nx\nbbbbb\nccccc\neeeee"_s,
        1, 1);
    add("margins: IL stays in them", grid + "\x1b[2;4r\x1b[3;1H\x1b[Lx", u"aaaaa\nbbbbb\nx\nccccc\neeeee"_s,
        1, 2);
    add("margins: LF below them does not scroll", grid + "\x1b[2;3r\x1b[5;1H\n\nx",
        u"aaaaa\nbbbbb\nccccc\nddddd\nxeeee"_s, 1, 4);
    add("margins that are none", grid + "\x1b[4;2r\x1b[Hx", u"xaaaa\nbbbbb\nccccc\nddddd\neeeee"_s, 1, 0);
    add("DECOM", "\x1b[2;4r\x1b[?6h\x1b[1;1Hx\x1b[99;1Hy", u"\nx\n\ny"_s, 1, 3);
    add("DECSLRM", grid + "\x1b[?69h\x1b[2;4s\x1b[1;2H\x1b[M", u"abbba\nbcccb\ncdddc\ndeeed\ne   e"_s, 1, 0);
    add("DECIC", "abc\x1b[1;2H\x1b[2'}", u"a  bc"_s, 1, 0);
    add("DECDC", "abcd\x1b[1;2H\x1b[2'~", u"ad"_s, 1, 0);
    // Wrapping.
    add("wrap", "0123456789ab", u"0123456789\nab"_s, 2, 1);
    add("the last column waits", "0123456789", u"0123456789"_s, 9, 0);
    add("CR in the last column", "0123456789\rx", u"x123456789"_s, 1, 0);
    add("BS in the last column", "0123456789\bx", u"01234567x9"_s, 9, 0);
    add("no DECAWM", "\x1b[?7l0123456789ab", u"012345678b"_s, 9, 0);
    add("wide at the edge", "012345678" + u"容"_s.toUtf8(), u"012345678\n容"_s, 2, 1);
    // Characters.
    add("line drawing", "\x1b(0lqk\x1b(Bq", u"┌─┐q"_s, 4, 0);
    add("SO and SI", "\x1b)0\x0eq\x0fq", u"─q"_s, 2, 0);
    add("UTF-8", u"äß€𝄞"_s.toUtf8(), u"äß€𝄞"_s, 4, 0);
    // What is not for the screen.
    add("APC, PM, SOS", "a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", u"abcd"_s, 4, 0);
    add("a title of screen(1)", "a\x1bktitle\x1b\\b", u"ab"_s, 2, 0);
    add("DCS", "a\x1bPq#0;2;0;0;0\x1b\\b", u"ab"_s, 2, 0);
    add("OSC ended by BEL and by ST",
        "a\x1b]7;file:///\x07"
        "b\x1b]133;A\x1b\\c",
        u"abc"_s, 3, 0);
    add("CAN in a sequence",
        "a\x1b[3\x18"
        "bc",
        u"abc"_s, 3, 0);
    add("a control in a sequence", "abc\x1b[\r2Cx", u"abx"_s, 3, 0);
    add("ESC in a sequence", "ab\x1b[1\x1b[Hx", u"xb"_s, 1, 0);
    add("C1 as UTF-8",
        "a\xc2\x9b"
        "2Cb",
        u"a2Cb"_s, 4, 0);
    add("a string left unfinished", "a\x1b]0;t\x1b[Hx", u"x"_s, 1, 0);
    add("several modes at once", "\x1b[?7;25l0123456789ab", u"012345678b"_s, 9, 0);
    add("RIS",
        grid
            + "\x1b[2;3r\x1b[?6h\x1b"
              "cx",
        u"x"_s, 1, 0);
    add("DECSTR", grid + "\x1b[2;3r\x1b[4h\x1b[1;2H\x1b[!pxy", u"axyaa\nbbbbb\nccccc\nddddd\neeeee"_s, 3, 0);
}

void TestTerminalScreen::sequences()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, text);
    QFETCH(QPoint, cursor);
    TerminalScreen screen(10, 5);
    screen.write(input);
    QCOMPARE(allText(screen), text);
    QCOMPARE(screen.cursor(), cursor);
}

void TestTerminalScreen::answers_data()
{
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("DSR") << QByteArray("\x1b[5n") << QByteArray("\x1b[0n");
    QTest::newRow("CPR") << QByteArray("\x1b[3;4H\x1b[6n") << QByteArray("\x1b[3;4R");
    QTest::newRow("DA") << QByteArray("\x1b[c") << QByteArray("\x1b[?1;2c");
    QTest::newRow("DECRQM") << QByteArray("\x1b[?2004h\x1b[?2004$p") << QByteArray("\x1b[?2004;1$y");
    QTest::newRow("DECRQSS") << QByteArray("\x1b[1;31m\x1bP$qm\x1b\\") << QByteArray("\x1bP1$r1;31m\x1b\\");
    QTest::newRow("the size in cells") << QByteArray("\x1b[18t") << QByteArray("\x1b[8;5;10t");
    QTest::newRow("the ground") << QByteArray("\x1b]11;?\x07")
                                << QByteArray("\x1b]11;rgb:1e1e/1f1f/2222\x1b\\");
    QTest::newRow("the text") << QByteArray("\x1b]10;?\x1b\\")
                              << QByteArray("\x1b]10;rgb:ffff/ffff/ffff\x1b\\");
    QTest::newRow("not the title") << QByteArray("\x1b]2;rm -rf\x07\x1b[21t") << QByteArray();
    QTest::newRow("not the clipboard") << QByteArray("\x1b]52;c;?\x07") << QByteArray();
}

void TestTerminalScreen::answers()
{
    QFETCH(QByteArray, question);
    QFETCH(QByteArray, answer);
    TerminalScreen screen(10, 5);
    screen.setColors(Qt::white, QColor::fromRgb(0x1e1f22));
    QByteArray said;
    connect(&screen, &TerminalScreen::answered, this, [&said](const QByteArray &bytes) { said += bytes; });
    QSignalSpy typed(&screen, &TerminalScreen::typed);
    screen.write(question);
    QCOMPARE(said, answer);
    QCOMPARE(typed.count(), 0);
}

void TestTerminalScreen::attributes_data()
{
    QTest::addColumn<QByteArray>("sgr");
    QTest::addColumn<int>("flags");
    const auto add = [](const char *name, const char *sgr, int flags) {
        QTest::newRow(name) << QByteArray(sgr) << flags;
    };
    add("none", "", 0);
    add("bold", "1", TerminalCell::Bold);
    add("faint", "2", TerminalCell::Faint);
    add("italic", "3", TerminalCell::Italic);
    add("underline", "4", TerminalCell::Underline);
    add("double underline", "21", TerminalCell::DoubleUnderline);
    add("double underline, by a part", "4:2", TerminalCell::DoubleUnderline);
    add("curly underline", "4:3", TerminalCell::CurlyUnderline);
    add("dotted underline is curly", "4:4", TerminalCell::CurlyUnderline);
    add("no underline, by a part", "4;4:0", 0);
    add("blink", "5", TerminalCell::Blink);
    add("reverse", "7", TerminalCell::Reverse);
    add("concealed", "8", TerminalCell::Concealed);
    add("strike", "9", TerminalCell::Strike);
    add("several", "1;3;9", TerminalCell::Bold | TerminalCell::Italic | TerminalCell::Strike);
    add("taken back", "1;2;3;4;7;8;9;22;23;24;27;28;29", 0);
    add("reset at the end", "1;2;8;0", 0);
    add("an empty one resets", "1;;3", TerminalCell::Italic);
    add("an underline's colour is none of the others'", "58;5;7;1", TerminalCell::Bold);
    add("nor are its parts", "58:2::7:5:9;3", TerminalCell::Italic);
    add("a colour that is cut off", "1;38;5", TerminalCell::Bold);
    add("a colour without kind", "1;38", TerminalCell::Bold);
    add("nothing behind a colon", "4:", TerminalCell::Underline);
    add("forty of them", "1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1",
        TerminalCell::Bold);
}

void TestTerminalScreen::attributes()
{
    QFETCH(QByteArray, sgr);
    QFETCH(int, flags);
    TerminalScreen screen(10, 5);
    screen.write("\x1b[" + sgr + "mx");
    QCOMPARE(int(cell(screen, 0, 0).flags), flags);
    QCOMPARE(cell(screen, 0, 0).character, U'x');
}

void TestTerminalScreen::colours()
{
    const auto isColor = [](const TerminalColor &color, TerminalColor::Kind kind, int red, int green,
                            int blue) {
        return color == TerminalColor{kind, quint8(red), quint8(green), quint8(blue)};
    };
    TerminalScreen screen(40, 5);
    screen.write("\x1b[31ma\x1b[92mb\x1b[38;5;200mc\x1b[38;2;1;2;3md\x1b[38:2::4:5:6me\x1b[38:5:7mf\x1b[39mg"
                 "\x1b[44;103mh\x1b[48;2;7;8;9mi\x1b[49mj\x1b[38;2;256;1;1mk");
    QVERIFY(isColor(cell(screen, 0, 0).foreground, TerminalColor::Indexed, 1, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 1).foreground, TerminalColor::Indexed, 10, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 2).foreground, TerminalColor::Indexed, 200, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 3).foreground, TerminalColor::Rgb, 1, 2, 3));
    QVERIFY(isColor(cell(screen, 0, 4).foreground, TerminalColor::Rgb, 4, 5, 6));
    QVERIFY(isColor(cell(screen, 0, 5).foreground, TerminalColor::Indexed, 7, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 6).foreground, TerminalColor::Default, 0, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 7).background, TerminalColor::Indexed, 11, 0, 0));
    QVERIFY(isColor(cell(screen, 0, 8).background, TerminalColor::Rgb, 7, 8, 9));
    QVERIFY(isColor(cell(screen, 0, 9).background, TerminalColor::Default, 0, 0, 0));
    QVERIFY2(isColor(cell(screen, 0, 10).foreground, TerminalColor::Default, 0, 0, 0), "no such colour");
    // What is erased has the ground's colour.
    screen.write("\x1b[0;45m\x1b[2;1H\x1b[K");
    QVERIFY(isColor(cell(screen, 1, 39).background, TerminalColor::Indexed, 5, 0, 0));
}

void TestTerminalScreen::wideCharacters()
{
    TerminalScreen screen(10, 5);
    screen.write(u"a容器b"_s.toUtf8());
    QCOMPARE(allText(screen), u"a容器b"_s);
    QCOMPARE(int(cell(screen, 0, 1).width), 2);
    QCOMPARE(int(cell(screen, 0, 2).width), 0);
    // Half a character is none.
    screen.write("\x1b[1;3Hx");
    QCOMPARE(allText(screen), u"a x器b"_s);
    screen.write("\x1b[1;4Hy");
    QCOMPARE(allText(screen), u"a xy b"_s);
    screen.write(u"\r\n容器\x1b[2;2H\x1b[K"_s.toUtf8());
    QCOMPARE(screen.text(1, 0, 10), QString());
    screen.write(u"\r\n容器字\x1b[3;2H\x1b[P"_s.toUtf8());
    for (int column = 0; column < 9; ++column)
        QVERIFY(cell(screen, 2, column).width != 2 || cell(screen, 2, column + 1).width == 0);
    screen.write(u"\x1b[4;1H容\x1b[4;1Hx"_s.toUtf8());
    QCOMPARE(screen.text(3, 0, 10), u"x"_s);
}

void TestTerminalScreen::severalCodePoints()
{
    TerminalScreen screen(20, 5);
    screen.write(u"e\u0301o\u0308\u0301x"_s.toUtf8());
    QCOMPARE(allText(screen), u"e\u0301o\u0308\u0301x"_s);
    QCOMPARE(screen.cursor(), QPoint(3, 0));
    QCOMPARE(screen.pool().textOf(cell(screen, 0, 0).character), u"e\u0301"_s);
    // Also where they come one by one.
    screen.write("\r\nn");
    screen.write(u"\u0303"_s.toUtf8());
    screen.write("o");
    QCOMPARE(screen.text(1, 0, 20), u"n\u0303o"_s);
    screen.write(u"\r\n👍👩\u200d💻"_s.toUtf8());
    QVERIFY(screen.text(2, 0, 20).startsWith(u"👍👩\u200d"_s));
    QCOMPARE(int(cell(screen, 2, 0).width), 2);
}

void TestTerminalScreen::marksWithoutEnd()
{
    // A character with a million marks: neither its memory nor its time.
    TerminalScreen screen(20, 5);
    const QByteArray marks = u"\u0301"_s.toUtf8().repeated(2000);
    screen.write("x");
    for (int i = 0; i < 2000; ++i)
        screen.write(marks);
    screen.write("end");
    QVERIFY(allText(screen).startsWith(u"x\u0301"_s));
    QVERIFY(allText(screen).endsWith(u"end"_s));
    QVERIFY(allText(screen).size() < 100);
}

void TestTerminalScreen::theOtherScreen()
{
    TerminalScreen screen(10, 3);
    screen.write("1\r\n2\r\n3\r\n4\x1b[?1049h\x1b[Hfull\r\n\n\n\n\n");
    QVERIFY(screen.isAlternate());
    QCOMPARE(screen.scrollback(), 1);
    QVERIFY(screen.wantsWheelAsKeys());
    screen.write("\x1b[?1007l");
    QVERIFY(!screen.wantsWheelAsKeys());
    screen.write("\x1b[?1049lx");
    QVERIFY(!screen.isAlternate());
    QCOMPARE(allText(screen), u"1\n2\n3\n4x"_s);
    screen.write("\x1b[?47h");
    QVERIFY(screen.isAlternate());
    screen.write("\x1b"
                 "c");
    QVERIFY(!screen.isAlternate());
}

void TestTerminalScreen::scrollback()
{
    TerminalScreen screen(10, 3);
    screen.setScrollbackLimit(5);
    for (int line = 0; line < 20; ++line)
        screen.write("line " + QByteArray::number(line) + "\r\n");
    QCOMPARE(screen.scrollback(), 5);
    QCOMPARE(screen.forgotten(), 13);
    QCOMPARE(screen.text(0, 0, 10), u"line 13"_s);
    // Blanks at the ends take no memory.
    QCOMPARE(screen.line(0).cells.size(), std::size_t(7));
    screen.setScrollbackLimit(0);
    screen.write("\r\n\n");
    QCOMPARE(screen.scrollback(), 0);
    QCOMPARE(screen.forgotten(), 20);
}

void TestTerminalScreen::whatScrolledAwayIsCleared()
{
    TerminalScreen screen(10, 3);
    screen.write("1\r\n2\r\n3\r\n4\r\n5\x1b[3J");
    QCOMPARE(screen.scrollback(), 0);
    QCOMPARE(screen.forgotten(), 2);
    QCOMPARE(allText(screen), u"3\n4\n5"_s);
}

void TestTerminalScreen::linesAreBrokenAnew_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QPoint>("cursor");
    QTest::newRow("narrower") << QByteArray("0123456789") << QSize(4, 4) << u"0123\n4567\n89"_s
                              << QPoint(2, 2);
    QTest::newRow("wider") << QByteArray("0123456789abcdef") << QSize(20, 4) << u"0123456789abcdef"_s
                           << QPoint(16, 0);
    QTest::newRow("a line's end stays")
        << QByteArray("01234\r\n56") << QSize(20, 4) << u"01234\n56"_s << QPoint(2, 1);
    QTest::newRow("lines that filled the width stay two")
        << QByteArray("0123456789\r\nab") << QSize(20, 4) << u"0123456789\nab"_s << QPoint(2, 1);
    QTest::newRow("wide characters are not cut")
        << u"a容器字"_s.toUtf8() << QSize(4, 4) << u"a容\n器字"_s << QPoint(3, 1);
    QTest::newRow("lower") << QByteArray("1\r\n2\r\n3\r\n4") << QSize(10, 2) << u"1\n2\n3\n4"_s
                           << QPoint(1, 1);
    QTest::newRow("higher") << QByteArray("1\r\n2\r\n3\r\n4\r\n5\r\n6") << QSize(10, 6)
                            << u"1\n2\n3\n4\n5\n6"_s << QPoint(1, 5);
    QTest::newRow("blank lines below the cursor go first")
        << QByteArray("1\r\n2") << QSize(10, 2) << u"1\n2"_s << QPoint(1, 1);
}

void TestTerminalScreen::linesAreBrokenAnew()
{
    QFETCH(QByteArray, input);
    QFETCH(QSize, size);
    QFETCH(QString, text);
    QFETCH(QPoint, cursor);
    TerminalScreen screen(10, 4);
    screen.write(input);
    const QString before = allText(screen);
    screen.resize(size.width(), size.height());
    QCOMPARE(allText(screen), text);
    QCOMPARE(screen.cursor(), cursor);
    // And back.
    screen.resize(10, 4);
    QCOMPARE(allText(screen), before);
}

void TestTerminalScreen::theCursorStaysAtItsCharacter()
{
    TerminalScreen screen(10, 4);
    screen.write("one\r\n0123456789abcdef\x1b[2;5H");
    screen.resize(4, 6);
    screen.write("X");
    QCOMPARE(allText(screen), u"one\n0123\nX567\n89ab\ncdef"_s);
    screen.resize(30, 4);
    screen.write("Y");
    QCOMPARE(allText(screen), u"one\n0123XY6789abcdef"_s);
}

void TestTerminalScreen::resizingUnderTheOtherScreen()
{
    TerminalScreen screen(10, 4);
    screen.write("0123456789abcde\x1b[?1049h\x1b[Hfull screen");
    screen.resize(5, 6);
    screen.resize(5, 3);
    screen.write("\x1b[?1049lX");
    QCOMPARE(allText(screen), u"01234\n56789\nabcdX"_s);
}

void TestTerminalScreen::resizingWithMargins()
{
    TerminalScreen screen(80, 24);
    screen.write("\x1b[10;20r\x1b[?69h\x1b[40;60s\x1b[15;50Hx");
    screen.resize(20, 5);
    screen.write("\n\n\n\n\x1bM\x1bM\x1b[L\x1b[M\x1b[@\x1b[P\x1b[S\x1b[Ty");
    QVERIFY(screen.cursor().x() < 20 && screen.cursor().y() < 5);
    QVERIFY(allText(screen).contains(u'y'));
}

void TestTerminalScreen::aCursorSavedOutside()
{
    for (const char *back : {"\x1b"
                             "8",
                             "\x1b[u", "\x1b[?1048l", "\x1b[?1049l"}) {
        TerminalScreen screen(80, 24);
        screen.write("\x1b[24;80H\x1b"
                     "7\x1b[H");
        screen.resize(10, 4);
        screen.write(QByteArray(back) + "\x1b[1J\x1b#6\x1b[99Xx");
        QVERIFY(QRect(0, 0, 10, 4).contains(screen.cursor()));
        QCOMPARE(screen.text(screen.scrollback() + 3, 0, 10), u"         x"_s);
    }
}

void TestTerminalScreen::titles_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("title");
    QTest::newRow("OSC 0") << QByteArray("\x1b]0;one\x07") << u"one"_s;
    QTest::newRow("OSC 2") << QByteArray("\x1b]2;two\x1b\\") << u"two"_s;
    QTest::newRow("OSC 1 is an icon's") << QByteArray("\x1b]1;icon\x07") << QString();
    QTest::newRow("Chinese") << u"\x1b]2;容器\x07"_s.toUtf8() << u"容器"_s;
    QTest::newRow("controls") << QByteArray("\x1b]2;a\nb\tc\xe2\x80\xae\x07") << u"abc"_s;
    QTest::newRow("a megabyte") << "\x1b]2;" + QByteArray(1 << 20, 'x') + "\x07"
                                << QString(TerminalScreen::LongestTitle, u'x');
    QTest::newRow("without an end") << "\x1b]2;" + QByteArray(1 << 20, 'x') << QString();
}

void TestTerminalScreen::titles()
{
    QFETCH(QByteArray, input);
    QFETCH(QString, title);
    TerminalScreen screen(10, 5);
    screen.write(input);
    QCOMPARE(screen.title(), title);
    screen.write("\x1b\\ok");
    QCOMPARE(allText(screen), u"ok"_s);
}

void TestTerminalScreen::clipboard_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QStringList>("wanted");
    QTest::newRow("text") << QByteArray("\x1b]52;c;aGVsbG8=\x07") << QStringList{u"hello"_s, u"false"_s};
    QTest::newRow("primary") << QByteArray("\x1b]52;p;aGVsbG8=\x1b\\") << QStringList{u"hello"_s, u"true"_s};
    QTest::newRow("no base64") << QByteArray("\x1b]52;c;!!!\x07") << QStringList();
    QTest::newRow("a question") << QByteArray("\x1b]52;c;?\x07") << QStringList();
    QTest::newRow("too long") << "\x1b]52;c;" + QByteArray(200000, 'A') + "\x07" << QStringList();
}

void TestTerminalScreen::clipboard()
{
    QFETCH(QByteArray, input);
    QFETCH(QStringList, wanted);
    TerminalScreen screen(10, 5);
    QStringList got;
    connect(&screen, &TerminalScreen::clipboardWanted, this,
            [&got](const QString &text, bool primary) { got << text << (primary ? u"true"_s : u"false"_s); });
    screen.write(input);
    QCOMPARE(got, wanted);
}

QTEST_GUILESS_MAIN(TestTerminalScreen)
#include "tst_terminalscreen.moc"
