// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/snapshot.h"

namespace boxyard {

/// The containers that are overlays on this one, as far as the list tells it: those whose lower layers lie in
/// its folder or its root file system. While there are some, it can't be started, renamed or deleted.
[[nodiscard]] QList<ContainerRef> overlaysOn(const Container &base, const Snapshot &snapshot);
/// Their names, in the order of the alphabet.
[[nodiscard]] QStringList namesOf(const QList<ContainerRef> &refs);

} // namespace boxyard
