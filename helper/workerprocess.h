// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"
#include "descriptor.h"

#include <QByteArrayList>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

#include <sys/types.h>

namespace boxyard {

/// A worker as a process: started by posix_spawn(3) in a session of its own, where it waits for its work, or found
/// again after a restart; followed through its pidfd. Once at work it goes on when this object, or the helper, goes.
/// (QProcess would kill it.)
class WorkerProcess : public QObject
{
    Q_OBJECT

public:
    struct Work {
        int request = -1; ///< becomes descriptor 3
        int report = -1; ///< becomes descriptor 4
        int socket = -1; ///< becomes descriptor 5, where there is one
    };

    explicit WorkerProcess(QObject *parent = nullptr);

    /// It waits then; one that is not given any work ends with this object. `environment`: "KEY=value". Failed with
    /// the kernel's reason.
    [[nodiscard]] Status start(const QString &program, const QByteArrayList &environment);
    /// Failed where it is not there any more to take it.
    [[nodiscard]] Status give(const Work &work);
    /// Another helper's child: `pid` is believed where it holds `requestPath` open as descriptor 3; else the
    /// end is noticed by the lock of that file, and it can't be killed.
    void adopt(pid_t pid, const QString &requestPath);

    void terminate(); ///< SIGTERM to the worker
    void kill(); ///< SIGKILL to its process group

Q_SIGNALS:
    /// Once. `how`: "signal 9", "exit code 3"; empty after exit code 0 or where it is not known.
    void exited(const QString &how);

private:
    void follow(pid_t pid, Descriptor pidfd);
    void onExit();

    pid_t m_pid = 0;
    bool m_ours = false; ///< a child of this process
    Descriptor m_handover; ///< while it waits
    Descriptor m_pidfd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_poll;
    QString m_requestPath;
};

} // namespace boxyard
