// SPDX-License-Identifier: GPL-2.0-or-later

#include "task.h"

namespace boxyard {

Task::Task(Verb verb, ContainerRef target, ContainerRef result, QObject *parent)
    : QObject(parent)
    , m_verb(verb)
    , m_target(std::move(target))
    , m_result(std::move(result))
    , m_begun(QDateTime::currentDateTime())
{
}

void Task::cancel()
{
    if (isOver() || m_state == State::Cancelling)
        return;
    endWithSeries();
    Q_EMIT cancelRequested();
}

void Task::endWithSeries()
{
    if (isOver() || m_state == State::Cancelling)
        return;
    m_state = State::Cancelling;
    Q_EMIT changed();
}

void Task::cancelRefused()
{
    if (m_state != State::Cancelling)
        return;
    m_state = State::Running;
    Q_EMIT changed();
}

void Task::advance(double progress, const QString &step, const Copied &copied)
{
    if (isOver())
        return;
    if (m_state == State::Waiting)
        m_state = State::Running;
    m_progress = progress;
    m_step = step;
    m_copied = copied;
    Q_EMIT changed();
}

void Task::addLogLine(const QString &line)
{
    m_log.append(line);
    if (m_log.size() > LogLimit)
        m_log.removeFirst();
    Q_EMIT logLine(line);
}

void Task::finish(const Status &outcome)
{
    if (isOver())
        return;
    if (outcome) {
        m_state = State::Succeeded;
        m_progress = 1;
    } else {
        m_error = outcome.error();
        m_state = m_error.code == ErrorCode::Cancelled ? State::Cancelled : State::Failed;
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace boxyard
