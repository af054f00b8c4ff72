// SPDX-License-Identifier: GPL-2.0-or-later

#include "engine.h"

#include <QUuid>

#include <algorithm>

namespace boxyard {

const ContainerEntry *Engine::find(const ContainerRef &ref) const
{
    const auto &entries = snapshot().containers;
    const auto found = std::find_if(entries.cbegin(), entries.cend(), [&ref](const ContainerEntry &entry) {
        return entry.container.ref == ref;
    });
    return found == entries.cend() ? nullptr : &*found;
}

QString Engine::newSeries()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

void Engine::setPermissions(const Permissions &permissions)
{
    if (permissions == m_permissions)
        return;
    m_permissions = permissions;
    Q_EMIT permissionsChanged();
}

} // namespace boxyard
