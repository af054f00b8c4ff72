// SPDX-License-Identifier: GPL-2.0-or-later

#include "clonesservice.h"

#include "changes.h"
#include "gate.h"
#include "targets.h"

namespace boxyard {

using namespace Qt::StringLiterals;

ClonesService::ClonesService(Gate &gate, const Targets &targets, Changes &changes, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_targets(targets)
    , m_changes(changes)
{
}

qulonglong ClonesService::Clone(const QString &location, const QString &name, const QString &targetLocation,
                                const QString &targetName, const QVariantMap &options)
{
    const auto request =
        cloneSpecFromWire(location, name, targetLocation, targetName, options).map(&cloneRequest);
    m_changes.run("org.boxyard.Clones1"_L1, m_gate.accept(message()), request,
                  [=, this] { return m_targets.forClone(*request); });
    return 0;
}

} // namespace boxyard
