// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "bed.h"

namespace boxyard::bed {

/// The process behind a name on the system bus; 0 where nobody has it. Starts nothing.
[[nodiscard]] pid_t ownerOf(const QString &name);

/// The helper's process; 0 where it does not run.
[[nodiscard]] pid_t helperPid();
/// kill -9, and waits until the bus has noticed. Does nothing where it does not run.
void killHelper();

/// polkitd's process; started if it does not run.
pid_t polkitPid();

/// While it lives, polkitd is stopped (SIGSTOP): calls to it are not answered.
class PolkitStopped
{
public:
    PolkitStopped();
    ~PolkitStopped();
    PolkitStopped(const PolkitStopped &) = delete;
    PolkitStopped &operator=(const PolkitStopped &) = delete;

private:
    pid_t m_pid;
};

/// While it lives, there is no polkit: it is killed, and the bus can't start it.
class PolkitGone
{
public:
    PolkitGone();
    ~PolkitGone();
    PolkitGone(const PolkitGone &) = delete;
    PolkitGone &operator=(const PolkitGone &) = delete;
};

/// Ends the bus with everything that is connected to it, as far as that minds. The socket is gone until
/// startBus().
void stopBus();
void startBus();

/// What polkit says of an action when a user asks: what a rule answers.
enum class Verdict { Yes, No, AuthAdmin, AuthAdminKeep };

/// A rules file that is asked before the bed's own; removed with this object. Each change waits until polkit
/// goes by it.
class Rules
{
public:
    Rules();
    ~Rules();
    Rules(const Rules &) = delete;
    Rules &operator=(const Rules &) = delete;

    /// `action`: "view", "power"…, a full id, or "*" for all of Boxyard's.
    void set(const QString &user, const QString &action, Verdict verdict);
    /// Forgets what was set.
    void clear();

private:
    void write();

    QMap<QString, QString> m_lines;
};

} // namespace boxyard::bed
