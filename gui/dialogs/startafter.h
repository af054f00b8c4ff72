// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

namespace boxyard {

/// Starts what a task makes, once it is there. The dialog that asked for it is gone by then: the engine holds
/// the wish.
inline void startAfter(Task &task, Engine &engine)
{
    QObject::connect(&task, &Task::finished, &engine, [&task, &engine] {
        if (task.state() == Task::State::Succeeded)
            engine.start(task.result());
    });
}

} // namespace boxyard
