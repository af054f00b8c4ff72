// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/plan.h"
#include "helper/jobrequest.h"
#include "helper/watch/watch.h"
#include "methods.h"

#include <QStringList>

#include <functional>

namespace boxyard {

/// What the watch knows of the containers that a call is about: whether they are fit for it, and what its
/// authorization depends on.
class Targets
{
public:
    Targets(const Watch &watch, QStringList locations, QStringList templates);

    /// For a change of an existing container: NotFound, MustBeStopped, NotRunning, NameTaken, AlreadyExists
    /// of what is to come out of it, InvalidArgument for a location that is not allowed.
    [[nodiscard]] Result<Facts> forChange(const JobRequest &request) const;
    /// The same for a clone; hooks need more.
    [[nodiscard]] Result<Facts> forClone(const JobRequest &request) const;
    /// Whether a clone of the kind Auto will most likely copy nothing. Only its place in the queue depends on
    /// it.
    [[nodiscard]] bool sharesBlocks(const JobRequest &request) const;
    /// For a plan: the source exists, and both container paths are allowed.
    [[nodiscard]] Result<Facts> forPlan(const PlanSpec &spec) const;
    [[nodiscard]] Result<Facts> forCreate(const CreateSpec &spec) const;
    [[nodiscard]] Result<Facts> forShell(const ContainerRef &ref) const;
    /// Calls `ready` once the container's config is read, or cannot be, but soon in any case: what a shell in
    /// it needs depends on its id map.
    void whenRead(const ContainerRef &ref, std::function<void()> ready) const;
    /// Only that it exists.
    [[nodiscard]] Result<Facts> forRead(const ContainerRef &ref) const;

private:
    [[nodiscard]] bool isRead(const ContainerRef &ref) const;
    [[nodiscard]] Status allowed(const ContainerRef &ref) const;
    [[nodiscard]] Status isFree(const ContainerRef &ref) const;
    [[nodiscard]] Result<const Container *> existing(const ContainerRef &ref) const;

    const Watch &m_watch;
    QStringList m_locations;
    QStringList m_templates;
};

} // namespace boxyard
