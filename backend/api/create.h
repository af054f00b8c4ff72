// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "container.h"

#include <QMap>
#include <QVariantMap>

namespace boxyard {

/// Where a new rootfs lies. Auto: a btrfs subvolume where the container path is on btrfs, else a directory.
enum class Store { Auto, Directory, Btrfs };

/// A container to be made by one of LXC's templates (/usr/share/lxc/templates/lxc-NAME).
struct CreateSpec {
    ContainerRef ref;
    QString templateName = QStringLiteral("busybox");
    QMap<QString, QString>
        options; ///< the template's typed options: {"release": "trixie"}; each template has its own table
    Store store = Store::Auto;
    bool privileged =
        false; ///< without an id map: root inside is root on the host. Needs the action edit-raw
    bool operator==(const CreateSpec &) const = default;
};

[[nodiscard]] QVariantMap toWire(const CreateSpec &spec);
[[nodiscard]] Result<CreateSpec> createSpecFromWire(const QString &location, const QString &name,
                                                    const QString &templateName, const QVariantMap &options);

} // namespace boxyard
