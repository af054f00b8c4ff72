// SPDX-License-Identifier: GPL-2.0-or-later
#include "fakemonitor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::test {
namespace {

constexpr std::size_t Most = 600;

struct Message {
    int number;
    int dataLength;
    std::uintptr_t data;
};

int listenOn(const std::string &name, int backlog)
{
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    if (::bind(fd, reinterpret_cast<sockaddr *>(&address), length) != 0 || ::listen(fd, backlog) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

} // namespace

struct FakeMonitor::Shared {
    std::atomic<bool> isReady;
    std::atomic<bool> isBroken;
    std::atomic<int> manner;
    std::atomic<int> connections;
    std::array<std::atomic<int>, Most> state;
    std::array<std::atomic<int>, Most> init;
};

Sleeper::Sleeper()
    : m_pid(::fork())
{
    if (m_pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            ::pause();
    }
}

Sleeper::~Sleeper()
{
    kill();
}

void Sleeper::kill()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

FakeMonitor::FakeMonitor(const std::vector<std::string> &socketNames, Manner manner, int backlog, uid_t uid)
    : m_shared(static_cast<Shared *>(
        ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
{
    m_shared->manner = static_cast<int>(manner);
    m_pid = ::fork();
    if (m_pid == 0) {
        if (uid != 0 && ::setuid(uid) != 0)
            ::_exit(1);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after setuid, which takes it away
        std::vector<int> listeners;
        for (const auto &name : socketNames) {
            listeners.push_back(listenOn(name, backlog));
            if (listeners.back() < 0)
                m_shared->isBroken = true;
        }
        m_shared->isReady = true;
        serve(listeners);
    }
    while (m_pid > 0 && !m_shared->isReady)
        ::usleep(500);
    isReady = m_pid > 0 && !m_shared->isBroken;
}

FakeMonitor::~FakeMonitor()
{
    end();
    ::munmap(m_shared, sizeof(Shared));
}

void FakeMonitor::end()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

void FakeMonitor::serve(const std::vector<int> &listeners) const
{
    std::vector<pollfd> polled;
    for (const int fd : listeners)
        polled.push_back({fd, POLLIN, 0});
    for (;;) {
        if (m_shared->manner == static_cast<int>(Manner::Silent)) {
            ::usleep(2000);
            continue;
        }
        if (::poll(polled.data(), polled.size(), 20) <= 0)
            continue;
        for (std::size_t i = 0; i < polled.size(); ++i) {
            if ((polled[i].revents & POLLIN) == 0)
                continue;
            const int connection = ::accept(polled[i].fd, nullptr, nullptr);
            if (connection < 0)
                continue;
            ++m_shared->connections;
            answer(connection, i);
            ::close(connection);
        }
    }
}

void FakeMonitor::answer(int connection, std::size_t i) const
{
    // As liblxc's monitor: the credentials are wanted, the request is one message.
    const int on = 1;
    ::setsockopt(connection, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
    Message request{};
    if (m_shared->manner == static_cast<int>(Manner::HangUp)
        || ::recv(connection, &request, sizeof(request), 0) != static_cast<ssize_t>(sizeof(request)))
        return;
    Message reply{};
    switch (static_cast<Manner>(m_shared->manner.load())) {
    case Manner::Refuse:
        reply.number = -EPERM;
        break;
    case Manner::Nonsense:
        reply.data = 4711;
        break;
    default:
        reply.data = static_cast<std::uintptr_t>(request.number == 3 ? m_shared->state.at(i).load()
                                                                     : m_shared->init.at(i).load());
        break;
    }
    const std::size_t length = m_shared->manner == static_cast<int>(Manner::Scrap) ? 7 : sizeof(reply);
    ::send(connection, &reply, length, MSG_NOSIGNAL);
}

void FakeMonitor::setState(std::size_t i, int state)
{
    m_shared->state.at(i) = state;
}

void FakeMonitor::setInit(std::size_t i, uint pid)
{
    m_shared->init.at(i) = static_cast<int>(pid);
}

void FakeMonitor::setManner(Manner manner)
{
    m_shared->manner = static_cast<int>(manner);
}

int FakeMonitor::connections() const
{
    return m_shared->connections;
}

} // namespace boxyard::test
