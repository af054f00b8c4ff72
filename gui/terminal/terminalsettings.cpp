// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalsettings.h"

#include <QFontDatabase>
#include <QSettings>

#include <algorithm>
#include <array>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const std::array Schemes = {"theme"_L1, "light"_L1, "dark"_L1, "black"_L1};
const std::array Shapes = {"block"_L1, "underline"_L1, "bar"_L1};
const std::array Bells = {"none"_L1, "visual"_L1, "audible"_L1};

/// The value of a word; the first one for what is not known.
template <typename Enum, typename Words>
Enum fromWord(const Words &words, const QString &word, Enum otherwise)
{
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? otherwise : static_cast<Enum>(found - words.begin());
}

template <typename Enum, typename Words>
QString toWord(const Words &words, Enum value)
{
    return words.at(static_cast<std::size_t>(value));
}

} // namespace

TerminalSettings TerminalSettings::load(QSettings &settings)
{
    TerminalSettings made;
    settings.beginGroup("terminal"_L1);
    made.family = settings.value("font"_L1).toString();
    made.pointSize = settings.value("size"_L1).toDouble();
    if (!(made.pointSize >= 4 && made.pointSize <= 96))
        made.pointSize = 0;
    made.scheme = fromWord(Schemes, settings.value("colours"_L1).toString(), made.scheme);
    made.keepsReadable = settings.value("keepsReadable"_L1, made.keepsReadable).toBool();
    made.cursor = fromWord(Shapes, settings.value("cursor"_L1).toString(), made.cursor);
    made.cursorBlinks = settings.value("cursorBlinks"_L1, made.cursorBlinks).toBool();
    made.bell = fromWord(Bells, settings.value("bell"_L1).toString(), made.bell);
    made.scrollback = std::clamp(settings.value("scrollback"_L1, made.scrollback).toInt(), 0, MostScrollback);
    made.warnsOfLines = settings.value("warnBeforeLines"_L1, made.warnsOfLines).toBool();
    made.letsProgramsCopy = settings.value("programsMayCopy"_L1, made.letsProgramsCopy).toBool();
    settings.endGroup();
    return made;
}

void TerminalSettings::save(QSettings &settings) const
{
    settings.beginGroup("terminal"_L1);
    settings.setValue("font"_L1, family);
    settings.setValue("size"_L1, pointSize);
    settings.setValue("colours"_L1, toWord(Schemes, scheme));
    settings.setValue("keepsReadable"_L1, keepsReadable);
    settings.setValue("cursor"_L1, toWord(Shapes, cursor));
    settings.setValue("cursorBlinks"_L1, cursorBlinks);
    settings.setValue("bell"_L1, toWord(Bells, bell));
    settings.setValue("scrollback"_L1, scrollback);
    settings.setValue("warnBeforeLines"_L1, warnsOfLines);
    settings.setValue("programsMayCopy"_L1, letsProgramsCopy);
    settings.endGroup();
}

QFont TerminalSettings::font() const
{
    QFont made = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (!family.isEmpty())
        made.setFamily(family);
    if (pointSize > 0)
        made.setPointSizeF(pointSize);
    made.setStyleHint(QFont::Monospace);
    made.setKerning(false);
    return made;
}

} // namespace boxyard
