// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakeengine.h"

#include "backend/api/names.h"
#include "fakeplan.h"
#include "fakeshell.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

HostInfo plainHost()
{
    HostInfo host;
    host.version = QStringLiteral(BOXYARD_VERSION);
    host.lxcVersion = u"5.0.2"_s;
    host.locations = {{u"/var/lib/lxc"_s, u"btrfs"_s, true, {}}};
    host.templates = {u"alpine"_s, u"busybox"_s, u"debian"_s, u"download"_s, u"ubuntu"_s};
    return host;
}

/// The same for a name in every process, and another for each: qHash has a seed.
uint numberOf(const ContainerRef &ref)
{
    uint number = 2166136261U; // FNV-1a
    for (const QChar c : ref.location + u'/' + ref.name)
        number = (number ^ c.unicode()) * 16777619U;
    return number;
}

QString plainAddress(const ContainerRef &ref)
{
    return u"10.0.3.%1"_s.arg(2 + numberOf(ref) % 250);
}

/// In LXC's own range.
QString plainMac(const ContainerRef &ref)
{
    const uint number = numberOf(ref);
    const auto part = [number](uint shift) {
        return u"%1"_s.arg((number >> shift) & 0xffU, 2, 16, QChar(u'0'));
    };
    return u"00:16:3e:%1:%2:%3"_s.arg(part(16), part(8), part(0));
}

uint plainPid(const ContainerRef &ref)
{
    return 1'000 + numberOf(ref) % 30'000;
}

} // namespace

FakeEngine::FakeEngine(QObject *parent)
    : Engine(parent)
    , m_capabilities(Capability::Create | Capability::Clone | Capability::Power | Capability::Freeze
                     | Capability::Rename | Capability::Delete | Capability::Shell | Capability::Figures)
    , m_metrics(new FakeMetrics(*this))
{
    m_snapshot.host = plainHost();
    connect(&m_clock, &QTimer::timeout, this, &FakeEngine::tick);
}

void FakeEngine::refresh()
{
    ++m_refreshes;
}

ContainerEntry FakeEngine::entry(const ContainerRef &ref, ContainerState state)
{
    ContainerEntry made;
    made.container.ref = ref;
    made.container.state = state;
    made.container.unprivileged = true;
    made.container.store = u"btrfs"_s;
    made.container.rootfs = ref.location + u'/' + ref.name + u"/rootfs"_s;
    if (isAlive(state)) {
        made.container.initPid = plainPid(ref);
        made.container.since = QDateTime::currentMSecsSinceEpoch();
        made.addresses = QStringList(plainAddress(ref));
    }
    return made;
}

void FakeEngine::put(const ContainerEntry &entry)
{
    if (ContainerEntry *known = mutableEntry(entry.container.ref))
        *known = entry;
    else
        m_snapshot.containers.append(entry);
    Q_EMIT changed();
}

void FakeEngine::drop(const ContainerRef &ref)
{
    m_snapshot.containers.removeIf(
        [&ref](const ContainerEntry &entry) { return entry.container.ref == ref; });
    Q_EMIT changed();
}

void FakeEngine::setDetails(const ContainerRef &ref, const ContainerDetails &details)
{
    m_details.insert(ref, details);
}

void FakeEngine::setHost(const HostInfo &host)
{
    m_snapshot.host = host;
    Q_EMIT changed();
}

void FakeEngine::setCapabilities(Capabilities capabilities)
{
    m_capabilities = capabilities;
    Q_EMIT changed();
}

void FakeEngine::setLink(Link link, const Error &error)
{
    m_link = link;
    m_linkError = error;
    if (link == Link::Lost) {
        const QList<Run> runs = std::exchange(m_runs, {});
        for (const Run &run : runs)
            run.task->finish(refuse(ErrorCode::HelperLost, run.task->target().name));
    }
    Q_EMIT linkChanged();
}

void FakeEngine::failNext(Verb verb, const Error &error)
{
    m_failures.insert(static_cast<int>(verb), error);
}

