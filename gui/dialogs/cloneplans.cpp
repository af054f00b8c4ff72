// SPDX-License-Identifier: GPL-2.0-or-later

#include "cloneplans.h"

#include <algorithm>

namespace boxyard {

namespace {

void add(CloneCost &sum, const CloneCost &cost)
{
    sum.bytes += cost.bytes;
    sum.files += cost.files;
    sum.seconds += cost.seconds;
    sum.measured = sum.measured && cost.measured;
    sum.depends = sum.depends || cost.depends;
    sum.shares = sum.shares && cost.shares;
}

void addPart(QList<WholePlan::Part> &parts, const QString &name, const CloneCost &cost)
{
    const auto same = std::find_if(parts.begin(), parts.end(),
                                   [&cost](const WholePlan::Part &part) { return part.kind == cost.kind; });
    if (same == parts.end()) {
        parts.append({cost.kind, {name}, cost});
    } else {
        same->names.append(name);
        add(same->cost, cost);
    }
}

} // namespace

CloneCost times(CloneCost cost, int count)
{
    const auto many = static_cast<quint64>(std::max(count, 1));
    cost.bytes *= many;
    cost.files *= many;
    cost.seconds *= static_cast<double>(many);
    return cost;
}

const CloneCost *WholePlan::cost(CloneMode kind) const
{
    return kind == CloneMode::Auto ? &automatic : plan.cost(kind);
}

WholePlan wholePlan(const QList<PlanSpec> &specs, const QList<ClonePlan> &plans)
{
    WholePlan whole;
    whole.plan = plans.constFirst();
    const CloneCost *first = whole.plan.cost(CloneMode::Auto);
    whole.automatic = first == nullptr ? CloneCost() : *first;
    for (const ClonePlan &plan : plans.mid(1)) {
        whole.plan.files += plan.files;
        whole.plan.bytes += plan.bytes;
        whole.plan.complete = whole.plan.complete && plan.complete;
        whole.plan.hooks = whole.plan.hooks || plan.hooks;
        if (const CloneCost *cost = plan.cost(CloneMode::Auto))
            add(whole.automatic, *cost);
    }
    for (qsizetype i = 0; i < plans.size(); ++i) {
        if (const CloneCost *cost = plans.at(i).cost(CloneMode::Auto))
            addPart(whole.parts, specs.at(i).source.name, *cost);
    }
    for (CloneCost &sum : whole.plan.kinds) {
        for (qsizetype i = 0; i < plans.size(); ++i) {
            const CloneCost *cost = plans.at(i).cost(sum.kind);
            if (i > 0 && cost != nullptr)
                add(sum, *cost);
            if (cost == nullptr || cost->obstacle == Obstacle::None)
                continue;
            QStringList &blamed = whole.blamed[sum.kind];
            if (blamed.isEmpty()) {
                sum.obstacle = cost->obstacle;
                sum.detail = cost->detail;
            }
            if (sum.obstacle == cost->obstacle && sum.detail == cost->detail)
                blamed.append(specs.at(i).source.name);
        }
    }
    return whole;
}

ClonePlans::ClonePlans(Engine &engine, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
{
}

QList<bool> ClonePlans::aliveNow(const QList<PlanSpec> &specs) const
{
    QList<bool> alive;
    for (const PlanSpec &spec : specs) {
        const ContainerEntry *entry = m_engine.find(spec.source);
        alive.append(entry != nullptr && isAlive(entry->container.state));
    }
    return alive;
}

void ClonePlans::ask(const QList<PlanSpec> &specs)
{
    const QList<bool> alive = aliveNow(specs);
    if ((specs == m_specs && alive == m_alive) || m_engine.link() != Engine::Link::Ready)
        return;
    m_specs = specs;
    m_alive = alive;
    m_plans.clear();
    m_whole.reset();
    m_error.reset();
    ++m_round;
    m_asking = specs.size() <= MostSources;
    if (m_asking)
        askNext();
    Q_EMIT changed();
}

void ClonePlans::askNext()
{
    m_engine.plan(m_specs.at(m_plans.size()), this,
                  [this, round = m_round](const Result<ClonePlan> &plan) { onAnswer(round, plan); });
}

void ClonePlans::onAnswer(quint64 round, const Result<ClonePlan> &plan)
{
    if (round != m_round)
        return;
    if (!plan) {
        m_asking = false;
        m_error = plan.error();
    } else {
        m_plans.append(*plan);
        m_asking = m_plans.size() < m_specs.size();
        if (m_asking)
            askNext();
        else
            m_whole = wholePlan(m_specs, m_plans);
    }
    if (!m_asking)
        Q_EMIT changed();
}

} // namespace boxyard
