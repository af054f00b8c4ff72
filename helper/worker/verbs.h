// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "report.h"
#include "request.h"

#include <chrono>
#include <string>

namespace boxyard::worker {

/// What a verb works with.
struct Job {
    const Request &request;
    Report &report;
};

// One a file, named after it. Each leaves the old state or the new one, and says which;
// docs/worker-protocol.md.
[[nodiscard]] Status create(Job &job);
[[nodiscard]] Status clone(Job &job);
[[nodiscard]] Status start(Job &job);
[[nodiscard]] Status stop(Job &job);
[[nodiscard]] Status restart(Job &job);
[[nodiscard]] Status freeze(Job &job);
[[nodiscard]] Status unfreeze(Job &job);
[[nodiscard]] Status rename(Job &job);
[[nodiscard]] Status remove(Job &job); ///< the verb `delete`
[[nodiscard]] Status shell(Job &job);
[[nodiscard]] Status inspect(Job &job);
[[nodiscard]] Status host(Job &job);
[[nodiscard]] Status plan(Job &job);
[[nodiscard]] Status recover(Job &job);
[[nodiscard]] Status settle(Job &job);

/// Starts the verb of the request.
[[nodiscard]] Status run(Job &job);

} // namespace boxyard::worker
