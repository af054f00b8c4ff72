// SPDX-License-Identifier: GPL-2.0-or-later
#include "measures.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QThread>

#include <pty.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

namespace boxyard::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Starts = 7;
constexpr int WindowRows = 300;
constexpr int Keystrokes = 21;
constexpr int TopRefreshes = 5;

/// CPU time of a process, in ms. Documentation/scheduler/sched-stats.rst, /proc/PID/schedstat
double cpuOf(qint64 pid)
{
    QFile file(u"/proc/%1/schedstat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        giveUp(u"lxc-top has ended"_s);
    return file.readAll().split(' ').constFirst().toDouble() / 1e6;
}

/// The terminal that lxc-top wants as its input, even for a batch. It prints no more containers than that has
/// lines.
class Terminal
{
public:
    explicit Terminal(unsigned short lines)
    {
        winsize size{};
        size.ws_row = lines;
        size.ws_col = 200;
        if (::openpty(&m_outer, &m_inner, nullptr, nullptr, &size) != 0)
            giveUp(u"no pseudo-terminal"_s);
    }

    ~Terminal()
    {
        ::close(m_outer);
        ::close(m_inner);
    }

    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    [[nodiscard]] int inner() const { return m_inner; }

private:
    int m_outer = -1;
    int m_inner = -1;
};

/// CPU time of one refresh of lxc-top, in ms: the mean of several.
double topRefresh(int containers)
{
    const Terminal terminal(static_cast<unsigned short>(containers + 100));
    QProcess top;
    top.setChildProcessModifier([input = terminal.inner()] { ::dup2(input, STDIN_FILENO); });
    top.start(u"lxc-top"_s, {u"--batch"_s, u"--delay"_s, u"1"_s});
    // After a line of headings each refresh is a block of lines "time,name,…", one a container.
    QByteArray first;
    int refreshes = 0;
    int lines = 0;
    double begin = 0;
    while (refreshes <= TopRefreshes) {
        if (!top.canReadLine() && !top.waitForReadyRead(20'000))
            giveUp(u"lxc-top says nothing"_s);
        while (top.canReadLine() && refreshes <= TopRefreshes) {
            const QByteArray name = top.readLine().split(',').value(1);
            if (name.isEmpty() || name == "container")
                continue;
            if (first.isEmpty())
                first = name;
            lines += refreshes == 1 && name != first ? 1 : 0;
            if (name == first && ++refreshes == 1)
                begin = cpuOf(top.processId());
        }
    }
    const double used = cpuOf(top.processId()) - begin;
    top.kill();
    top.waitForFinished();
    if (lines + 1 < containers)
        giveUp(u"lxc-top shows only %1 containers"_s.arg(lines + 1));
    return used / TopRefreshes;
}

QString windowProgram()
{
    return QCoreApplication::applicationDirPath() + u"/boxyard-benchwindow"_s;
}

qint64 now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

Figure measureSample(int containers, Fleet &fleet, Role &program)
{
    fleet.grow(containers);
    const auto words = program.ask(u"sample %1"_s.arg(containers), u"sample"_s);
    if (words.at(2).toInt() < containers)
        giveUp(u"only %1 containers have figures"_s.arg(words.at(2)));
    return {u"sample-%1"_s.arg(containers), u"ms"_s, words.at(1).toDouble(), topRefresh(containers)};
}

QList<Figure> measureWindowStart(Fleet &fleet, Role &)
{
    fleet.grow(WindowRows);
    const QStringList arguments{QString::number(WindowRows)};
    QList<double> starts;
    for (int i = 0; i < Starts; ++i) {
        const qint64 begin = now();
        Role window(windowProgram(), arguments, u"may"_s);
        starts.append(static_cast<double>(window.readyAt() - begin) / 1e6);
    }
    return {{u"gui-start-300"_s, u"ms"_s, median(starts), std::nullopt}};
}

QList<Figure> measureWindow(Fleet &fleet, Role &)
{
    fleet.grow(WindowRows);
    Role window(windowProgram(), {QString::number(WindowRows)}, u"may"_s);
    window.ask(u"charts"_s, u"charts"_s);
    QThread::sleep(60); // until the lines are whole
    const double visible = window.ask(u"cpu 30"_s, u"cpu"_s, 60s).at(1).toDouble();
    const double memory = window.ask(u"pss"_s, u"pss"_s).at(1).toDouble() / 1024;
    QList<double> keystrokes;
    // Not every address has it, as it has 1 and 7.
    for (int i = 0; i < Keystrokes; ++i)
        keystrokes.append(window.ask(i % 2 == 0 ? u"type 5"_s : u"type <"_s, u"type"_s).at(1).toDouble());
    window.ask(u"type <"_s, u"type"_s);
    window.ask(u"hide"_s, u"hide"_s);
    QThread::sleep(2);
    const double hidden = window.ask(u"cpu 40"_s, u"cpu"_s, 60s).at(1).toDouble();
    return {{u"gui-cpu-visible"_s, u"%"_s, visible, std::nullopt},
            {u"gui-cpu-hidden"_s, u"%"_s, hidden, std::nullopt},
            {u"gui-pss-300"_s, u"MB"_s, memory, std::nullopt},
            {u"filter-300"_s, u"ms"_s, median(keystrokes), std::nullopt}};
}

} // namespace boxyard::bench
