// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "failure.h"
#include "fd.h"

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace boxyard::worker {

/// LOCATION/.boxyard-ID/: where a job builds, or puts away, what nobody may see yet. LXC's tools list no dot
/// folders.
class Hidden
{
public:
    /// `mode`: 0700, or 0711 where a container's mapped root has to pass through. Failed where it is already
    /// there.
    [[nodiscard]] static Result<Hidden> make(const std::string &location, std::uint64_t id, mode_t mode);

    /// The one of a job that was cut off; NotFound where there is none, or what has its name is not a folder
    /// of ours.
    [[nodiscard]] static Result<Hidden> open(const std::string &location, std::uint64_t id);

    [[nodiscard]] static std::string nameOf(std::uint64_t id);

    [[nodiscard]] int location() const { return m_location.get(); }

    [[nodiscard]] int fd() const { return m_fd.get(); }

    /// As a path, for what takes no descriptor.
    [[nodiscard]] const std::string &path() const { return m_path; }

    /// Moves `name` out of it to where all can see it, and syncs; AlreadyExists(target) where something is
    /// there.
    [[nodiscard]] Status reveal(const std::string &name, const std::string &target) const;
    /// The same without a sync, for what is marked (settle.h), and removes what is left of the hidden folder.
    /// False where only the second could not be done.
    [[nodiscard]] Result<bool> revealLast(const std::string &name, const std::string &target) const;
    /// The other way round.
    [[nodiscard]] Status conceal(const std::string &name, const std::string &target) const;

    /// With all that is in it. Done again after an interruption it goes on where that came.
    [[nodiscard]] Status remove() const;

private:
    Hidden(Fd location, Fd fd, std::string locationPath, std::string name);

    [[nodiscard]] Status move(const std::string &name, const std::string &target) const;

    Fd m_location;
    Fd m_fd;
    std::string m_locationPath;
    std::string m_name;
    std::string m_path;
};

} // namespace boxyard::worker