void FakeEngine::failNextShell(const Error &error)
{
    m_shellFailure = error;
    m_shellFails = true;
}

void FakeEngine::setPace(std::chrono::milliseconds pace)
{
    if (pace.count() > 0)
        m_clock.start(pace);
    else
        m_clock.stop();
}

void FakeEngine::tick()
{
    // Taken out first: whoever hears of an end may begin the next operation at once.
    QList<Run> running = std::exchange(m_runs, {});
    QList<Run> ended;
    QList<Run> open;
    for (Run &run : running)
        (run.cancelled || run.next >= run.steps.size() ? ended : open).append(run);
    for (Run &run : open)
        advance(run);
    m_runs = open + m_runs;
    for (const Run &run : std::as_const(ended))
        end(run, run.cancelled ? Status(refuse(ErrorCode::Cancelled)) : run.outcome);
}

void FakeEngine::finishAll()
{
    while (!m_runs.isEmpty())
        tick();
}

void FakeEngine::advance(Run &run)
{
    const FakeStep &step = run.steps.at(run.next++);
    if (!step.log.isEmpty())
        run.task->addLogLine(step.log);
    run.task->advance(step.progress, step.step, step.copied);
}

void FakeEngine::end(const Run &run, const Status &outcome)
{
    if (outcome) {
        run.effect();
        Q_EMIT changed();
    } else if (outcome.error().code == ErrorCode::StartFailed) {
        run.task->addLogLine(outcome.error().detail);
    }
    run.task->finish(outcome);
}

Task *FakeEngine::begin(Verb verb, const ContainerRef &target, const ContainerRef &result,
                        const Status &allowed, Effect effect, const QString &series)
{
    auto *task = new Task(verb, target, result, this);
    task->setSeries(series);
    Run run{task, {}, 0, allowed, std::move(effect), false};
    if (m_link == Link::Lost) {
        run.outcome = refuse(ErrorCode::HelperLost, target.name);
    } else if (allowed) {
        run.steps = fakeSteps(verb, target.name);
        if (const auto failure = m_failures.constFind(static_cast<int>(verb));
            failure != m_failures.constEnd()) {
            run.outcome = refuse(*failure);
            m_failures.erase(failure);
        }
    }
    m_tasks.append(task);
    m_runs.append(run);
    connect(task, &Task::cancelRequested, this, [this, task] { onCancel(task); });
    Q_EMIT taskAdded(task);
    return task;
}

void FakeEngine::onCancel(const Task *task)
{
    for (Run &open : m_runs) {
        if (open.task != task && (task->series().isEmpty() || open.task->series() != task->series()))
            continue;
        open.cancelled = true;
        open.task->endWithSeries();
    }
}

Task *FakeEngine::create(const CreateSpec &spec)
{
    return begin(Verb::Create, spec.ref, spec.ref, checkFree(spec.ref), [this, spec] {
        ContainerEntry made = entry(spec.ref);
        made.container.unprivileged = !spec.privileged;
        made.container.store = spec.store == Store::Directory ? u"dir"_s : u"btrfs"_s;
        put(made);
    });
}

Task *FakeEngine::clone(const CloneSpec &spec)
{
    return cloneOf(spec, {});
}

QList<Task *> FakeEngine::cloneSeries(const QList<CloneSpec> &specs)
{
    const QString series = specs.size() > 1 ? newSeries() : QString();
    QList<Task *> tasks;
    for (const CloneSpec &spec : specs)
        tasks.append(cloneOf(spec, series));
    return tasks;
}

Task *FakeEngine::cloneOf(const CloneSpec &spec, const QString &series)
{
    Status allowed = checkUsable(spec.source);
    if (allowed)
        allowed = checkFree(spec.target);
    return begin(
        Verb::Clone, spec.source, spec.target, allowed,
        [this, spec] {
            ContainerEntry made = entry(spec.target);
            if (const ContainerEntry *source = find(spec.source)) {
                made.container.unprivileged = source->container.unprivileged;
                made.container.store = source->container.store;
            }
            put(made);
        },
        series);
}

