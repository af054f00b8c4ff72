// SPDX-License-Identifier: GPL-2.0-or-later
#include "workerrunner.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QThread>

#include <array>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> readLines(const QString &path)
{
    QList<QJsonObject> lines;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    const QList<QByteArray> parts = file.readAll().split('\n');
    for (const QByteArray &part : parts) {
        const QJsonDocument document = QJsonDocument::fromJson(part);
        if (document.isObject())
            lines.append(document.object());
    }
    return lines;
}

WorkerRunner::Outcome outcomeOf(const QString &report)
{
    WorkerRunner::Outcome outcome;
    outcome.lines = readLines(report);
    outcome.crashed = true;
    if (!outcome.lines.isEmpty() && outcome.lines.constLast().value("finished"_L1).toBool()) {
        const QJsonObject last = outcome.lines.constLast();
        outcome.crashed = false;
        outcome.error = last.value("error"_L1).toString();
        outcome.object = last.value("object"_L1).toString();
        outcome.detail = last.value("detail"_L1).toString();
    }
    return outcome;
}

/// In the child, between fork and exec: only what is safe there.
[[noreturn]] void become(const std::vector<char *> &argv, std::array<int, 3> fds)
{
    setsid();
    // First out of the way of 3, 4 and 5, then there.
    for (int &fd : fds)
        fd = fcntl(fd, F_DUPFD, 100);
    for (int i = 0; i < 3; ++i)
        dup2(fds.at(static_cast<std::size_t>(i)), 3 + i);
    for (const int fd : fds)
        close(fd);
    const int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    std::array<char, 80> path = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"};
    std::array<char, 16> lang = {"LANG=C.UTF-8"};
    std::array<char, 16> home = {"HOME=/root"};
    std::array<char *, 4> environment = {path.data(), lang.data(), home.data(), nullptr};
    execve(argv.front(), argv.data(), environment.data());
    _exit(126);
}

} // namespace

QStringList WorkerRunner::Outcome::log() const
{
    QStringList out;
    for (const QJsonObject &line : lines) {
        if (line.contains("log"_L1))
            out.append(line.value("log"_L1).toString());
    }
    return out;
}

QStringList WorkerRunner::Outcome::steps() const
{
    QStringList out;
    for (const QJsonObject &line : lines) {
        const QString step = line.value("step"_L1).toString();
        if (!step.isEmpty() && !out.contains(step))
            out.append(step);
    }
    return out;
}

QList<double> WorkerRunner::Outcome::fractions() const
{
    QList<double> out;
    for (const QJsonObject &line : lines) {
        if (line.contains("progress"_L1))
            out.append(line.value("progress"_L1).toDouble());
    }
    return out;
}

QList<QJsonObject> WorkerRunner::Outcome::containers() const
{
    QList<QJsonObject> out;
    for (const QJsonObject &line : lines) {
        if (line.contains("container"_L1))
            out.append(line.value("container"_L1).toObject());
    }
    return out;
}

QJsonObject WorkerRunner::Outcome::host() const
{
    for (const QJsonObject &line : lines) {
        if (line.contains("host"_L1))
            return line.value("host"_L1).toObject();
    }
    return {};
}

QByteArray WorkerRunner::Outcome::text() const
{
    QByteArray out = "status " + QByteArray::number(status) + '\n';
    for (const QJsonObject &line : lines)
        out += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    return out;
}

WorkerRunner::Running::Running(Running &&other) noexcept
{
    *this = std::move(other);
}

WorkerRunner::Running &WorkerRunner::Running::operator=(Running &&other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_socket, other.m_socket);
    std::swap(m_status, other.m_status);
    std::swap(m_reaped, other.m_reaped);
    std::swap(m_request, other.m_request);
    std::swap(m_report, other.m_report);
    return *this;
}

WorkerRunner::Running::~Running()
{
    if (m_pid > 0 && !m_reaped) {
        kill(m_pid, SIGKILL);
        reap();
    }
    if (m_socket >= 0)
        close(m_socket);
}

void WorkerRunner::Running::reap()
{
    while (waitpid(m_pid, &m_status, 0) < 0 && errno == EINTR) { }
    m_reaped = true;
}

void WorkerRunner::Running::signal(int number) const
{
    if (!m_reaped)
        kill(m_pid, number);
}

WorkerRunner::Outcome WorkerRunner::Running::soFar() const
{
    return outcomeOf(m_report);
}

bool WorkerRunner::Running::waitForStep(const QString &step, std::chrono::milliseconds limit) const
{
    const QDeadlineTimer deadline(limit);
    while (!deadline.hasExpired()) {
        if (soFar().steps().contains(step))
            return true;
        QThread::msleep(2);
    }
    return false;
}

