// SPDX-License-Identifier: GPL-2.0-or-later

// boxyard-benchwindow ROWS: the program's own window on the system bus, drawn off screen, for boxyard-bench.
// It takes commands, one a line, and answers each with a line:
//
//     (none)          ready NS           once, when the list has ROWS rows and is painted; CLOCK_MONOTONIC
//     charts          charts             the charts of the first container that runs are shown
//     hide            hide               the window is hidden
//     cpu SECONDS     cpu PERCENT        of one core, over that time
//     pss             pss KB             of this process
//     type TEXT       type MS            from a keystroke in the filter until the list is painted

#include "backend/lxc/lxcengine.h"
#include "gui/mainwindow.h"
#include "gui/models/containermodel.h"
#include "gui/pages/chartstab.h"
#include "gui/pages/containerspage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSettings>
#include <QSocketNotifier>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeView>

#include <array>
#include <cstdio>

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

using namespace boxyard;
using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
    std::fflush(stdout);
}

qint64 now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

double cpuSeconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// proc_pid_smaps(5), smaps_rollup.
QString pss()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n'))
            if (line.startsWith("Pss:"))
                return QString::fromLatin1(line.mid(4).trimmed().split(' ').constFirst());
    }
    return u"0"_s;
}

class Bench : public QObject
{
public:
    explicit Bench(int rows)
        : m_rows(rows)
        , m_window(m_engine)
        , m_list(m_window.containers().list()->viewport())
    {
        m_list->installEventFilter(this);
        connect(&m_input, &QSocketNotifier::activated, this, &Bench::read);
        m_window.resize(1120, 700);
        m_window.show();
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Paint)
            return QObject::eventFilter(watched, event);
        // When the painting of everything is done.
        QTimer::singleShot(0, this, [this] {
            m_painted = true;
            if (!m_isReady && m_window.containers().model().rowCount() >= m_rows) {
                m_isReady = true;
                say(u"ready %1"_s.arg(now()));
            }
        });
        return QObject::eventFilter(watched, event);
    }

private:
    void read()
    {
        std::array<char, 256> buffer{};
        const ssize_t length = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (length <= 0)
            return QCoreApplication::quit();
        obey(QString::fromUtf8(buffer.data(), length).trimmed().split(u' '));
    }

    void obey(const QStringList &words)
    {
        const QString &word = words.front();
        if (word == u"cpu")
            return measureCpu(words.at(1).toInt());
        if (word == u"type")
            return type(words.at(1));
        if (word == u"charts")
            showCharts();
        else if (word == u"hide")
            m_window.hide();
        say(word == u"pss" ? u"pss "_s + pss() : word);
    }

    void showCharts()
    {
        for (const auto &entry : m_engine.snapshot().containers) {
            if (entry.container.state == ContainerState::Running) {
                m_window.containers().select({entry.container.ref});
                break;
            }
        }
        auto *tab = m_window.findChild<ChartsTab *>();
        m_window.findChild<QTabWidget *>(u"containerTabs"_s)->setCurrentWidget(tab);
    }

    void measureCpu(int seconds)
    {
        const double before = cpuSeconds();
        const qint64 begin = now();
        QTimer::singleShot(seconds * 1000, this, [before, begin] {
            const double passed = static_cast<double>(now() - begin) / 1e9;
            say(u"cpu %1"_s.arg((cpuSeconds() - before) / passed * 100));
        });
    }

    void type(const QString &text)
    {
        auto *search = m_window.findChild<QLineEdit *>(u"search"_s);
        m_painted = false;
        QElapsedTimer passed;
        passed.start();
        QKeyEvent press(QEvent::KeyPress, text == u"<" ? Qt::Key_Backspace : 0, Qt::NoModifier,
                        text == u"<" ? QString() : text);
        QCoreApplication::sendEvent(search, &press);
        while (!m_painted && passed.elapsed() < 5000)
            QCoreApplication::processEvents();
        if (!m_painted)
            qFatal("typing %s changed nothing in the list", qPrintable(text));
        say(u"type %1"_s.arg(static_cast<double>(passed.nsecsElapsed()) / 1e6));
    }

    int m_rows;
    LxcEngine m_engine;
    MainWindow m_window;
    QWidget *m_list;
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
    bool m_isReady = false;
    bool m_painted = false;
};

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setApplicationName(u"boxyard-bench"_s);
    const QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    const Bench bench(QCoreApplication::arguments().value(1).toInt());
    return QApplication::exec();
}
