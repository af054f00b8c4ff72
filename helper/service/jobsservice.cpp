// SPDX-License-Identifier: GPL-2.0-or-later

#include "jobsservice.h"

#include "changes.h"
#include "gate.h"
#include "helper/jobs.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Interface = "org.boxyard.Jobs1"_L1;

} // namespace

JobsService::JobsService(Gate &gate, Jobs &jobs, Subscriptions &subscriptions, AuditLog &audit,
                         QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_jobs(jobs)
    , m_subscriptions(subscriptions)
    , m_audit(audit)
{
}

JobInfoList JobsService::List(bool others)
{
    Passage passage;
    passage.look = [others](const Caller &) -> Result<Facts> {
        Facts facts;
        facts.others = others;
        return facts;
    };
    passage.go = [this, others](const PendingCallPtr &call, const Caller &caller, const Facts &) {
        if (others)
            m_subscriptions.setSeesOthers(caller.name, caller.how);
        const auto jobs = m_jobs.list(others ? std::nullopt : std::optional(caller.uid));
        call->answer({QVariant::fromValue(jobs)});
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
    return {};
}

Passage JobsService::passageTo(quint64 job) const
{
    Passage passage;
    passage.target = u"job %1"_s.arg(job);
    if (const JobInfo *info = m_jobs.find(job)) {
        passage.container = info->target.name;
        passage.target = u"job %1 (%2 %3)"_s.arg(QString::number(job), info->verb,
                                                 auditTarget(info->target, info->result));
    }
    passage.look = [this, job](const Caller &caller) -> Result<Facts> {
        const JobInfo *info = m_jobs.find(job);
        if (info == nullptr)
            return refuse(ErrorCode::NotFound, QString::number(job));
        Facts facts;
        facts.others = info->uid != caller.uid;
        return facts;
    };
    return passage;
}

void JobsService::cancel(qulonglong job, Status (Jobs::*how)(quint64), const QString &verb)
{
    Passage passage = passageTo(job);
    passage.go = [this, job, how, verb, target = passage.target](const PendingCallPtr &call,
                                                                 const Caller &caller, const Facts &) {
        if (const Status status = (m_jobs.*how)(job); !status) {
            call->refuse(status.error());
            return;
        }
        m_audit.write({caller.uid, verb, target, u"asked"_s});
        call->answer();
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
}

void JobsService::Cancel(qulonglong job)
{
    cancel(job, &Jobs::cancel, u"cancel"_s);
}

void JobsService::CancelSeries(qulonglong job)
{
    cancel(job, &Jobs::cancelSeries, u"cancel-series"_s);
}

QStringList JobsService::Log(qulonglong job)
{
    Passage passage = passageTo(job);
    passage.go = [this, job](const PendingCallPtr &call, const Caller &, const Facts &) {
        call->answer({QVariant(m_jobs.log(job))});
    };
    m_gate.pass(Interface, m_gate.accept(message()), std::move(passage));
    return {};
}

} // namespace boxyard
