// SPDX-License-Identifier: GPL-2.0-or-later

#include "run.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString inSeconds(std::chrono::milliseconds time)
{
    return QString::number(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + u" s"_s;
}

} // namespace

Status RunEnd::status(const QString &verb, const QString &object, std::chrono::milliseconds deadline) const
{
    if (!started)
        return refuse(startError);
    if (finished)
        return finished->succeeded ? Status() : refuse(finished->error);
    if (overran)
        return refuse(ErrorCode::TimedOut, object, inSeconds(deadline));
    if (cancelled)
        return refuse(ErrorCode::Cancelled, object);
    return refuse(ErrorCode::WorkerCrashed, verb, how);
}

Run::Run(QObject *parent)
    : QObject(parent)
{
    m_deadline.setSingleShot(true);
    m_killSoon.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_overran = true;
        kill();
    });
    connect(&m_killSoon, &QTimer::timeout, this, [this] { kill(); });
}

void Run::setDeadline(std::chrono::milliseconds deadline)
{
    if (deadline.count() > 0 && !m_over)
        m_deadline.start(deadline);
    else
        m_deadline.stop();
}

void Run::cancel()
{
    if (m_cancelled || m_over)
        return;
    m_cancelled = true;
    m_killSoon.start(CancelPatience);
    terminate();
}

void Run::finish(RunEnd end)
{
    if (m_over)
        return;
    m_over = true;
    m_deadline.stop();
    m_killSoon.stop();
    end.overran = m_overran;
    end.cancelled = m_cancelled;
    Q_EMIT ended(end);
}

} // namespace boxyard