void FakeEngine::setPlan(const ContainerRef &ref, const Result<ClonePlan> &plan)
{
    m_plans.insert(ref, plan);
}

void FakeEngine::holdPlans(bool hold)
{
    m_holdsPlans = hold;
    const auto held = std::exchange(m_heldPlans, {});
    for (const auto &answer : held)
        answer();
}

Result<ClonePlan> FakeEngine::planOf(const PlanSpec &spec) const
{
    const ContainerEntry *known = find(spec.source);
    if (known == nullptr)
        return refuse(ErrorCode::NotFound, spec.source.name);
    if (const auto plan = m_plans.constFind(spec.source); plan != m_plans.constEnd())
        return *plan;
    const auto location = [this](const QString &path) {
        for (const LocationInfo &one : m_snapshot.host.locations) {
            if (one.path == path)
                return one;
        }
        return LocationInfo{path, u"ext4"_s, false, {}};
    };
    return fakePlan(*known, location(spec.source.location), location(spec.targetLocation));
}

void FakeEngine::plan(const PlanSpec &spec, QObject *context, PlanDone done)
{
    m_planned.append(spec);
    const auto answer = [this, spec, context = QPointer(context), done = std::move(done)] {
        if (context)
            done(planOf(spec));
    };
    if (m_holdsPlans)
        m_heldPlans.append(answer);
    else
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
}

Task *FakeEngine::start(const ContainerRef &ref)
{
    auto *task = begin(Verb::Start, ref, ref, checkStopped(ref),
                       [this, ref] { changeState(ref, ContainerState::Running); });
    return task;
}

Task *FakeEngine::stop(const StopSpec &spec)
{
    return begin(Verb::Stop, spec.ref, spec.ref, checkAlive(spec.ref),
                 [this, ref = spec.ref] { changeState(ref, ContainerState::Stopped); });
}

Task *FakeEngine::restart(const StopSpec &spec)
{
    return begin(Verb::Restart, spec.ref, spec.ref, checkAlive(spec.ref),
                 [this, ref = spec.ref] { changeState(ref, ContainerState::Running); });
}

Task *FakeEngine::freeze(const ContainerRef &ref)
{
    return begin(Verb::Freeze, ref, ref, checkAlive(ref),
                 [this, ref] { changeState(ref, ContainerState::Frozen); });
}

Task *FakeEngine::unfreeze(const ContainerRef &ref)
{
    return begin(Verb::Unfreeze, ref, ref, checkAlive(ref),
                 [this, ref] { changeState(ref, ContainerState::Running); });
}

Task *FakeEngine::rename(const RenameSpec &spec)
{
    const ContainerRef result{spec.ref.location, spec.newName};
    Status allowed = checkStopped(spec.ref);
    if (allowed)
        allowed = checkFree(result);
    return begin(Verb::Rename, spec.ref, result, allowed, [this, spec, result] {
        if (ContainerEntry *known = mutableEntry(spec.ref)) {
            known->container.ref = result;
            known->container.rootfs = result.location + u'/' + result.name + u"/rootfs"_s;
        }
    });
}

Task *FakeEngine::remove(const ContainerRef &ref)
{
    Status allowed = checkStopped(ref);
    if (const QStringList dependants = m_details.value(ref).dependants; allowed && !dependants.isEmpty())
        allowed = refuse(ErrorCode::HasDependants, ref.name, dependants.join(u", "_s));
    return begin(Verb::Delete, ref, ref, allowed, [this, ref] { drop(ref); });
}

void FakeEngine::openShell(const ShellSpec &spec, QObject *context, ShellDone done)
{
    const bool fails = std::exchange(m_shellFails, false);
    const Status allowed = checkAlive(spec.ref);
    const auto answer = [this, spec, allowed, fails, done = std::move(done)] {
        if (fails)
            done(refuse(m_shellFailure));
        else
            done(allowed ? FakeShell::open(spec, this) : Result<int>(refuse(allowed.error())));
    };
    QMetaObject::invokeMethod(context, answer, Qt::QueuedConnection);
}

