// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "tones.h"

#include <QIcon>

namespace boxyard {

/// One of icons/symbolic/, drawn in the palette's colour of the moment: it follows light and dark, disabled
/// and selected by itself, at any size and scale.
[[nodiscard]] QIcon symbolicIcon(const QString &name, Tone tone = Tone::Neutral);
/// The same with a small lock: what it stands for asks for a password. The lock stands beside the drawing
/// where the icon is drawn wider than high, see iconSize(); else the drawing makes room for it.
[[nodiscard]] QIcon lockedIcon(const QString &name);
/// The size that an icon wants where it is `side` px high.
[[nodiscard]] QSize iconSize(const QIcon &icon, int side = 16);
/// The icon of a state: each has a shape of its own.
[[nodiscard]] QIcon stateIcon(ContainerState state);
[[nodiscard]] QString stateIconName(ContainerState state);
[[nodiscard]] QIcon applicationIcon();

} // namespace boxyard
