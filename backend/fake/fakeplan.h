// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

namespace boxyard {

/// What cloning a container into a container path would cost, in about the figures of a small Debian: by the
/// kind of its store, and by what the paths can.
[[nodiscard]] ClonePlan fakePlan(const ContainerEntry &source, const LocationInfo &from,
                                 const LocationInfo &to);

} // namespace boxyard
