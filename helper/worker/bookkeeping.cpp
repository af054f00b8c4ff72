// SPDX-License-Identifier: GPL-2.0-or-later
#include "bookkeeping.h"

#include "child.h"
#include "lxclock.h"
#include "overlay.h"
#include "place.h"
#include "rootfskind.h"
#include "text.h"

#include <algorithm>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr const char *Snapshots = "lxc_snapshots";
constexpr const char *Rdepends = "lxc_rdepends";

std::string readPlain(int folder, const char *name)
{
    const Fd fd(openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat st = {};
    return fd && fstat(fd.get(), &st) == 0 && S_ISREG(st.st_mode) ? readAll(fd.get(), 1U << 20U)
                                                                  : std::string();
}

bool isCount(std::string_view text)
{
    text = trimmed(text);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The old form counts; it can't say whether this clone is in it, so taking away is done once, by who deletes
/// it.
std::string countedText(const std::string &text, bool add)
{
    const unsigned long count = std::stoul(std::string(trimmed(text).substr(0, 9)));
    const unsigned long next = add ? count + 1 : count - std::min(count, 1UL);
    return next == 0 ? std::string() : std::to_string(next) + '\n';
}

/// The folder of a container that such a file names. These files can lie where a container's own root writes:
/// what they name has to be a container.
Result<Fd> openRelative(const Relative &relative)
{
    if (!isLocation(relative.location) || relative.name.find('/') != std::string::npos || relative.name == "."
        || relative.name == "..")
        return refuse(Word::NotFound, relative.name);
    const Result<Fd> location = openLocation(relative.location);
    if (!location)
        return refuse(location.error());
    Result<Fd> folder = openContainer(location->get(), relative.name);
    if (folder && !configIdentity(folder->get()))
        return refuse(Word::NotFound, relative.name);
    return folder;
}

Status modify(const Relative &origin, const Relative &clone, bool add)
{
    const Result<Fd> folder = openRelative(origin);
    if (!folder)
        return {}; // nobody there who could be misled
    const Result<LxcLock> lock = LxcLock::take(origin.location, origin.name);
    if (!lock)
        return refuse(lock.error());
    forgetReplacement(folder->get(), Snapshots);
    const std::string before = readPlain(folder->get(), Snapshots);
    std::string after;
    if (isCount(before)) {
        after = countedText(before, add);
    } else {
        std::vector<Relative> relatives = parseRelatives(before);
        std::erase(relatives, clone);
        if (add)
            relatives.push_back(clone);
        after = relativesText(relatives);
    }
    if (after == before)
        return {};
    if (after.empty()) {
        unlinkat(folder->get(), Snapshots, 0);
        return {};
    }
    return replaceFile(folder->get(), Snapshots, after, 0644, Sync::Content);
}

/// Whether the overlay of a container lies on a folder; one whose config can't be read may.
bool mayLieOn(int dependant, const std::string &name, const std::string &writable)
{
    const Result<ConfigText> config = readConfig(dependant, name);
    const std::optional<std::string> value = config ? config->value("lxc.rootfs.path") : std::nullopt;
    if (!value)
        return true;
    const RootfsValue rootfs = parseRootfs(*value);
    const auto layers = rootfs.store == "overlay" ? parseOverlay(rootfs.path) : std::nullopt;
    return layers && std::ranges::any_of(layers->lowers, [&](const std::string &lower) {
               return liesIn(lower, writable) || liesIn(writable, lower);
           });
}

Status refuseDependants(const std::string &name, std::vector<std::string> names)
{
    if (names.empty())
        return {};
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return refuse(Word::HasDependants, name, joined(names, ", "));
}

} // namespace

std::vector<Relative> parseRelatives(const std::string &text)
{
    std::vector<Relative> relatives;
    if (isCount(text))
        return relatives;
    const std::vector<std::string> lines = split(text, '\n');
    for (std::size_t i = 0; i + 1 < lines.size(); i += 2)
        relatives.push_back({lines[i], lines[i + 1]});
    return relatives;
}

std::vector<std::string> dependantsOf(int folder)
{
    const std::string text = readPlain(folder, Snapshots);
    if (isCount(text))
        return trimmed(text) == "0" ? std::vector<std::string>()
                                    : std::vector<std::string>{std::string(trimmed(text))};
    std::vector<std::string> names;
    for (const Relative &relative : parseRelatives(text))
        names.push_back(printable(relative.name, 256));
    return names;
}

std::vector<Relative> originsOf(int folder)
{
    return parseRelatives(readPlain(folder, Rdepends));
}

Status addDependant(const Relative &origin, const Relative &clone)
{
    return modify(origin, clone, true);
}

Status removeDependant(const Relative &origin, const Relative &clone)
{
    return modify(origin, clone, false);
}

std::string relativesText(const std::vector<Relative> &relatives)
{
    std::string text;
    for (const Relative &relative : relatives)
        text += relative.location + '\n' + relative.name + '\n';
    return text;
}

std::vector<Relative> originsOfClone(int sourceFolder, const Relative &source)
{
    std::vector<Relative> origins = originsOf(sourceFolder);
    std::erase(origins, source);
    origins.push_back(source);
    return origins;
}

Status forgetClone(const std::vector<Relative> &origins, const Relative &clone)
{
    const Result<Fd> folder = openRelative(clone);
    const std::vector<Relative> claimed = folder ? originsOf(folder->get()) : std::vector<Relative>();
    Status all;
    for (const Relative &origin : origins) {
        if (std::find(claimed.begin(), claimed.end(), origin) != claimed.end())
            continue;
        if (Status removed = removeDependant(origin, clone); !removed)
            all = removed;
    }
    return all;
}

Status checkNotBeneath(int folder, const std::string &name, const std::string &writable)
{
    const std::string text = readPlain(folder, Snapshots);
    std::vector<std::string> names;
    if (isCount(text) && trimmed(text) != "0")
        names.emplace_back(trimmed(text)); // the old form does not say who
    for (const Relative &relative : parseRelatives(text)) {
        const Result<Fd> dependant = openRelative(relative);
        if (dependant && mayLieOn(dependant->get(), relative.name, writable))
            names.push_back(printable(relative.name, 256));
    }
    return refuseDependants(name, std::move(names));
}

Status checkIndependent(int folder, const std::string &name, bool snapshotsToo)
{
    std::vector<std::string> names = dependantsOf(folder);
    const Fd snaps(snapshotsToo ? openat(folder, "snaps", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                                : -1);
    if (snaps) {
        std::error_code error;
        const std::string path = "/proc/self/fd/" + std::to_string(snaps.get());
        for (const auto &entry : std::filesystem::directory_iterator(path, error))
            names.push_back(printable(entry.path().filename().string(), 256));
    }
    return refuseDependants(name, std::move(names));
}

} // namespace boxyard::worker
