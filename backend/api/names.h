// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "result.h"

namespace boxyard {

/// Whether `name` can be given to a container: `[A-Za-z0-9][A-Za-z0-9_.-]{0,62}`. Design, section 5.3.
[[nodiscard]] bool isContainerName(const QString &name);

/// Whether `path` has the form of a container path: absolute, clean (no `.`, `..`, `//`, trailing slash), at
/// most 1,024 characters, no control character. Whether it is *allowed* is the helper's configuration's
/// business.
[[nodiscard]] bool isLocation(const QString &path);

/// Whether a text holds a control character (C0, DEL, C1, line and paragraph separators).
[[nodiscard]] bool hasControlCharacter(const QString &text);

} // namespace boxyard
