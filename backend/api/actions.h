// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

namespace boxyard {

/// polkit's actions; their defaults and texts stand in polkit/org.boxyard.policy. Design, section 4.
enum class Action {
    View,
    Power,
    Console,
    Shell,
    ShellPrivileged,
    Manage,
    Network,
    EditRaw,
    Import,
    ControlOthers
};

/// `org.boxyard.view` and so on.
[[nodiscard]] QString actionId(Action action);

} // namespace boxyard
