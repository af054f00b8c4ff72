// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper.h"

#include "busname.h"
#include "changedsignal.h"
#include "hostfacts.h"
#include "inspector.h"
#include "jobsignals.h"
#include "leaving.h"
#include "plans.h"
#include "polkitauthorizer.h"
#include "resumption.h"
#include "service/changes.h"
#include "service/services.h"
#include "service/targets.h"
#include "statelock.h"
#include "watch/watch.h"

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto PredecessorPatience = 20s; // the bus waits 25 s for a name

std::unique_ptr<Authorizer> authorizerFor(const Place &place, const Quotas &quotas,
                                          const QDBusConnection &bus)
{
    if (place.session)
        return std::make_unique<OwnUserAuthorizer>(place.uid);
    PolkitAuthorizer::Options options;
    options.dialogsPerUid = quotas.dialogs;
    return std::make_unique<PolkitAuthorizer>(bus, options);
}

} // namespace

// In the order in which they need each other.
struct Helper::Parts {
    Parts(Place ofHelper, Configuration ofAdministrator, const QDBusConnection &toBus)
        : place(std::move(ofHelper))
        , configuration(std::move(ofAdministrator))
        , bus(toBus)
        , authorizer(authorizerFor(place, configuration.quotas, bus))
        , callers(bus, configuration.quotas.calls)
        , queue({configuration.quotas.calls})
        , subscriptions(need, *authorizer)
        , name(bus, u"org.boxyard.Helper1"_s)
        , leaving(name, need, calls, configuration.idle)
        , lock(place.stateFolder)
        , gate(bus, callers, queue, *authorizer, subscriptions, audit, {need, calls})
        , journal(place.runFolder, place.stateFolder)
        , changed(bus, subscriptions)
    {
    }

    /// What needs the journal's folders.
    struct Serving {
        explicit Serving(Parts &parts)
            : workers({parts.place.worker, parts.place.workerEnvironment}, parts.journal)
            , inspector(workers, parts.place.uid)
            , watch({parts.configuration.locations, parts.place.uid},
                    [this](const QString &location, const QStringList &names, Inspector::Done done) {
                        inspector.inspect(location, names, std::move(done));
                    })
            , hostFacts(workers, parts.configuration.locations, parts.place.uid)
            , jobs(workers, parts.configuration.quotas, parts.need)
            , plans(workers, parts.place.stateFolder + u"/measured.json"_s)
            , terminals(workers, parts.need, parts.configuration.quotas.terminals)
            , targets(watch, parts.configuration.locations, parts.configuration.templates)
            , changes(parts.gate, jobs, parts.audit)
            , resumption(parts.journal, workers, jobs, terminals)
        {
        }

        Workers workers;
        Inspector inspector;
        Watch watch;
        HostFacts hostFacts;
        Jobs jobs;
        Plans plans;
        Terminals terminals;
        Targets targets;
        Changes changes;
        Resumption resumption;
    };

    Place place;
    Configuration configuration;
    QDBusConnection bus;
    Activity need;
    Activity calls;
    AuditLog audit;
    std::unique_ptr<Authorizer> authorizer;
    Callers callers;
    FairQueue queue;
    Subscriptions subscriptions;
    BusName name;
    Leaving leaving;
    StateLock lock;
    Gate gate;
    Journal journal;
    ChangedSignal changed;
    std::unique_ptr<Serving> serving;
    std::unique_ptr<JobSignals> jobSignals;
    std::unique_ptr<Services> services;
};

Helper::Helper(Place place, Configuration configuration, const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m(std::make_unique<Parts>(std::move(place), std::move(configuration), bus))
{
}

Helper::~Helper() = default;

Status Helper::begin()
{
    connect(&m->lock, &StateLock::taken, this, &Helper::onLocked);
    connect(&m->lock, &StateLock::timedOut, this, [this] {
        qInfo("another helper is at work");
        Q_EMIT done(0);
    });
    connect(&m->leaving, &Leaving::left, this, [this] { Q_EMIT done(0); });
    connect(&m->leaving, &Leaving::outOfPatience, this, [this] {
        m->gate.refuseAll({ErrorCode::Busy, u"boxyard-helper"_s, u"restarting"_s});
    });
    return m->lock.begin(PredecessorPatience);
}

void Helper::leave()
{
    m->leaving.leaveNow();
}

void Helper::onLocked()
{
    if (const Status status = m->journal.prepare(); !status) {
        qCritical("%ls", qUtf16Printable(explain(status.error())));
        Q_EMIT done(1);
        return;
    }
    m->serving = std::make_unique<Parts::Serving>(*m);
    connectParts();
    if (!registerObjects()) {
        Q_EMIT done(1);
        return;
    }
    m->serving->resumption.run();
    m->name.take([this](bool ours) {
        if (!ours) {
            qCritical("the bus does not give us the name org.boxyard.Helper1");
            Q_EMIT done(1);
            return;
        }
        m->leaving.begin();
    });
}

void Helper::connectParts()
{
    auto &serving = *m->serving;
    const auto tell = [this] { m->changed.tell(); };
    connect(&m->callers, &Callers::left, this, [this](const QString &name) {
        m->subscriptions.remove(name);
        m->authorizer->forget(name);
        m->serving->plans.forgetCaller(name);
    });
    connect(&m->subscriptions, &Subscriptions::changed, this,
            [this] { m->serving->watch.setWatched(!m->subscriptions.isEmpty()); });
    connect(&m->subscriptions, &Subscriptions::dropped, this,
            [this](const QString &name) { m->changed.tellOne(name); });
    connect(&serving.watch, &Watch::changed, this, tell);
    connect(&serving.hostFacts, &HostFacts::changed, this, tell);
    connect(&serving.jobs, &Jobs::added, this, tell);
    // Before the signal of the job's end goes out: who then asks for the list must find what the job did.
    connect(&serving.jobs, &Jobs::finished, this, [this, tell](const JobInfo &job) {
        m->serving->watch.rescan();
        if (job.verb != verbWord(Verb::Clone)) // leaves its source as it was
            m->serving->plans.forget({job.target});
        if (job.error == errorWord(ErrorCode::NotResponding))
            m->serving->watch.markNotResponding(job.target);
        tell();
    });
    connect(&serving.jobs, &Jobs::measured, this,
            [this](const Measurement &measurement) { m->serving->plans.note(measurement); });
    connect(&serving.terminals, &Terminals::notResponding, this,
            [this](const ContainerRef &ref) { m->serving->watch.markNotResponding(ref); });
    m->jobSignals = std::make_unique<JobSignals>(m->bus, serving.jobs, m->subscriptions);
}

bool Helper::registerObjects()
{
    auto &serving = *m->serving;
    m->services = std::make_unique<Services>(
        Services::Parts{m->gate, m->subscriptions, m->audit, serving.targets, serving.changes,
                        serving.terminals, serving.watch, serving.hostFacts, serving.jobs, serving.plans});
    if (const QStringList wrong = m->services->mismatchesWithTable(); !wrong.isEmpty()) {
        qCritical("the methods and their actions do not fit: %ls", qUtf16Printable(wrong.join(u"; "_s)));
        return false;
    }
    return m->services->registerAt(m->bus);
}

} // namespace boxyard
