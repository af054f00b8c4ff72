// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/api/host.h"
#include "backend/api/job.h"
#include "helpercalls.h"

#include <QDBusConnection>
#include <QObject>

#include <memory>

class ContainersProxy;
class HostProxy;
class JobsProxy;

namespace boxyard {

/// One process of the helper, from its appearing to its end: what is read from it and what it tells. Its
/// signals are connected before the first call. Once it is closed none of its continuations runs.
class HelperSession : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Done = HelperCalls::Done<T>;

    /// `owner`: the unique name of that process.
    HelperSession(const QDBusConnection &bus, const QString &owner, QObject *parent = nullptr);
    ~HelperSession() override;

    /// Ends it: nothing of it is heard from now on; it deletes itself later, as it may be delivering right
    /// now.
    void close();

    void subscribe(Interaction interaction, Done<void> done);
    void info(Done<HostInfo> done);
    void list(Done<ContainerList> done);
    void jobs(Done<JobInfoList> done);
    void log(quint64 job, Done<QStringList> done);

Q_SIGNALS:
    void changed();
    void progress(qulonglong job, double fraction, const QString &step, qulonglong files, qulonglong bytes);
    void logLine(qulonglong job, const QString &line);
    void finished(qulonglong job, const QString &error, const QString &object, const QString &detail);

private:
    const QDBusConnection m_bus;
    const QString m_owner;
    std::unique_ptr<ContainersProxy> m_containers;
    std::unique_ptr<HostProxy> m_host;
    std::unique_ptr<JobsProxy> m_jobs;
    HelperCalls m_calls;
};

} // namespace boxyard
