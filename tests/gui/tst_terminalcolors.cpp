// SPDX-License-Identifier: GPL-2.0-or-later
// What the colours of a program become on a screen.

#include "gui/terminal/terminalcolors.h"
#include "gui/tones.h"

#include <QGuiApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxyard;

namespace {

TerminalColor rgb(QRgb value)
{
    return {TerminalColor::Rgb, static_cast<quint8>(qRed(value)), static_cast<quint8>(qGreen(value)),
            static_cast<quint8>(qBlue(value))};
}

TerminalColor indexed(int index)
{
    return {TerminalColor::Indexed, static_cast<quint8>(index), 0, 0};
}

TerminalCell cell(const TerminalColor &text, const TerminalColor &ground = {}, quint16 flags = 0)
{
    TerminalCell made;
    made.character = U'x';
    made.foreground = text;
    made.background = ground;
    made.flags = flags & 0x3fff;
    return made;
}

TerminalColors colorsOf(TerminalSettings::Scheme scheme, bool keepsReadable = true)
{
    TerminalSettings settings;
    settings.scheme = scheme;
    settings.keepsReadable = keepsReadable;
    return TerminalColors(QGuiApplication::palette(), settings);
}

} // namespace

class TestTerminalColors : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void everyTextCanBeRead_data() { schemes(); }

    void everyTextCanBeRead();

    void whatCanBeReadStays_data() { schemes(); }

    void whatCanBeReadStays();
    void theHueStays();
    void picturesStay();
    void whatIsHiddenStaysHidden();

    void faintIsFainter_data() { schemes(); }

    void faintIsFainter();
    void aPersonMayWantThemAsTheyAre();
    void sixteenMillionColours();

private:
    static void schemes();
};

void TestTerminalColors::schemes()
{
    QTest::addColumn<TerminalSettings::Scheme>("scheme");
    QTest::newRow("theme") << TerminalSettings::Scheme::Theme;
    QTest::newRow("light") << TerminalSettings::Scheme::Light;
    QTest::newRow("dark") << TerminalSettings::Scheme::Dark;
    QTest::newRow("black") << TerminalSettings::Scheme::Black;
}

void TestTerminalColors::everyTextCanBeRead()
{
    QFETCH(TerminalSettings::Scheme, scheme);
    const TerminalColors colors = colorsOf(scheme);
    QList<TerminalColor> all{{}};
    for (int index = 0; index < 256; ++index)
        all.append(indexed(index));
    for (const TerminalColor &ground : std::as_const(all)) {
        for (const TerminalColor &text : std::as_const(all)) {
            const TerminalColors::Look look = colors.look(cell(text, ground), false);
            if (contrastRatio(look.text, look.ground) < 2.95) // rounded to 8 bits
                QFAIL(qPrintable(u"%1 on %2"_s.arg(look.text.name(), look.ground.name())));
        }
    }
    for (const bool reversed : {false, true}) {
        const TerminalColors::Look look =
            colors.look(cell(rgb(0xfefefe), rgb(0xfdfdfd), TerminalCell::Reverse), reversed);
        QVERIFY(contrastRatio(look.text, look.ground) >= 2.95);
    }
}

void TestTerminalColors::whatCanBeReadStays()
{
    QFETCH(TerminalSettings::Scheme, scheme);
    const TerminalColors colors = colorsOf(scheme);
    const TerminalColors plain = colorsOf(scheme, false);
    int same = 0;
    for (int index = 16; index < 256; ++index) {
        const TerminalColors::Look wanted = plain.look(cell(indexed(index)), false);
        if (contrastRatio(wanted.text, wanted.ground) < 3.0)
            continue;
        QCOMPARE(colors.look(cell(indexed(index)), false).text, wanted.text);
        ++same;
    }
    QVERIFY(same > 80);
}

void TestTerminalColors::theHueStays()
{
    const QColor yellow = colorsOf(TerminalSettings::Scheme::Light).look(cell(rgb(0xffff00)), false).text;
    QVERIFY(yellow != QColor::fromRgb(0xffff00));
    QVERIFY(qAbs(yellow.hslHue() - 60) <= 2);
    const QColor blue = colorsOf(TerminalSettings::Scheme::Black).look(cell(rgb(0x0000c0)), false).text;
    QVERIFY(blue != QColor::fromRgb(0x0000c0));
    QVERIFY(qAbs(blue.hslHue() - 240) <= 2);
}

void TestTerminalColors::picturesStay()
{
    TerminalCell half = cell(rgb(0xfefefe), rgb(0xfdfdfd));
    half.character = U'\u2580';
    const TerminalColors::Look look = colorsOf(TerminalSettings::Scheme::Light).look(half, false);
    QCOMPARE(look.text, QColor::fromRgb(0xfefefe));
    QCOMPARE(look.ground, QColor::fromRgb(0xfdfdfd));
}

void TestTerminalColors::whatIsHiddenStaysHidden()
{
    const TerminalColors::Look look =
        colorsOf(TerminalSettings::Scheme::Dark).look(cell({}, {}, TerminalCell::Concealed), false);
    QCOMPARE(look.text, look.ground);
}

void TestTerminalColors::faintIsFainter()
{
    QFETCH(TerminalSettings::Scheme, scheme);
    const TerminalColors colors = colorsOf(scheme);
    const TerminalColors::Look plain = colors.look(cell({}), false);
    const TerminalColors::Look faint = colors.look(cell({}, {}, TerminalCell::Faint), false);
    QVERIFY(contrastRatio(faint.text, faint.ground) < contrastRatio(plain.text, plain.ground));
    QVERIFY(faint.text != faint.ground);
}

void TestTerminalColors::aPersonMayWantThemAsTheyAre()
{
    const TerminalColors colors = colorsOf(TerminalSettings::Scheme::Light, false);
    QCOMPARE(colors.look(cell(rgb(0xfefefe)), false).text, QColor::fromRgb(0xfefefe));
}

void TestTerminalColors::sixteenMillionColours()
{
    // More pairs than are kept.
    const TerminalColors colors = colorsOf(TerminalSettings::Scheme::Light);
    for (QRgb value = 0xe0e0e0; value < 0xe0ffff; value += 0x11) {
        const TerminalColors::Look look = colors.look(cell(rgb(value)), false);
        QVERIFY(contrastRatio(look.text, look.ground) >= 2.95);
    }
    const QColor first = colors.look(cell(rgb(0xe0e0e0)), false).text;
    QCOMPARE(colors.look(cell(rgb(0xe0e0e0)), false).text, first);
}

QTEST_MAIN(TestTerminalColors)
#include "tst_terminalcolors.moc"
