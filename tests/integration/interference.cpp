// SPDX-License-Identifier: GPL-2.0-or-later

#include "interference.h"

#include "operator.h"

#include <QDebug>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <csignal>
#include <stdexcept>

#include <sys/xattr.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString GateFolder = u"/run/test-gate"_s;

/// Field 3 of /proc/PID/stat; 0 where there is no such process. proc(5).
char stateOf(pid_t pid)
{
    QFile stat(u"/proc/%1/stat"_s.arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1).append('\0').at(0);
}

} // namespace

pid_t workerOf(quint64 job)
{
    QFile report(u"/run/boxyard/jobs/%1.jsonl"_s.arg(job));
    if (!report.open(QIODevice::ReadOnly))
        return 0;
    const QJsonObject line = QJsonDocument::fromJson(report.readLine()).object();
    const auto pid = static_cast<pid_t>(line.value("pid"_L1).toInteger());
    return isRunning(pid) ? pid : 0;
}

pid_t awaitWorker(quint64 job)
{
    if (!bed::eventually([job] { return workerOf(job) != 0; }))
        throw std::runtime_error("no worker for job " + std::to_string(job));
    return workerOf(job);
}

QList<pid_t> processesWith(const QByteArray &text)
{
    QList<pid_t> found;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        bool ok = false;
        const pid_t pid = name.toInt(&ok);
        QFile command(u"/proc/%1/cmdline"_s.arg(name));
        if (ok && command.open(QIODevice::ReadOnly) && command.readAll().contains(text) && isRunning(pid))
            found.append(pid);
    }
    return found;
}

QString helperProgram()
{
    const QString text = bed::readFile(u"/usr/share/dbus-1/system-services/org.boxyard.Helper1.service"_s);
    for (const QString &line : text.split(u'\n')) {
        if (line.startsWith(u"Exec="_s))
            return line.mid(5).split(u' ').constFirst();
    }
    return {};
}

QList<pid_t> workersAtWork()
{
    QList<pid_t> workers = processesWith("boxyard-worker");
    workers.removeIf([](pid_t pid) {
        const QString request = QFile::symLinkTarget(u"/proc/%1/fd/3"_s.arg(pid));
        return request.isEmpty() /* it has just ended */ || request.contains(u"socket:"_s);
    });
    return workers;
}

bool workersEnd()
{
    return bed::eventually([] { return workersAtWork().isEmpty(); });
}

bool isRunning(pid_t pid)
{
    const char state = pid > 0 ? stateOf(pid) : '\0';
    return state != 0 && state != 'Z' && state != 'X';
}

void sendSignal(pid_t pid, int signal)
{
    if (pid <= 1 || ::kill(pid, signal) != 0)
        throw std::runtime_error("no process " + std::to_string(pid));
}

QStringList intents()
{
    return QDir(u"/var/lib/boxyard/journal"_s).entryList(QDir::Files | QDir::Hidden);
}

bool isMarked(const QString &name)
{
    const QByteArray folder = QFile::encodeName(Location + u'/' + name);
    return ::getxattr(folder.constData(), "trusted.boxyard.unsettled", nullptr, 0) > 0;
}

Gate::Gate()
{
    QDir().mkpath(GateFolder);
    bed::mustRun(u"chmod"_s, {u"777"_s, GateFolder}); // a template of an unprivileged container is 100000
    close();
    installTemplate(
        Template,
        u"setsid sleep %1 &\n"
        "touch %2/reached\n"
        "while [ ! -e %2/open ]; do sleep 0.02; done\n"
        "exec /usr/share/lxc/templates/lxc-busybox \"$@\"\n"_s.arg(QString::fromLatin1(Child), GateFolder));
}

bool Gate::isReached()
{
    return QFile::exists(GateFolder + u"/reached"_s);
}

void Gate::awaitReached()
{
    if (!bed::eventually(&Gate::isReached))
        throw std::runtime_error("the template did not begin");
}

void Gate::open()
{
    QDir().mkpath(GateFolder); // one that never was closed is open
    bed::writeFile(GateFolder + u"/open"_s, {});
}

void Gate::close()
{
    QFile::remove(GateFolder + u"/reached"_s);
    QFile::remove(GateFolder + u"/open"_s);
}

QString fileOf(const QString &container, int number)
{
    return u"%1/%2/rootfs/filling/%3/%4"_s.arg(Location, container).arg(number / 100).arg(number);
}

void fill(const QString &container, int files, int size)
{
    const QByteArray contents(size, 'x');
    for (int number = 0; number < files; ++number) {
        QFile file(fileOf(container, number));
        if (number % 100 == 0)
            QDir().mkpath(QFileInfo(file).path());
        if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
            throw std::runtime_error("cannot fill " + container.toStdString());
    }
}

qsizetype filesBelow(const QString &folder)
{
    qsizetype count = 0;
    QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    for (; all.hasNext(); all.next())
        ++count;
    return count;
}

std::chrono::microseconds someTime(std::chrono::microseconds longest)
{
    static QRandomGenerator generator = [] {
        const quint32 seed = qEnvironmentVariable("BOXYARD_TEST_SEED").toUInt();
        const quint32 used = seed != 0 ? seed : QRandomGenerator::system()->generate();
        qInfo() << "BOXYARD_TEST_SEED" << used;
        return QRandomGenerator(used);
    }();
    return std::chrono::microseconds(generator.bounded(static_cast<qint64>(longest.count()) + 1));
}

} // namespace boxyard
