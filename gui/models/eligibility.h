// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "containerrow.h"

namespace boxyard {

/// What a person can want of containers that exist.
enum class Wish { Clone, Start, Stop, Kill, Restart, Freeze, Unfreeze, Rename, Delete, Shell };

/// Why a wish can't be met for this container now, in one sentence; empty where it can.
[[nodiscard]] QString refusal(Wish wish, const ContainerRow &row, const Engine &engine);
/// Whether nothing stands against it but other containers, whose overlays lie on this one.
[[nodiscard]] bool isOnlyNeeded(Wish wish, const ContainerRow &row, const Engine &engine);
/// The rows for which a wish can be met.
[[nodiscard]] QList<ContainerRow> eligible(Wish wish, const QList<ContainerRow> &rows, const Engine &engine);
/// How a wish stands for these rows by the machine's rules: the strictest of them.
[[nodiscard]] Permission permission(Wish wish, const QList<ContainerRow> &rows, const Engine &engine);
/// One sentence for a tool tip; empty where it is granted.
[[nodiscard]] QString permissionHint(Permission permission);
/// Why creating is not possible now; empty where it is.
[[nodiscard]] QString createRefusal(const Engine &engine);

} // namespace boxyard
