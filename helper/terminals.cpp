// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminals.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds OpenDeadline = 15s;

/// The worker's message: one byte and one descriptor (unix(7), SCM_RIGHTS). Nothing where it has another
/// form.
Descriptor receivedDescriptor(int socket)
{
    char byte = 0;
    iovec data{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != 1
        || (message.msg_flags & MSG_CTRUNC) != 0)
        return {};
    const cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS
        || header->cmsg_len != CMSG_LEN(sizeof(int)))
        return {};
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return Descriptor(fd);
}

/// A PTY's own end, and nothing else: what a worker that was taken over could send instead would go to a
/// user.
bool isPty(int fd)
{
    constexpr uint PtmxMajor = 5; // devices.txt: 5:2 is /dev/ptmx, also in every devpts
    constexpr uint PtmxMinor = 2;

    struct stat about {
    };

    return ::fstat(fd, &about) == 0 && S_ISCHR(about.st_mode) && major(about.st_rdev) == PtmxMajor
        && minor(about.st_rdev) == PtmxMinor;
}

} // namespace

Terminals::Terminals(WorkerStarter &starter, Activity &activity, int mostPerUid, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_activity(activity)
    , m_mostPerUid(mostPerUid)
{
}

void Terminals::open(uint uid, const ShellSpec &spec, bool privileged, const QString &expect, Done done)
{
    const auto open = std::count_if(m_terminals.cbegin(), m_terminals.cend(),
                                    [uid](const auto &terminal) { return terminal->uid == uid; });
    if (open >= m_mostPerUid) {
        done(refuse(ErrorCode::LimitExceeded, u"terminals"_s, QString::number(m_mostPerUid)));
        return;
    }
    const auto id = m_starter.nextId();
    std::array<int, 2> sockets = {-1, -1};
    if (!id || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets.data()) != 0) {
        done(id ? refuse(ErrorCode::Failed, u"socketpair"_s, QString::fromLocal8Bit(std::strerror(errno)))
                : refuse(id.error()));
        return;
    }
    const Descriptor theirs(sockets.at(1));
    auto terminal = std::make_shared<Terminal>();
    terminal->uid = uid;
    terminal->hold = m_activity.hold();
    terminal->done = std::move(done);
    terminal->socket.reset(sockets.at(0));
    terminal->notifier = std::make_unique<QSocketNotifier>(sockets.at(0), QSocketNotifier::Read);
    RunSpec run;
    run.id = *id;
    run.request = requestHead(*id, uid, u"shell"_s, spec.ref);
    const QJsonObject keys = shellKeys(spec, privileged, expect);
    for (auto it = keys.constBegin(); it != keys.constEnd(); ++it)
        run.request.insert(it.key(), it.value());
    run.socket = theirs.get();
    run.deadline = OpenDeadline;
    terminal->run = m_starter.start(run, this);
    m_terminals.insert(*id, terminal);
    connect(terminal->notifier.get(), &QSocketNotifier::activated, this, [this, id = *id] { onSocket(id); });
    connect(terminal->run, &Run::ended, this,
            [this, id = *id, ref = spec.ref](const RunEnd &end) { onEnd(id, ref, end); });
}

void Terminals::adopt(quint64 id, uint uid, Run *run)
{
    auto terminal = std::make_shared<Terminal>();
    terminal->uid = uid;
    terminal->hold = m_activity.hold();
    terminal->run = run;
    m_terminals.insert(id, terminal);
    connect(run, &Run::ended, this, [this, id](const RunEnd &end) { onEnd(id, {}, end); });
}

void Terminals::onSocket(quint64 id)
{
    const auto terminal = m_terminals.value(id);
    Descriptor pty = receivedDescriptor(terminal->socket.get());
    // Nothing more is expected; without a descriptor the worker's report tells why.
    terminal->notifier->setEnabled(false);
    if (!pty.isOpen())
        return;
    if (!isPty(pty.get())) {
        tell(id, refuse(ErrorCode::Failed, u"shell"_s, u"not a terminal"_s));
        terminal->run->cancel();
        return;
    }
    terminal->run->setDeadline({}); // a shell may stay open for weeks
    tell(id, std::move(pty));
}

void Terminals::onEnd(quint64 id, const ContainerRef &ref, const RunEnd &end)
{
    const auto terminal = m_terminals.value(id);
    if (terminal->done) {
        // The end may be noticed before the message.
        if (terminal->notifier->isEnabled())
            onSocket(id);
        if (end.overran && !end.finished) {
            tell(id, refuse(ErrorCode::NotResponding, ref.name));
            Q_EMIT notResponding(ref);
        } else if (const Status status = end.status(u"shell"_s, ref.name, OpenDeadline); !status) {
            tell(id, refuse(status.error()));
        } else {
            tell(id, refuse(ErrorCode::Failed, ref.name, u"the shell ended at once"_s));
        }
    }
    terminal->run->deleteLater();
    m_terminals.remove(id);
    m_starter.forget(id);
    Q_EMIT ended(id);
}

void Terminals::tell(quint64 id, Result<Descriptor> pty)
{
    const auto terminal = m_terminals.value(id);
    if (const Done done = std::exchange(terminal->done, {}))
        done(std::move(pty));
}

} // namespace boxyard
