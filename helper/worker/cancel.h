// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"

namespace boxyard::worker {

/// Makes SIGTERM mean "cancel" and gives every other signal its default disposition and an empty mask: a
/// helper that ignores SIGPIPE must not make containers that do.
void catchCancel();

/// Whether SIGTERM came. From any thread.
[[nodiscard]] bool cancelled();

/// Becomes readable when SIGTERM comes, and stays so; for poll(2).
[[nodiscard]] int cancelDescriptor();

/// Word::Cancelled once SIGTERM came.
[[nodiscard]] Status checkCancelled();

/// In a forked child that does not exec: as if nothing had been caught. Nothing of the worker's handling may
/// reach a container's monitor.
void forgetCancel();

} // namespace boxyard::worker
