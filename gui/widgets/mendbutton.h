// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/models/mending.h"

class QPushButton;

namespace boxyard {

/// Shows on a button what would mend a failure, with a lock where it asks for a password; hides it where
/// nothing would.
void offerMending(QPushButton *button, const std::optional<Mending> &mending);

} // namespace boxyard
