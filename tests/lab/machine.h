// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <sys/types.h>

/// What a test does with the lab's machine; it runs there as root, outside of any session.
namespace boxyard::lab {

/// Whether this program runs in the lab; everything else here needs it.
[[nodiscard]] bool isLab();

/// Whether everything is wanted that takes long: ./dev lab --full.
[[nodiscard]] bool isWholeRun();

/// The helper's unit.
inline const QString HelperUnit = QStringLiteral("boxyard-helper.service");

/// systemctl; throws where it fails.
QString systemctl(const QStringList &arguments);
/// A property of a unit as systemd shows it: "ActiveState", "MainPID"…
[[nodiscard]] QString unitProperty(const QString &unit, const QString &property);
/// The main process of a unit; 0: it does not run.
[[nodiscard]] pid_t mainPid(const QString &unit);

/// Stops the helper and forgets that it failed, so that the next call activates it.
void stopHelper();

/// The process that is a running container's init; 0 where it does not run.
[[nodiscard]] pid_t initPid(const QString &container);

} // namespace boxyard::lab
