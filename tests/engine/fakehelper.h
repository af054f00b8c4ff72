// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "backend/api/host.h"
#include "backend/api/job.h"
#include "backend/api/plan.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>
#include <QHash>
#include <QObject>

#include <functional>
#include <memory>

namespace boxyard {

/// What the fake helper knows, counts and is told to do.
struct FakeState {
    ContainerList containers;
    HostInfo host{QStringLiteral("0.1.0"), QStringLiteral("5.0.2"), {}, {QStringLiteral("busybox")}, {}};
    JobInfoList jobs;
    ClonePlan plan;
    QHash<quint64, QStringList> logs;
    quint64 nextJob = 100;
    /// How often each method was called, and whether the last call might have asked for a password.
    QHash<QString, int> calls;
    QHash<QString, bool> interactive;
    QHash<QString, QVariantList> arguments;
    /// Methods that answer in a way of their own: the function sends the answer itself, or never.
    QHash<QString, std::function<void(const QDBusMessage &call)>> instead;
};

/// Common to the four objects: looks whether the test wants another answer.
class FakeObject : public QObject, protected QDBusContext
{
    Q_OBJECT

public:
    explicit FakeObject(FakeState &state)
        : m_state(state)
    {
    }

protected:
    /// Whether the ordinary answer is to be given.
    bool ordinary(const QString &method);
    qulonglong job(const QString &method);

    FakeState &m_state;
};

// The generated adaptors call these by the contract's names.
class FakeContainers : public FakeObject
{
    Q_OBJECT

public:
    using FakeObject::FakeObject;
    ContainerList List();
    ContainerDetails Inspect(const QString &location, const QString &name);
    qulonglong Create(const QString &location, const QString &name, const QString &templateName,
                      const QVariantMap &options);
    qulonglong Start(const QString &location, const QString &name);
    qulonglong Stop(const QString &location, const QString &name, const QVariantMap &options);
    qulonglong Restart(const QString &location, const QString &name, const QVariantMap &options);
    qulonglong Freeze(const QString &location, const QString &name);
    qulonglong Unfreeze(const QString &location, const QString &name);
    qulonglong Rename(const QString &location, const QString &name, const QString &newName);
    qulonglong Delete(const QString &location, const QString &name);
    QDBusUnixFileDescriptor OpenShell(const QString &location, const QString &name,
                                      const QVariantMap &options);
};

class FakeClones : public FakeObject
{
    Q_OBJECT

public:
    using FakeObject::FakeObject;
    qulonglong Clone(const QString &location, const QString &name, const QString &targetLocation,
                     const QString &targetName, const QVariantMap &options);
    ClonePlan Plan(const QString &location, const QString &name, const QString &targetLocation);
};

class FakeHost : public FakeObject
{
    Q_OBJECT

public:
    using FakeObject::FakeObject;
    void Subscribe();
    void Unsubscribe();
    HostInfo Info();

Q_SIGNALS:
    void Changed();
};

class FakeJobs : public FakeObject
{
    Q_OBJECT

public:
    using FakeObject::FakeObject;
    JobInfoList List(bool others);
    void Cancel(qulonglong job);
    void CancelSeries(qulonglong job);
    QStringList Log(qulonglong job);

Q_SIGNALS:
    void Progress(qulonglong job, double fraction, const QString &step, qulonglong files, qulonglong bytes);
    void LogLine(qulonglong job, const QString &line);
    void Finished(qulonglong job, const QString &error, const QString &object, const QString &detail);
};

/// A helper on a connection of its own, in the test's process. Its end is a helper's end: the connection
/// closes.
class FakeHelper
{
public:
    explicit FakeHelper(const QString &address, FakeState state = {});
    ~FakeHelper();

    /// Whether it got its name.
    [[nodiscard]] bool isThere() const { return m_there; }

    void answer(const QDBusMessage &call, const QVariant &value);
    void answer(const QDBusMessage &call);
    void fail(const QDBusMessage &call, const QString &errorName, const QStringList &texts);
    void changed();
    void progress(quint64 job, double fraction, const QString &step, const Copied &copied = {});
    void logLine(quint64 job, const QString &line);
    void finished(quint64 job, const QString &error = {}, const QString &object = {},
                  const QString &detail = {});

    FakeState state;

private:
    const QString m_name;
    FakeContainers m_containers{state};
    FakeClones m_clones{state};
    FakeHost m_host{state};
    FakeJobs m_jobs{state};
    QDBusConnection m_bus;
    bool m_there = false;
};

} // namespace boxyard
