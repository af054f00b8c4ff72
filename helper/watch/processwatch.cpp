// SPDX-License-Identifier: GPL-2.0-or-later
#include "processwatch.h"

#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace boxyard {
namespace {

qsizetype mostDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 512;
    return static_cast<qsizetype>(std::min<rlim_t>(limit.rlim_cur, 8192) / 2);
}

} // namespace

ProcessWatch::ProcessWatch(QObject *parent)
    : QObject(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0) {
        qWarning("epoll_create1: %s", std::strerror(errno));
        return;
    }
    m_notifier = new QSocketNotifier(m_epoll, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &ProcessWatch::read);
}

ProcessWatch::~ProcessWatch()
{
    delete std::exchange(m_notifier, nullptr); // before its descriptor
    for (const int fd : std::as_const(m_fds))
        ::close(fd);
    if (m_epoll >= 0)
        ::close(m_epoll);
}

bool ProcessWatch::follow(uint pid)
{
    if (m_fds.contains(pid))
        return true;
    if (m_epoll < 0 || m_fds.size() >= mostDescriptors())
        return false;
    const auto fd =
        static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0U)); // close-on-exec by itself
    if (fd < 0)
        return false;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = pid;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        ::close(fd);
        return false;
    }
    m_fds.insert(pid, fd);
    return true;
}

void ProcessWatch::forget(uint pid)
{
    const auto found = m_fds.constFind(pid);
    if (found == m_fds.constEnd())
        return;
    // Taken out by hand: a child between fork and exec would keep a closed one in the set.
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, found.value(), nullptr);
    ::close(found.value());
    m_fds.erase(found);
}

void ProcessWatch::read()
{
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 0);
    for (int i = 0; i < count; ++i) {
        const uint pid = events.at(static_cast<std::size_t>(i)).data.u32;
        if (!m_fds.contains(pid))
            continue;
        forget(pid);
        Q_EMIT ended(pid);
    }
}

} // namespace boxyard
