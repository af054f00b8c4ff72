// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>
#include <string>
#include <vector>

#include <sys/types.h>

namespace boxyard::test {

/// A process that does nothing until it is killed: a container's init.
class Sleeper
{
public:
    Sleeper();
    ~Sleeper();
    Sleeper(const Sleeper &) = delete;
    Sleeper &operator=(const Sleeper &) = delete;

    [[nodiscard]] uint pid() const { return static_cast<uint>(m_pid); }

    void kill(); ///< and collects it

private:
    pid_t m_pid;
};

/// A process that listens on command sockets as LXC's monitor does, and answers as it is told.
class FakeMonitor
{
public:
    enum class Manner : int {
        Answer,
        Silent, ///< listens, and takes no connection
        HangUp, ///< takes the connection and closes it
        Refuse, ///< -EPERM
        Scrap, ///< half an answer, then the end
        Nonsense, ///< a state that LXC does not have
    };

    /// Listens on these abstract names; `uid` is who does.
    explicit FakeMonitor(const std::vector<std::string> &socketNames, Manner manner = Manner::Answer,
                         int backlog = 100, uid_t uid = 0);
    ~FakeMonitor(); ///< closes the sockets
    FakeMonitor(const FakeMonitor &) = delete;
    FakeMonitor &operator=(const FakeMonitor &) = delete;

    /// What it says of its i-th container; LXC's number.
    void setState(std::size_t i, int state);
    void setInit(std::size_t i, uint pid);
    void setManner(Manner manner);
    [[nodiscard]] int connections() const; ///< taken so far
    void end();
    bool isReady = false;

private:
    struct Shared;
    [[noreturn]] void serve(const std::vector<int> &listeners) const;
    void answer(int connection, std::size_t i) const;

    Shared *m_shared;
    pid_t m_pid = -1;
};

} // namespace boxyard::test
