// SPDX-License-Identifier: GPL-2.0-or-later
// Sessions of real programs, recorded on a pseudo terminal (TERM=xterm-256color), and the screens that they
// ended with. Each NAME.session is what the program printed, NAME.screen what a person found right: the text,
// and below it which cells are drawn how. With BOXYARD_WRITE_SCREENS=FOLDER the screens are written there, to
// be looked at.

#include "gui/terminal/terminalscreen.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

/// One letter for how a cell is drawn: colours and the attributes that stand out.
QString lookOf(const TerminalScreen &screen, int line)
{
    QString looks;
    for (const TerminalCell &cell : screen.line(line).cells) {
        const bool reverse = (cell.flags & TerminalCell::Reverse) != 0;
        if (cell.background.kind != TerminalColor::Default)
            looks += u'#';
        else if (reverse)
            looks += u'%';
        else if (cell.foreground.kind == TerminalColor::Indexed && cell.foreground.red < 16)
            looks += QString::number(cell.foreground.red, 16);
        else if (cell.foreground.kind != TerminalColor::Default)
            looks += u'*';
        else
            looks += (cell.flags & TerminalCell::Bold) != 0   ? u'b'
                : (cell.flags & TerminalCell::Underline) != 0 ? u'_'
                                                              : u'.';
    }
    return looks;
}

QString describe(const TerminalScreen &screen)
{
    QStringList lines;
    for (int line = 0; line < screen.lineCount(); ++line)
        lines += screen.text(line, 0, screen.columns());
    lines += u"cursor %1,%2%3, %4 lines scrolled away, %5 screen"_s.arg(screen.cursor().x())
                 .arg(screen.cursor().y())
                 .arg(screen.cursorVisible() ? QString() : u" hidden"_s)
                 .arg(screen.scrollback())
                 .arg(screen.isAlternate() ? u"other"_s : u"first"_s);
    for (int line = screen.scrollback(); line < screen.lineCount(); ++line)
        lines += lookOf(screen, line);
    return lines.join(u'\n') + u'\n';
}

} // namespace

class TestTerminalSessions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void screens_data();
    void screens();
};

void TestTerminalSessions::screens_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QSize>("then");
    QTest::newRow("vim") << QSize(72, 20) << QSize();
    QTest::newRow("less") << QSize(72, 20) << QSize();
    QTest::newRow("htop") << QSize(90, 24) << QSize();
    QTest::newRow("chinese") << QSize(72, 20) << QSize();
    QTest::newRow("chinese-narrow") << QSize(72, 20) << QSize(21, 24);
}

void TestTerminalSessions::screens()
{
    QFETCH(QSize, size);
    QFETCH(QSize, then);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QDir folder(QStringLiteral(BOXYARD_SESSIONS));
    QFile session(folder.filePath(name.section(u'-', 0, 0) + u".session"_s));
    QVERIFY(session.open(QIODevice::ReadOnly));
    TerminalScreen screen(size.width(), size.height());
    screen.write(session.readAll());
    if (then.isValid())
        screen.resize(then.width(), then.height());
    const QString shown = describe(screen);
    if (const QString other = qEnvironmentVariable("BOXYARD_WRITE_SCREENS"); !other.isEmpty()) {
        QFile file(QDir(other).filePath(name + u".screen"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(shown.toUtf8());
    }
    QFile expected(folder.filePath(name + u".screen"_s));
    QVERIFY(expected.open(QIODevice::ReadOnly));
    QCOMPARE(shown.split(u'\n'), QString::fromUtf8(expected.readAll()).split(u'\n'));
}

QTEST_GUILESS_MAIN(TestTerminalSessions)
#include "tst_terminalsessions.moc"
