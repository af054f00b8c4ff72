// SPDX-License-Identifier: GPL-2.0-or-later
#include "move.h"

#include "bookkeeping.h"
#include "child.h"
#include "config.h"
#include "configfile.h"
#include "place.h"

#include <cerrno>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

struct Rename {
    std::string fromPath;
    std::string toPath;
    std::string from;
    std::string to;
};

/// One config of the container; a snapshot's keeps its host name.
Status rewriteConfig(int folder, const Rename &rename, bool withName)
{
    Result<ConfigText> config = readConfig(folder, rename.to);
    if (!config)
        return config.error().word == Word::NotFound ? Status() : refuse(config.error());
    const std::string before = config->text();
    Status changed =
        config->forEach([&](const std::string &key, const std::string &value) -> std::optional<std::string> {
            if (withName && key == "lxc.uts.name" && value == rename.from)
                return rename.to;
            return movePaths(value, rename.fromPath, rename.toPath);
        });
    if (!changed)
        return changed;
    return config->text() == before ? Status() : replaceFile(folder, "config", config->text(), 0640);
}

/// A plain text file whose paths are moved; anything else is left alone.
Status rewriteFstab(int folder, const Rename &rename)
{
    const Fd fd(openat(folder, "fstab", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat st = {};
    if (!fd || fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > 1 << 20)
        return {};
    const std::string before = readAll(fd.get());
    const std::string after = movePaths(before, rename.fromPath, rename.toPath);
    return before == after ? Status() : replaceFile(folder, "fstab", after, 0644);
}

Status rewriteSnapshots(int folder, const Rename &rename)
{
    const Fd snaps(openat(folder, "snaps", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!snaps)
        return {};
    std::error_code error;
    const std::string path = "/proc/self/fd/" + std::to_string(snaps.get());
    for (const auto &entry : std::filesystem::directory_iterator(path, error)) {
        const Fd snap(openat(snaps.get(), entry.path().filename().c_str(),
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!snap)
            continue;
        if (Status done = rewriteConfig(snap.get(), rename, false); !done)
            return done;
    }
    return {};
}

} // namespace

Status renamePaths(const Hidden &hidden, const std::string &entry, const std::string &location,
                   const std::string &from, const std::string &to)
{
    const Result<Fd> folder = openContainer(hidden.fd(), entry);
    if (!folder)
        return refuse(folder.error());
    const Rename rename{location + '/' + from, location + '/' + to, from, to};
    if (Status done = rewriteConfig(folder->get(), rename, true); !done)
        return done;
    if (Status done = rewriteFstab(folder->get(), rename); !done)
        return done;
    return rewriteSnapshots(folder->get(), rename);
}

Status renameAtOrigins(int folder, const std::string &location, const std::string &from,
                       const std::string &to)
{
    for (const Relative &origin : originsOf(folder)) {
        // First the new note, then the old one away: between the two the origin is protected twice, not not
        // at all.
        if (!to.empty()) {
            if (Status added = addDependant(origin, {location, to}); !added)
                return added;
        }
        if (Status removed = removeDependant(origin, {location, from}); !removed)
            return removed;
    }
    return {};
}

} // namespace boxyard::worker
