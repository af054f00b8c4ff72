// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

struct nlmsghdr;

namespace boxyard {

/// The links of the program's own network namespace, by rtnetlink: one dump of their counters, and which
/// namespace the other end of each lies in. It has one socket, in the program's own namespace, and needs no
/// privilege. rtnetlink(7); include/uapi/linux/if_link.h, if_stats_msg.
class LinkTable
{
public:
    struct Counters {
        int index = 0;
        std::uint64_t received = 0; ///< bytes, by this end
        std::uint64_t sent = 0; ///< bytes, by this end
    };

    struct Peer {
        int index = 0;
        int netns = -1; ///< the kernel's number (NETNSA_NSID) of the namespace of a veth's other end
    };

    LinkTable();
    ~LinkTable();
    LinkTable(const LinkTable &) = delete;
    LinkTable &operator=(const LinkTable &) = delete;

    /// Reads the counters of every link; sorted by index. Allocates only when there are more than ever.
    bool readCounters();
    /// Those of one link, as they were read last.
    [[nodiscard]] const Counters *counters(int index) const;

    /// Another number when links came or went.
    [[nodiscard]] std::uint64_t fingerprint() const;

    /// Reads which veth links lead to which namespace.
    bool readPeers();

    [[nodiscard]] std::span<const Peer> peers() const { return m_peers; }

    /// The number of a process' network namespace; nothing where none was given yet, or the process is gone.
    /// After readPeers() each namespace that a veth leads to has one.
    [[nodiscard]] std::optional<int> namespaceOf(unsigned pid);

private:
    enum class Answer { Part, Whole, Refused };

    template <typename Body>
    bool request(int type, int flags, const Body &body);
    /// Hands each answer to `take`; false where the kernel refused or did not answer in time.
    template <typename Take>
    bool receive(Take take);
    /// What was received at once, `left` bytes long.
    template <typename Take>
    Answer takeAll(std::size_t left, Take take);
    void takeCounters(nlmsghdr *message);
    void takePeer(nlmsghdr *message);

    int m_socket = -1;
    std::uint32_t m_sequence = 0;
    std::vector<char> m_buffer;
    std::vector<Counters> m_counters;
    std::vector<Peer> m_peers;
};

} // namespace boxyard
