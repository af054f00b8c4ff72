// SPDX-License-Identifier: GPL-2.0-or-later
#include "servant.h"

#include "cancel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using Clock = std::chrono::steady_clock;

constexpr char Ready = '.';

/// Puts a text in the place of what was there.
bool put(int paper, std::string_view text)
{
    return ftruncate(paper, 0) == 0 && lseek(paper, 0, SEEK_SET) == 0 && writeAll(paper, text);
}

/// Waits for its sign that the answer is there.
ChildEnd awaitSign(int socket, std::chrono::milliseconds deadline)
{
    const auto end = Clock::now() + deadline;
    for (;;) {
        std::array<pollfd, 2> events = {pollfd{socket, POLLIN, 0}, pollfd{cancelDescriptor(), POLLIN, 0}};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
        const int ready =
            poll(events.data(), events.size(), static_cast<int>(std::max<long>(left.count(), 0)));
        if (ready < 0 && errno == EINTR)
            continue;
        if (events[0].revents == 0)
            return ready == 0 ? ChildEnd::TimedOut : ChildEnd::Cancelled;
        char sign = 0;
        return recv(socket, &sign, 1, 0) == 1 ? ChildEnd::Exited : ChildEnd::Crashed;
    }
}

} // namespace

Servant::Servant(std::string object, Work work)
    : m_object(std::move(object))
    , m_work(std::move(work))
{
}

Servant::~Servant()
{
    end();
}

int Servant::end()
{
    int status = 0;
    if (m_pid > 0) {
        kill(m_pid, SIGKILL);
        while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    }
    m_pid = -1;
    m_socket = {};
    return status;
}

Status Servant::start()
{
    std::array<int, 2> ends = {-1, -1};
    m_paper = Fd(memfd_create("paper", MFD_CLOEXEC));
    if (!m_paper || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuseErrno(errno, m_object);
    m_socket = Fd(ends[0]);
    const Fd theirs(ends[1]);
    const pid_t parent = getpid();
    m_pid = fork();
    if (m_pid < 0)
        return refuseErrno(errno, m_object);
    if (m_pid == 0)
        serve(parent, theirs.get());
    return {};
}

void Servant::serve(pid_t parent, int socket) const
{
    becomeChild(parent);
    close(m_socket.get());
    for (;;) {
        char sign = 0;
        if (recv(socket, &sign, 1, 0) != 1)
            _exit(0);
        std::string answer;
        const Status status = m_work(readAll(m_paper.get()), answer);
        if (!put(m_paper.get(), toAnswer(status, answer)) || send(socket, &Ready, 1, MSG_NOSIGNAL) != 1)
            _exit(1);
    }
}

Result<std::string> Servant::ask(const std::string &question, std::chrono::milliseconds deadline)
{
    if (m_pid < 0) {
        if (Status started = start(); !started)
            return refuse(started.error());
    }
    if (!put(m_paper.get(), question) || send(m_socket.get(), &Ready, 1, MSG_NOSIGNAL) != 1) {
        const int error = errno;
        end();
        return refuseErrno(error, m_object);
    }
    const ChildEnd sign = awaitSign(m_socket.get(), deadline);
    if (sign == ChildEnd::Exited)
        return fromAnswer(readAll(m_paper.get()));
    const int status = end();
    const bool left = sign == ChildEnd::Crashed && WIFEXITED(status);
    return refuse(failureOf(m_object, left ? ChildEnd::Exited : sign, status));
}

} // namespace boxyard::worker
