// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "clonesservice.h"
#include "containersservice.h"
#include "hostservice.h"
#include "jobsservice.h"

#include <QDBusConnection>

namespace boxyard {

/// The exported objects with their adaptors.
class Services
{
public:
    struct Parts {
        Gate &gate;
        Subscriptions &subscriptions;
        AuditLog &audit;
        const Targets &targets;
        Changes &changes;
        Terminals &terminals;
        const Watch &watch;
        HostFacts &hostFacts;
        Jobs &jobs;
        Plans &plans;
    };

    explicit Services(const Parts &parts);

    /// Empty where every exported method has its row in the table of actions, and every row its method.
    [[nodiscard]] QStringList mismatchesWithTable() const;
    [[nodiscard]] bool registerAt(QDBusConnection bus);

private:
    ContainersService m_containers;
    ClonesService m_clones;
    HostService m_host;
    JobsService m_jobs;
};

} // namespace boxyard
