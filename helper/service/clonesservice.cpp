// SPDX-License-Identifier: GPL-2.0-or-later

#include "clonesservice.h"

#include "changes.h"
#include "gate.h"
#include "helper/plans.h"
#include "targets.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Interface = "org.boxyard.Clones1"_L1;

} // namespace

ClonesService::ClonesService(Gate &gate, const Targets &targets, Changes &changes, Plans &plans,
                             QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_targets(targets)
    , m_changes(changes)
    , m_plans(plans)
{
}

qulonglong ClonesService::Clone(const QString &location, const QString &name, const QString &targetLocation,
                                const QString &targetName, const QVariantMap &options)
{
    const auto spec = cloneSpecFromWire(location, name, targetLocation, targetName, options);
    auto request = spec.map(&cloneRequest);
    if (request && spec->mode == CloneMode::Auto)
        request->shares = m_targets.sharesBlocks(*request);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forClone(*request); });
    return 0;
}

ClonePlan ClonesService::Plan(const QString &location, const QString &name, const QString &targetLocation)
{
    const PendingCallPtr call = m_gate.accept(message());
    const auto spec = planSpecFromWire(location, name, targetLocation);
    if (!spec) {
        call->refuse(spec.error());
        return {};
    }
    Passage passage;
    passage.prepare = [this, ref = spec->source](std::function<void()> ready) {
        m_targets.whenRead(ref, std::move(ready));
    };
    passage.look = [this, spec = *spec](const Caller &) { return m_targets.forPlan(spec); };
    passage.go = [this, spec = *spec](const PendingCallPtr &pending, const Caller &caller,
                                      const Facts &facts) {
        m_plans.ask({caller.name, caller.uid, spec, facts.identity},
                    [pending](const Result<ClonePlan> &plan) {
                        if (plan)
                            pending->answer({QVariant::fromValue(*plan)});
                        else
                            pending->refuse(plan.error());
                    });
    };
    m_gate.pass(Interface, call, std::move(passage));
    return {};
}

} // namespace boxyard
