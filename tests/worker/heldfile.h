// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

/// While it lives, whoever opens a file (not only its path, O_PATH) waits: what works on it stands still in
/// its middle, however busy the machine is. A signal that kills does so meanwhile, others wait with it.
/// fanotify(7), FAN_OPEN_PERM; as root.
class HeldFile
{
public:
    /// Throws where the kernel does not let it.
    explicit HeldFile(const QString &path);
    ~HeldFile();
    HeldFile(const HeldFile &) = delete;
    HeldFile &operator=(const HeldFile &) = delete;
    HeldFile(HeldFile &&) = delete;
    HeldFile &operator=(HeldFile &&) = delete;

    /// Waits until somebody stands there; throws where nobody comes.
    void awaitReached() const;

private:
    QByteArray m_path;
    int m_group = -1; ///< closing it lets everybody through
};
