// SPDX-License-Identifier: GPL-2.0-or-later
#include "unixdiag.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace boxyard {
namespace {

constexpr int Attempts = 4;
/// The kernel fills buffers of at most 32 KiB (netlink(7)); a smaller one would cut messages off.
constexpr std::size_t BufferSize = 64UL * 1024;
constexpr timeval Patience{2, 0};

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }

    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    Descriptor(const Descriptor &) = delete;
    Descriptor(Descriptor &&) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    Descriptor &operator=(Descriptor &&) = delete;

    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd;
};

/// A T from the front of the bytes, which may be unaligned; false where they are too few.
template <typename T>
bool readFront(std::span<const std::byte> bytes, T &value)
{
    if (bytes.size() < sizeof(T))
        return false;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return true;
}

std::span<const std::byte> behind(std::span<const std::byte> bytes, std::size_t length)
{
    return bytes.subspan(std::min(bytes.size(), length));
}

/// The attributes of one socket. False where they are malformed.
bool parseAttributes(std::span<const std::byte> bytes, UnixListener &listener, bool &isAbstract)
{
    while (!bytes.empty()) {
        nlattr attribute{};
        if (!readFront(bytes, attribute))
            return false;
        if (attribute.nla_len < NLA_HDRLEN || attribute.nla_len > bytes.size())
            return false;
        const auto value = bytes.subspan(NLA_HDRLEN, attribute.nla_len - NLA_HDRLEN);
        switch (attribute.nla_type & NLA_TYPE_MASK) {
        case UNIX_DIAG_NAME:
            // A name in the file system is text; an abstract one begins with a NUL. Unnamed sockets can't
            // listen.
            isAbstract = value.size() > 1 && value[0] == std::byte{0};
            if (isAbstract)
                listener.name.assign(reinterpret_cast<const char *>(value.data()) + 1, value.size() - 1);
            break;
        case UNIX_DIAG_UID: {
            std::uint32_t uid = 0;
            if (!readFront(value, uid))
                return false;
            listener.owner = uid;
            break;
        }
        default:
            break;
        }
        bytes = behind(bytes, NLA_ALIGN(attribute.nla_len));
    }
    return true;
}

