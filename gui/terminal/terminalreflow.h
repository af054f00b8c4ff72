// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalcell.h"

#include <QPoint>

#include <deque>

namespace boxyard {

/// Breaks lines anew for another width: what was one text before is one text afterwards. `cursor` (column,
/// line) stays at its character; it may lie one behind the last column, where a wrap is due.
void reflow(std::deque<TerminalLine> &lines, int columns, QPoint &cursor);

/// Takes away what was never written at the end of a line.
void trim(TerminalLine &line);

} // namespace boxyard
