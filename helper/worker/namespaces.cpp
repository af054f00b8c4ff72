// SPDX-License-Identifier: GPL-2.0-or-later
#include "namespaces.h"

#include "cancel.h"
#include "child.h"
#include "text.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

constexpr std::size_t MaxLine = 4096;

void takeOutput(int output)
{
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
}

/// Number 1 inside. `guard` is the reading end of a pipe that the outer process alone holds open for writing.
[[noreturn]] void runInit(int guard, const std::function<bool()> &work)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pollfd event = {guard, POLLIN, 0};
    if (poll(&event, 1, 0) != 0)
        _exit(1); // it died before PDEATHSIG was set
    close(guard);
    setsid();
    if (mount("none", "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0
        || mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) {
        std::fprintf(stderr, "/proc: %s\n", errnoText(errno).c_str());
        _exit(1);
    }
    const bool done = work();
    _exit(done ? 0 : 1);
}

/// Makes the namespaces; its end is the end of all that is in them.
[[noreturn]] void runOuter(pid_t parent, int output, const std::function<bool()> &work)
{
    becomeChild(parent);
    takeOutput(output);
    close(output);
    if (geteuid() != 0)
        _exit(work() ? 0 : 1);
    std::array<int, 2> guard = {-1, -1};
    if (unshare(CLONE_NEWPID | CLONE_NEWNS) != 0 || pipe2(guard.data(), O_CLOEXEC) != 0) {
        std::fprintf(stderr, "unshare: %s\n", errnoText(errno).c_str());
        _exit(1);
    }
    const pid_t init = fork();
    if (init == 0) {
        close(guard[1]);
        runInit(guard[0], work);
    }
    int status = 0;
    while (init > 0 && waitpid(init, &status, 0) < 0 && errno == EINTR) { }
    _exit(init > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

/// Cuts a stream into lines.
class Lines
{
public:
    explicit Lines(const std::function<void(std::string_view)> &sink)
        : m_sink(sink)
    {
    }

    void add(std::string_view bytes)
    {
        for (const char c : bytes) {
            if (c == '\n' || c == '\r')
                flush();
            else if (m_line.size() < MaxLine)
                m_line += c;
        }
    }

    void flush()
    {
        if (!trimmed(m_line).empty())
            m_sink(printable(trimmed(m_line)));
        m_line.clear();
    }

private:
    const std::function<void(std::string_view)> &m_sink;
    std::string m_line;
};

/// Reads until the process ends, the worker is cancelled or the time is over, which gives false; a daemon
/// left behind may keep the pipe open for ever.
bool followOutput(int input, pid_t pid, Lines &lines, std::chrono::milliseconds deadline)
{
    const auto begun = std::chrono::steady_clock::now();
    std::array<char, 16384> buffer = {};
    bool ended = false;
    bool late = false;
    while (!cancelled() && !late) {
        std::array<pollfd, 2> events = {pollfd{input, POLLIN, 0}, pollfd{cancelDescriptor(), POLLIN, 0}};
        const int ready = poll(events.data(), events.size(), ended ? 0 : 50);
        late = std::chrono::steady_clock::now() - begun > deadline;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready > 0 && events[0].revents != 0) {
            const ssize_t got = read(input, buffer.data(), buffer.size());
            if (got <= 0)
                break;
            lines.add({buffer.data(), static_cast<std::size_t>(got)});
            continue;
        }
        if (ended)
            break;
        siginfo_t info = {};
        ended = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
            && info.si_pid == pid;
    }
    lines.flush();
    return !late;
}

/// With the worker as their reaper, orphans of the namespace come here; when there are none left, all are
/// dead.
void reapAll()
{
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) { }
}

} // namespace

Result<bool> runInNamespaces(const std::function<bool()> &work,
                             const std::function<void(std::string_view)> &line,
                             std::chrono::milliseconds deadline)
{
    std::array<int, 2> ends = {-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return refuseErrno(errno, "pipe");
    const Fd input(ends[0]);
    Fd output(ends[1]);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0)
        return refuseErrno(errno, "fork");
    if (pid == 0) {
        close(input.get());
        runOuter(parent, output.get(), work);
    }
    output.reset();
    Lines lines(line);
    const bool inTime = followOutput(input.get(), pid, lines, deadline);
    if (cancelled() || !inTime)
        kill(pid, SIGKILL);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    reapAll();
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    if (cancelled())
        return refuse(Word::Cancelled);
    if (!inTime)
        return refuse(Word::TimedOut, "namespaces");
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace boxyard::worker
