// SPDX-License-Identifier: GPL-2.0-or-later

#include "plans.h"

#include "jobrequest.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr FairQueue::Limits PerUser = {64, 2};
constexpr auto Deadline = Plans::CountLimit + 10s;
constexpr int Longer = 20; // times the look itself took
constexpr qsizetype MostKept = 256;

} // namespace

Plans::Plans(WorkerStarter &starter, QString measurementsPath, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_measurements(std::move(measurementsPath))
    , m_queue(PerUser)
{
}

Plans::Look *Plans::find(quint64 number)
{
    const auto found = std::find_if(m_looks.begin(), m_looks.end(),
                                    [number](const Look &look) { return look.number == number; });
    return found == m_looks.end() ? nullptr : &*found;
}

Plans::Look *Plans::find(const Question &question)
{
    m_looks.removeIf([](const Look &look) { return look.plan && look.age.hasExpired(look.fresh.count()); });
    const auto found = std::find_if(m_looks.begin(), m_looks.end(), [&question](const Look &look) {
        return !look.outdated && look.spec == question.spec && look.identity == question.identity;
    });
    return found == m_looks.end() ? nullptr : &*found;
}

void Plans::remove(quint64 number)
{
    m_looks.removeIf([number](const Look &look) { return look.number == number; });
}

void Plans::ask(const Question &question, Done done)
{
    if (Look *known = find(question)) {
        if (known->plan) {
            ClonePlan plan = *known->plan;
            m_measurements.estimate(plan);
            done(plan);
        } else {
            known->waiting.append({question.caller, std::move(done)});
        }
        return;
    }
    const quint64 number = ++m_last;
    const bool queued =
        m_queue.push(question.uid, [this, number, uid = question.uid](const FairQueue::Turn &turn) {
            start(number, uid, turn);
        });
    if (!queued) {
        done(refuse(ErrorCode::LimitExceeded, u"plans"_s, QString::number(PerUser.waiting)));
        return;
    }
    Look look;
    look.number = number;
    look.spec = question.spec;
    look.identity = question.identity;
    look.waiting.append({question.caller, std::move(done)});
    m_looks.append(look);
    if (m_looks.size() > MostKept) {
        const auto oldest = std::find_if(m_looks.cbegin(), m_looks.cend(),
                                         [](const Look &one) { return one.plan.has_value(); });
        if (oldest != m_looks.cend())
            m_looks.erase(oldest);
    }
}

void Plans::start(quint64 number, uint uid, const FairQueue::Turn &turn)
{
    Look *look = find(number);
    if (look == nullptr)
        return; // nobody waits any more
    const auto id = m_starter.nextId();
    if (!id) {
        answer(*look, refuse(id.error()));
        remove(number);
        return;
    }
    RunSpec spec;
    spec.id = *id;
    spec.request = requestHead(*id, uid, u"plan"_s, look->spec.source);
    spec.request.insert(u"targetLocation"_s, look->spec.targetLocation);
    spec.request.insert(u"limit"_s, static_cast<qint64>(CountLimit.count()));
    spec.deadline = Deadline;
    look->turn = turn;
    look->age.start();
    look->run = m_starter.start(spec, this);
    auto plan = std::make_shared<std::optional<ClonePlan>>();
    connect(look->run, &Run::reported, this, [plan](const Report &report) {
        if (report.kind == Report::Kind::Plan)
            *plan = report.plan;
    });
    connect(look->run, &Run::ended, this, [this, run = look->run, plan, number, id = *id](const RunEnd &end) {
        run->deleteLater();
        m_starter.forget(id);
        onEnd(number, end, *plan);
    });
}

void Plans::onEnd(quint64 number, const RunEnd &end, const std::optional<ClonePlan> &plan)
{
    Look *look = find(number);
    if (look == nullptr)
        return;
    look->run = nullptr;
    look->turn.reset();
    Status status = end.status(u"plan"_s, look->spec.source.name, Deadline);
    if (status && !plan)
        status = refuse(ErrorCode::WorkerCrashed, u"plan"_s, u"it told nothing"_s);
    if (!status) {
        answer(*look, refuse(status.error()));
        remove(number);
        return;
    }
    look->plan = plan;
    look->fresh = std::max<std::chrono::milliseconds>(
        LeastFresh, Longer * std::chrono::milliseconds(look->age.elapsed()));
    look->age.start();
    ClonePlan estimated = *plan;
    m_measurements.estimate(estimated);
    answer(*look, estimated);
    if (Look *known = find(number); known != nullptr && known->outdated)
        remove(number);
}

void Plans::answer(Look &look, const Result<ClonePlan> &plan)
{
    const auto waiting = std::exchange(look.waiting, {});
    for (const Waiting &one : waiting)
        one.done(plan);
}

void Plans::forgetCaller(const QString &caller)
{
    QList<quint64> unwanted;
    for (Look &look : m_looks) {
        if (look.plan)
            continue;
        look.waiting.removeIf([&caller](const Waiting &one) { return one.caller == caller; });
        if (!look.waiting.isEmpty())
            continue;
        if (look.run != nullptr) {
            look.run->cancel(); // it stays in the list until it has ended, and holds its turn
            look.outdated = true;
        } else {
            unwanted.append(look.number);
        }
    }
    for (const quint64 number : std::as_const(unwanted))
        remove(number);
}

void Plans::forget(const QList<ContainerRef> &refs)
{
    for (Look &look : m_looks)
        look.outdated = look.outdated || refs.contains(look.spec.source);
    m_looks.removeIf([](const Look &look) { return look.plan && look.outdated; });
}

} // namespace boxyard
