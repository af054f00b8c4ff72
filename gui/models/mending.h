// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "eligibility.h"

#include <optional>

namespace boxyard {

/// The one action that removes the cause of a failure.
struct Mending {
    Wish wish = Wish::Stop;
    QString text; ///< for its button: "Stop web1"
};

/// Nothing where no single action helps.
[[nodiscard]] std::optional<Mending> mending(const Error &error, const QString &name);

} // namespace boxyard
