// SPDX-License-Identifier: GPL-2.0-or-later
#include "addresses.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

namespace boxyard {
namespace {

/// Enough for some 10,000 addresses; a container's own tables are its root's to fill.
constexpr qsizetype LongestTable = 1024LL * 1024;

/// From if6_seq_show(): the scope of ipv6_addr_type(), and IFA_F_DADFAILED of linux/if_addr.h.
constexpr std::uint32_t ScopeHost = 0x10;
constexpr std::uint32_t ScopeLink = 0x20;
constexpr std::uint32_t DuplicateFound = 0x08;

/// The next line without its newline; `text` is what follows.
QByteArrayView takeLine(QByteArrayView &text)
{
    const qsizetype end = text.indexOf('\n');
    const auto line = end < 0 ? text : text.first(end);
    text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    return line;
}

QByteArrayView withoutIndent(QByteArrayView line)
{
    qsizetype at = 0;
    while (at < line.size() && line[at] == ' ')
        ++at;
    return line.sliced(at);
}

/// A dotted address; false where it is none.
bool parseDotted(QByteArrayView text, std::uint32_t &address)
{
    address = 0;
    const char *at = text.begin();
    for (int part = 0; part < 4; ++part) {
        std::uint8_t value = 0;
        const auto [end, error] = std::from_chars(at, text.end(), value);
        if (error != std::errc() || (part < 3 && (end == text.end() || *end != '.')))
            return false;
        address = address << 8 | value;
        at = part < 3 ? end + 1 : end;
    }
    return at == text.end();
}

/// Whether the line of a route says "/32 host LOCAL": an address of this machine itself.
bool isLocalHost(QByteArrayView line)
{
    return line.startsWith("/32 ") && line.contains(" LOCAL");
}

bool isShown(std::uint32_t address)
{
    return (address >> 24) != 127 && (address >> 16) != 0xa9fe; // loopback; 169.254.0.0/16
}

/// The next word of a line; empty at its end.
QByteArrayView takeWord(QByteArrayView &line)
{
    line = withoutIndent(line);
    const qsizetype end = line.indexOf(' ');
    const auto word = end < 0 ? line : line.first(end);
    line = end < 0 ? QByteArrayView() : line.sliced(end);
    return word;
}

bool parseHex(QByteArrayView text, std::uint32_t &value)
{
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value, 16);
    return error == std::errc() && end == text.end();
}

using Ipv6 = std::array<std::uint8_t, 16>;

bool parseHexAddress(QByteArrayView text, Ipv6 &address)
{
    if (text.size() != 32)
        return false;
    for (auto &byte : address) {
        std::uint32_t value = 0;
        if (!parseHex(text.first(2), value))
            return false;
        byte = static_cast<std::uint8_t>(value);
        text = text.sliced(2);
    }
    return true;
}

template <typename Address>
void sortOnce(std::vector<Address> &addresses)
{
    std::ranges::sort(addresses);
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
}

/// False where it can't be opened; a table that is cut off by an error is used as far as it came.
bool readTable(uint pid, const char *file, QByteArray &text)
{
    std::array<char, 64> path{};
    std::snprintf(path.data(), path.size(), "/proc/%u/net/%s", pid, file);
    const int fd = ::open(path.data(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    text.resize(0);
    std::array<char, 16384> buffer{};
    while (text.size() < LongestTable) {
        const ssize_t length = ::read(fd, buffer.data(), buffer.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            break;
        text.append(buffer.data(), length);
    }
    ::close(fd);
    return true;
}

} // namespace

QStringList ipv4AddressesFrom(QByteArrayView fibTrie)
{
    // The main and the local table hold the same leaves until somebody adds a routing rule.
    std::vector<std::uint32_t> found;
    std::uint32_t leaf = 0;
    bool hasLeaf = false;
    while (!fibTrie.isEmpty()) {
        const auto line = withoutIndent(takeLine(fibTrie));
        if (line.startsWith("|-- "))
            hasLeaf = parseDotted(line.sliced(4), leaf);
        else if (line.startsWith("+-- ") || line.endsWith(":"))
            hasLeaf = false;
        else if (hasLeaf && isLocalHost(line) && isShown(leaf))
            found.push_back(leaf);
    }
    sortOnce(found);
    QStringList addresses;
    for (const std::uint32_t address : found) {
        std::array<char, INET_ADDRSTRLEN> text{};
        const in_addr network{htonl(address)};
        addresses.append(QString::fromLatin1(::inet_ntop(AF_INET, &network, text.data(), text.size())));
    }
    return addresses;
}

QStringList ipv6AddressesFrom(QByteArrayView ifInet6)
{
    std::vector<Ipv6> found;
    while (!ifInet6.isEmpty()) {
        auto line = takeLine(ifInet6);
        Ipv6 address{};
        if (!parseHexAddress(takeWord(line), address))
            continue;
        std::array<std::uint32_t, 4> fields{}; // index, prefix length, scope, flags
        const bool isWhole =
            std::ranges::all_of(fields, [&line](auto &field) { return parseHex(takeWord(line), field); });
        const auto [index, prefixLength, scope, flags] = fields;
        if (isWhole && scope != ScopeHost && scope != ScopeLink && (flags & DuplicateFound) == 0)
            found.push_back(address);
    }
    sortOnce(found);
    QStringList addresses;
    for (const auto &address : found) {
        std::array<char, INET6_ADDRSTRLEN> text{};
        addresses.append(
            QString::fromLatin1(::inet_ntop(AF_INET6, address.data(), text.data(), text.size())));
    }
    return addresses;
}

std::optional<QStringList> readAddresses(uint pid)
{
    QByteArray text;
    text.reserve(4096);
    if (pid == 0 || !readTable(pid, "fib_trie", text))
        return std::nullopt;
    QStringList addresses = ipv4AddressesFrom(text);
    if (readTable(pid, "if_inet6", text)) // absent where IPv6 is switched off
        addresses += ipv6AddressesFrom(text);
    return addresses;
}

QStringList addressesOf(uint initPid)
{
    return readAddresses(initPid).value_or(QStringList());
}

} // namespace boxyard
