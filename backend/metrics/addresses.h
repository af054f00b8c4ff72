// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <optional>

namespace boxyard {

/// The addresses of the network namespace that a process lives in: IPv4 first, each kind in numeric order,
/// without prefix lengths, loopback and link-local ones. Needs no privilege: two files of /proc/PID/net, read
/// and closed at once, since a descriptor that stays open would keep the namespace alive. About 25 µs.
///
/// Nothing where they can't be read: the process is gone, or hidden by hidepid (proc(5)).
[[nodiscard]] std::optional<QStringList> readAddresses(uint pid);

/// The same, and an empty list where nothing can be read.
[[nodiscard]] QStringList addressesOf(uint initPid);

/// From the text of /proc/PID/net/fib_trie: the leaves that are local host routes. Its form is
/// fib_trie_seq_show() in the kernel's net/ipv4/fib_trie.c.
[[nodiscard]] QStringList ipv4AddressesFrom(QByteArrayView fibTrie);

/// From the text of /proc/PID/net/if_inet6: address, index, prefix length, scope, flags (all hexadecimal),
/// name; if6_seq_show() in the kernel's net/ipv6/addrconf.c.
[[nodiscard]] QStringList ipv6AddressesFrom(QByteArrayView ifInet6);

} // namespace boxyard
