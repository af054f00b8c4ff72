// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/tones.h"

class QCheckBox;
class QLabel;
class QWidget;

namespace boxyard {

/// A small text under a field, in as many lines as it needs.
[[nodiscard]] QLabel *newHintLabel(QWidget *parent, const QString &text = {});
/// Gives it the colour of a tone: Neutral is fainter than text, others say what is wrong.
void toneHint(QLabel *hint, Tone tone);
/// A check box with its hint close under it, beginning where its words begin.
[[nodiscard]] QWidget *hinted(QCheckBox *check, QLabel *hint);

} // namespace boxyard
