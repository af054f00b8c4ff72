// SPDX-License-Identifier: GPL-2.0-or-later

#include "taskmodel.h"

#include "gui/icons.h"
#include "gui/words.h"

#include <QLocale>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString begunText(const Task &task)
{
    const QDate day = task.begun().date();
    return QLocale().toString(task.begun().time(), QLocale::ShortFormat)
        + (day == QDate::currentDate() ? QString() : u", "_s + QLocale().toString(day, QLocale::ShortFormat));
}

QString whatText(const Task &task)
{
    const QString what = Words::now(task);
    return task.owner().isEmpty() ? what : TaskModel::tr("%1 (by %2)", "task, user").arg(what, task.owner());
}

QString statusText(const Task &task)
{
    return task.state() == Task::State::Failed ? explain(task.error()) : Words::status(task);
}

} // namespace

QIcon taskIcon(const Task &task)
{
    switch (task.state()) {
    case Task::State::Waiting:
        return symbolicIcon(u"waiting"_s);
    case Task::State::Running:
    case Task::State::Cancelling:
        return symbolicIcon(u"state-changing"_s, Tone::Busy);
    case Task::State::Succeeded:
        return symbolicIcon(u"success"_s, Tone::Good);
    case Task::State::Failed:
        return task.error().code == ErrorCode::Dismissed ? symbolicIcon(u"cancelled"_s)
                                                         : symbolicIcon(u"error"_s, Tone::Bad);
    case Task::State::Cancelled:
        break;
    }
    return symbolicIcon(u"cancelled"_s);
}

TaskModel::TaskModel(Engine &engine, QObject *parent)
    : QAbstractTableModel(parent)
{
    for (Task *task : engine.tasks()) {
        m_tasks.prepend(task);
        follow(task);
    }
    connect(&engine, &Engine::taskAdded, this, [this](Task *task) {
        beginInsertRows({}, 0, 0);
        m_tasks.prepend(task);
        endInsertRows();
        follow(task);
    });
}

void TaskModel::follow(Task *task)
{
    connect(task, &Task::changed, this, [this, task] {
        const QModelIndex first = indexOf(task);
        Q_EMIT dataChanged(first, first.siblingAtColumn(Status));
    });
}

int TaskModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_tasks.size());
}

int TaskModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TaskModel::data(const QModelIndex &index, int role) const
{
    const Task *found = task(index);
    if (found == nullptr)
        return {};
    if (role == Qt::DecorationRole && index.column() == What)
        return taskIcon(*found);
    if (role == ProgressRole && index.column() == Status && found->state() == Task::State::Running
        && found->progress() >= 0)
        return found->progress();
    if (role == Qt::AccessibleDescriptionRole)
        return Words::status(*found);
    if (role == Qt::ToolTipRole && index.column() == Begun)
        return QLocale().toString(found->begun(), QLocale::LongFormat);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case What:
        return whatText(*found);
    case Status:
        return statusText(*found);
    default:
        return begunText(*found);
    }
}

QVariant TaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What:
        return tr("Task");
    case Status:
        return tr("State");
    default:
        return tr("Started");
    }
}

Task *TaskModel::task(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_tasks.size() ? m_tasks.at(index.row()) : nullptr;
}

QModelIndex TaskModel::indexOf(const Task *task) const
{
    for (int row = 0; row < m_tasks.size(); ++row) {
        if (m_tasks.at(row) == task)
            return index(row, What);
    }
    return {};
}

} // namespace boxyard
