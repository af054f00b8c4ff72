// SPDX-License-Identifier: GPL-2.0-or-later

#include "container.h"

#include "host.h"
#include "job.h"
#include "names.h"
#include "plan.h"

#include <QDBusMetaType>

namespace boxyard {

using namespace Qt::StringLiterals;

size_t qHash(const ContainerRef &ref, size_t seed)
{
    return qHashMulti(seed, ref.location, ref.name);
}

Result<ContainerRef> containerRefFromWire(const QString &location, const QString &name)
{
    if (!isLocation(location))
        return refuse(ErrorCode::InvalidArgument, u"location"_s, u"not a container path"_s);
    if (!isContainerName(name))
        return refuse(ErrorCode::InvalidName, name);
    return ContainerRef{location, name};
}

bool isAlive(ContainerState state)
{
    return state != ContainerState::Stopped && state != ContainerState::Unknown;
}

QDBusArgument &operator<<(QDBusArgument &argument, const Container &container)
{
    argument.beginStructure();
    argument << container.ref.location << container.ref.name << static_cast<uint>(container.state)
             << container.initPid << container.since << container.unprivileged << container.autostart
             << container.store << container.rootfs << container.problem << container.problemDetail;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Container &container)
{
    uint state = 0;
    argument.beginStructure();
    argument >> container.ref.location >> container.ref.name >> state >> container.initPid >> container.since
        >> container.unprivileged >> container.autostart >> container.store >> container.rootfs
        >> container.problem >> container.problemDetail;
    argument.endStructure();
    const uint last = static_cast<uint>(ContainerState::Unknown);
    container.state = static_cast<ContainerState>(state > last ? last : state);
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const Nic &nic)
{
    argument.beginStructure();
    argument << nic.index << nic.type << nic.link << nic.mac << nic.addresses;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, Nic &nic)
{
    argument.beginStructure();
    argument >> nic.index >> nic.type >> nic.link >> nic.mac >> nic.addresses;
    argument.endStructure();
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const ContainerDetails &details)
{
    argument.beginStructure();
    argument << details.configPath << details.arch << details.hostname << details.idmap << details.nics
             << details.dependants;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, ContainerDetails &details)
{
    argument.beginStructure();
    argument >> details.configPath >> details.arch >> details.hostname >> details.idmap >> details.nics
        >> details.dependants;
    argument.endStructure();
    return argument;
}

void registerWireTypes()
{
    qDBusRegisterMetaType<QMap<QString, QString>>();
    qDBusRegisterMetaType<Container>();
    qDBusRegisterMetaType<ContainerList>();
    qDBusRegisterMetaType<Nic>();
    qDBusRegisterMetaType<QList<Nic>>();
    qDBusRegisterMetaType<ContainerDetails>();
    qDBusRegisterMetaType<LocationInfo>();
    qDBusRegisterMetaType<QList<LocationInfo>>();
    qDBusRegisterMetaType<HostInfo>();
    qDBusRegisterMetaType<JobInfo>();
    qDBusRegisterMetaType<JobInfoList>();
    qDBusRegisterMetaType<CloneCost>();
    qDBusRegisterMetaType<QList<CloneCost>>();
    qDBusRegisterMetaType<ClonePlan>();
}

} // namespace boxyard
