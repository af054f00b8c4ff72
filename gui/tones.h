// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"

#include <QColor>
#include <QPalette>

namespace boxyard {

/// What a colour says. It never says it alone: an icon of another shape or a word stands beside it.
enum class Tone {
    Neutral, ///< the palette's text
    Faint, ///< what is not of now; still to be read
    Good, ///< runs, succeeded
    Cold, ///< frozen
    Busy, ///< on its way
    Warning, ///< needs a look
    Bad, ///< failed
};

/// How far two colours are apart, 1 to 21. WCAG 2.1, "contrast ratio".
[[nodiscard]] double contrastRatio(const QColor &one, const QColor &other);
/// `color` with just as much more or less light as it needs to be `ratio` away from `background`.
[[nodiscard]] QColor readableOn(const QColor &background, QColor color, double ratio = 4.5);
/// The colour of a tone, readable on the palette's Base.
[[nodiscard]] QColor toneColor(Tone tone, const QPalette &palette);
/// `part` (0 to 1) of one colour over another.
[[nodiscard]] QColor blend(const QColor &over, const QColor &under, double part);
[[nodiscard]] Tone stateTone(ContainerState state);
[[nodiscard]] bool isDark(const QPalette &palette);

} // namespace boxyard
