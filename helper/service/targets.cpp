// SPDX-License-Identifier: GPL-2.0-or-later

#include "targets.h"

#include <QTimer>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ReadPatience = 3s;

/// Whether a container in this state is fit for the verb. The worker looks again; here it is so that nobody
/// is asked for a password in vain.
Status isFit(const Container &container, Verb verb)
{
    if (container.problem == errorWord(ErrorCode::NameTaken))
        return refuse(ErrorCode::NameTaken, container.ref.name, container.problemDetail);
    const bool alive = isAlive(container.state);
    if ((verb == Verb::Rename || verb == Verb::Delete) && alive)
        return refuse(ErrorCode::MustBeStopped, container.ref.name);
    if ((verb == Verb::Stop || verb == Verb::Freeze || verb == Verb::Unfreeze)
        && container.state == ContainerState::Stopped)
        return refuse(ErrorCode::NotRunning, container.ref.name);
    return {};
}

} // namespace

Targets::Targets(const Watch &watch, QStringList locations, QStringList templates)
    : m_watch(watch)
    , m_locations(std::move(locations))
    , m_templates(std::move(templates))
{
}

bool Targets::isRead(const ContainerRef &ref) const
{
    const Container *container = m_watch.find(ref);
    return container == nullptr || !container->problem.isEmpty() || !container->store.isEmpty();
}

void Targets::whenRead(const ContainerRef &ref, std::function<void()> ready) const
{
    if (isRead(ref)) {
        ready();
        return;
    }
    auto *patience = new QTimer;
    patience->setSingleShot(true);
    const auto end = [patience, ready = std::move(ready)] {
        patience->stop();
        patience->disconnect();
        patience->deleteLater();
        ready();
    };
    QObject::connect(patience, &QTimer::timeout, patience, end);
    QObject::connect(&m_watch, &Watch::changed, patience, [this, ref, end] {
        if (isRead(ref))
            end();
    });
    patience->start(ReadPatience);
}

Status Targets::allowed(const ContainerRef &ref) const
{
    if (!m_locations.contains(ref.location))
        return refuse(ErrorCode::InvalidArgument, u"location"_s, u"not one of the allowed container paths"_s);
    return {};
}

Status Targets::isFree(const ContainerRef &ref) const
{
    if (auto status = allowed(ref); !status)
        return status;
    if (m_watch.find(ref) != nullptr)
        return refuse(ErrorCode::AlreadyExists, ref.name);
    return {};
}

Result<const Container *> Targets::existing(const ContainerRef &ref) const
{
    if (auto status = allowed(ref); !status)
        return refuse(status.error());
    const Container *container = m_watch.find(ref);
    if (container == nullptr)
        return refuse(ErrorCode::NotFound, ref.name);
    return container;
}

Result<Facts> Targets::forChange(const JobRequest &request) const
{
    const auto container = existing(request.target);
    if (!container)
        return refuse(container.error());
    if (auto status = isFit(**container, request.verb); !status)
        return refuse(status.error());
    if (!request.result.name.isEmpty()) {
        if (auto status = isFree(request.result); !status)
            return refuse(status.error());
    }
    Facts facts;
    facts.privileged = !(*container)->unprivileged;
    facts.identity = m_watch.configIdentity(request.target);
    return facts;
}

Result<Facts> Targets::forClone(const JobRequest &request) const
{
    return forChange(request).map([&](Facts facts) {
        facts.raw = request.keys.value("hooks"_L1).toBool();
        return facts;
    });
}

bool Targets::sharesBlocks(const JobRequest &request) const
{
    const Container *container = m_watch.find(request.target);
    return container != nullptr && container->store == u"btrfs"
        && request.result.location == request.target.location;
}

Result<Facts> Targets::forPlan(const PlanSpec &spec) const
{
    if (!m_locations.contains(spec.targetLocation))
        return refuse(ErrorCode::InvalidArgument, u"targetLocation"_s,
                      u"not one of the allowed container paths"_s);
    const auto container = existing(spec.source);
    if (!container)
        return refuse(container.error());
    Facts facts;
    // Whether it runs matters as much as its config.
    facts.identity =
        m_watch.configIdentity(spec.source) + (isAlive((*container)->state) ? u" alive"_s : QString());
    return facts;
}

Result<Facts> Targets::forCreate(const CreateSpec &spec) const
{
    if (auto status = isFree(spec.ref); !status)
        return refuse(status.error());
    Facts facts;
    facts.privileged = spec.privileged;
    facts.foreign = !m_templates.isEmpty() && !m_templates.contains(spec.templateName);
    return facts;
}

Result<Facts> Targets::forShell(const ContainerRef &ref) const
{
    const auto container = existing(ref);
    if (!container)
        return refuse(container.error());
    if ((*container)->problem == errorWord(ErrorCode::NameTaken))
        return refuse(ErrorCode::NameTaken, ref.name, (*container)->problemDetail);
    if ((*container)->state == ContainerState::Stopped)
        return refuse(ErrorCode::NotRunning, ref.name);
    Facts facts;
    // A config that is not read yet counts as privileged.
    facts.privileged = !(*container)->unprivileged;
    facts.identity = m_watch.configIdentity(ref);
    return facts;
}

Result<Facts> Targets::forRead(const ContainerRef &ref) const
{
    const auto container = existing(ref);
    if (!container)
        return refuse(container.error());
    return Facts();
}

} // namespace boxyard
