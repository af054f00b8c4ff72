// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace boxyard {

/// A listening AF_UNIX socket with an abstract name. unix(7); sock_diag(7), "UNIX domain sockets".
struct UnixListener {
    static constexpr uid_t NoOwner = static_cast<uid_t>(-1);

    std::string name; ///< without the NUL in front; may hold any byte
    uid_t owner =
        NoOwner; ///< of the process that made it; NoOwner where the kernel does not tell (before Linux 5.3)
    std::uint32_t inode = 0; ///< changes with every new socket of that name
    bool operator==(const UnixListener &) const = default;
};

/// All of this network namespace, by one NETLINK_SOCK_DIAG dump (about 1 ms at 300). Nothing is connected to:
/// whoever listens learns nothing of it. Needs no privilege. Gives 0, or an errno with `listeners` unchanged:
/// EPROTONOSUPPORT where the kernel has no UNIX_DIAG, ETIMEDOUT, EAGAIN where the table changed under each of
/// several attempts.
[[nodiscard]] int listUnixListeners(std::vector<UnixListener> &listeners);

/// How LXC names the command socket of a container: `LOCATION/NAME/command`, or, where that exceeds sun_path,
/// `lxc/FNV64/command`. lxc_make_abstract_socket_name() in LXC's src/lxc/commands_utils.c, the same in 5
/// and 6.
[[nodiscard]] std::string commandSocketName(std::string_view location, std::string_view name);

/// What one received buffer of the dump says; here for its tests.
struct UnixDiagPart {
    enum class End { More, Done, Failed } end = End::More;
    int error = 0; ///< an errno, where Failed
    bool interrupted = false; ///< NLM_F_DUMP_INTR: the dump is not one consistent picture
};

/// Appends to `listeners`. Cut or overlapping messages and attributes end the reading with EBADMSG; unknown
/// ones are passed over.
[[nodiscard]] UnixDiagPart parseUnixDiag(std::span<const std::byte> buffer, std::uint32_t sequence,
                                         std::vector<UnixListener> &listeners);

} // namespace boxyard
