// SPDX-License-Identifier: GPL-2.0-or-later

#include "changes.h"

namespace boxyard {

using namespace Qt::StringLiterals;

QString auditTarget(const ContainerRef &target, const QString &result)
{
    const QString path = target.location + u'/' + target.name;
    return result.isEmpty() ? path : path + u" → "_s + result;
}

Changes::Changes(Gate &gate, Jobs &jobs, AuditLog &audit, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_jobs(jobs)
    , m_audit(audit)
{
    connect(&jobs, &Jobs::finished, this, [this](const JobInfo &job) {
        QString result = u"done"_s;
        if (!job.error.isEmpty())
            result = explain({errorCodeFromWord(job.error), job.object, job.detail});
        m_audit.write({job.uid, job.verb, auditTarget(job.target, job.result),
                       u"job %1: %2"_s.arg(QString::number(job.id), result)});
    });
}

void Changes::run(QLatin1StringView interface, const PendingCallPtr &call, const Result<JobRequest> &request,
                  Look look)
{
    if (!request) {
        call->refuse(request.error());
        return;
    }
    Passage passage;
    passage.container = request->target.name;
    passage.target = auditTarget(request->target, request->result.name);
    passage.look = [look = std::move(look)](const Caller &) { return look(); };
    passage.go = [this, request = *request](const PendingCallPtr &pending, const Caller &caller,
                                            const Facts &facts) {
        JobRequest owned = request;
        owned.uid = caller.uid;
        begin(pending, std::move(owned), facts);
    };
    m_gate.pass(interface, call, std::move(passage));
}

void Changes::begin(const PendingCallPtr &call, JobRequest request, const Facts &facts)
{
    // What was authorized is this config file; a worker that finds another one refuses.
    if (request.verb != Verb::Create)
        request.keys.insert(u"expect"_s, facts.identity);
    const auto id = m_jobs.submit(request);
    AuditLog::Entry entry{
        request.uid, verbWord(request.verb), auditTarget(request.target, request.result.name), {}};
    if (!id) {
        entry.result = u"refused: "_s + explain(id.error());
        m_audit.writeRefusal(entry);
        call->refuse(id.error());
        return;
    }
    entry.result = u"job %1: begun"_s.arg(*id);
    m_audit.write(entry);
    call->answer({QVariant::fromValue(*id)});
}

} // namespace boxyard
