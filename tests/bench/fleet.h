// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace boxyard::bench {

/// busybox containers c1, c2 … of /var/lib/lxc: privileged, each with a static address on lxcbr0, all on one
/// root file system, so that making one costs a file. What goes wrong ends the program with a sentence.
class Fleet
{
public:
    Fleet();
    ~Fleet(); ///< stops and removes them
    Fleet(const Fleet &) = delete;
    Fleet &operator=(const Fleet &) = delete;

    /// Makes as many as are missing, and starts them by lxc-start.
    void grow(int running);
    /// Makes one more that does not run; its name.
    QString makeStopped();

    static void start(const QString &name); ///< lxc-start; returns when it runs
    static void kill(const QString &name); ///< lxc-stop -k
    [[nodiscard]] static pid_t beginKill(const QString &name); ///< the same, without waiting for it
    static void finishKill(const QString &name, pid_t command);
    [[nodiscard]] static uint initOf(const QString &name);

private:
    void make(const QString &name, int number);

    QByteArray m_config; ///< lxc-create's, without its network
    QStringList m_running;
    QStringList m_stopped;
    int m_last = 0;
};

/// Runs a command to its successful end; how long that took, in ms.
double timeCommand(const QStringList &command);
[[noreturn]] void giveUp(const QString &why);

} // namespace boxyard::bench
