// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDBusArgument>
#include <QMap>
#include <QString>
#include <QVariantMap>

namespace boxyard {

/// polkit's subjects and identities on the bus, (sa{sv}): a kind and what tells it from others of its kind.
/// The polkit D-Bus API reference, "The Subject structure" and "The Identity structure".
struct PolkitEntity {
    QString kind;
    QVariantMap details;
};

using PolkitEntities = QList<PolkitEntity>;

QDBusArgument &operator<<(QDBusArgument &argument, const PolkitEntity &entity);
const QDBusArgument &operator>>(const QDBusArgument &argument, PolkitEntity &entity);

/// This process as a `unix-process`, which its pid, its start and its user name; its kind is empty where
/// /proc can't be read.
[[nodiscard]] PolkitEntity thisProcess();

/// When a process began, in clock ticks since boot, from its /proc/PID/stat: proc(5), field 22. 0 where the
/// text is not one.
[[nodiscard]] quint64 startTimeFrom(QByteArrayView stat);

/// Whether polkit finds a session for a process, from its /proc/PID/cgroup and what logind writes of its
/// user, /run/systemd/users/UID: one whose scope it is in, or, below the user's service manager, where
/// desktops start programs, his primary one (DISPLAY=; a terminal's, too). sd_pid_get_session(3),
/// sd_uid_get_display(3).
[[nodiscard]] bool hasSession(const QByteArray &cgroups, const QByteArray &user);

/// The names of those identities that are users of this machine: root's from 0.
[[nodiscard]] QStringList userNames(const PolkitEntities &identities);

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::PolkitEntity)
