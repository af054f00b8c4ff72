// SPDX-License-Identifier: GPL-2.0-or-later
#include "linktable.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace boxyard {
namespace {

/// The kernel fills up to 32 KiB of a dump at once: NLMSG_GOODSIZE and netlink_dump() in af_netlink.c.
constexpr std::size_t BufferSize = std::size_t(64) * 1024;
/// The kernel answers within microseconds; a window never waits longer than this.
constexpr timeval Patience{0, 500'000};

/// A message's attributes. The kernel's macros would do, were they not written in old casts.
template <typename Take>
void forEachAttribute(const char *at, std::size_t length, Take take)
{
    while (length >= sizeof(rtattr)) {
        rtattr attribute{};
        std::memcpy(&attribute, at, sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > length)
            return;
        take(attribute.rta_type & NLA_TYPE_MASK,
             std::string_view(at + sizeof attribute, attribute.rta_len - sizeof attribute));
        const std::size_t step = NLMSG_ALIGN(attribute.rta_len);
        if (step >= length)
            return;
        at += step;
        length -= step;
    }
}

template <typename Value>
void copyOut(std::string_view payload, Value &value)
{
    // Older kernels know fewer counters.
    std::memcpy(&value, payload.data(), std::min(payload.size(), sizeof value));
}

/// The attributes behind a message's fixed part.
template <typename Body, typename Take>
void attributesOf(const nlmsghdr *message, Body &body, Take take)
{
    constexpr std::size_t Head = NLMSG_LENGTH(sizeof(Body));
    const char *const begin = reinterpret_cast<const char *>(message);
    if (message->nlmsg_len < Head)
        return;
    std::memcpy(&body, begin + NLMSG_HDRLEN, sizeof body);
    forEachAttribute(begin + NLMSG_ALIGN(Head), message->nlmsg_len - NLMSG_ALIGN(Head), take);
}

bool isVeth(std::string_view linkInfo)
{
    bool found = false;
    forEachAttribute(linkInfo.data(), linkInfo.size(), [&found](int type, std::string_view payload) {
        if (type == IFLA_INFO_KIND)
            found = payload.substr(0, payload.find('\0')) == "veth";
    });
    return found;
}

} // namespace

LinkTable::LinkTable()
    : m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))
    , m_buffer(BufferSize)
{
    if (m_socket < 0)
        return;
    const int on = 1;
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &Patience, sizeof Patience);
    ::setsockopt(m_socket, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof on);
}

LinkTable::~LinkTable()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

template <typename Body>
bool LinkTable::request(int type, int flags, const Body &body)
{
    struct {
        nlmsghdr header;
        Body body;
    } message{};

    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = static_cast<std::uint16_t>(type);
    message.header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    message.header.nlmsg_seq = ++m_sequence;
    message.body = body;
    return m_socket >= 0 && ::send(m_socket, &message, sizeof message, 0) == ssize_t{sizeof message};
}

template <typename Take>
LinkTable::Answer LinkTable::takeAll(std::size_t left, Take take)
{
    for (char *at = m_buffer.data(); left >= sizeof(nlmsghdr);) {
        auto *message = reinterpret_cast<nlmsghdr *>(at);
        const std::size_t size = message->nlmsg_len;
        if (size < sizeof(nlmsghdr) || size > left)
            break;
        const std::size_t step = std::min<std::size_t>(NLMSG_ALIGN(size), left);
        at += step;
        left -= step;
        if (message->nlmsg_seq != m_sequence)
            continue; // of a request that was given up
        if (message->nlmsg_type == NLMSG_DONE)
            return Answer::Whole;
        if (message->nlmsg_type == NLMSG_ERROR)
            return Answer::Refused;
        take(message);
        if ((message->nlmsg_flags & NLM_F_MULTI) == 0)
            return Answer::Whole;
    }
    return Answer::Part;
}

template <typename Take>
bool LinkTable::receive(Take take)
{
    for (;;) {
        const ssize_t length = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            return false;
        const auto answer = takeAll(static_cast<std::size_t>(length), take);
        if (answer != Answer::Part)
            return answer == Answer::Whole;
    }
}

bool LinkTable::readCounters()
{
    m_counters.clear();
    if_stats_msg body{};
    body.filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_64);
    if (!request(RTM_GETSTATS, NLM_F_DUMP, body)
        || !receive([this](nlmsghdr *message) { takeCounters(message); }))
        return false;
    if (!std::ranges::is_sorted(m_counters, {}, &Counters::index))
        std::ranges::sort(m_counters, {}, &Counters::index);
    return true;
}

void LinkTable::takeCounters(nlmsghdr *message)
{
    if_stats_msg body{};
    attributesOf(message, body, [this, &body](int type, std::string_view payload) {
        rtnl_link_stats64 stats{};
        if (type != IFLA_STATS_LINK_64)
            return;
        copyOut(payload, stats);
        m_counters.push_back({static_cast<int>(body.ifindex), stats.rx_bytes, stats.tx_bytes});
    });
}

const LinkTable::Counters *LinkTable::counters(int index) const
{
    const auto found = std::ranges::lower_bound(m_counters, index, {}, &Counters::index);
    return found == m_counters.end() || found->index != index ? nullptr : &*found;
}

std::uint64_t LinkTable::fingerprint() const
{
    std::uint64_t print = m_counters.size();
    for (const auto &link : m_counters)
        print = print * 0x100000001b3U ^ static_cast<std::uint64_t>(link.index); // FNV-1
    return print;
}

bool LinkTable::readPeers()
{
    struct Body {
        ifinfomsg info{};
        rtattr mask{sizeof(rtattr) + sizeof(std::uint32_t), IFLA_EXT_MASK};
        std::uint32_t value = RTEXT_FILTER_SKIP_STATS;
    };

    m_peers.clear();
    return request(RTM_GETLINK, NLM_F_DUMP, Body())
        && receive([this](nlmsghdr *message) { takePeer(message); });
}

void LinkTable::takePeer(nlmsghdr *message)
{
    ifinfomsg body{};
    int netns = -1;
    bool veth = false;
    attributesOf(message, body, [&](int type, std::string_view payload) {
        if (type == IFLA_LINK_NETNSID)
            copyOut(payload, netns);
        else if (type == IFLA_LINKINFO)
            veth = isVeth(payload);
    });
    if (veth && netns >= 0)
        m_peers.push_back({body.ifi_index, netns});
}

std::optional<int> LinkTable::namespaceOf(unsigned pid)
{
    struct Body {
        rtgenmsg general{};
        std::array<char, 3> padding{};
        rtattr kind{sizeof(rtattr) + sizeof(std::uint32_t), NETNSA_PID};
        std::uint32_t pid = 0;
    };

    Body body;
    body.pid = pid;
    int netns = NETNSA_NSID_NOT_ASSIGNED;
    const auto take = [&netns](nlmsghdr *message) {
        // Four bytes, with the padding, stand before the attributes.
        struct Head {
            rtgenmsg general{};
            std::array<char, 3> padding{};
        };

        Head head;
        attributesOf(message, head, [&netns](int type, std::string_view payload) {
            if (type == NETNSA_NSID)
                copyOut(payload, netns);
        });
    };
    if (!request(RTM_GETNSID, 0, body) || !receive(take) || netns < 0)
        return std::nullopt;
    return netns;
}

} // namespace boxyard