WorkerRunner::Outcome WorkerRunner::Running::wait(std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    while (!m_reaped) {
        const pid_t got = waitpid(m_pid, &m_status, WNOHANG);
        m_reaped = got == m_pid;
        if (!m_reaped && deadline.hasExpired()) {
            kill(m_pid, SIGKILL);
            reap();
        }
        if (!m_reaped)
            QThread::msleep(2);
    }
    Outcome outcome = outcomeOf(m_report);
    outcome.status = m_status;
    outcome.crashed = outcome.crashed || !WIFEXITED(m_status) || WEXITSTATUS(m_status) != 0;
    return outcome;
}

int WorkerRunner::Running::receiveDescriptor(std::chrono::milliseconds limit)
{
    pollfd event = {m_socket, POLLIN, 0};
    if (poll(&event, 1, static_cast<int>(limit.count())) <= 0)
        return -1;
    char byte = 0;
    iovec data = {&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
    msghdr message = {};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (recvmsg(m_socket, &message, MSG_CMSG_CLOEXEC) != 1)
        return -1;
    const cmsghdr *header = CMSG_FIRSTHDR(&message);
    int fd = -1;
    if (header != nullptr && header->cmsg_type == SCM_RIGHTS)
        std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}

bool WorkerRunner::Running::isLocked() const
{
    const int fd = open(QFile::encodeName(m_request).constData(), O_RDONLY | O_CLOEXEC);
    const bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
    close(fd);
    return locked;
}

WorkerRunner::WorkerRunner()
    : m_nextId(static_cast<qint64>(getpid()) * 1000000)
{
}

QString WorkerRunner::program()
{
    return QStringLiteral(BOXYARD_WORKER);
}

QJsonObject WorkerRunner::request(const QString &verb, const QString &location, const QString &name,
                                  QJsonObject more)
{
    more.insert(u"verb"_s, verb);
    more.insert(u"location"_s, location);
    more.insert(u"name"_s, name);
    return more;
}

QJsonObject WorkerRunner::completed(QJsonObject request)
{
    if (!request.contains("version"_L1))
        request.insert(u"version"_s, 1);
    if (!request.contains("id"_L1))
        request.insert(u"id"_s, ++m_nextId);
    if (!request.contains("uid"_L1))
        request.insert(u"uid"_s, 0);
    return request;
}

QJsonObject WorkerRunner::clone(const QString &location, const QString &name, const QString &target,
                                const QString &mode, const QString &targetLocation, bool hooks)
{
    return request(u"clone"_s, location, name,
                   {{u"targetLocation"_s, targetLocation.isEmpty() ? location : targetLocation},
                    {u"targetName"_s, target},
                    {u"mode"_s, mode},
                    {u"hooks"_s, hooks},
                    {u"expect"_s, QString()}});
}

WorkerRunner::Running WorkerRunner::start(const QJsonObject &request, const QStringList &wrapper)
{
    return startRaw(QJsonDocument(completed(request)).toJson(QJsonDocument::Compact), wrapper);
}

WorkerRunner::Running WorkerRunner::startRaw(const QByteArray &request, const QStringList &wrapper)
{
    Running running;
    const QString base = m_folder.filePath(QString::number(++m_nextFile));
    running.m_request = base + u".json"_s;
    running.m_report = base + u".jsonl"_s;
    QFile file(running.m_request);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("request file");
    file.write(request);
    file.close();

    const int in = open(QFile::encodeName(running.m_request).constData(), O_RDWR | O_CLOEXEC);
    flock(in, LOCK_EX);
    const int out = open(QFile::encodeName(running.m_report).constData(),
                         O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::array<int, 2> ends = {-1, -1};
    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data());
    running.m_socket = ends[0];

    QList<QByteArray> arguments;
    for (const QString &part : wrapper)
        arguments.append(QFile::encodeName(part));
    arguments.append(QFile::encodeName(program()));
    std::vector<char *> argv;
    for (QByteArray &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);

    running.m_pid = fork();
    if (running.m_pid == 0)
        become(argv, {in, out, ends[1]});
    for (const int fd : {in, out, ends[1]})
        close(fd);
    return running;
}

WorkerRunner::Outcome WorkerRunner::run(const QJsonObject &request, const QStringList &wrapper)
{
    return start(request, wrapper).wait();
}

WorkerRunner::Outcome WorkerRunner::settle(const QJsonObject &intent)
{
    return run(WorkerRunner::request(u"settle"_s, intent.value("location"_L1).toString(),
                                     intent.value("name"_L1).toString(), {{u"intent"_s, intent}}));
}

WorkerRunner::Outcome WorkerRunner::recover(const QJsonObject &intent)
{
    return run(WorkerRunner::request(u"recover"_s, intent.value("location"_L1).toString(),
                                     intent.value("name"_L1).toString(), {{u"intent"_s, intent}}));
}
