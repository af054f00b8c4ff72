// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qnamespace.h>

#include <vterm.h>

class QKeyEvent;

namespace boxyard {

class TerminalScreen;

/// Sends what a key means to a terminal, as xterm does; false where it means nothing.
bool sendKeyTo(TerminalScreen &screen, const QKeyEvent &event);
[[nodiscard]] VTermModifier terminalModifier(Qt::KeyboardModifiers modifiers);

} // namespace boxyard
