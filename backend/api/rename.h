// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

namespace boxyard {

/// A stopped container's new name in the same container path.
struct RenameSpec {
    ContainerRef ref;
    QString newName;
    bool operator==(const RenameSpec &) const = default;
};

[[nodiscard]] Result<RenameSpec> renameSpecFromWire(const QString &location, const QString &name,
                                                    const QString &newName);

} // namespace boxyard
