// SPDX-License-Identifier: GPL-2.0-or-later

#include "gate.h"

#include <optional>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Whether what was allowed still covers what is there now: the same config, and nothing that needs more.
/// Less is no change: a config that was not read yet counted as privileged.
bool isCovered(const Facts &allowed, const Facts &now)
{
    return now.identity == allowed.identity && (allowed.privileged || !now.privileged)
        && (allowed.others || !now.others) && (allowed.foreign || !now.foreign);
}

} // namespace

struct Gate::Way {
    const Method *method = nullptr;
    PendingCallPtr call;
    Passage passage;
    Caller caller;
    FairQueue::Turn turn;
    Facts facts;
    std::optional<Error> unfit; ///< of the target; told after the authorization
    QList<Action> actions; ///< still to be asked for
};

Gate::Gate(const QDBusConnection &bus, Callers &callers, FairQueue &queue, Authorizer &authorizer,
           Subscriptions &subscriptions, AuditLog &audit, Activities activities, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_callers(callers)
    , m_queue(queue)
    , m_authorizer(authorizer)
    , m_subscriptions(subscriptions)
    , m_audit(audit)
    , m_activities(activities)
{
}

PendingCallPtr Gate::accept(const QDBusMessage &message)
{
    using Holds = std::pair<Activity::Hold, Activity::Hold>;
    auto call = std::make_shared<PendingCall>(
        message, [bus = m_bus](const QDBusMessage &reply) { bus.send(reply); },
        std::make_shared<Holds>(m_activities.need.hold(), m_activities.calls.hold()));
    m_open.removeIf([](const std::weak_ptr<PendingCall> &open) { return open.expired(); });
    m_open.append(call);
    return call;
}

void Gate::refuseAll(const Error &error)
{
    for (const auto &open : std::exchange(m_open, {})) {
        if (const PendingCallPtr call = open.lock())
            call->refuse(error);
    }
}

void Gate::pass(QLatin1StringView interface, const PendingCallPtr &call, Passage passage)
{
    auto way = std::make_shared<Way>();
    way->method = findMethod(interface, call->message().member());
    way->call = call;
    way->passage = std::move(passage);
    way->caller.name = call->caller();
    if (way->method == nullptr) {
        call->refuse({ErrorCode::NotAuthorized, call->message().member(), {}});
        return;
    }
    m_callers.identify(way->caller.name, [this, way](const Result<uint> &uid) { onIdentified(way, uid); });
}

void Gate::onIdentified(const std::shared_ptr<Way> &way, const Result<uint> &uid)
{
    if (!uid) {
        way->call->refuse(uid.error());
        return;
    }
    way->caller.uid = *uid;
    const bool queued = m_queue.push(*uid, [this, way](FairQueue::Turn turn) {
        way->turn = std::move(turn);
        onTurn(way);
    });
    if (!queued)
        way->call->refuse({ErrorCode::LimitExceeded, u"calls"_s, QString::number(m_queue.limits().waiting)});
}

void Gate::onTurn(const std::shared_ptr<Way> &way)
{
    if (way->method->needsSubscription && !m_subscriptions.contains(way->caller.name)) {
        refuse(way, {ErrorCode::NotSubscribed, {}, {}});
        return;
    }
    if (way->passage.prepare)
        way->passage.prepare([this, way] { look(way); });
    else
        look(way);
}

void Gate::look(const std::shared_ptr<Way> &way)
{
    if (way->passage.look) {
        if (const auto facts = way->passage.look(way->caller)) {
            way->facts = *facts;
        } else if (m_subscriptions.contains(way->caller.name)) {
            refuse(way, facts.error());
            return;
        } else {
            way->unfit = facts.error(); // what exists here is not everybody's business
        }
    }
    way->actions = actionsFor(*way->method, way->facts);
    authorizeNext(way);
}

void Gate::authorizeNext(const std::shared_ptr<Way> &way)
{
    if (way->actions.isEmpty()) {
        onAuthorized(way);
        return;
    }
    AuthorizationRequest request;
    request.caller = way->caller.name;
    request.uid = way->caller.uid;
    request.action = way->actions.takeFirst();
    request.mayAsk = way->call->mayAsk();
    request.verb = QString::fromLatin1(way->method->verb);
    request.container = way->passage.container;
    request.dialogText = QString::fromLatin1(way->method->dialogText);
    m_authorizer.check(
        request,
        [this, way, action = request.action](const Authorization &authorization) {
            way->caller.how = authorization.verdict;
            if (const Status status = toStatus(authorization, action); !status)
                refuse(way, status.error());
            else
                authorizeNext(way);
        },
        // A person's thinking holds up nobody else's calls, not even their own.
        [way] { way->turn.reset(); });
}

void Gate::onAuthorized(const std::shared_ptr<Way> &way)
{
    if (way->unfit) {
        refuse(way, *way->unfit);
        return;
    }
    if (way->passage.look) {
        const auto facts = way->passage.look(way->caller);
        if (!facts) {
            refuse(way, facts.error());
            return;
        }
        if (!isCovered(way->facts, *facts)) {
            refuse(way, {ErrorCode::Changed, way->passage.container, {}});
            return;
        }
    }
    way->passage.go(way->call, way->caller, way->facts);
    way->turn.reset();
}

void Gate::refuse(const std::shared_ptr<Way> &way, const Error &error)
{
    way->call->refuse(error);
    way->turn.reset();
    if (*way->method->verb != '\0') {
        m_audit.writeRefusal({way->caller.uid, QString::fromLatin1(way->method->verb), way->passage.target,
                              u"refused: "_s + explain(error)});
    }
}

} // namespace boxyard
