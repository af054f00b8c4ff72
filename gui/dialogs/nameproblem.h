// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

namespace boxyard {

/// What is wrong with a name for a new container in one container path, in a sentence; empty where it can be
/// used. A name that a task is about to make counts as taken.
[[nodiscard]] QString nameProblem(const Engine &engine, const ContainerRef &ref);
/// Names that can't be given in that container path: of containers, and of those that tasks make.
[[nodiscard]] QStringList takenNames(const Engine &engine, const QString &location);
/// The rule for names, as a hint.
[[nodiscard]] QString nameRule();

} // namespace boxyard
