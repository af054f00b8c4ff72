// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QObject>

class QSocketNotifier;

namespace boxyard {

/// Tells when processes end: pidfds in one epoll set, so that the event loop polls one descriptor however
/// many there are. pidfd_open(2). A pidfd holds no namespace of its process.
class ProcessWatch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessWatch)

public:
    explicit ProcessWatch(QObject *parent = nullptr);
    ~ProcessWatch() override;

    /// False where the process is gone, or where half of this process' descriptors are in use: what is not
    /// followed is noticed by the look at the sockets.
    bool follow(uint pid);
    void forget(uint pid);

Q_SIGNALS:
    void ended(uint pid);

private:
    void read();

    int m_epoll = -1;
    QSocketNotifier *m_notifier = nullptr;
    QHash<uint, int> m_fds; ///< pid to pidfd
};

} // namespace boxyard
