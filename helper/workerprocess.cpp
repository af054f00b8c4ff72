// SPDX-License-Identifier: GPL-2.0-or-later

#include "workerprocess.h"

#include "journal.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Handover = 3; // where a worker waits
constexpr int OutOfTheWay = 16;

// glibc has wrappers from 2.36 on, without C++ guards in all headers; the calls are stable.
int pidfdOpen(pid_t pid)
{
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

/// posix_spawn's two attribute objects.
class SpawnPlan
{
public:
    SpawnPlan()
    {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawnattr_init(&m_attributes);
        // Neither what this process ignores nor what it blocks is inherited.
        sigset_t all;
        sigset_t none;
        ::sigfillset(&all);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setflags(&m_attributes,
                                   POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }

    ~SpawnPlan()
    {
        ::posix_spawnattr_destroy(&m_attributes);
        ::posix_spawn_file_actions_destroy(&m_actions);
    }

    SpawnPlan(const SpawnPlan &) = delete;
    SpawnPlan &operator=(const SpawnPlan &) = delete;

    /// `fd` becomes `number` there. A copy with a high number is taken, so that one move does not overwrite
    /// another's source.
    [[nodiscard]] bool move(int fd, int number)
    {
        m_copies.emplace_back(::fcntl(fd, F_DUPFD_CLOEXEC, OutOfTheWay));
        return m_copies.back().isOpen()
            && ::posix_spawn_file_actions_adddup2(&m_actions, m_copies.back().get(), number) == 0;
    }

    [[nodiscard]] bool openNull(int number, int flags)
    {
        return ::posix_spawn_file_actions_addopen(&m_actions, number, "/dev/null", flags, 0) == 0;
    }

    [[nodiscard]] bool closeFrom(int number)
    {
        return ::posix_spawn_file_actions_addclosefrom_np(&m_actions, number) == 0;
    }

    [[nodiscard]] bool changeFolder(const char *path)
    {
        return ::posix_spawn_file_actions_addchdir_np(&m_actions, path) == 0;
    }

    /// 0, or the reason.
    [[nodiscard]] int spawn(const char *program, char *const *environment, pid_t &pid)
    {
        QByteArray name = program;
        const std::array<char *, 2> arguments = {name.data(), nullptr};
        return ::posix_spawn(&pid, program, &m_actions, &m_attributes, arguments.data(), environment);
    }

private:
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
    std::vector<Descriptor> m_copies;
};

bool sameFile(const QByteArray &one, const QByteArray &other)
{
    struct stat a {
    };

    struct stat b {
    };

    return ::stat(one.constData(), &a) == 0 && ::stat(other.constData(), &b) == 0 && a.st_dev == b.st_dev
        && a.st_ino == b.st_ino;
}

} // namespace

WorkerProcess::WorkerProcess(QObject *parent)
    : QObject(parent)
{
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (!isLocked(m_requestPath)) {
            m_poll.stop();
            Q_EMIT exited({});
        }
    });
}

Status WorkerProcess::start(const QString &program, const QByteArrayList &environment)
{
    std::array<int, 2> ends = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return refuse(ErrorCode::Failed, program, QString::fromLocal8Bit(std::strerror(errno)));
    m_handover.reset(ends[0]);
    const Descriptor theirs(ends[1]);
    SpawnPlan plan;
    const bool planned = plan.changeFolder("/") && plan.openNull(STDIN_FILENO, O_RDONLY)
        && plan.openNull(STDOUT_FILENO, O_WRONLY) && plan.move(theirs.get(), Handover)
        && plan.closeFrom(Handover + 1);
    if (!planned)
        return refuse(ErrorCode::Failed, program, u"out of descriptors"_s);
    QByteArrayList copy = environment;
    std::vector<char *> pointers;
    for (QByteArray &entry : copy)
        pointers.push_back(entry.data());
    pointers.push_back(nullptr);
    pid_t pid = 0;
    if (const int code = plan.spawn(QFile::encodeName(program).constData(), pointers.data(), pid); code != 0)
        return refuse(ErrorCode::Failed, program, QString::fromLocal8Bit(std::strerror(code)));
    // Not reaped yet: the pid can't be another's.
    Descriptor pidfd(pidfdOpen(pid));
    if (!pidfd.isOpen()) {
        const int code = errno;
        ::kill(-pid, SIGKILL);
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        return refuse(ErrorCode::Failed, program, QString::fromLocal8Bit(std::strerror(code)));
    }
    m_ours = true;
    follow(pid, std::move(pidfd));
    return {};
}

Status WorkerProcess::give(const Work &work)
{
    const std::array<int, 3> descriptors = {work.request, work.report, work.socket};
    const std::size_t count = work.socket < 0 ? 2 : 3;
    char byte = 0;
    iovec part{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> room{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    std::memcpy(CMSG_DATA(header), descriptors.data(), count * sizeof(int));
    const bool sent = ::sendmsg(m_handover.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
    const int code = errno;
    m_handover.reset();
    return sent ? Status()
                : refuse(ErrorCode::Failed, u"boxyard-worker"_s, QString::fromLocal8Bit(std::strerror(code)));
}

void WorkerProcess::adopt(pid_t pid, const QString &requestPath)
{
    m_requestPath = requestPath;
    if (pid > 1) {
        Descriptor pidfd(pidfdOpen(pid));
        const QByteArray held = "/proc/" + QByteArray::number(pid) + "/fd/3";
        if (pidfd.isOpen() && sameFile(held, QFile::encodeName(requestPath))) {
            follow(pid, std::move(pidfd));
            return;
        }
    }
    m_poll.start(200ms);
}

void WorkerProcess::follow(pid_t pid, Descriptor pidfd)
{
    m_pid = pid;
    m_pidfd = std::move(pidfd);
    m_notifier = std::make_unique<QSocketNotifier>(m_pidfd.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &WorkerProcess::onExit);
}

void WorkerProcess::onExit()
{
    m_notifier->setEnabled(false);
    QString how;
    if (m_ours) {
        siginfo_t info{};
        const auto pidfd = static_cast<id_t>(m_pidfd.get());
        if (::waitid(P_PIDFD, pidfd, &info, WEXITED | WNOWAIT) == 0) {
            if (info.si_code != CLD_EXITED)
                how = u"signal %1"_s.arg(info.si_status);
            else if (info.si_status != 0)
                how = u"exit code %1"_s.arg(info.si_status);
        }
        // What a crashed one left in its process group goes with it; until it is reaped the number is its
        // own.
        if (!how.isEmpty())
            ::kill(-m_pid, SIGKILL);
        ::waitid(P_PIDFD, pidfd, &info, WEXITED);
    }
    m_pid = 0;
    m_pidfd.reset();
    Q_EMIT exited(how);
}

void WorkerProcess::terminate()
{
    if (m_pid > 0)
        ::syscall(SYS_pidfd_send_signal, m_pidfd.get(), SIGTERM, nullptr, 0);
}

void WorkerProcess::kill()
{
    if (m_pid <= 0)
        return;
    // The group first: while its leader lives, or is not reaped, the number is its own.
    ::kill(-m_pid, SIGKILL);
    ::syscall(SYS_pidfd_send_signal, m_pidfd.get(), SIGKILL, nullptr, 0);
}

} // namespace boxyard
