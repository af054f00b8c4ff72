// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "bed.h"

namespace boxyard::bed {

/// What the person in front of an agent does when the password is asked for.
enum class Typing {
    Right, ///< types the administrator's password (typist's)
    Wrong, ///< types another one
    Leave, ///< ends the agent
};

/// polkit's own text agent, pkttyagent, on a pseudo terminal, with somebody who types: the whole way through
/// polkit-agent-helper-1 and PAM. It serves one process, which has to belong to the same user.
class Agent
{
public:
    /// Returns when it is registered with polkit.
    Agent(const User &user, qint64 pid, Typing typing);
    ~Agent();
    Agent(const Agent &) = delete;
    Agent &operator=(const Agent &) = delete;

    /// Handles what the terminal shows; call it while waiting for the client's answer. Types when asked.
    void attend();

    /// What the terminal has shown so far.
    [[nodiscard]] const QByteArray &shown() const { return m_shown; }

    /// How often a password was asked for.
    [[nodiscard]] int asked() const { return m_asked; }

private:
    void react();

    Typing m_typing;
    pid_t m_pid = 0;
    int m_terminal = -1;
    QByteArray m_shown;
    qsizetype m_handled = 0;
    int m_asked = 0;
};

} // namespace boxyard::bed
