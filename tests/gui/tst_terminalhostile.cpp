// SPDX-License-Identifier: GPL-2.0-or-later
// A terminal is sent what no program should print: it stays whole, and what comes afterwards is shown.

#include "screentext.h"

#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;
using namespace boxyard;
using guitest::allText;

class TestTerminalHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenBytes_data();
    void brokenBytes();
    void everySequence();
    void randomBytes();
    void inAnyPieces();
    void aFloodKeepsNothing();
};

void TestTerminalHostile::brokenBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no first byte") << QByteArray("\x80\xbf\xbf");
    QTest::newRow("cut off") << QByteArray("\xe5\xae \xf0\x9f ");
    QTest::newRow("overlong") << QByteArray("\xc0\x80\xe0\x80\x80\xe0\x82\x85\xf0\x80\x80\x80");
    QTest::newRow("no such code point") << QByteArray("\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xff\xfe");
    QTest::newRow("surrogates") << QByteArray("\xed\xa0\x80\xed\xb0\x80");
    QTest::newRow("C1 controls") << QByteArray(
        "\xc2\x80\xc2\x84\xc2\x85\xc2\x88\xc2\x8d\xc2\x90\xc2\x9b\xc2\x9d\xc2\x9f");
    QTest::newRow("NUL and DEL") << QByteArray("\0\x7f\0", 3);
}

void TestTerminalHostile::brokenBytes()
{
    QFETCH(QByteArray, bytes);
    TerminalScreen screen(10, 3);
    for (int i = 0; i < 50; ++i)
        screen.write(bytes + "\t\x1bH" + bytes + "\x1b[D");
    screen.write("\r\n\x1b[2Jhere");
    QVERIFY(allText(screen).contains(u"here"_s));
}

namespace {

/// Every final byte with every kind of introducer, intermediate byte and parameters.
QList<QByteArray> corpus()
{
    const QList<QByteArray> parameters = {"",
                                          "0",
                                          "1",
                                          "2",
                                          "3",
                                          "7",
                                          "99",
                                          "9999",
                                          "65536",
                                          "2147483647",
                                          "2147483648",
                                          "99999999999999999999999",
                                          "-1",
                                          ";",
                                          ";;;;",
                                          "1;1",
                                          "24;80",
                                          "0;0;0",
                                          "38;5",
                                          "38;2;1",
                                          "48;5;256",
                                          "4:",
                                          ":",
                                          "38:2:::::",
                                          "?",
                                          "?1049",
                                          "?1;2;3",
                                          QByteArray("5;").repeated(40),
                                          QByteArray("1:").repeated(100),
                                          QByteArray(5000, '9'),
                                          QByteArray(";").repeated(5000)};
    QList<QByteArray> all;
    for (int final = 0x40; final <= 0x7e; ++final) {
        for (const char *leader : {"", "?", ">", "=", "<"})
            for (const char *intermediate : {"", " ", "!", "\"", "$", "'", "*", "$$"})
                for (const QByteArray &parameter : parameters)
                    all.append("\x1b[" + QByteArray(leader) + parameter + intermediate + char(final));
        for (const char *intermediate : {"", "#", "(", ")", "*", "+", "-", ".", "/", "%", " ", "##"})
            all.append("\x1b" + QByteArray(intermediate) + char(final));
    }
    for (int final = 0x30; final <= 0x3f; ++final)
        for (const char *intermediate : {"", "#", "(", ")", "%", " "})
            all.append("\x1b" + QByteArray(intermediate) + char(final));
    for (const char *begin : {"\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bk"})
        for (const char *content : {"", "0;t", "2;", "4;1;?", "8;;", "8", "8;;x", "10;?", "52;c;QQ==", "52",
                                    "999999999999;x", "$qm", "$q q", "+q544e", "q#1", "1;2|x", "-1;a"})
            for (const char *end : {"\x07", "\x1b\\", "\x18", "\x1b", ""})
                all.append(QByteArray(begin) + content + end);
    return all;
}

} // namespace

