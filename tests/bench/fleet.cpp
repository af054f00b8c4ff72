// SPDX-License-Identifier: GPL-2.0-or-later
#include "fleet.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

namespace {

const QString Location = u"/var/lib/lxc"_s;
const QString Base = u"/var/lib/lxc/.bench"_s; // a dot folder: no list shows what is in it
constexpr int AtOnce = 4;

pid_t spawn(const QStringList &command)
{
    std::vector<QByteArray> words;
    for (const auto &word : command)
        words.push_back(QFile::encodeName(word));
    std::vector<char *> arguments;
    for (auto &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        giveUp(u"%1 can't be run"_s.arg(command.front()));
    return pid;
}

void finish(const QStringList &command, pid_t pid)
{
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid || status != 0)
        giveUp(u"“%1” failed"_s.arg(command.join(u' ')));
}

/// The same command for each name, some at a time.
void runForEach(const QStringList &command, const QStringList &names)
{
    QList<std::pair<QStringList, pid_t>> underWay;
    for (const auto &name : names) {
        if (underWay.size() == AtOnce) {
            const auto [oldest, pid] = underWay.takeFirst();
            finish(oldest, pid);
        }
        const QStringList whole = command + QStringList{u"-n"_s, name};
        underWay.append({whole, spawn(whole)});
    }
    for (const auto &[whole, pid] : underWay)
        finish(whole, pid);
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        giveUp(u"%1 can't be read"_s.arg(path));
    return file.readAll();
}

void writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
        giveUp(u"%1 can't be written"_s.arg(path));
}

} // namespace

void giveUp(const QString &why)
{
    std::fprintf(stderr, "boxyard-bench: %s\n", qPrintable(why));
    std::exit(1);
}

double timeCommand(const QStringList &command)
{
    QElapsedTimer passed;
    passed.start();
    finish(command, spawn(command));
    return static_cast<double>(passed.nsecsElapsed()) / 1e6;
}

Fleet::Fleet()
{
    timeCommand({u"mkdir"_s, u"-p"_s, Base});
    timeCommand({u"lxc-create"_s, u"-P"_s, Base, u"-n"_s, u"base"_s, u"-t"_s, u"busybox"_s});
    for (const auto &line : readFile(Base + u"/base/config"_s).split('\n'))
        if (!line.startsWith("lxc.net.") && !line.startsWith("lxc.uts.name"))
            m_config += line + '\n';
    // Its DHCP client would take the static address away.
    const QString script = Base + u"/base/rootfs/etc/init.d/rcS"_s;
    writeFile(script, readFile(script).replace("/bin/udhcpc\n", ""));
}

Fleet::~Fleet()
{
    runForEach({u"lxc-stop"_s, u"-k"_s}, m_running);
    for (const auto &name : m_running + m_stopped)
        QDir(Location + u'/' + name).removeRecursively();
    QDir(Base).removeRecursively();
}

void Fleet::grow(int running)
{
    QStringList fresh;
    while (m_running.size() < running) {
        const QString name = u"c%1"_s.arg(++m_last);
        make(name, m_last);
        m_running.append(name);
        fresh.append(name);
    }
    runForEach({u"lxc-start"_s}, fresh);
}

QString Fleet::makeStopped()
{
    const QString name = u"c%1"_s.arg(++m_last);
    make(name, m_last);
    m_stopped.append(name);
    return name;
}

void Fleet::make(const QString &name, int number)
{
    if (!QDir().mkpath(Location + u'/' + name))
        giveUp(u"%1 can't be made"_s.arg(name));
    const QByteArray address =
        "10.77." + QByteArray::number(number / 250) + '.' + QByteArray::number(number % 250 + 1);
    writeFile(Location + u'/' + name + u"/config"_s,
              m_config + "lxc.uts.name = " + name.toUtf8()
                  + "\nlxc.net.0.type = veth\nlxc.net.0.link = lxcbr0\nlxc.net.0.flags = "
                    "up\nlxc.net.0.ipv4.address = "
                  + address + "/16\n");
}

void Fleet::start(const QString &name)
{
    timeCommand({u"lxc-start"_s, u"-n"_s, name});
}

void Fleet::kill(const QString &name)
{
    finishKill(name, beginKill(name));
}

pid_t Fleet::beginKill(const QString &name)
{
    return spawn({u"lxc-stop"_s, u"-k"_s, u"-n"_s, name});
}

void Fleet::finishKill(const QString &name, pid_t command)
{
    finish({u"lxc-stop"_s, u"-k"_s, u"-n"_s, name}, command);
}

uint Fleet::initOf(const QString &name)
{
    QProcess process;
    process.start(u"lxc-info"_s, {u"-n"_s, name, u"-pH"_s});
    process.waitForFinished();
    const uint pid = process.readAllStandardOutput().trimmed().toUInt();
    if (pid == 0)
        giveUp(u"%1 has no init"_s.arg(name));
    return pid;
}

} // namespace boxyard::bench
