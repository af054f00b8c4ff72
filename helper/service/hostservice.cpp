// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostservice.h"

#include "gate.h"
#include "helper/hostfacts.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Interface = "org.boxyard.Host1"_L1;

} // namespace

HostService::HostService(Gate &gate, Subscriptions &subscriptions, HostFacts &facts, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_subscriptions(subscriptions)
    , m_facts(facts)
{
}

void HostService::Subscribe()
{
    Passage passage;
    passage.go = [this](const PendingCallPtr &call, const Caller &caller, const Facts &) {
        m_subscriptions.add(caller.name, caller.uid, caller.how);
        call->answer();
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
}

void HostService::Unsubscribe()
{
    Passage passage;
    passage.go = [this](const PendingCallPtr &call, const Caller &caller, const Facts &) {
        m_subscriptions.remove(caller.name);
        call->answer();
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
}

HostInfo HostService::Info()
{
    Passage passage;
    passage.go = [this](const PendingCallPtr &call, const Caller &, const Facts &) {
        m_facts.ask([call](const Result<HostInfo> &host) {
            if (host)
                call->answer({QVariant::fromValue(*host)});
            else
                call->refuse(host.error());
        });
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
    return {};
}

} // namespace boxyard
