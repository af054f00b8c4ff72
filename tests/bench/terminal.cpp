// SPDX-License-Identifier: GPL-2.0-or-later
// boxyard-bench-terminal [MB]: how fast a terminal in a window takes what a program prints, through a real
// pseudo terminal, while the window is drawn. Prints MB/s, frames drawn a second, and the longest time in ms
// that the window did not answer. Runs off screen where no platform is given.
#include "gui/terminal/terminalview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

using namespace boxyard;

namespace {

/// What a compiler or a log looks like: some colours, some Chinese, lines of many lengths.
QByteArray block()
{
    QByteArray made;
    for (int line = 0; made.size() < 256 * 1024; ++line) {
        made += "\x1b[32m[" + QByteArray::number(line) + "]\x1b[0m ";
        made += QByteArray("Building CXX object of a file with quite a long name ").left(20 + line * 7 % 34);
        made += line % 10 == 0 ? QByteArray("\xe5\xae\xb9\xe5\x99\xa8\r\n")
                               : QByteArray("100% done, nothing to do\r\n");
    }
    return made;
}

/// The program's side: writes as fast as it can, then hangs up.
void flood(int slave, qint64 bytes)
{
    const QByteArray text = block();
    while (bytes > 0) {
        const auto size = static_cast<size_t>(std::min<qint64>(bytes, text.size()));
        for (size_t at = 0; at < size;) {
            const ssize_t count = ::write(slave, text.constData() + at, size - at);
            if (count <= 0)
                std::abort();
            at += static_cast<size_t>(count);
        }
        bytes -= static_cast<qint64>(size);
    }
    ::close(slave);
}

int openSlave(int master)
{
    if (grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    std::array<char, 64> path = {};
    if (ptsname_r(master, path.data(), path.size()) != 0)
        return -1;
    const int slave = ::open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios raw = {};
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
    return slave;
}

class Frames final : public QObject
{
public:
    using QObject::QObject;
    int count = 0;

    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

} // namespace

int main(int argc, char *argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const qint64 bytes = (argc > 1 ? std::atoi(argv[1]) : 64) * qint64(1000000);
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    const int slave = master < 0 ? -1 : openSlave(master);
    if (slave < 0) {
        std::perror("pty");
        return 1;
    }
    TerminalView view;
    view.resize(1000, 600);
    view.show();
    view.setFocus();
    Frames frames;
    view.viewport()->installEventFilter(&frames);
    view.attach(master);
    for (int i = 0; i < 20; ++i)
        QApplication::processEvents(QEventLoop::AllEvents, 10);

    QElapsedTimer tick;
    qint64 longest = 0;
    QTimer alive;
    QObject::connect(&alive, &QTimer::timeout, &view, [&] { longest = std::max(longest, tick.restart()); });
    QObject::connect(&view, &TerminalView::ended, &application, &QApplication::quit);
    std::thread program(flood, slave, bytes);
    frames.count = 0;
    QElapsedTimer time;
    time.start();
    tick.start();
    alive.start(1);
    QApplication::exec();
    const double seconds = static_cast<double>(time.nsecsElapsed()) / 1e9;
    program.join();
    std::printf("%.1f %.0f %lld\n", static_cast<double>(bytes) / 1e6 / seconds, frames.count / seconds,
                static_cast<long long>(longest));
    return 0;
}
