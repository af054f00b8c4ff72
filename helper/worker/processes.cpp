// SPDX-License-Identifier: GPL-2.0-or-later
#include "processes.h"

#include "child.h"
#include "fd.h"
#include "text.h"

#include <charconv>
#include <filesystem>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace boxyard::worker {

namespace fs = std::filesystem;

namespace {

std::string procPath(pid_t pid, std::string_view file)
{
    return "/proc/" + std::to_string(pid) + '/' + std::string(file);
}

/// Controllers of a v1 hierarchy ("" for v2) → where it is mounted. mountinfo: … - TYPE SOURCE OPTIONS.
std::map<std::string, std::string> cgroupMounts()
{
    std::map<std::string, std::string> mounts;
    std::istringstream lines(readFile("/proc/self/mountinfo", 64U << 20U));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t dash = line.find(" - ");
        if (dash == std::string::npos)
            continue;
        const std::vector<std::string> fields = split(std::string_view(line).substr(0, dash), ' ');
        const std::vector<std::string> source = split(std::string_view(line).substr(dash + 3), ' ');
        if (fields.size() < 5 || source.empty())
            continue;
        if (source.front() == "cgroup2")
            mounts[""] = fields[4];
        else if (source.front() == "cgroup" && source.size() > 2) {
            for (const std::string &option : split(source.back(), ','))
                mounts[option] = fields[4];
        }
    }
    return mounts;
}

} // namespace

std::vector<pid_t> allProcesses()
{
    std::vector<pid_t> pids;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator("/proc", error)) {
        const std::string name = entry.path().filename();
        pid_t pid = 0;
        const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (bad == std::errc() && end == name.data() + name.size())
            pids.push_back(pid);
    }
    return pids;
}

std::string statusField(pid_t pid, std::string_view field)
{
    std::istringstream lines(readFile(procPath(pid, "status")));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(field) && line.size() > field.size() && line[field.size()] == ':')
            return std::string(trimmed(std::string_view(line).substr(field.size() + 1)));
    }
    return {};
}

std::vector<pid_t> childrenOf(pid_t pid)
{
    std::vector<pid_t> children;
    const std::string parent = std::to_string(pid);
    for (const pid_t other : allProcesses()) {
        if (statusField(other, "PPid") == parent)
            children.push_back(other);
    }
    return children;
}

bool holdsDescriptor(pid_t pid, const std::string &target)
{
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(procPath(pid, "fd"), error)) {
        std::error_code gone;
        if (fs::read_symlink(entry.path(), gone) == target)
            return true;
    }
    return false;
}

bool isNamespaceInit(pid_t pid)
{
    // "NSpid: 4711 1": its number in each namespace, ours first.
    const std::string numbers = statusField(pid, "NSpid");
    return numbers.find_first_of(" \t") != std::string::npos
        && (numbers.ends_with("\t1") || numbers.ends_with(" 1"));
}

bool sharesUserNamespace(pid_t pid)
{
    std::error_code error;
    const fs::path theirs = fs::read_symlink(procPath(pid, "ns/user"), error);
    // What can't be read is taken for the more powerful case.
    return error || theirs == fs::read_symlink("/proc/self/ns/user", error);
}

bool isStopped(pid_t pid)
{
    const std::string state = statusField(pid, "State");
    return state.starts_with('T') || state.starts_with('t');
}

std::vector<std::string> cgroupFolders(pid_t pid)
{
    const std::map<std::string, std::string> mounts = cgroupMounts();
    std::vector<std::string> folders;
    // "4:freezer:/lxc.payload.web"
    for (const std::string &line : split(readFile(procPath(pid, "cgroup")), '\n')) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string path = line.substr(second + 1);
        const std::string all = line.substr(first + 1, second - first - 1);
        const auto mount = mounts.find(all.substr(0, all.find(',')));
        if (path != "/" && mount != mounts.end())
            folders.push_back(mount->second + path);
    }
    return folders;
}

void removeCgroups(const std::vector<std::string> &folders)
{
    for (const std::string &folder : folders) {
        std::error_code error;
        for (const fs::directory_entry &entry : fs::directory_iterator(folder, error)) {
            std::error_code other;
            if (entry.is_directory(other) && !entry.is_symlink(other))
                removeCgroups({entry.path().string()});
        }
        rmdir(folder.c_str());
    }
}

bool writeFile(const std::string &path, std::string_view text)
{
    const Fd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return fd && writeAll(fd.get(), text);
}

} // namespace boxyard::worker
