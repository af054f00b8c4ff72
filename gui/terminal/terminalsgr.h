// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalsieve.h"

namespace boxyard {

/// Select Graphic Rendition in sequences that every libvterm reads without harm: they are short, colours are
/// complete, nothing ends in a colon, and the colour of an underline (58) does not become other attributes.
/// What libvterm does not know is added to or taken from `extras`: TerminalCell::Faint and Concealed.
[[nodiscard]] QByteArray plainSgr(const TerminalControl &control, quint16 &extras);

} // namespace boxyard
