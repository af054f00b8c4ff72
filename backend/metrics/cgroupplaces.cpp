// SPDX-License-Identifier: GPL-2.0-or-later
#include "cgroupplaces.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>

namespace boxyard {
namespace {

constexpr std::string_view Payload = "lxc.payload";

std::string_view take(std::string_view &text, char separator)
{
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return part;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty())
        parts.emplace_back(take(text, separator));
    return parts;
}

/// proc_pid_mountinfo(5): space, tab, newline and backslash are written as \ooo.
std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digits = text.substr(i + 1, 3);
        const bool isEscape = text[i] == '\\' && digits.size() == 3
            && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '7'; });
        if (!isEscape) {
            plain += text[i];
            continue;
        }
        plain += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
        i += 3;
    }
    return plain;
}

struct MountLine {
    std::string root;
    std::string point;
    std::string_view type;
    std::string_view options; ///< of the file system
};

std::optional<MountLine> mountLine(std::string_view line)
{
    const auto dash = line.find(" - ");
    if (dash == std::string_view::npos)
        return std::nullopt;
    auto before = line.substr(0, dash);
    auto after = line.substr(dash + 3);
    for (int i = 0; i < 3; ++i) // mount ID, parent ID, device
        take(before, ' ');
    MountLine mount;
    mount.root = unescaped(take(before, ' '));
    mount.point = unescaped(take(before, ' '));
    mount.type = take(after, ' ');
    take(after, ' '); // source
    mount.options = after;
    return mount;
}

/// The path from a mount's root on; nothing where the mount does not show it.
std::optional<std::string> below(const CgroupMount &mount, std::string_view path)
{
    if (mount.root == "/")
        return std::string(path);
    if (!path.starts_with(mount.root) || (path.size() > mount.root.size() && path[mount.root.size()] != '/'))
        return std::nullopt;
    return std::string(path.substr(mount.root.size()));
}

/// Cut after its last payload part; empty where it has none.
std::string_view cutAfterPayload(std::string_view path)
{
    const auto at = path.rfind(std::string("/").append(Payload));
    if (at == std::string_view::npos)
        return {};
    return path.substr(0, path.find('/', at + 1));
}

/// The path of a hierarchy in a /proc/PID/cgroup.
std::string_view pathIn(std::string_view cgroup, const CgroupMount &mount)
{
    while (!cgroup.empty()) {
        auto line = take(cgroup, '\n');
        const auto number = take(line, ':');
        const auto controllers = take(line, ':');
        if (mount.isUnified ? number == "0" && controllers.empty()
                            : !controllers.empty() && split(controllers, ',') == mount.controllers)
            return line;
    }
    return {};
}

std::string containerPath(std::string_view cgroup, std::string_view own, const CgroupMount &mount)
{
    const auto path = pathIn(cgroup, mount);
    if (cgroup.find(std::string("/").append(Payload)) != std::string_view::npos)
        return std::string(cutAfterPayload(path));
    constexpr std::string_view Scope = "/init.scope"; // systemd moves itself there
    const auto whole = path.ends_with(Scope) ? path.substr(0, path.size() - Scope.size()) : path;
    if (whole.empty() || whole == "/" || whole == pathIn(own, mount))
        return {};
    return std::string(whole);
}

void enter(CgroupFolders &folders, const CgroupMount &mount, const std::string &folder)
{
    if (mount.isUnified) {
        folders.unified = folder;
        return;
    }
    for (const auto &controller : mount.controllers) {
        if (controller == "cpuacct")
            folders.cpuacct = folder;
        else if (controller == "cpu")
            folders.cpu = folder;
        else if (controller == "memory")
            folders.memory = folder;
        else if (controller == "blkio")
            folders.blkio = folder;
    }
}

bool lists(const std::filesystem::path &folder, const std::string &pid)
{
    std::ifstream procs(folder / "cgroup.procs");
    std::string line;
    while (std::getline(procs, line)) {
        if (line == pid)
            return true;
    }
    return false;
}

/// The payload folder below `folder` that holds a process; `depth` more levels of other folders are looked
/// at.
std::string findPayload(const std::filesystem::path &folder, const std::string &pid, int depth)
{
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error)) {
        if (!entry.is_directory(error))
            continue;
        const auto &path = entry.path();
        if (path.filename().string().starts_with(Payload)) {
            if (lists(path, pid) || lists(path / "init.scope", pid) || lists(path / ".lxc", pid))
                return path.string();
        } else if (depth > 0) {
            if (auto found = findPayload(path, pid, depth - 1); !found.empty())
                return found;
        }
    }
    return {};
}

} // namespace

std::vector<CgroupMount> cgroupMounts(std::string_view mountInfo)
{
    constexpr std::array<std::string_view, 12> NoControllers{
        "rw",       "ro",  "xattr", "clone_children", "cpuset_v2_mode",       "noprefix",
        "seclabel", "all", "none",  "nsdelegate",     "memory_recursiveprot", "favordynmods"};
    std::vector<CgroupMount> mounts;
    while (!mountInfo.empty()) {
        const auto line = mountLine(take(mountInfo, '\n'));
        if (!line || (line->type != "cgroup" && line->type != "cgroup2"))
            continue;
        CgroupMount mount{line->point, line->root, {}, line->type == "cgroup2"};
        if (!mount.isUnified) {
            mount.controllers = split(line->options, ',');
            std::erase_if(mount.controllers, [&](const std::string &option) {
                return std::ranges::find(NoControllers, option) != NoControllers.end()
                    || option.starts_with("release_agent=");
            });
        }
        // The same hierarchy may be mounted again elsewhere, or covered: the first is the system's.
        const auto same = [&mount](const CgroupMount &other) {
            return other.isUnified == mount.isUnified && other.controllers == mount.controllers;
        };
        if (std::ranges::none_of(mounts, same))
            mounts.push_back(std::move(mount));
    }
    return mounts;
}

bool hidesProcesses(std::string_view mountInfo)
{
    bool hides = false;
    while (!mountInfo.empty()) {
        const auto line = mountLine(take(mountInfo, '\n'));
        if (!line || line->type != "proc" || line->point != "/proc")
            continue;
        const auto options = split(line->options, ',');
        hides = std::ranges::any_of(options, [](const std::string &option) {
            return option.starts_with("hidepid=") && option != "hidepid=0" && option != "hidepid=off";
        });
    }
    return hides;
}

CgroupFolders cgroupFolders(std::string_view cgroup, std::string_view own,
                            const std::vector<CgroupMount> &mounts)
{
    CgroupFolders folders;
    for (const auto &mount : mounts) {
        const std::string path = containerPath(cgroup, own, mount);
        const auto seen = path.empty() ? std::nullopt : below(mount, path);
        if (seen && !seen->empty())
            enter(folders, mount, mount.point + *seen);
    }
    return folders;
}

CgroupFolders findCgroupFolders(unsigned pid, const std::vector<CgroupMount> &mounts, const std::string &root)
{
    constexpr int Depth = 2; // lxc.cgroup.dir, and a slice that it may lie in
    CgroupFolders folders;
    for (const auto &mount : mounts) {
        const std::string found = findPayload(root + mount.point, std::to_string(pid), Depth);
        if (!found.empty())
            enter(folders, mount, found.substr(root.size()));
    }
    return folders;
}

} // namespace boxyard
