// SPDX-License-Identifier: GPL-2.0-or-later
// What is found in a terminal's text: words, addresses, what is looked for.

#include "gui/terminal/terminalsearch.h"
#include "gui/terminal/terminalselection.h"
#include "screentext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

TerminalPlace place(const TerminalScreen &screen, int line, int column)
{
    return {screen.forgotten() + line, column};
}

} // namespace

class TestTerminalText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void links();
    void tooManyLinks();
    void selections_data();
    void selections();
    void searching();
};

void TestTerminalText::links()
{
    TerminalScreen screen(20, 5);
    screen.write("\x1b]8;id=1;https://example.org/a\x1b\\here\x1b]8;;\x1b\\ there");
    const auto link = linkAt(screen, place(screen, 0, 2));
    QVERIFY(link.has_value());
    QCOMPARE(link->target, u"https://example.org/a"_s);
    QCOMPARE(link->range, (TerminalRange{{0, 0}, {0, 4}}));
    QVERIFY(!linkAt(screen, place(screen, 0, 5)).has_value());
    // Addresses in the text, over the end of a line, without what ends a sentence.
    screen.write("\r\nsee (https://example.org/x_(y)?z=1), please");
    const auto address = linkAt(screen, place(screen, 2, 3));
    QVERIFY(address.has_value());
    QCOMPARE(address->target, u"https://example.org/x_(y)?z=1"_s);
    QCOMPARE(address->range.from, place(screen, 1, 5));
    QVERIFY(!linkAt(screen, place(screen, 1, 1)).has_value());
    screen.write(u"\r\n见https://example.org/容，好"_s.toUtf8());
    QCOMPARE(linkAt(screen, place(screen, 4, 5))->target, u"https://example.org/容"_s);
    // Only these may be opened.
    for (const QString &good : {u"http://a.b"_s, u"https://a.b/c"_s, u"mailto:a@b.c"_s})
        QVERIFY2(mayOpen(good), qPrintable(good));
    for (const QString &bad :
         {u"file:///etc/passwd"_s, u"javascript:x"_s, u"ssh://a"_s, u"https://"_s, u"x"_s, QString()})
        QVERIFY2(!mayOpen(bad), qPrintable(bad));
}

void TestTerminalText::tooManyLinks()
{
    TerminalScreen screen(40, 5);
    screen.setScrollbackLimit(10);
    for (int i = 0; i < 20000; ++i)
        screen.write("\x1b]8;;https://example.org/" + QByteArray::number(i) + "\x1b\\link\x1b]8;;\x1b\\\r\n");
    // Those that are gone made room for those that came.
    int linked = 0;
    for (int line = 0; line < screen.lineCount() - 1; ++line)
        linked += linkAt(screen, place(screen, line, 0)).has_value() ? 1 : 0;
    QVERIFY(linked > 0);
    const auto last = linkAt(screen, place(screen, screen.lineCount() - 2, 0));
    QVERIFY(!last || last->target == u"https://example.org/19999"_s);
    screen.write("\x1b]8;;" + QByteArray(100000, 'x') + "\x1b\\long");
    QVERIFY(!linkAt(screen, place(screen, screen.lineCount() - 1, 0)).has_value());
}

void TestTerminalText::selections_data()
{
    using Kind = TerminalSelection::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QPoint>("from");
    QTest::addColumn<QPoint>("to");
    QTest::addColumn<QString>("text");
    const auto add = [](const char *name, Kind kind, QPoint from, QPoint to, const QString &text) {
        QTest::newRow(name) << int(kind) << from << to << text;
    };
    // one two  / 0123456789 / abc (of the same line) / 容器 x
    add("within a line", Kind::Characters, {0, 0}, {3, 0}, u"one"_s);
    add("backwards", Kind::Characters, {7, 0}, {4, 0}, u"two"_s);
    add("nothing", Kind::Characters, {4, 0}, {4, 0}, QString());
    add("over lines", Kind::Characters, {4, 0}, {2, 1}, u"two\n01"_s);
    add("a broken line is one", Kind::Characters, {8, 1}, {2, 2}, u"89ab"_s);
    add("a word", Kind::Words, {5, 0}, {5, 0}, u"two"_s);
    add("words", Kind::Words, {1, 0}, {5, 0}, u"one two"_s);
    add("a word over the end of a line", Kind::Words, {1, 2}, {1, 2}, u"0123456789abc"_s);
    add("a wide word", Kind::Words, {1, 3}, {1, 3}, u"容器"_s);
    add("a line", Kind::Lines, {1, 0}, {1, 0}, u"one two"_s);
    add("a broken line", Kind::Lines, {1, 2}, {1, 2}, u"0123456789abc"_s);
    add("lines", Kind::Lines, {1, 3}, {1, 0}, u"one two\n0123456789abc\n容器 x"_s);
    add("a block", Kind::Block, {1, 0}, {3, 2}, u"ne\n12\nbc"_s);
    add("a block, backwards", Kind::Block, {3, 2}, {1, 0}, u"ne\n12\nbc"_s);
}

void TestTerminalText::selections()
{
    QFETCH(int, kind);
    QFETCH(QPoint, from);
    QFETCH(QPoint, to);
    QFETCH(QString, text);
    TerminalScreen screen(10, 5);
    screen.write(u"one two\r\n0123456789abc\r\n容器 x"_s.toUtf8());
    TerminalSelection selection;
    selection.begin(static_cast<TerminalSelection::Kind>(kind), place(screen, from.y(), from.x()), screen);
    selection.extend(place(screen, to.y(), to.x()), screen);
    QCOMPARE(selection.text(screen), text);
    QCOMPARE(selection.isEmpty(), text.isEmpty());
    // It stays where it is when lines scroll away, and loses what is forgotten.
    screen.write("\r\n\n\n\n\n");
    QCOMPARE(selection.text(screen), text);
    screen.write("\x1b[3J");
    QVERIFY(selection.text(screen).trimmed().isEmpty());
}

void TestTerminalText::searching()
{
    TerminalScreen screen(10, 3);
    screen.write(u"Needle\r\n12345needle\r\n容器 NEEDLE\r\nx"_s.toUtf8());
    TerminalSearch search;
    search.find(screen, u"needle"_s, Qt::CaseInsensitive);
    QCOMPARE(search.matches().size(), std::size_t(3));
    QCOMPARE(search.matches().at(1), (TerminalRange{{1, 5}, {2, 1}}));
    QCOMPARE(search.matches().at(2).from, (TerminalPlace{3, 5}));
    search.find(screen, u"needle"_s, Qt::CaseSensitive);
    QCOMPARE(search.matches().size(), std::size_t(1));
    search.find(screen, u"needle"_s, Qt::CaseInsensitive);
    search.step(false, {3, 0});
    QCOMPARE(search.current(), 1);
    search.step(true, {});
    search.step(true, {});
    QCOMPARE(search.current(), 0);
    search.step(false, {});
    QCOMPARE(search.current(), 2);
    // The current one stays the current one while lines come.
    screen.write("\r\nneedle");
    search.find(screen, u"needle"_s, Qt::CaseInsensitive);
    QCOMPARE(search.matches().size(), std::size_t(4));
    QCOMPARE(search.current(), 2);
    search.find(screen, u"容"_s, Qt::CaseInsensitive);
    QCOMPARE(search.matches().at(0), (TerminalRange{{3, 0}, {3, 2}}));
    search.find(screen, u"nowhere"_s, Qt::CaseInsensitive);
    search.step(true, {});
    QCOMPARE(search.current(), -1);
}

QTEST_GUILESS_MAIN(TestTerminalText)
#include "tst_terminaltext.moc"
