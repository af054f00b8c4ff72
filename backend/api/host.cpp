// SPDX-License-Identifier: GPL-2.0-or-later

#include "host.h"

namespace boxyard {

QDBusArgument &operator<<(QDBusArgument &argument, const LocationInfo &location)
{
    argument.beginStructure();
    argument << location.path << location.fileSystem << location.snapshots << location.problem;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, LocationInfo &location)
{
    argument.beginStructure();
    argument >> location.path >> location.fileSystem >> location.snapshots >> location.problem;
    argument.endStructure();
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const HostInfo &host)
{
    argument.beginStructure();
    argument << host.version << host.lxcVersion << host.locations << host.templates << host.idmapProblem;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, HostInfo &host)
{
    argument.beginStructure();
    argument >> host.version >> host.lxcVersion >> host.locations >> host.templates >> host.idmapProblem;
    argument.endStructure();
    return argument;
}

} // namespace boxyard
