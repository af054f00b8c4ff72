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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int FirstFree = 6; // of the worker's descriptors
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

Status WorkerProcess::start(const Setup &setup)
{
    SpawnPlan plan;
    const bool planned = plan.changeFolder("/") && plan.openNull(STDIN_FILENO, O_RDONLY)
        && plan.openNull(STDOUT_FILENO, O_WRONLY) && plan.move(setup.request, 3) && plan.move(setup.report, 4)
        && (setup.socket < 0 || plan.move(setup.socket, 5))
        && plan.closeFrom(setup.socket < 0 ? 5 : FirstFree);
    if (!planned)
        return refuse(ErrorCode::Failed, setup.program, u"out of descriptors"_s);
    QByteArrayList environment = setup.environment;
    std::vector<char *> pointers;
    for (QByteArray &entry : environment)
        pointers.push_back(entry.data());
    pointers.push_back(nullptr);
    pid_t pid = 0;
    if (const int code = plan.spawn(QFile::encodeName(setup.program).constData(), pointers.data(), pid);
        code != 0)
        return refuse(ErrorCode::Failed, setup.program, QString::fromLocal8Bit(std::strerror(code)));
    // Not reaped yet: the pid can't be another's.
    Descriptor pidfd(pidfdOpen(pid));
    if (!pidfd.isOpen()) {
        const int code = errno;
        ::kill(-pid, SIGKILL);
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        return refuse(ErrorCode::Failed, setup.program, QString::fromLocal8Bit(std::strerror(code)));
    }
    m_ours = true;
    follow(pid, std::move(pidfd));
    return {};
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
