// SPDX-License-Identifier: GPL-2.0-or-later
#include "idmap.h"

#include "child.h"
#include "place.h"
#include "text.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

/// The first folder on the way that the ids of this process may not pass.
std::string obstacle(const std::string &folder)
{
    for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
        std::string part = folder.substr(0, end);
        if (access(part.c_str(), X_OK) != 0)
            return part;
        if (end == std::string::npos)
            return {};
    }
}

} // namespace

std::vector<std::string> Idmap::values() const
{
    const std::string size = ' ' + std::to_string(Size);
    return {"u 0 " + std::to_string(firstUid) + size, "g 0 " + std::to_string(firstGid) + size};
}

std::uint32_t firstRange(std::string_view text, const std::vector<std::string> &owners)
{
    for (const std::string &line : split(text, '\n')) {
        const std::vector<std::string> fields = split(line, ':');
        if (fields.size() != 3 || std::find(owners.begin(), owners.end(), fields[0]) == owners.end())
            continue;
        std::uint32_t first = 0;
        std::uint64_t count = 0;
        std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), first);
        std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), count);
        if (first > 0 && count >= Idmap::Size && first + count <= UINT32_MAX)
            return first;
    }
    return 0;
}

Result<Idmap> rootIdmap()
{
    const std::vector<std::string> owners = {userName(geteuid()), std::to_string(geteuid())};
    const Idmap idmap{firstRange(readFile("/etc/subuid"), owners),
                      firstRange(readFile("/etc/subgid"), owners)};
    const std::string missing = idmap.firstUid == 0 ? "/etc/subuid"
        : idmap.firstGid == 0                       ? "/etc/subgid"
                                                    : "";
    if (!missing.empty())
        return refuse(Word::Unsupported, "lxc.idmap", missing + ": " + owners.front() + ":?:65536");
    if (trimmed(readFile("/proc/sys/user/max_user_namespaces")) == "0")
        return refuse(Word::Unsupported, "lxc.idmap", "user.max_user_namespaces = 0");
    struct stat st = {};
    if (stat("/proc/self/ns/user", &st) != 0)
        return refuse(Word::Unsupported, "lxc.idmap", "CONFIG_USER_NS");
    return idmap;
}

Status checkReachable(const Idmap &idmap, const std::string &folder)
{
    if (geteuid() != 0)
        return {};
    // Only the kernel knows all the rules (ACLs too): ask it as that user.
    const auto answer = inChild(folder, std::chrono::seconds(5), [&](std::string &out) -> Status {
        if (setgroups(0, nullptr) != 0 || setresgid(idmap.firstGid, idmap.firstGid, idmap.firstGid) != 0
            || setresuid(idmap.firstUid, idmap.firstUid, idmap.firstUid) != 0)
            return refuse(Word::Failed, folder, "setresuid");
        out = obstacle(folder);
        return {};
    });
    if (!answer)
        return refuse(answer.error());
    if (!answer->empty())
        return refuse(Word::Unsupported, "lxc.idmap",
                      "uid " + std::to_string(idmap.firstUid) + ": " + *answer + ": o+x");
    return {};
}

} // namespace boxyard::worker
