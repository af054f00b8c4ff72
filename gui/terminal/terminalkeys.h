// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vterm.h>

class QKeyEvent;

namespace boxyard {

class TerminalScreen;

/// Sends what a key means to a terminal; false where it means nothing.
bool sendKeyTo(TerminalScreen &screen, const QKeyEvent &event);
[[nodiscard]] VTermModifier terminalModifier(const QKeyEvent &event);

} // namespace boxyard
