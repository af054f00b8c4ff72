// SPDX-License-Identifier: GPL-2.0-or-later
#include "cancel.h"
#include "child.h"
#include "lxchandle.h"
#include "lxclog.h"
#include "monitor.h"
#include "place.h"
#include "processes.h"
#include "verbs.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <linux/magic.h>
#include <lxc/attach_options.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::worker {

namespace {

using namespace std::chrono_literals;

constexpr auto AttachDeadline = 10s;

bool sendDescriptor(int socket, int fd)
{
    char byte = 0;
    iovec data = {&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
    msghdr message = {};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

Fd receiveDescriptor(int socket)
{
    char byte = 0;
    iovec data = {&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
    msghdr message = {};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != 1)
        return {};
    const cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS)
        return {};
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return Fd(fd);
}

/// Whether it is the master end of a pseudo terminal, and nothing else that a container could offer. pts(4).
bool isPtyMaster(int fd)
{
    struct statfs fs = {};
    struct stat st = {};
    int number = 0;
    return fstatfs(fd, &fs) == 0 && static_cast<unsigned long>(fs.f_type) == DEVPTS_SUPER_MAGIC
        && fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && ioctl(fd, TIOCGPTN, &number) == 0;
}

/// The container's own devpts: /dev/pts/ptmx, or /dev/ptmx where that one is closed to us.
int openPtyMaster()
{
    constexpr int Flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK;
    int master = open("/dev/pts/ptmx", Flags | O_NOFOLLOW);
    if (master < 0)
        master = open("/dev/ptmx", Flags);
    if (master >= 0)
        fcntl(master, F_SETFL, fcntl(master, F_GETFL) & ~O_NONBLOCK);
    return master;
}

/// Runs in the container; liblxc has set the environment, the groups and the security label. Never returns.
int shellInContainer(void *payload)
{
    const int socket = *static_cast<int *>(payload);
    const int master = openPtyMaster();
    int unlocked = 0;
    if (master < 0 || !isPtyMaster(master) || ioctl(master, TIOCSPTLCK, &unlocked) != 0)
        _exit(120);
    const int terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
    if (terminal < 0 || !sendDescriptor(socket, master))
        _exit(121);
    setsid();
    ioctl(terminal, TIOCSCTTY, 0);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(terminal, fd);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    umask(022);
    prctl(PR_SET_PDEATHSIG, 0);
    if (chdir("/root") != 0) [[maybe_unused]]
        const int root = chdir("/");
    execl("/bin/bash", "bash", "-l", static_cast<char *>(nullptr));
    execl("/bin/sh", "sh", "-l", static_cast<char *>(nullptr));
    _exit(127);
}

/// In a child: attaches, then lives until the shell ends, so that its exit is the shell's.
[[noreturn]] void attachAndWait(const Request &request, pid_t parent, int socket, const LxcLog &log)
{
    becomeChild(parent);
    log.begin();
    const LxcHandle handle = openLxc(request.location, request.name);
    if (!handle)
        _exit(1);
    std::array<std::string, 6> texts = {"TERM=xterm-256color",
                                        "HOME=/root",
                                        "USER=root",
                                        "LOGNAME=root",
                                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                        "LANG=C.UTF-8"};
    std::array<char *, 7> environment = {};
    for (std::size_t i = 0; i < texts.size(); ++i)
        environment.at(i) = texts.at(i).data();
    std::string root = "/";
    lxc_attach_options_t options = LXC_ATTACH_OPTIONS_DEFAULT;
    options.env_policy = LXC_ATTACH_CLEAR_ENV;
    options.extra_env_vars = environment.data();
    options.initial_cwd = root.data();
    pid_t attached = -1;
    if (handle->attach(handle.get(), shellInContainer, &socket, &options, &attached) != 0 || attached <= 0)
        _exit(1);
    close(socket);
    int status = 0;
    while (waitpid(attached, &status, 0) < 0 && errno == EINTR) { }
    _exit(0);
}

/// The PTY, once the shell is there; none where the child ended, was too slow, or the worker is cancelled.
Fd awaitPty(int socket)
{
    const auto end = std::chrono::steady_clock::now() + AttachDeadline;
    for (;;) {
        std::array<pollfd, 2> events = {pollfd{socket, POLLIN, 0}, pollfd{cancelDescriptor(), POLLIN, 0}};
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const int ready =
            poll(events.data(), events.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || events[0].revents == 0)
            return {};
        Fd fd = receiveDescriptor(socket);
        return fd && isPtyMaster(fd.get()) ? std::move(fd) : Fd();
    }
}

/// Runs, is what was authorized, and answers.
Status checkTarget(const Request &request)
{
    if (Status same = checkIdentity(request.location, request.name, request.expect); !same)
        return same;
    const auto socket = commandSocket(request.location, request.name);
    if (!socket)
        return refuse(socket.error());
    if (!*socket)
        return refuse(Word::NotRunning, request.name);
    const Result<RunningState> running = askMonitor(request.location, request.name, 5s);
    if (!running)
        return refuse(running.error());
    if (running->init <= 0)
        return refuse(Word::NotRunning, request.name);
    // What counts is not the config, which may be newer than the container, but where its init lives.
    if (!request.privileged && sharesUserNamespace(running->init))
        return refuse(Word::Changed, request.name);
    return {};
}

Status handOver(const Request &request, const Fd &pty)
{
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(request.columns);
    size.ws_row = static_cast<unsigned short>(request.rows);
    ioctl(pty.get(), TIOCSWINSZ, &size);
    if (!sendDescriptor(ShellDescriptor, pty.get()))
        return refuseErrno(errno, "terminal");
    close(ShellDescriptor);
    return {};
}

void endChild(pid_t pid)
{
    for (const pid_t shell : childrenOf(pid)) {
        kill(shell, SIGHUP);
        kill(shell, SIGKILL);
    }
    kill(pid, SIGKILL);
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) { }
}

Failure explainNoPty(const Request &request, const LxcLog &log)
{
    if (cancelled())
        return {Word::Cancelled, {}, {}};
    const std::string reason = log.reason();
    return {reason.empty() ? Word::NotResponding : Word::Failed, request.name, reason};
}

/// Until the shell ends by itself, or its terminal is closed.
Status awaitShell(pid_t pid)
{
    const Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    for (;;) {
        std::array<pollfd, 2> events = {pollfd{pidfd.get(), POLLIN, 0},
                                        pollfd{cancelDescriptor(), POLLIN, 0}};
        if (poll(events.data(), events.size(), -1) < 0 && errno != EINTR)
            return refuseErrno(errno, "shell");
        if (events[0].revents != 0)
            return {};
        if (cancelled())
            return refuse(Word::Cancelled);
    }
}

} // namespace

Status shell(Job &job)
{
    const Request &request = job.request;
    if (Status fit = checkTarget(request); !fit)
        return fit;

    std::array<int, 2> ends = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuseErrno(errno, request.name);
    const Fd ours(ends[0]);
    Fd theirs(ends[1]);
    const LxcLog log;
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid < 0)
        return refuseErrno(errno, request.name);
    if (pid == 0) {
        close(ours.get());
        attachAndWait(request, parent, theirs.get(), log);
    }
    theirs.reset();

    Fd pty = awaitPty(ours.get());
    Status done = pty ? handOver(request, pty) : refuse(explainNoPty(request, log));
    pty.reset(); // the only master end is the receiver's now: closing it hangs the shell up
    if (done)
        done = awaitShell(pid);
    endChild(pid);
    return done;
}

} // namespace boxyard::worker
