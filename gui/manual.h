// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

namespace boxyard {

/// The first page of the manual that was installed with the program, in the reader's language or else in
/// English; empty where there is none. Pages are Markdown or HTML: manual/LANGUAGE/index.md, index.html.
[[nodiscard]] QString manualPage();
/// The same below a folder.
[[nodiscard]] QString manualPageIn(const QString &folder);

} // namespace boxyard
