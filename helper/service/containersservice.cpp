// SPDX-License-Identifier: GPL-2.0-or-later

#include "containersservice.h"

#include "changes.h"
#include "gate.h"
#include "helper/terminals.h"
#include "targets.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Interface = "org.boxyard.Containers1"_L1;

Result<JobRequest> plainFromWire(Verb verb, const QString &location, const QString &name)
{
    return containerRefFromWire(location, name).map([verb](const ContainerRef &ref) {
        return plainRequest(verb, ref);
    });
}

Result<JobRequest> stopFromWire(Verb verb, const QString &location, const QString &name,
                                const QVariantMap &options)
{
    return stopSpecFromWire(location, name, options).map([verb](const StopSpec &spec) {
        return stopRequest(verb, spec);
    });
}

} // namespace

ContainersService::ContainersService(Gate &gate, const Targets &targets, Changes &changes,
                                     Terminals &terminals, const Watch &watch, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_targets(targets)
    , m_changes(changes)
    , m_terminals(terminals)
    , m_watch(watch)
{
}

ContainerList ContainersService::List()
{
    Passage passage;
    passage.go = [this](const PendingCallPtr &call, const Caller &, const Facts &) {
        call->answer({QVariant::fromValue(m_watch.containers())});
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
    return {};
}

ContainerDetails ContainersService::Inspect(const QString &location, const QString &name)
{
    const PendingCallPtr call = m_gate.accept(message());
    const auto ref = containerRefFromWire(location, name);
    if (!ref) {
        call->refuse(ref.error());
        return {};
    }
    Passage passage;
    passage.prepare = [this, ref = *ref](std::function<void()> ready) {
        m_targets.whenRead(ref, std::move(ready));
    };
    passage.look = [this, ref = *ref](const Caller &) { return m_targets.forRead(ref); };
    passage.go = [this, ref = *ref](const PendingCallPtr &pending, const Caller &, const Facts &) {
        ContainerDetails details = m_watch.details(ref);
        details.configPath = ref.location + u'/' + ref.name + u"/config"_s;
        pending->answer({QVariant::fromValue(details)});
    };
    m_gate.pass(Interface, call, std::move(passage));
    return {};
}

qulonglong ContainersService::Create(const QString &location, const QString &name,
                                     const QString &templateName, const QVariantMap &options)
{
    const auto spec = createSpecFromWire(location, name, templateName, options);
    m_changes.run(Interface, m_gate.accept(message()), spec.map(&createRequest),
                  [this, spec] { return m_targets.forCreate(*spec); });
    return 0;
}

qulonglong ContainersService::Start(const QString &location, const QString &name)
{
    const auto request = plainFromWire(Verb::Start, location, name);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Stop(const QString &location, const QString &name, const QVariantMap &options)
{
    const auto request = stopFromWire(Verb::Stop, location, name, options);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Restart(const QString &location, const QString &name,
                                      const QVariantMap &options)
{
    const auto request = stopFromWire(Verb::Restart, location, name, options);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Freeze(const QString &location, const QString &name)
{
    const auto request = plainFromWire(Verb::Freeze, location, name);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Unfreeze(const QString &location, const QString &name)
{
    const auto request = plainFromWire(Verb::Unfreeze, location, name);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Rename(const QString &location, const QString &name, const QString &newName)
{
    const auto request = renameSpecFromWire(location, name, newName).map(&renameRequest);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

qulonglong ContainersService::Delete(const QString &location, const QString &name)
{
    const auto request = plainFromWire(Verb::Delete, location, name);
    m_changes.run(Interface, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forChange(*request); });
    return 0;
}

QDBusUnixFileDescriptor ContainersService::OpenShell(const QString &location, const QString &name,
                                                     const QVariantMap &options)
{
    const PendingCallPtr call = m_gate.accept(message());
    const auto spec = shellSpecFromWire(location, name, options);
    if (!spec) {
        call->refuse(spec.error());
        return {};
    }
    Passage passage;
    passage.container = spec->ref.name;
    passage.target = auditTarget(spec->ref, {});
    passage.prepare = [this, ref = spec->ref](std::function<void()> ready) {
        m_targets.whenRead(ref, std::move(ready));
    };
    passage.look = [this, ref = spec->ref](const Caller &) { return m_targets.forShell(ref); };
    passage.go = [this, spec = *spec](const PendingCallPtr &pending, const Caller &caller,
                                      const Facts &facts) {
        m_terminals.open(caller.uid, spec, facts.privileged, facts.identity,
                         [this, pending, spec, uid = caller.uid](Result<Descriptor> pty) {
                             onShell(pending, uid, spec.ref, std::move(pty));
                         });
    };
    m_gate.pass(Interface, call, std::move(passage));
    return {};
}

void ContainersService::onShell(const PendingCallPtr &call, uint uid, const ContainerRef &ref,
                                Result<Descriptor> pty)
{
    m_changes.note({uid, u"shell"_s, auditTarget(ref, {}), pty ? u"opened"_s : explain(pty.error())});
    if (!pty) {
        call->refuse(pty.error());
        return;
    }
    QDBusUnixFileDescriptor descriptor;
    descriptor.giveFileDescriptor(pty->release());
    call->answer({QVariant::fromValue(descriptor)});
}

} // namespace boxyard
