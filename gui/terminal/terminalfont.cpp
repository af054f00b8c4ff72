// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalfont.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace boxyard {

namespace {

/// Pictures in colour are drawn by the text engine; glyph by glyph they may come out as outlines.
constexpr char32_t FirstPicture = 0x1f000;
constexpr qsizetype MostKnown = 20000;

} // namespace

TerminalFont::TerminalFont(const QFont &font)
{
    for (std::size_t style = 0; style < m_fonts.size(); ++style) {
        m_fonts[style] = font;
        m_fonts[style].setBold((style & 1U) != 0);
        m_fonts[style].setItalic((style & 2U) != 0);
        m_faces.push_back(QRawFont::fromFont(m_fonts[style]));
    }
    const QFontMetricsF metrics(font);
    m_cell = {std::max(1, qRound(metrics.horizontalAdvance(u'M'))),
              std::max(1, static_cast<int>(std::ceil(metrics.ascent()) + std::ceil(metrics.descent())))};
    m_ascent = static_cast<int>(std::ceil(metrics.ascent()));
    m_lineWidth = std::max(1, qRound(metrics.lineWidth()));
    m_underline =
        std::clamp(qRound(metrics.underlinePos()), 1, std::max(1, m_cell.height() - m_ascent - m_lineWidth));
}

TerminalFont::Glyph TerminalFont::glyph(char32_t character, bool bold, bool italic)
{
    const std::size_t style = styleOf(bold, italic);
    QHash<char32_t, Glyph> &known = m_known[style];
    if (const auto found = known.constFind(character); found != known.constEnd())
        return *found;
    if (known.size() > MostKnown)
        known.clear();
    const Glyph made = findGlyph(character, style);
    known.insert(character, made);
    return made;
}

TerminalFont::Glyph TerminalFont::findGlyph(char32_t character, std::size_t style)
{
    const QRawFont &own = m_faces[style];
    const QString text = QString::fromUcs4(&character, 1);
    if (character < FirstPicture && own.isValid() && own.supportsCharacter(character)) {
        const QList<quint32> indexes = own.glyphIndexesForString(text);
        if (indexes.size() == 1)
            return {static_cast<int>(style), indexes.first(), static_cast<float>(m_cell.width())};
    }
    QTextLayout layout(text, m_fonts[style]);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const QList<QGlyphRun> runs = layout.glyphRuns();
    const auto advance = static_cast<float>(line.isValid() ? line.naturalTextWidth() : 0);
    if (character >= FirstPicture || runs.size() != 1 || runs.first().glyphIndexes().size() != 1)
        return {-1, 0, advance};
    return {faceOf(runs.first().rawFont()), runs.first().glyphIndexes().first(), advance};
}

int TerminalFont::faceOf(const QRawFont &font)
{
    const auto found = std::find(m_faces.begin(), m_faces.end(), font);
    if (found != m_faces.end())
        return static_cast<int>(found - m_faces.begin());
    m_faces.push_back(font);
    return static_cast<int>(m_faces.size()) - 1;
}

} // namespace boxyard