/// 0 or an errno.
int sendDumpRequest(int fd, std::uint32_t sequence)
{
    struct {
        nlmsghdr header;
        unix_diag_req request;
    } message{};

    message.header.nlmsg_len = sizeof(message);
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.header.nlmsg_seq = sequence;
    message.request.sdiag_family = AF_UNIX;
    message.request.udiag_states = 1U << TCP_LISTEN;
    message.request.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_UID;
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    ssize_t sent = 0;
    do {
        sent = ::sendto(fd, &message, sizeof(message), 0, reinterpret_cast<const sockaddr *>(&kernel),
                        sizeof(kernel));
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

/// The next message of the kernel's, whom alone netlink(7) says to believe. 0 or an errno.
int receive(int fd, std::vector<std::byte> &buffer, std::size_t &size)
{
    for (;;) {
        sockaddr_nl from{};
        socklen_t fromLength = sizeof(from);
        const ssize_t length = ::recvfrom(fd, buffer.data(), buffer.size(), MSG_TRUNC,
                                          reinterpret_cast<sockaddr *>(&from), &fromLength);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return errno == EAGAIN ? ETIMEDOUT : errno;
        if (from.nl_pid != 0)
            continue;
        size = static_cast<std::size_t>(length);
        return size > buffer.size() ? EMSGSIZE : 0;
    }
}

/// One attempt: 0, an errno, or EAGAIN where the kernel says that the table changed meanwhile.
int dumpOnce(int fd, std::uint32_t sequence, std::vector<UnixListener> &listeners)
{
    if (const int error = sendDumpRequest(fd, sequence); error != 0)
        return error;
    std::vector<std::byte> buffer(BufferSize);
    bool interrupted = false;
    for (;;) {
        std::size_t size = 0;
        if (const int error = receive(fd, buffer, size); error != 0)
            return error;
        const auto part = parseUnixDiag(std::span(buffer).first(size), sequence, listeners);
        interrupted = interrupted || part.interrupted;
        if (part.end == UnixDiagPart::End::Failed)
            return part.error;
        if (part.end == UnixDiagPart::End::Done)
            return interrupted ? EAGAIN : 0;
    }
}

/// What ends the dump, or says that there is none: its errno, 0 for success.
int endOf(const nlmsghdr &header, std::span<const std::byte> payload)
{
    int status = 0; // a dump that fails half way says so in its NLMSG_DONE
    if (!readFront(payload, status))
        return header.nlmsg_type == NLMSG_DONE ? 0 : EBADMSG;
    return status < 0 ? -status : 0;
}

/// The first message of the buffer, which is shortened by it; false where it is cut.
bool takeMessage(std::span<const std::byte> &buffer, nlmsghdr &header, std::span<const std::byte> &payload)
{
    if (!readFront(buffer, header) || header.nlmsg_len < NLMSG_HDRLEN || header.nlmsg_len > buffer.size())
        return false;
    payload = buffer.subspan(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN);
    buffer = behind(buffer, NLMSG_ALIGN(header.nlmsg_len));
    return true;
}

/// One socket; false where it is malformed.
bool parseSocket(std::span<const std::byte> payload, std::vector<UnixListener> &listeners)
{
    unix_diag_msg socket{};
    if (!readFront(payload, socket))
        return false;
    UnixListener listener;
    listener.inode = socket.udiag_ino;
    bool isAbstract = false;
    if (!parseAttributes(behind(payload, NLMSG_ALIGN(sizeof(socket))), listener, isAbstract))
        return false;
    if (isAbstract && socket.udiag_family == AF_UNIX && socket.udiag_state == TCP_LISTEN)
        listeners.push_back(std::move(listener));
    return true;
}

std::uint64_t fnv1a(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char letter : text) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

} // namespace

UnixDiagPart parseUnixDiag(std::span<const std::byte> buffer, std::uint32_t sequence,
                           std::vector<UnixListener> &listeners)
{
    using End = UnixDiagPart::End;
    UnixDiagPart part;
    while (!buffer.empty()) {
        nlmsghdr header{};
        std::span<const std::byte> payload;
        if (!takeMessage(buffer, header, payload))
            return {End::Failed, EBADMSG, part.interrupted};
        if (header.nlmsg_seq != sequence) // What is left of an attempt that was given up.
            continue;
        part.interrupted = part.interrupted || (header.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
        if (header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR) {
            if (const int error = endOf(header, payload); error != 0)
                return {End::Failed, error, part.interrupted};
            if (header.nlmsg_type == NLMSG_DONE)
                return {End::Done, 0, part.interrupted};
        } else if (header.nlmsg_type == SOCK_DIAG_BY_FAMILY && !parseSocket(payload, listeners)) {
            return {End::Failed, EBADMSG, part.interrupted};
        }
    }
    return part;
}

int listUnixListeners(std::vector<UnixListener> &listeners)
{
    // Not kept open: a dump that was cut off leaves nothing behind for the next one.
    const Descriptor fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (fd.get() < 0)
        return errno;
    if (::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &Patience, sizeof(Patience)) < 0)
        return errno;
    int error = EAGAIN;
    for (std::uint32_t attempt = 1; attempt <= Attempts && error == EAGAIN; ++attempt) {
        std::vector<UnixListener> fresh;
        fresh.reserve(listeners.size());
        error = dumpOnce(fd.get(), attempt, fresh);
        if (error == 0)
            listeners = std::move(fresh);
    }
    return error;
}

std::string commandSocketName(std::string_view location, std::string_view name)
{
    // LXC's buffer is sun_path, of which it leaves the first byte for the NUL, and the last one empty.
    constexpr std::size_t Longest = sizeof(sockaddr_un::sun_path) - 2;
    std::string folder;
    folder.reserve(location.size() + 1 + name.size());
    folder.append(location).append("/").append(name);
    std::string socket = folder + "/command";
    if (socket.size() < Longest)
        return socket;
    std::array<char, 17> hash{};
    std::snprintf(hash.data(), hash.size(), "%016" PRIx64, fnv1a(folder));
    return std::string("lxc/") + hash.data() + "/command";
}

} // namespace boxyard
