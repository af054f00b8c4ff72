// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/terminal/terminalscreen.h"

#include <QStringList>

namespace boxyard::guitest {

/// Every line kept, trailing blanks and empty lines at the end left out.
[[nodiscard]] inline QString allText(const TerminalScreen &screen)
{
    QStringList lines;
    for (int line = 0; line < screen.lineCount(); ++line)
        lines += screen.text(line, 0, screen.columns());
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

} // namespace boxyard::guitest
