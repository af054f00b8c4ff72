// SPDX-License-Identifier: GPL-2.0-or-later

#include "taskbook.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace boxyard {

namespace {

Status outcomeOf(const QString &word, const QString &object, const QString &detail)
{
    if (word.isEmpty())
        return {};
    return refuse(errorCodeFromWord(word), object, detail);
}

ContainerRef resultOf(const JobInfo &job)
{
    if (job.result.isEmpty())
        return job.target;
    return {job.resultLocation.isEmpty() ? job.target.location : job.resultLocation, job.result};
}

/// The name of a user, or the number where there is none.
QString userName(uint uid)
{
    std::vector<char> buffer(4096);
    passwd entry{};
    passwd *found = nullptr;
    if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QString::number(uid);
}

bool isSame(const Task &task, const JobInfo &job)
{
    return verbWord(task.verb()) == job.verb && task.target() == job.target;
}

} // namespace

TaskBook::TaskBook(QObject *owner)
    : QObject(owner)
    , m_owner(owner)
{
}

Task *TaskBook::make(Verb verb, const ContainerRef &target, const ContainerRef &result, const QString &series)
{
    auto *task = new Task(verb, target, result, m_owner);
    task->setSeries(series);
    connect(task, &Task::cancelRequested, this, [this, task] { onCancelRequested(task); });
    m_tasks.append(task);
    return task;
}

Task *TaskBook::add(Verb verb, const ContainerRef &target, const ContainerRef &result, const QString &series)
{
    auto *task = make(verb, target, result, series);
    m_open.append({task, 0, false, false});
    Q_EMIT added(task);
    return task;
}

TaskBook::Open *TaskBook::byJob(quint64 job)
{
    const auto found =
        std::find_if(m_open.begin(), m_open.end(), [job](const Open &open) { return open.job == job; });
    return job == 0 || found == m_open.end() ? nullptr : &*found;
}

TaskBook::Open *TaskBook::byTask(const Task *task)
{
    const auto found =
        std::find_if(m_open.begin(), m_open.end(), [task](const Open &open) { return open.task == task; });
    return found == m_open.end() ? nullptr : &*found;
}

bool TaskBook::isWaiting() const
{
    return std::any_of(m_open.cbegin(), m_open.cend(), [](const Open &open) { return open.job == 0; });
}

TaskBook::Open *TaskBook::expecting(const JobInfo &job, bool unsure)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&job, unsure](const Open &open) {
        return open.job == 0 && open.unsure == unsure && isSame(*open.task, job)
            && (!unsure || job.begun >= open.task->begun().toMSecsSinceEpoch());
    });
    return found == m_open.end() ? nullptr : &*found;
}

void TaskBook::answered(Task *task, const Result<qulonglong> &answer)
{
    auto *open = byTask(task);
    if (!open)
        return;
    if (answer && *answer != 0) {
        if (byJob(*answer)) // taken for somebody else's before; can't be two
            end(*answer, refuse(ErrorCode::HelperLost));
        m_over.remove(*answer);
        if ((open = byTask(task)))
            assign(*open, *answer);
        return;
    }
    const auto error = answer ? Error{ErrorCode::HelperTooOld, verbWord(task->verb()), {}} : answer.error();
    if (error.code == ErrorCode::HelperLost) {
        open->unsure = true; // it may have begun all the same: the next list tells
        Q_EMIT listWanted();
        return;
    }
    refused(task, error);
}

void TaskBook::refused(Task *task, const Error &error)
{
    const auto *open = byTask(task);
    if (!open)
        return;
    const bool unwanted = task->state() == Task::State::Cancelling;
    m_open.removeAt(open - m_open.constData());
    task->finish(unwanted ? refuse(ErrorCode::Cancelled) : Status(refuse(error)));
    wantUnclaimed();
}

void TaskBook::wantUnclaimed()
{
    if (!m_early.isEmpty() && !isWaiting())
        Q_EMIT listWanted();
}

void TaskBook::assign(Open &open, quint64 job)
{
    open.job = job;
    open.unsure = false;
    auto *task = open.task;
    if (task->state() == Task::State::Cancelling)
        wantCancel(open);
    else
        task->advance(task->progress(), task->step(), task->copied());
    replay(job);
}

void TaskBook::keep(Early early)
{
    if (m_over.contains(early.job))
        return;
    const bool first = std::none_of(m_early.cbegin(), m_early.cend(),
                                    [&early](const Early &other) { return other.job == early.job; });
    if (m_early.size() >= MostEarly)
        m_early.removeFirst();
    m_early.append(std::move(early));
    if (first && !isWaiting())
        Q_EMIT listWanted();
}

void TaskBook::replay(quint64 job)
{
    QList<Early> own;
    for (const auto &early : std::as_const(m_early)) {
        if (early.job == job)
            own.append(early);
    }
    m_early.removeIf([job](const Early &early) { return early.job == job; });
    for (const auto &early : own) {
        switch (early.kind) {
        case Kind::Progress:
            onProgress(job, early.fraction, early.first, early.copied.files, early.copied.bytes);
            break;
        case Kind::LogLine:
            onLogLine(job, early.first);
            break;
        case Kind::Finished:
            onFinished(job, early.first, early.object, early.detail);
            break;
        }
    }
    wantUnclaimed();
}

void TaskBook::onProgress(qulonglong job, double fraction, const QString &step, qulonglong files,
                          qulonglong bytes)
{
    if (auto *open = byJob(job))
        open->task->advance(fraction, step, {files, bytes});
    else
        keep({Kind::Progress, job, fraction, step, {}, {}, {files, bytes}});
}

void TaskBook::onLogLine(qulonglong job, const QString &line)
{
    if (auto *open = byJob(job)) {
        if (!open->logOpen)
            open->task->addLogLine(line);
    } else {
        keep({Kind::LogLine, job, -1, line, {}, {}});
    }
}

