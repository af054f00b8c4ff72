// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "configuration.h"

#include <QByteArrayList>
#include <QDBusConnection>
#include <QString>

#include <sys/types.h>

namespace boxyard {

/// Where a helper works: the machine's, as root on the system bus, or one user's, on the session bus and
/// without polkit.
struct Place {
    bool session = false;
    uid_t uid = 0; ///< whose containers: root, or the user
    QString runFolder; ///< what may be lost when the machine restarts
    QString stateFolder; ///< what may not
    QString configurationPath;
    QString worker; ///< the program
    QByteArrayList workerEnvironment;
    QStringList defaultLocations;

    [[nodiscard]] static Place system();
    /// By the XDG folders of whoever runs this.
    [[nodiscard]] static Place ofSession();
};

} // namespace boxyard
