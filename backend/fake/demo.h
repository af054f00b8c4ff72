// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace boxyard {

class FakeEngine;

/// Fills an engine with a small yard for `boxyard --demo` and for pictures: containers in every state a
/// person may meet, among them a broken config, a name that another user holds, and a monitor that does not
/// answer.
void fillDemo(FakeEngine &engine);

} // namespace boxyard
