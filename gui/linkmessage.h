// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "tones.h"

#include <optional>

namespace boxyard {

/// What is to be said of the connection, or of what is missing on the machine, and what helps.
struct LinkMessage {
    Tone tone = Tone::Neutral;
    QString icon;
    QString title;
    QString text; ///< may be empty
    QString again; ///< the button that asks once more; empty for none
    QString command; ///< to be copied into a terminal; empty for none
    bool needsPassword = false; ///< `again` will ask for one
    bool busy = false;
};

/// Nothing where all is well.
[[nodiscard]] std::optional<LinkMessage> linkMessage(const Engine &engine);

} // namespace boxyard
