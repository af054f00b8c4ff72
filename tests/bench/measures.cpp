// SPDX-License-Identifier: GPL-2.0-or-later
#include "measures.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QThread>

#include <time.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Runs = 11;
constexpr int RunsUnderFlood = 31;

qint64 now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

double millisecondsSince(qint64 begin, qint64 end)
{
    return static_cast<double>(end - begin) / 1e6;
}

/// One list of ours, in ms. It has to show that many containers with as many addresses.
double listOnce(Role &program, int running)
{
    const auto words = program.ask(u"list"_s, u"list"_s);
    if (words.at(3).toInt() < running || words.at(4).toInt() < running)
        giveUp(u"the list shows %1 running containers and %2 addresses, not %3 of both"_s
                   .arg(words.at(3), words.at(4))
                   .arg(running));
    return words.at(1).toDouble();
}

/// Until the helper has seen all that were started, and read their configs.
void awaitRunning(Role &program, int running)
{
    for (int i = 0; i < 200; ++i) {
        const auto words = program.ask(u"list"_s, u"list"_s);
        if (words.at(3).toInt() >= running && words.at(4).toInt() >= running)
            break;
        QThread::msleep(50);
    }
    QThread::msleep(500);
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// PSS of the process that monitors a container, in kB. proc_pid_smaps(5), smaps_rollup.
double monitorPss(const QString &name)
{
    const QByteArray stat = readFile(u"/proc/%1/stat"_s.arg(Fleet::initOf(name)));
    const int monitor = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(1).toInt(); // the parent
    for (const auto &line : readFile(u"/proc/%1/smaps_rollup"_s.arg(monitor)).split('\n'))
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').constFirst().toDouble();
    giveUp(u"the monitor of %1 can't be read"_s.arg(name));
}

/// lxc-monitor of one container.
class Monitor
{
public:
    explicit Monitor(const QString &name)
    {
        m_process.start(u"stdbuf"_s, {u"-oL"_s, u"lxc-monitor"_s, u"-n"_s, name});
        if (!m_process.waitForStarted())
            giveUp(u"lxc-monitor can't be run"_s);
        QThread::msleep(300); // it says nothing when it is ready
    }

    ~Monitor()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    Monitor(const Monitor &) = delete;
    Monitor &operator=(const Monitor &) = delete;

    /// When the next line comes; its text.
    QByteArray next(qint64 &when)
    {
        while (!m_process.canReadLine())
            if (!m_process.waitForReadyRead(10'000))
                giveUp(u"lxc-monitor says nothing"_s);
        when = now();
        return m_process.readLine();
    }

private:
    QProcess m_process;
};

} // namespace

Figure measureList(int containers, Fleet &fleet, Role &program)
{
    fleet.grow(containers);
    awaitRunning(program, containers);
    QList<double> ours;
    QList<double> theirs;
    for (int run = 0; run < Runs; ++run) {
        ours.append(listOnce(program, containers));
        theirs.append(timeCommand({u"lxc-ls"_s, u"-f"_s}));
        QThread::msleep(50); // what lxc-ls stirred up
    }
    return {u"list-%1"_s.arg(containers), u"ms"_s, median(ours), median(theirs)};
}

Figure measureListUnderFlood(Fleet &fleet, Role &program)
{
    constexpr int Containers = 100;
    fleet.grow(Containers);
    awaitRunning(program, Containers);
    const Role flood(u"--flood"_s, u"also"_s);
    QList<double> ours;
    for (int run = 0; run < RunsUnderFlood; ++run) {
        ours.append(listOnce(program, Containers));
        QThread::msleep(20);
    }
    return {u"list-under-flood"_s, u"ms"_s, median(ours), std::nullopt};
}

QList<Figure> measureStart(Fleet &fleet, Role &program)
{
    const QString name = fleet.makeStopped();
    QList<double> ours;
    QList<double> theirs;
    QList<double> ourPss;
    QList<double> theirPss;
    for (int run = 0; run < Runs; ++run) {
        QThread::msleep(200); // the helper has seen it, and the one before has left the bridge
        ours.append(program.ask(u"start "_s + name, u"start"_s).at(1).toDouble());
        QThread::msleep(200);
        ourPss.append(monitorPss(name));
        Fleet::kill(name);
        QThread::msleep(200);
        theirs.append(timeCommand({u"lxc-start"_s, u"-n"_s, name}));
        QThread::msleep(200);
        theirPss.append(monitorPss(name));
        Fleet::kill(name);
    }
    return {{u"start-busybox"_s, u"ms"_s, median(ours), median(theirs)},
            {u"monitor-pss"_s, u"kB"_s, median(ourPss), median(theirPss)}};
}

QList<Figure> measureWatch(Fleet &fleet, Role &program)
{
    const QString name = fleet.makeStopped();
    QList<double> ourFirst;
    QList<double> ourLast;
    QList<double> theirFirst;
    QList<double> theirLast;
    for (int run = 0; run < Runs; ++run) {
        Fleet::start(name);
        program.ask(u"watch "_s + name, u"watching"_s);
        QThread::msleep(200);
        qint64 begin = now();
        Fleet::kill(name);
        ourFirst.append(millisecondsSince(begin, program.expect(u"left"_s).at(1).toLongLong()));
        ourLast.append(millisecondsSince(begin, program.expect(u"stopped"_s).at(1).toLongLong()));

        Fleet::start(name);
        Monitor monitor(name);
        begin = now();
        const pid_t command = Fleet::beginKill(name);
        qint64 when = 0;
        QByteArray line = monitor.next(when);
        theirFirst.append(millisecondsSince(begin, when));
        while (!line.contains("STOPPED"))
            line = monitor.next(when);
        theirLast.append(millisecondsSince(begin, when));
        Fleet::finishKill(name, command);
    }
    return {{u"watch-latency"_s, u"ms"_s, median(ourFirst), median(theirFirst)},
            {u"watch-stopped"_s, u"ms"_s, median(ourLast), median(theirLast)}};
}

Figure measureTerminal()
{
    QList<double> ours;
    for (int run = 0; run < 3; ++run) {
        QProcess program;
        program.start(QCoreApplication::applicationDirPath() + u"/boxyard-bench-terminal"_s, {u"64"_s});
        if (!program.waitForFinished(120'000) || program.exitCode() != 0)
            giveUp(u"boxyard-bench-terminal failed"_s);
        ours.append(program.readAllStandardOutput().split(' ').constFirst().toDouble());
    }
    return {u"terminal-throughput"_s, u"MB/s"_s, median(ours), std::nullopt};
}

} // namespace boxyard::bench
