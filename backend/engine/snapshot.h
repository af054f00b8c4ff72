// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/api/host.h"

#include <QList>
#include <QStringList>

namespace boxyard {

/// A container as the program shows it: what the engine tells, and the addresses that it has now.
struct ContainerEntry {
    Container container;
    QStringList addresses; ///< without prefix lengths, IPv4 first, no loopback and no link-local ones
    bool operator==(const ContainerEntry &) const = default;
};

/// Everything an engine knows at one moment. A value: copied cheaply, compared, never written by a view.
struct Snapshot {
    HostInfo host;
    QList<ContainerEntry> containers; ///< in no particular order
    bool operator==(const Snapshot &) const = default;
};

} // namespace boxyard
