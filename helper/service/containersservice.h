// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"
#include "helper/descriptor.h"
#include "helper/pendingcall.h"

#include <QDBusContext>
#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QVariantMap>

namespace boxyard {

class Changes;
class Gate;
class Targets;
class Terminals;
class Watch;

/// org.boxyard.Containers1: decodes, and hands over.
class ContainersService : public QObject, protected QDBusContext
{
    Q_OBJECT

public:
    ContainersService(Gate &gate, const Targets &targets, Changes &changes, Terminals &terminals,
                      const Watch &watch, QObject *parent = nullptr);

    // The interface; the answers are sent later, what these return is not.
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

private:
    void onShell(const PendingCallPtr &call, uint uid, const ContainerRef &ref, Result<Descriptor> pty);

    Gate &m_gate;
    const Targets &m_targets;
    Changes &m_changes;
    Terminals &m_terminals;
    const Watch &m_watch;
};

} // namespace boxyard
