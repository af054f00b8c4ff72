// SPDX-License-Identifier: GPL-2.0-or-later
#include "program.h"

#include "backend/engine/task.h"
#include "backend/lxc/lxcengine.h"
#include "backend/metrics/addresses.h"
#include "backend/metrics/sampler.h"
#include "cloneruns.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <vector>

#include <time.h>
#include <unistd.h>

namespace boxyard::bench {

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
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

qint64 cpuTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

double milliseconds(const QElapsedTimer &passed)
{
    return static_cast<double>(passed.nsecsElapsed()) / 1e6;
}

QDBusMessage methodCall(const QString &noun, const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.boxyard.Helper1"_s, u"/org/boxyard/Helper1/"_s + noun,
                                          u"org.boxyard."_s + noun + u'1', method);
}

class Program : public QObject
{
public:
    Program();

private:
    void read();
    void obey(const QStringList &words);
    void list();
    void start(const QString &name);
    void sample(std::size_t wanted);
    void onChanged();

    LxcEngine m_engine;
    QDBusConnection m_bus; ///< for lists whose every byte is asked for
    CloneRuns m_clones{m_bus, [](double time) { say(u"clone %1"_s.arg(time)); }};
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
    QByteArray m_pending;
    bool m_isReady = false;
    QElapsedTimer m_sinceStart;
    QString m_starting;
    QString m_watched;
    bool m_isWatching = false;
    bool m_hasLeft = false;
};

Program::Program()
    : m_bus(QDBusConnection::connectToBus(QDBusConnection::SystemBus, u"bench"_s))
{
    connect(&m_input, &QSocketNotifier::activated, this, &Program::read);
    connect(&m_engine, &Engine::changed, this, &Program::onChanged);
    connect(&m_engine, &Engine::linkChanged, this, [this] {
        if (m_engine.link() == Engine::Link::Lost)
            qFatal("the engine has no link: %s", qPrintable(explain(m_engine.linkError())));
        if (m_engine.link() != Engine::Link::Ready || std::exchange(m_isReady, true))
            return;
        const auto answer = m_bus.call(methodCall(u"Host"_s, u"Subscribe"_s));
        if (answer.type() == QDBusMessage::ErrorMessage)
            qFatal("Subscribe: %s", qPrintable(answer.errorMessage()));
        say(u"ready"_s);
    });
}

void Program::read()
{
    QByteArray buffer(4096, '\0');
    const ssize_t length = ::read(STDIN_FILENO, buffer.data(), static_cast<std::size_t>(buffer.size()));
    if (length <= 0) {
        QCoreApplication::quit();
        return;
    }
    m_pending += buffer.first(length);
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
        const QString line = QString::fromUtf8(m_pending.first(end));
        m_pending.remove(0, end + 1);
        obey(line.split(u' '));
    }
}

void Program::obey(const QStringList &words)
{
    if (words.front() == u"list")
        list();
    else if (words.front() == u"clone")
        m_clones.begin(words);
    else if (words.front() == u"cancel")
        m_clones.beginAndCancel(words);
    else if (words.front() == u"start")
        start(words.at(1));
    else if (words.front() == u"sample")
        sample(words.at(1).toULongLong());
    else if (words.front() == u"watch") {
        m_watched = words.at(1);
        m_isWatching = false;
        m_hasLeft = false;
        onChanged(); // says "watching" as soon as the model shows it running
    }
}

void Program::list()
{
    QElapsedTimer passed;
    passed.start();
    const auto answer = m_bus.call(methodCall(u"Containers"_s, u"List"_s));
    if (answer.type() == QDBusMessage::ErrorMessage)
        qFatal("List: %s", qPrintable(answer.errorMessage()));
    const auto containers = qdbus_cast<ContainerList>(answer.arguments().constFirst());
    qsizetype running = 0;
    qsizetype addresses = 0;
    for (const auto &container : containers) {
        if (container.state != ContainerState::Running)
            continue;
        ++running;
        addresses += addressesOf(container.initPid).size();
    }
    say(u"list %1 %2 %3 %4"_s.arg(milliseconds(passed)).arg(containers.size()).arg(running).arg(addresses));
}

void Program::start(const QString &name)
{
    m_sinceStart.start();
    auto *task = m_engine.start({u"/var/lib/lxc"_s, name});
    connect(task, &Task::finished, this, [this, task, name] {
        if (task->state() != Task::State::Succeeded)
            qFatal("start: %s", qPrintable(explain(task->error())));
        m_starting = name;
        onChanged();
    });
}

void Program::sample(std::size_t wanted)
{
    std::vector<Sampler::Target> targets;
    // The helper hears of the last ones a moment after lxc-start has ended.
    for (int attempt = 0; attempt < 100 && targets.size() < wanted; ++attempt) {
        QThread::msleep(attempt == 0 ? 0 : 100);
        const auto answer = m_bus.call(methodCall(u"Containers"_s, u"List"_s));
        if (answer.type() == QDBusMessage::ErrorMessage)
            qFatal("List: %s", qPrintable(answer.errorMessage()));
        targets.clear();
        for (const auto &container : qdbus_cast<ContainerList>(answer.arguments().constFirst()))
            if (container.state == ContainerState::Running && targets.size() < wanted)
                targets.push_back({container.initPid, container.since});
    }
    Sampler sampler;
    sampler.follow(targets);
    sampler.setShown(0, true); // as a page of charts does
    sampler.tick();
    std::vector<double> ticks;
    constexpr int Ticks = 31; // in each, other containers' details are read
    for (int i = 0; i < Ticks; ++i) {
        QThread::msleep(100);
        const auto begin = cpuTime();
        sampler.tick();
        ticks.push_back(static_cast<double>(cpuTime() - begin) / 1e6);
    }
    std::ranges::sort(ticks);
    std::size_t known = 0;
    for (std::size_t i = 0; i < sampler.size(); ++i) {
        // A kernel that counts no disk traffic has none of it for any of them.
        const auto &reasons = sampler.figures(i).reasons;
        const auto isKnown = [](Missing why) {
            return why == Missing::Nothing || why == Missing::NotOffered;
        };
        known += std::ranges::all_of(reasons, isKnown) && reasons.front() == Missing::Nothing ? 1 : 0;
    }
    say(u"sample %1 %2"_s.arg(ticks[Ticks / 2]).arg(known));
}

void Program::onChanged()
{
    const auto stateOf = [this](const QString &name) {
        const auto *entry = m_engine.find({u"/var/lib/lxc"_s, name});
        return entry ? entry->container.state : ContainerState::Unknown;
    };
    if (!m_starting.isEmpty() && stateOf(m_starting) == ContainerState::Running) {
        say(u"start %1"_s.arg(milliseconds(m_sinceStart)));
        m_starting.clear();
    }
    if (m_watched.isEmpty())
        return;
    const auto state = stateOf(m_watched);
    if (state == ContainerState::Running) {
        if (!std::exchange(m_isWatching, true))
            say(u"watching"_s);
        return;
    }
    if (!m_isWatching)
        return;
    if (!std::exchange(m_hasLeft, true))
        say(u"left %1"_s.arg(now()));
    if (state == ContainerState::Stopped) {
        say(u"stopped %1"_s.arg(now()));
        m_watched.clear();
        m_isWatching = false;
    }
}

} // namespace

int runProgram()
{
    registerWireTypes();
    Program program;
    return QCoreApplication::exec();
}

} // namespace boxyard::bench
