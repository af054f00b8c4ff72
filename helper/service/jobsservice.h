// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/job.h"

#include <QDBusContext>
#include <QObject>

namespace boxyard {

class AuditLog;
class Gate;
class Jobs;
class Subscriptions;
struct Passage;

/// org.boxyard.Jobs1: decodes, and hands over. Its signals are sent by JobSignals.
class JobsService : public QObject, protected QDBusContext
{
    Q_OBJECT

public:
    JobsService(Gate &gate, Jobs &jobs, Subscriptions &subscriptions, AuditLog &audit,
                QObject *parent = nullptr);

    // The interface; the answers are sent later, what these return is not.
    JobInfoList List(bool others);
    void Cancel(qulonglong job);
    void CancelSeries(qulonglong job);
    QStringList Log(qulonglong job);

private:
    void cancel(qulonglong job, Status (Jobs::*how)(quint64), const QString &verb);
    /// Of a method about one job: whose it is.
    [[nodiscard]] Passage passageTo(quint64 job) const;

    Gate &m_gate;
    Jobs &m_jobs;
    Subscriptions &m_subscriptions;
    AuditLog &m_audit;
};

} // namespace boxyard
