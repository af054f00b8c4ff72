// SPDX-License-Identifier: GPL-2.0-or-later
#include "monitorquery.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace boxyard {
namespace {

/// struct lxc_cmd_req and struct lxc_cmd_rsp have this one form: the last field carries small values in place
/// of a pointer.
struct Message {
    int command; ///< in an answer: 0 or a negative errno
    int dataLength;
    std::uintptr_t data;
};

static_assert(sizeof(Message) == 2 * sizeof(int) + sizeof(void *));

/// With our credentials, as liblxc's own clients do; its monitor looks at them.
bool sendRequest(int fd, Message message)
{
    iovec part{&message, sizeof(message)};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_CREDENTIALS;
    cmsg->cmsg_len = CMSG_LEN(sizeof(ucred));
    const ucred self{::getpid(), ::getuid(), ::getgid()};
    std::memcpy(CMSG_DATA(cmsg), &self, sizeof(self));
    return ::sendmsg(fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(sizeof(message));
}

} // namespace

MonitorQuery::MonitorQuery(std::string socketName, uint ownerUid, Command command, QObject *parent)
    : QObject(parent)
    , m_socketName(std::move(socketName))
    , m_ownerUid(ownerUid)
    , m_command(command)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_late = true;
        Q_EMIT late();
    });
}

MonitorQuery::~MonitorQuery()
{
    delete std::exchange(m_notifier, nullptr); // before its descriptor
    if (m_fd >= 0)
        ::close(m_fd);
}

void MonitorQuery::start(std::chrono::milliseconds patience)
{
    const Outcome outcome = connectAndSend();
    if (outcome != Outcome::Answered) {
        QMetaObject::invokeMethod(
            this, [this, outcome] { finish(outcome); }, Qt::QueuedConnection);
        return;
    }
    m_notifier = new QSocketNotifier(m_fd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &MonitorQuery::read);
    m_timer.start(patience);
}

MonitorQuery::Outcome MonitorQuery::connectAndSend()
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (m_socketName.size() + 1 > sizeof(address.sun_path))
        return Outcome::Gone;
    std::memcpy(address.sun_path + 1, m_socketName.data(), m_socketName.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + m_socketName.size());
    m_fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (m_fd < 0)
        return Outcome::Failed;
    if (::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), length) != 0)
        return errno == EAGAIN ? Outcome::Full : errno == ECONNREFUSED ? Outcome::Gone : Outcome::Failed;
    // Between the dump that named the owner and this connection somebody else may have taken the name.
    ucred peer{};
    socklen_t peerLength = sizeof(peer);
    if (::getsockopt(m_fd, SOL_SOCKET, SO_PEERCRED, &peer, &peerLength) != 0 || peer.uid != m_ownerUid)
        return Outcome::WrongOwner;
    if (!sendRequest(m_fd, {static_cast<int>(m_command), 0, 0}))
        return errno == EPIPE || errno == ECONNRESET ? Outcome::Gone : Outcome::Failed;
    return Outcome::Answered;
}

void MonitorQuery::read()
{
    std::array<char, sizeof(Message)> buffer{};
    const auto wanted = sizeof(Message) - static_cast<std::size_t>(m_answer.size());
    const ssize_t length =
        ::recv(m_fd, buffer.data(), wanted, MSG_DONTWAIT); // descriptors sent along are dropped
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        finish(Outcome::Gone);
        return;
    }
    m_answer.append(buffer.data(), length);
    if (static_cast<std::size_t>(m_answer.size()) < sizeof(Message))
        return;
    Message message{};
    std::memcpy(&message, m_answer.constData(), sizeof(message));
    if (message.command < 0) {
        finish(Outcome::Failed);
        return;
    }
    m_value = static_cast<int>(message.data); // as PTR_TO_INT and PTR_TO_PID read it
    finish(Outcome::Answered);
}

void MonitorQuery::finish(Outcome outcome)
{
    if (std::exchange(m_finished, true))
        return;
    m_timer.stop();
    if (m_notifier)
        m_notifier->setEnabled(false);
    Q_EMIT finished(outcome);
}

ContainerState stateFromLxc(qint64 state)
{
    // lxc_state_t and the first eight of ContainerState are the same numbers.
    return state >= 0 && state <= static_cast<qint64>(ContainerState::Thawed)
        ? static_cast<ContainerState>(state)
        : ContainerState::Unknown;
}

} // namespace boxyard
