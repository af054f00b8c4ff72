// SPDX-License-Identifier: GPL-2.0-or-later
#include "child.h"

#include "cancel.h"
#include "text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;

/// Until when poll(2) may sleep; -1 for ever.
int pollTimeout(std::chrono::milliseconds deadline, Clock::time_point begun)
{
    if (deadline == std::chrono::milliseconds::max())
        return -1;
    const auto left = deadline - std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun);
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30));
}

[[noreturn]] void runChild(pid_t parent, int answerFd, const std::function<Status(std::string &)> &work)
{
    becomeChild(parent);
    std::string answer;
    const Status status = work(answer);
    const bool written = writeAll(answerFd, toAnswer(status, answer));
    // No destructors, no atexit handlers: they are the worker's.
    _exit(written ? 0 : 1);
}

} // namespace

std::string toAnswer(const Status &status, const std::string &answer)
{
    Json json = {{"ok", status.has_value()}, {"answer", answer}};
    if (!status) {
        json["error"] = wordText(status.error().word);
        json["object"] = status.error().object;
        json["detail"] = status.error().detail;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> fromAnswer(const std::string &text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return refuse(Word::Failed, "liblxc", "no answer");
    if (json.value("ok", false))
        return json.value("answer", std::string());
    return refuse(wordFromText(json.value("error", std::string())), json.value("object", std::string()),
                  json.value("detail", std::string()));
}

Failure failureOf(const std::string &object, ChildEnd end, int status)
{
    if (end == ChildEnd::TimedOut)
        return {Word::NotResponding, object, {}};
    if (end == ChildEnd::Cancelled)
        return {Word::Cancelled, {}, {}};
    if (end == ChildEnd::Exited)
        return {Word::Failed, "liblxc", "no answer"};
    if (WTERMSIG(status) == SIGALRM)
        return {Word::BrokenConfig, object, "lxc.include"};
    return {Word::Failed, object, "liblxc: signal " + std::to_string(WTERMSIG(status))};
}

void becomeChild(pid_t parent)
{
    forgetCancel();
    for (const int fd : {RequestDescriptor, ReportDescriptor, ShellDescriptor})
        close(fd);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
}

ChildEnd awaitChild(pid_t pid, std::chrono::milliseconds deadline, int *status, Heed heed)
{
    const auto begun = Clock::now();
    const Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    ChildEnd end = ChildEnd::Exited;
    for (;;) {
        std::array<pollfd, 2> events = {pollfd{pidfd.get(), POLLIN, 0},
                                        pollfd{heed == Heed::Cancel ? cancelDescriptor() : -1, POLLIN, 0}};
        const int ready = poll(events.data(), events.size(), pollTimeout(deadline, begun));
        if (ready < 0 && errno == EINTR)
            continue;
        if (events[0].revents != 0)
            break;
        end = ready == 0 ? ChildEnd::TimedOut : ChildEnd::Cancelled;
        kill(pid, SIGKILL);
        break;
    }
    int ended = 0;
    while (waitpid(pid, &ended, 0) < 0 && errno == EINTR) { }
    if (status != nullptr)
        *status = ended;
    if (end == ChildEnd::Exited && !WIFEXITED(ended))
        return ChildEnd::Crashed;
    return end;
}

Result<std::string> inChild(const std::string &object, std::chrono::milliseconds deadline,
                            const std::function<Status(std::string &)> &work, Heed heed)
{
    const Fd answerFd(memfd_create("answer", MFD_CLOEXEC));
    const pid_t parent = getpid();
    const pid_t pid = answerFd ? fork() : -1;
    if (pid < 0)
        return refuseErrno(errno, object);
    if (pid == 0)
        runChild(parent, answerFd.get(), work);

    int status = 0;
    const ChildEnd end = awaitChild(pid, deadline, &status, heed);
    if (end != ChildEnd::Exited)
        return refuse(failureOf(object, end, status));
    return fromAnswer(readAll(answerFd.get()));
}

bool writeAll(int fd, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return false;
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return true;
}

std::string readAll(int fd, std::size_t limit)
{
    std::string text;
    std::array<char, 16384> buffer = {};
    off_t offset = 0;
    while (text.size() < limit) {
        const ssize_t got = pread(fd, buffer.data(), std::min(buffer.size(), limit - text.size()), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        offset += got;
    }
    return text;
}

std::string readFile(const std::string &path, std::size_t limit)
{
    const Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    return fd ? readAll(fd.get(), limit) : std::string();
}

} // namespace boxyard::worker
