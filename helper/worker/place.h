// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace boxyard::worker {

/// A container path, open. LocationMissing where there is no such folder, Unsupported where it is not ours
/// alone to write.
[[nodiscard]] Result<Fd> openLocation(const std::string &location);

/// A container's folder in it, never through a symlink. NotFound where there is none.
[[nodiscard]] Result<Fd> openContainer(int location, const std::string &name);

/// Whether anything, of whatever kind, has this name in the folder.
[[nodiscard]] bool exists(int folder, const std::string &name);

/// "DEVICE:INODE:MTIME_NS:SIZE" of `config` in the folder; nothing where it is not a regular file.
[[nodiscard]] std::optional<std::string> configIdentity(int folder);

/// NotFound where the container is missing or has no config, Changed where `expect` names another identity.
[[nodiscard]] Status checkIdentity(const std::string &location, const std::string &name,
                                   const std::string &expect);

/// The container's command socket, if somebody listens on it. NameTaken(name, user) where that is not us:
/// liblxc must not connect then. unix(7): anybody can listen on any free abstract name.
struct CommandSocket {
    std::uint32_t inode = 0;
};

[[nodiscard]] Result<std::optional<CommandSocket>> commandSocket(const std::string &location,
                                                                 const std::string &name);

/// MustBeStopped where it runs, NameTaken as above.
[[nodiscard]] Status checkStopped(const std::string &location, const std::string &name);

/// Mount points at or under a path, as this process sees them. proc(5), mountinfo.
[[nodiscard]] std::vector<std::string> mountsUnder(const std::string &path);

/// The name of a user, or its number.
[[nodiscard]] std::string userName(uid_t uid);

/// statfs(2)'s type as a word: "btrfs", "xfs", "ext4", "tmpfs", "overlay", … or a hexadecimal number.
[[nodiscard]] std::string fileSystemName(int fd);
[[nodiscard]] bool isBtrfs(int fd);

/// What a folder that could not be opened or made means for a container path.
[[nodiscard]] tl::unexpected<Failure> refuseLocation(int error, const std::string &location);

} // namespace boxyard::worker
