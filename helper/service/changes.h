// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gate.h"
#include "helper/jobrequest.h"
#include "helper/jobs.h"

#include <QObject>

#include <functional>

namespace boxyard {

/// The way of every verb that becomes a job: through the gate, with the identity of what it was authorized
/// for, to its id.
class Changes : public QObject
{
    Q_OBJECT

public:
    using Look = std::function<Result<Facts>()>;

    Changes(Gate &gate, Jobs &jobs, AuditLog &audit, QObject *parent = nullptr);

    /// `request` with the decoded values, or why they were not accepted.
    void run(QLatin1StringView interface, const PendingCallPtr &call, const Result<JobRequest> &request,
             Look look);

    /// A line in the audit log, for what is no job.
    void note(const AuditLog::Entry &entry) { m_audit.write(entry); }

private:
    void begin(const PendingCallPtr &call, JobRequest request, const Facts &facts);

    Gate &m_gate;
    Jobs &m_jobs;
    AuditLog &m_audit;
};

/// "/var/lib/lxc/web", and " → name" where something comes out of it.
[[nodiscard]] QString auditTarget(const ContainerRef &target, const QString &result);

} // namespace boxyard
