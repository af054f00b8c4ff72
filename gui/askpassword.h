// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

class QWidget;

namespace boxyard {

class PasswordAgent;

/// Shows a dialog over `window` for each password that polkit asks the agent for.
void askPasswords(PasswordAgent &agent, QWidget &window);

} // namespace boxyard
