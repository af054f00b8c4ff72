// SPDX-License-Identifier: GPL-2.0-or-later

#include "notifier.h"

#include "models/containerrow.h"
#include "words.h"

#include <algorithm>

namespace boxyard {

namespace {

QSet<ContainerRef> aliveOnes(const Snapshot &snapshot)
{
    QSet<ContainerRef> alive;
    for (const ContainerEntry &entry : snapshot.containers) {
        if (isAlive(entry.container.state))
            alive.insert(entry.container.ref);
    }
    return alive;
}

} // namespace

Notifier::Notifier(Engine &engine, std::function<bool()> isWanted, QObject *parent)
    : QObject(parent)
    , m_engine(engine)
    , m_isWanted(std::move(isWanted))
    , m_alive(aliveOnes(engine.snapshot()))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(Collecting);
    connect(&m_timer, &QTimer::timeout, this, &Notifier::tellTasks);
    connect(&engine, &Engine::changed, this, &Notifier::lookAtContainers);
    connect(&engine, &Engine::taskAdded, this, &Notifier::follow);
    for (Task *task : engine.tasks())
        follow(task);
}

void Notifier::follow(Task *task)
{
    connect(task, &Task::finished, this, [this, task] {
        const bool told = task->state() == Task::State::Succeeded || isFailure(*task);
        if (!told || !task->owner().isEmpty() || !m_isWanted())
            return;
        m_ended.append(task);
        if (!m_timer.isActive())
            m_timer.start();
    });
}

void Notifier::lookAtContainers()
{
    QSet<ContainerRef> alive = aliveOnes(m_engine.snapshot());
    QStringList ended;
    for (const ContainerRef &ref : std::as_const(m_alive)) {
        // One that is gone was deleted or renamed by somebody; one that a task works on is meant to end.
        if (alive.contains(ref) || m_engine.find(ref) == nullptr)
            continue;
        const auto &tasks = m_engine.tasks();
        const bool meant = std::any_of(tasks.cbegin(), tasks.cend(), [&ref](const Task *task) {
            return !task->isOver() && task->target() == ref;
        });
        if (!meant)
            ended.append(ref.name);
    }
    m_alive = std::move(alive);
    if (ended.isEmpty() || !m_isWanted())
        return;
    ended.sort();
    if (ended.size() == 1)
        Q_EMIT notify(tr("%1 has ended").arg(ended.first()), tr("The container stopped, and not by Boxyard."),
                      true);
    else
        Q_EMIT notify(tr("%n container(s) have ended", nullptr, static_cast<int>(ended.size())),
                      Words::names(ended), true);
}

void Notifier::tellTasks()
{
    const auto ended = std::exchange(m_ended, {});
    if (ended.size() == 1)
        return tellOne(*ended.first());
    const auto failed = static_cast<int>(
        std::count_if(ended.cbegin(), ended.cend(), [](const Task *task) { return isFailure(*task); }));
    QStringList names;
    for (const Task *task : ended)
        names.append(task->result().name);
    names.removeDuplicates();
    const auto all = static_cast<int>(ended.size());
    Q_EMIT notify(failed > 0 ? tr("%n task(s) failed", nullptr, failed) : tr("%n task(s) done", nullptr, all),
                  Words::names(names), failed > 0);
}

void Notifier::tellOne(const Task &task)
{
    if (isFailure(task))
        Q_EMIT notify(Words::failed(task), explain(task.error()), true);
    else
        Q_EMIT notify(Words::done(task), QString(), false);
}

} // namespace boxyard
