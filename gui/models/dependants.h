// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/snapshot.h"

#include <QMultiHash>

namespace boxyard {

/// Which containers are overlays on which, as far as the list tells it. While there are some on a container, it
/// can't be started, renamed or deleted. Made for one look at a list, and asked of as many as there are.
class Overlays
{
public:
    explicit Overlays(const Snapshot &snapshot);

    /// The names of those whose lower layers lie in the container's folder or its root file system, sorted.
    [[nodiscard]] QStringList namesOn(const Container &base) const;

private:
    QMultiHash<QString, ContainerRef> m_above; ///< by each folder that a lower layer lies in
};

} // namespace boxyard
