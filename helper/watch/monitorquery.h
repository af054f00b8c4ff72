// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <string>

class QSocketNotifier;

namespace boxyard {

/// One question to a container's monitor over its command socket, without ever waiting for it. Deletes
/// nothing by itself.
///
/// Of liblxc's command protocol (src/lxc/commands.c, commands.h) two requests are used, LXC_CMD_GET_STATE and
/// LXC_CMD_GET_INIT_PID: their form is fixed between releases, since lxc-* commands must understand the
/// monitors of an older liblxc. The init could also be guessed from the children of the monitor, but those
/// include its hooks, and the process that SO_PEERCRED names is not the monitor: the socket is made before
/// lxc-start forks into the background.
class MonitorQuery : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MonitorQuery)

public:
    enum class Command { GetState = 3, GetInitPid = 4 }; ///< lxc_cmd_t
    enum class Outcome {
        Answered, ///< value is set
        Gone, ///< nobody listens, or the listener was closed before it answered
        WrongOwner, ///< the socket is another one's; nothing was sent
        Full, ///< so many wait for the monitor that not even a connection is taken
        Failed, ///< an answer that is no answer
    };

    /// The connection is made by start().
    MonitorQuery(std::string socketName, uint ownerUid, Command command, QObject *parent);
    ~MonitorQuery() override;

    /// Tells the outcome later, never from within.
    void start(std::chrono::milliseconds patience);

    [[nodiscard]] Command command() const { return m_command; }

    [[nodiscard]] qint64 value() const { return m_value; } ///< a lxc_state_t, or a pid

    [[nodiscard]] bool isLate() const { return m_late; }

    /// Where the answer comes from, to be polled; -1 where nothing is to be waited for.
    [[nodiscard]] int descriptor() const { return m_finished || !m_notifier ? -1 : m_fd; }

    /// Reads what has come, without waiting.
    void readNow() { read(); }

Q_SIGNALS:
    void finished(boxyard::MonitorQuery::Outcome outcome); ///< once
    /// No answer in time. It goes on waiting on the same connection: an answer later is as good, and a stuck
    /// monitor is not buried under one connection after the other.
    void late();

private:
    Outcome connectAndSend();
    void read();
    void finish(Outcome outcome);

    std::string m_socketName;
    uint m_ownerUid;
    Command m_command;
    int m_fd = -1;
    QSocketNotifier *m_notifier = nullptr;
    QTimer m_timer;
    QByteArray m_answer;
    qint64 m_value = 0;
    bool m_late = false;
    bool m_finished = false;
};

/// What LXC's number means; Unknown for one that it does not have.
[[nodiscard]] ContainerState stateFromLxc(qint64 state);

} // namespace boxyard
