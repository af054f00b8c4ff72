// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <chrono>

namespace boxyard::bench {

/// What stands for the desktop program: this executable as another user's process, with an LxcEngine. It
/// takes commands, one a line, and answers each with a line:
///
/// - `list`: `list MS CONTAINERS RUNNING ADDRESSES`. Containers1.List, decoded, and the addresses of all that
/// run
/// - `start NAME`: `start MS`. From the click to the task's end and the model's Running
/// - `clone LOCATION NAME MODE TARGET…`: `clone MS`. From the first call to the last Finished
/// - `watch NAME`: `watching`, then `left NS`, `stopped NS`. When the model shows it; CLOCK_MONOTONIC
[[nodiscard]] int runProgram();

/// Another user who calls the helper over several connections as fast as it answers, until it is killed.
[[nodiscard]] int runFlood();

/// A process of this executable in such a role.
class Role
{
public:
    /// `argument`: "--program" or "--flood"; `user`: who runs it. Returns when it is ready.
    Role(const QString &argument, const QString &user);
    /// Another program in the same way.
    Role(const QString &program, const QStringList &arguments, const QString &user);
    ~Role();
    Role(const Role &) = delete;
    Role &operator=(const Role &) = delete;

    void send(const QString &line);
    /// The next line, in words; the first has to be `word`.
    QStringList expect(const QString &word, std::chrono::milliseconds patience = std::chrono::seconds(30));
    QStringList ask(const QString &line, const QString &word,
                    std::chrono::milliseconds patience = std::chrono::seconds(30));

    /// When it said that it is ready, where it says so: CLOCK_MONOTONIC, in ns.
    [[nodiscard]] qint64 readyAt() const { return m_readyAt; }

private:
    QProcess m_process;
    qint64 m_readyAt = 0;
};

} // namespace boxyard::bench