void FakeEngine::inspect(const ContainerRef &ref, QObject *context, InspectDone done)
{
    const auto answer = [this, ref, done = std::move(done)] {
        if (const ContainerEntry *known = find(ref); known == nullptr)
            return done(refuse(ErrorCode::NotFound, ref.name));
        ContainerDetails details;
        details.configPath = ref.location + u'/' + ref.name + u"/config"_s;
        details.arch = u"amd64"_s;
        details.hostname = ref.name;
        details.idmap =
            find(ref)->container.unprivileged ? u"u 0 100000 65536, g 0 100000 65536"_s : QString();
        details.nics = {{0, u"veth"_s, u"lxcbr0"_s, plainMac(ref), {}}};
        done(m_details.value(ref, details));
    };
    QMetaObject::invokeMethod(context, answer, Qt::QueuedConnection);
}

void FakeEngine::changeState(const ContainerRef &ref, ContainerState state)
{
    ContainerEntry *known = mutableEntry(ref);
    if (known == nullptr)
        return;
    const bool begins = isAlive(state) && !isAlive(known->container.state);
    known->container.state = state;
    if (begins) {
        known->container.initPid = plainPid(ref);
        known->container.since = QDateTime::currentMSecsSinceEpoch();
        known->addresses = QStringList(plainAddress(ref));
    } else if (!isAlive(state)) {
        known->container.initPid = 0;
        known->container.since = 0;
        known->addresses.clear();
    }
}

ContainerEntry *FakeEngine::mutableEntry(const ContainerRef &ref)
{
    const auto found =
        std::find_if(m_snapshot.containers.begin(), m_snapshot.containers.end(),
                     [&ref](const ContainerEntry &entry) { return entry.container.ref == ref; });
    return found == m_snapshot.containers.end() ? nullptr : &*found;
}

Status FakeEngine::checkFree(const ContainerRef &ref) const
{
    if (!isContainerName(ref.name))
        return refuse(ErrorCode::InvalidName, ref.name);
    const bool known =
        std::any_of(m_snapshot.host.locations.cbegin(), m_snapshot.host.locations.cend(),
                    [&ref](const LocationInfo &location) { return location.path == ref.location; });
    if (!known)
        return refuse(ErrorCode::LocationMissing, ref.location);
    if (find(ref) != nullptr)
        return refuse(ErrorCode::AlreadyExists, ref.name);
    for (const Run &run : m_runs) {
        if (run.task->result() == ref)
            return refuse(ErrorCode::Busy, ref.name, verbWord(run.task->verb()));
    }
    return {};
}

Status FakeEngine::checkUsable(const ContainerRef &ref) const
{
    const ContainerEntry *known = find(ref);
    if (known == nullptr)
        return refuse(ErrorCode::NotFound, ref.name);
    if (!known->container.problem.isEmpty())
        return refuse(errorCodeFromWord(known->container.problem), ref.name, known->container.problemDetail);
    for (const Run &run : m_runs) {
        if (run.task->target() == ref && run.task->verb() != Verb::Clone)
            return refuse(ErrorCode::Busy, ref.name, verbWord(run.task->verb()));
    }
    return {};
}

Status FakeEngine::checkStopped(const ContainerRef &ref) const
{
    if (const ContainerEntry *known = find(ref); known != nullptr && isAlive(known->container.state))
        return refuse(ErrorCode::MustBeStopped, ref.name);
    // A container whose config is broken can still be deleted or renamed.
    if (const ContainerEntry *known = find(ref);
        known != nullptr && known->container.problem == errorWord(ErrorCode::BrokenConfig))
        return {};
    return checkUsable(ref);
}

Status FakeEngine::checkAlive(const ContainerRef &ref) const
{
    if (const ContainerEntry *known = find(ref); known != nullptr && !isAlive(known->container.state))
        return refuse(ErrorCode::NotRunning, ref.name);
    return checkUsable(ref);
}

} // namespace boxyard
