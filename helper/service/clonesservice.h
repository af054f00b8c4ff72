// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/plan.h"

#include <QDBusContext>
#include <QObject>
#include <QVariantMap>

namespace boxyard {

class Changes;
class Gate;
class Plans;
class Targets;

/// org.boxyard.Clones1: decodes, and hands over.
class ClonesService : public QObject, protected QDBusContext
{
    Q_OBJECT

public:
    ClonesService(Gate &gate, const Targets &targets, Changes &changes, Plans &plans,
                  QObject *parent = nullptr);

    // The interface; the answer is sent later, what this returns is not.
    qulonglong Clone(const QString &location, const QString &name, const QString &targetLocation,
                     const QString &targetName, const QVariantMap &options);
    ClonePlan Plan(const QString &location, const QString &name, const QString &targetLocation);

private:
    Gate &m_gate;
    const Targets &m_targets;
    Changes &m_changes;
    Plans &m_plans;
};

} // namespace boxyard