void TestTerminalHostile::everySequence()
{
    const QList<QByteArray> all = corpus();
    QVERIFY(all.size() > 50000);
    TerminalScreen screen(20, 6);
    screen.setScrollbackLimit(100);
    int count = 0;
    for (const QByteArray &sequence : all) {
        screen.write(u"容x"_s.toUtf8() + sequence + "yz\n");
        if (++count % 1000 == 0)
            screen.resize(2 + count / 1000 % 50, 2 + count / 700 % 30);
        if (count % 97 == 0)
            screen.write("\x1b\\\x1b[20h\x1b[?69h\x1b[2;1000r\x1b[3;1000s\x1b"
                         "7");
        QVERIFY2(QRect(0, 0, screen.columns(), screen.rows()).contains(screen.cursor()),
                 sequence.toPercentEncoding().left(100));
    }
    screen.write("\x1b\\\x1b"
                 "cstill here");
    screen.resize(20, 6);
    QVERIFY2(allText(screen).contains(u"still here"_s), qPrintable(allText(screen)));
}

void TestTerminalHostile::randomBytes()
{
    QRandomGenerator random(20240607); // the same ones each time
    TerminalScreen screen(30, 10);
    screen.setScrollbackLimit(50);
    const QByteArray likely = "\x1b[]P;:?0123456789mHJKhlrs \xe5\xae\xb9\xc2\x9b\n\r\x08\x07\\";
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes(64, Qt::Uninitialized);
        for (char &byte : bytes)
            byte = random.bounded(4) == 0 ? char(random.bounded(256))
                                          : likely.at(random.bounded(int(likely.size())));
        screen.write(bytes);
        if (round % 50 == 0)
            screen.resize(random.bounded(2, 90), random.bounded(2, 40));
        QVERIFY(QRect(0, 0, screen.columns(), screen.rows()).contains(screen.cursor()));
    }
    screen.write("\x1b\\\x1b"
                 "cok");
    QCOMPARE(allText(screen), u"ok"_s);
}

void TestTerminalHostile::inAnyPieces()
{
    const QByteArray input =
        u"plain\x1b[1;3Hx\x1b[1;31m容e\u0301\x1b]0;title\x1b\\\x1b[0m\x1b[2;2H\x1b(0q\x1b(B€ü\x1b[K"_s
            .toUtf8();
    TerminalScreen whole(20, 4);
    whole.write(input);
    for (int size = 1; size < 9; ++size) {
        TerminalScreen screen(20, 4);
        for (qsizetype at = 0; at < input.size(); at += size)
            screen.write(input.mid(at, size));
        QCOMPARE(allText(screen), allText(whole));
        QCOMPARE(screen.cursor(), whole.cursor());
        QCOMPARE(screen.title(), u"title"_s);
    }
}

void TestTerminalHostile::aFloodKeepsNothing()
{
    // Lines, one line without an end, marks, links, titles: none of them is kept longer than it is shown.
    TerminalScreen screen(80, 24);
    screen.setScrollbackLimit(1000);
    const std::array<QByteArray, 5> kinds = {
        QByteArray("a line of a flood\r\n").repeated(2000), QByteArray(40000, 'x'),
        u"e\u0301\u0302"_s.toUtf8().repeated(8000),
        QByteArray("\x1b]8;;https://example.org/?\x1b\\l\x1b]8;;\x1b\\").repeated(1000),
        QByteArray("\x1b]2;" + QByteArray(40000, 't') + "\x07")};
    qsizetype sent = 0;
    while (sent < 10'000'000) {
        for (const QByteArray &bytes : kinds) {
            screen.write(bytes);
            sent += bytes.size();
        }
    }
    QVERIFY(screen.forgotten() > 50'000);
    QCOMPARE(screen.scrollback(), 1000);
    screen.write("\x1b[2J\x1b[Hthe end");
    QCOMPARE(screen.text(screen.scrollback(), 0, 80), u"the end"_s);
}

QTEST_GUILESS_MAIN(TestTerminalHostile)
#include "tst_terminalhostile.moc"
