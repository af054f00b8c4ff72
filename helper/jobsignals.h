// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "jobs.h"
#include "subscriptions.h"

#include <QDBusConnection>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace boxyard {

/// Tells of jobs on the bus: each signal goes by itself to the connections that may hear it. Progress is told
/// ten times a second at most.
class JobSignals : public QObject
{
    Q_OBJECT

public:
    JobSignals(const QDBusConnection &bus, Jobs &jobs, const Subscriptions &subscriptions,
               QObject *parent = nullptr);

private:
    void onProgressed(const JobInfo &job);
    void tellProgress();
    void tellProgressOf(const JobInfo &job);
    void send(const JobInfo &job, const QString &signal, const QVariantList &arguments);

    QDBusConnection m_bus;
    Jobs &m_jobs;
    const Subscriptions &m_subscriptions;
    QSet<quint64> m_waiting; ///< jobs whose progress is not told yet
    QTimer m_timer;
};

} // namespace boxyard
