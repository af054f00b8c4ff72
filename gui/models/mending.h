// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "eligibility.h"

#include <optional>

namespace boxyard {

/// The one action that removes the cause of a failure.
struct Mending {
    Wish wish = Wish::Stop;
    QString text; ///< for its button: "Stop web1"
    bool needsPassword = false; ///< the button has a lock
};

/// Nothing where no single action helps. `tried`: what failed, where the same can be wanted again.
[[nodiscard]] std::optional<Mending> mending(const Error &error, const QString &name,
                                             std::optional<Wish> tried = {});
/// What was wanted when a task was set off; nothing where its dialog would have to be filled in again.
[[nodiscard]] std::optional<Wish> wishOf(Verb verb);

} // namespace boxyard