void TaskBook::onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail)
{
    if (byJob(job))
        end(job, outcomeOf(error, object, detail));
    else
        keep({Kind::Finished, job, -1, error, object, detail});
}

void TaskBook::end(quint64 job, const Status &outcome)
{
    auto *open = byJob(job);
    if (!open)
        return;
    auto *task = open->task;
    m_open.removeAt(open - m_open.constData());
    m_over.insert(job);
    Q_EMIT ending(task, outcome.has_value(), outcome ? Error() : outcome.error());
}

void TaskBook::helperLost()
{
    for (auto &open : m_open) {
        open.logOpen = false;
        if (open.job != 0)
            open.unsure = true;
    }
    m_early.clear();
    m_over.clear();
}

void TaskBook::giveUp()
{
    QList<Task *> lost;
    for (const auto &open : std::as_const(m_open)) {
        if (open.unsure)
            lost.append(open.task);
    }
    m_open.removeIf([](const Open &open) { return open.unsure; });
    for (auto *task : std::as_const(lost))
        task->finish(refuse(ErrorCode::HelperLost, verbWord(task->verb())));
}

void TaskBook::refresh(Open &open, const JobInfo &job)
{
    const bool wasUnsure = std::exchange(open.unsure, false);
    open.job = job.id;
    if (job.finished) {
        end(job.id, outcomeOf(job.error, job.object, job.detail));
        return;
    }
    auto *task = open.task;
    if (wasUnsure) {
        open.logOpen = true;
        Q_EMIT logWanted(job.id);
        if (task->state() == Task::State::Cancelling)
            wantCancel(open);
        task->advance(job.progress, job.step, job.copied);
    }
}

void TaskBook::adopt(const JobInfo &job)
{
    const auto verb = verbFromWord(job.verb);
    if (!verb)
        return; // a newer helper's; its end changes the list of containers all the same
    auto *task = make(*verb, job.target, resultOf(job), job.series);
    if (job.begun > 0)
        task->setBegun(QDateTime::fromMSecsSinceEpoch(job.begun));
    if (job.uid != getuid())
        task->setOwner(userName(job.uid));
    m_open.append({task, job.id, false, true});
    task->advance(job.progress, job.step, job.copied);
    Q_EMIT added(task);
    Q_EMIT logWanted(job.id);
    m_early.removeIf(
        [&job](const Early &early) { return early.job == job.id && early.kind == Kind::LogLine; });
    replay(job.id);
}

void TaskBook::adoptOver(const JobInfo &job)
{
    const auto result = resultOf(job);
    const bool known = std::any_of(m_tasks.cbegin(), m_tasks.cend(), [&](const Task *task) {
        return task->series() == job.series && task->result() == result;
    });
    const auto verb = verbFromWord(job.verb);
    if (known || !verb)
        return;
    auto *task = make(*verb, job.target, result, job.series);
    task->setBegun(QDateTime::fromMSecsSinceEpoch(job.begun));
    task->finish(outcomeOf(job.error, job.object, job.detail));
    Q_EMIT added(task);
}

void TaskBook::listed(const JobInfoList &jobs)
{
    QSet<QString> goingOn;
    for (const auto &job : jobs) {
        if (!job.finished && !job.series.isEmpty())
            goingOn.insert(job.series);
    }
    for (const auto &job : jobs) {
        if (job.id != 0)
            listedOne(job, goingOn.contains(job.series));
    }
    if (!isWaiting())
        m_early.clear();
    giveUp();
}

void TaskBook::listedOne(const JobInfo &job, bool seriesGoesOn)
{
    auto *open = byJob(job.id);
    if (open && isSame(*open->task, job))
        return refresh(*open, job);
    if (open || m_over.contains(job.id))
        return;
    if (auto *lost = expecting(job, true))
        return refresh(*lost, job);
    if (expecting(job, false))
        return;
    if (!job.finished)
        adopt(job);
    else if (seriesGoesOn)
        adoptOver(job);
}

void TaskBook::logged(quint64 job, const QStringList &lines)
{
    auto *open = byJob(job);
    if (!open)
        return;
    open->logOpen = false;
    // The log has all its lines from the first on; those that the task has already are left out.
    auto *task = open->task;
    for (qsizetype i = task->log().size(); i < lines.size(); ++i)
        task->addLogLine(lines.at(i));
}

void TaskBook::onCancelRequested(const Task *task)
{
    // Without a job id yet: its state says what is to be done once there is one.
    std::optional<Open> known;
    const auto all = m_open; // whoever hears of a change may begin something new
    for (const auto &open : all) {
        const bool same = !task->series().isEmpty() && open.task->series() == task->series();
        if (same)
            open.task->endWithSeries();
        if (open.job != 0 && (open.task == task || (same && !known)))
            known = open;
    }
    if (known)
        wantCancel(*known);
}

void TaskBook::wantCancel(const Open &open)
{
    if (open.task->series().isEmpty())
        Q_EMIT cancelWanted(open.job);
    else
        Q_EMIT cancelSeriesWanted(open.job);
}

void TaskBook::cancelFailed(quint64 job, const Error &error)
{
    if (error.code == ErrorCode::NotFound || error.code == ErrorCode::HelperLost)
        return; // over by now, or asked again later
    const auto *open = byJob(job);
    if (open == nullptr)
        return;
    QList<Task *> tasks = {open->task};
    for (const auto &other : std::as_const(m_open)) {
        if (other.task != open->task && !other.task->series().isEmpty()
            && other.task->series() == open->task->series())
            tasks.append(other.task);
    }
    for (auto *task : std::as_const(tasks))
        task->cancelRefused();
}

} // namespace boxyard
