// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QAccessible>
#include <QString>

namespace boxyard {

class TerminalView;

/// Lets screen readers read terminals: role, name, and the lines that are shown as text with the cursor in
/// it.
void installTerminalAccessible();
/// The lines that are shown, each as long as what was written, with line feeds between them.
[[nodiscard]] QString visibleText(const TerminalView &view);

} // namespace boxyard
