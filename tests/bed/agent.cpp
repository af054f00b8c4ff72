// SPDX-License-Identifier: GPL-2.0-or-later

#include "agent.h"

#include <array>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace boxyard::bed {

namespace {

[[noreturn]] void becomeAgent(const User &user, const QByteArray &subject, int notify)
{
    const QByteArray descriptor = QByteArray::number(notify);
    if (setgroups(0, nullptr) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0)
        _exit(125);
    setenv("LC_ALL", "C", 1);
    execlp("pkttyagent", "pkttyagent", "--process", subject.constData(), "--notify-fd",
           descriptor.constData(), nullptr);
    _exit(126);
}

} // namespace

Agent::Agent(const User &user, qint64 pid, Typing typing)
    : m_typing(typing)
{
    // pkttyagent closes its end when it is registered.
    std::array<int, 2> notify = {-1, -1};
    if (pipe(notify.data()) != 0)
        throw std::runtime_error("no pipe");
    const QByteArray subject = QByteArray::number(pid);
    m_pid = forkpty(&m_terminal, nullptr, nullptr, nullptr);
    if (m_pid < 0)
        throw std::runtime_error("no pseudo terminal");
    if (m_pid == 0)
        becomeAgent(user, subject, notify[1]);
    close(notify[1]);
    fcntl(m_terminal, F_SETFD, FD_CLOEXEC);
    fcntl(m_terminal, F_SETFL, O_NONBLOCK);
    pollfd ready = {notify[0], POLLIN, 0};
    const int count = poll(&ready, 1, 20000);
    close(notify[0]);
    attend();
    if (count != 1 || waitpid(m_pid, nullptr, WNOHANG) != 0)
        throw std::runtime_error("pkttyagent did not register: " + m_shown.toStdString());
}

Agent::~Agent()
{
    ::kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
    close(m_terminal);
}

void Agent::attend()
{
    std::array<char, 4096> buffer = {};
    ssize_t count = 0;
    while ((count = read(m_terminal, buffer.data(), buffer.size())) > 0)
        m_shown.append(buffer.data(), count);
    react();
}

void Agent::react()
{
    const qsizetype prompt = m_shown.indexOf("assword:", m_handled);
    if (prompt < 0)
        return;
    // It asks first and turns the echo off then, which throws away what was typed before. termios(3):
    // TCSAFLUSH.
    termios settings = {};
    if (tcgetattr(m_terminal, &settings) != 0 || (settings.c_lflag & ECHO) != 0)
        return;
    m_handled = prompt + 8;
    ++m_asked;
    switch (m_typing) {
    case Typing::Right:
        if (write(m_terminal, "typist\n", 7) != 7)
            throw std::runtime_error("cannot type");
        break;
    case Typing::Wrong:
        if (write(m_terminal, "tapist\n", 7) != 7)
            throw std::runtime_error("cannot type");
        break;
    case Typing::Leave:
        ::kill(m_pid, SIGKILL);
        break;
    }
}

} // namespace boxyard::bed
