// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/actions.h"

#include <QHash>

namespace boxyard {

/// How an action stands for the person in front of the program.
enum class Permission {
    Granted, ///< it is done without a question, or nothing is known of it
    Password, ///< a password will be asked for
    Refused, ///< the rules say no
};

/// An action that is not in it is Granted: who decides is the engine's other end, not the program.
using Permissions = QHash<Action, Permission>;

} // namespace boxyard
