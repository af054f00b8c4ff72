// SPDX-License-Identifier: GPL-2.0-or-later
#include "clonehooks.h"

#include "namespaces.h"
#include "text.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::string_view FailedMark = "boxyard hook failed: ";

void setEnvironment(const CloneSource &source, const HookPlace &place)
{
    setenv("LXC_SRC_NAME", source.name.c_str(), 1);
    setenv("LXC_NAME", place.name.c_str(), 1);
    setenv("LXC_CONFIG_FILE", (place.folder + "/config").c_str(), 1);
    setenv("LXC_ROOTFS_MOUNT", place.mountPoint.c_str(), 1);
    setenv("LXC_ROOTFS_PATH", place.rootfs.c_str(), 1);
    if (source.item("lxc.hook.version") == "1") {
        setenv("LXC_HOOK_TYPE", "clone", 1);
        setenv("LXC_HOOK_SECTION", "lxc", 1);
    }
}

std::string commandOf(const CloneSource &source, const HookPlace &place, const std::string &hook)
{
    if (source.item("lxc.hook.version") == "1")
        return "exec " + hook;
    return "exec " + hook + " '" + place.name + "' 'lxc' 'clone'"; // names hold no quotes
}

bool runOne(const std::string &command)
{
    std::string shell = "/bin/sh";
    std::string option = "-c";
    std::string text = command;
    const std::array<char *, 4> argv = {shell.data(), option.data(), text.data(), nullptr};
    const pid_t pid = fork();
    if (pid == 0) {
        execv(shell.c_str(), argv.data());
        _exit(127);
    }
    int status = 0;
    while (pid > 0) {
        // Number 1 of a PID namespace inherits orphans.
        const pid_t ended = waitpid(-1, &status, 0);
        if (ended == pid || (ended < 0 && errno != EINTR))
            break;
    }
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Number 1 of the namespaces.
bool runAll(const CloneSource &source, const HookPlace &place, const std::vector<std::string> &hooks)
{
    if (place.mount >= 0
        && move_mount(place.mount, "", AT_FDCWD, place.mountPoint.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0) {
        std::fprintf(stderr, "%s: %s\n", place.mountPoint.c_str(), errnoText(errno).c_str());
        return false;
    }
    setEnvironment(source, place);
    for (const std::string &hook : hooks) {
        if (runOne(commandOf(source, place, hook)))
            continue;
        std::fprintf(stderr, "%s%s\n", std::string(FailedMark).c_str(), hook.c_str());
        return false;
    }
    return true;
}

} // namespace

Status runCloneHooks(const CloneSource &source, const HookPlace &place,
                     const std::function<void(std::string_view)> &log)
{
    std::vector<std::string> hooks = split(source.item("lxc.hook.clone"), '\n');
    if (hooks.empty())
        return {};
    // A hook in the container's folder was copied with it, and the copy runs.
    for (std::string &hook : hooks)
        hook = movePaths(hook, source.path, place.folder);
    std::string failed;
    std::string lastWords;
    const Result<bool> ran = runInNamespaces([&] { return runAll(source, place, hooks); },
                                             [&](std::string_view line) {
                                                 if (line.starts_with(FailedMark)) {
                                                     failed = line.substr(FailedMark.size());
                                                 } else {
                                                     lastWords = line;
                                                     log(line);
                                                 }
                                             },
                                             HookDeadline);
    if (!ran)
        return refuse(ran.error().word == Word::TimedOut
                          ? Failure{Word::TimedOut, place.name, std::to_string(HookDeadline.count()) + " min"}
                          : ran.error());
    return *ran ? Status() : refuse(Word::HookFailed, failed.empty() ? "lxc.hook.clone" : failed, lastWords);
}

} // namespace boxyard::worker
