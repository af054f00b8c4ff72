// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "result.h"

#include <QDBusArgument>
#include <QHash>
#include <QList>
#include <QStringList>

namespace boxyard {

/// Names one container: the same name may exist in two container paths. The key in every model, journal entry
/// and call.
struct ContainerRef {
    QString location; ///< the container path, as `lxc-ls -P` takes it: /var/lib/lxc
    QString name;
    bool operator==(const ContainerRef &) const = default;

    /// QString has no three-way comparison before Qt 6.7.
    bool operator<(const ContainerRef &other) const
    {
        return location != other.location ? location < other.location : name < other.name;
    }
};

[[nodiscard]] size_t qHash(const ContainerRef &ref, size_t seed = 0);

/// Checks the form of both parts; InvalidArgument("location") or InvalidName.
[[nodiscard]] Result<ContainerRef> containerRefFromWire(const QString &location, const QString &name);

/// What a container does. The first eight are LXC's own (lxc_state_t in src/lxc/state.h), the last two are
/// ours.
enum class ContainerState : uint {
    Stopped,
    Starting,
    Running,
    Stopping,
    Aborting,
    Freezing,
    Frozen,
    Thawed,
    NotResponding, ///< its monitor holds the command socket and does not answer
    Unknown, ///< the name's socket belongs to somebody else (problem: NameTaken), or nothing is known yet
};

/// Whether processes of the container exist.
[[nodiscard]] bool isAlive(ContainerState state);

/// A line of the list: what the helper knows of a container without asking it.
struct Container {
    ContainerRef ref;
    ContainerState state = ContainerState::Unknown;
    uint initPid = 0; ///< in the host's PID namespace; 0 where it does not run
    qint64 since = 0; ///< when its init began, in ms since the epoch; 0 where it does not run
    bool unprivileged = false; ///< its config has an id map
    bool autostart = false; ///< lxc.start.auto
    QString store; ///< "dir", "btrfs", "overlay", "lvm" …; empty where it is not known yet
    QString rootfs; ///< lxc.rootfs.path without its kind
    QString problem; ///< errorWord() of what is wrong with it, or empty: BrokenConfig, NameTaken,
                     ///< UnsupportedName …
    QString problemDetail;
    bool operator==(const Container &) const = default;
};

using ContainerList = QList<Container>;

/// One network card of a container, as its config has it. lxc.container.conf(5), "NETWORK".
struct Nic {
    uint index = 0; ///< the N of lxc.net.N
    QString type; ///< veth, macvlan, ipvlan, vlan, phys, none, empty
    QString link; ///< the bridge or parent link
    QString mac; ///< lxc.net.N.hwaddr, empty where LXC chooses one at each start
    QStringList addresses; ///< configured ones (lxc.net.N.ipv4.address, ipv6.address)
    bool operator==(const Nic &) const = default;
};

/// What is asked of one container when its page opens.
struct ContainerDetails {
    QString configPath;
    QString arch; ///< lxc.arch
    QString hostname; ///< lxc.uts.name
    QString idmap; ///< readable form of lxc.idmap: "u 0 100000 65536"; empty where privileged
    QList<Nic> nics;
    QStringList dependants; ///< names of containers whose overlay lies on this one
    bool operator==(const ContainerDetails &) const = default;
};

QDBusArgument &operator<<(QDBusArgument &argument, const Container &container);
const QDBusArgument &operator>>(const QDBusArgument &argument, Container &container);
QDBusArgument &operator<<(QDBusArgument &argument, const Nic &nic);
const QDBusArgument &operator>>(const QDBusArgument &argument, Nic &nic);
QDBusArgument &operator<<(QDBusArgument &argument, const ContainerDetails &details);
const QDBusArgument &operator>>(const QDBusArgument &argument, ContainerDetails &details);

/// Registers every type of backend/api with QtDBus; call once before the first bus call.
void registerWireTypes();

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::ContainerRef)
Q_DECLARE_METATYPE(boxyard::Container)
Q_DECLARE_METATYPE(boxyard::ContainerList)
Q_DECLARE_METATYPE(boxyard::ContainerDetails)
