// SPDX-License-Identifier: GPL-2.0-or-later

#include "containermodel.h"

#include "gui/icons.h"
#include "gui/words.h"
#include "mergerows.h"

#include <QDateTime>
#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <chrono>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString uptime(const ContainerRow &row)
{
    const qint64 since = row.entry.container.since;
    return row.isAlive() && since > 0 ? Words::duration(QDateTime::currentMSecsSinceEpoch() - since)
                                      : QString();
}

/// The first address; the tool tip has them all.
QString addressText(const QStringList &addresses)
{
    if (addresses.size() < 2)
        return addresses.value(0);
    return ContainerModel::tr("%1 +%2", "an address, how many more")
        .arg(addresses.first(), QLocale().toString(addresses.size() - 1));
}

} // namespace

QString stateText(const ContainerRow &row)
{
    if (row.work) {
        const QString what = Words::underWay(row.work->verb);
        return row.work->progress < 0
            ? what
            : ContainerModel::tr("%1 %2", "work, share done").arg(what, Words::percent(row.work->progress));
    }
    if (!row.exists)
        return ContainerModel::tr("Failed");
    if (!row.entry.container.problem.isEmpty() && row.state() == ContainerState::Stopped)
        return ContainerModel::tr("Broken");
    return Words::state(row.state());
}

QString stateText(const ContainerRow &row, const Engine &engine)
{
    const QString state = stateText(row);
    return engine.link() != Engine::Link::Lost || row.work
        ? state
        : ContainerModel::tr("%1 (last known)", "state").arg(state);
}

namespace {

/// Its colour says how it is now: a state that was known last has none of its own.
QIcon rowIcon(const ContainerRow &row, bool isCurrent)
{
    if (row.work)
        return stateIcon(ContainerState::Starting);
    if (!row.exists)
        return symbolicIcon(u"error"_s, Tone::Bad);
    if (row.failure)
        return symbolicIcon(u"error"_s, Tone::Bad); // until the next try; the word beside it tells the state
    if (!row.entry.container.problem.isEmpty() && row.state() == ContainerState::Stopped)
        return symbolicIcon(u"warning"_s, Tone::Warning);
    return isCurrent ? stateIcon(row.state()) : symbolicIcon(stateIconName(row.state()), Tone::Faint);
}

QString text(const ContainerRow &row, int column)
{
    const Container &container = row.entry.container;
    switch (column) {
    case ContainerModel::State:
        return stateText(row);
    case ContainerModel::Name:
        return row.ref.name;
    case ContainerModel::Addresses:
        return addressText(row.entry.addresses);
    case ContainerModel::Uptime:
        return uptime(row);
    case ContainerModel::Isolation:
        if (!row.exists || !container.problem.isEmpty())
            return {};
        return container.unprivileged ? ContainerModel::tr("Unprivileged") : ContainerModel::tr("Privileged");
    case ContainerModel::Storage:
        return Words::store(container.store);
    case ContainerModel::Autostart:
        return container.autostart ? ContainerModel::tr("Yes") : QString();
    case ContainerModel::Location:
        return row.ref.location;
    default:
        return {};
    }
}

QVariant sortValue(const ContainerRow &row, int column)
{
    switch (column) {
    case ContainerModel::State:
        return static_cast<int>(row.isAlive() ? row.state() : ContainerState::Unknown) + (row.work ? -100 : 0)
            + (row.isAlive() ? 0 : 100);
    case ContainerModel::Uptime:
        // Those that do not run come last when the longest-running come first.
        return row.isAlive() ? QDateTime::currentMSecsSinceEpoch() - row.entry.container.since : qint64(-1);
    default:
        return text(row, column);
    }
}

QString toolTip(const ContainerRow &row, int column)
{
    if (column == ContainerModel::Uptime && !text(row, column).isEmpty())
        return Words::since(row.entry.container.since);
    if (const QString trouble = troubleText(row); !trouble.isEmpty())
        return trouble;
    return column == ContainerModel::Addresses ? row.entry.addresses.join(u'\n') : QString();
}

QVariant figureData(const FigureCells &cells, const ContainerRef &ref, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return cells.text(ref);
    case Qt::AccessibleTextRole:
        return cells.accessibleText(ref);
    case Qt::ToolTipRole:
        return cells.toolTip(ref);
    case ContainerModel::SortRole:
        return cells.sortValue(ref);
    case ContainerModel::SparkRole: {
        const auto spark = cells.spark(ref);
        return spark ? QVariant::fromValue(*spark) : QVariant();
    }
    default:
        return {};
    }
}

/// All that a view shows of a cell, to be compared.
bool sameCell(const ContainerRow &before, const ContainerRow &after, int column)
{
    if (text(before, column) != text(after, column) || toolTip(before, column) != toolTip(after, column))
        return false;
    if (column == ContainerModel::State)
        return before.work == after.work && before.state() == after.state() && before.exists == after.exists
            && before.failure == after.failure
            && before.entry.container.problem == after.entry.container.problem;
    return column != ContainerModel::Name || troubleText(before).isEmpty() == troubleText(after).isEmpty();
}

} // namespace

QString troubleText(const ContainerRow &row)
{
    QStringList lines;
    if (const QString &problem = row.entry.container.problem; !problem.isEmpty())
        lines += explain({errorCodeFromWord(problem), row.ref.name, row.entry.container.problemDetail});
    if (row.exists && row.state() == ContainerState::NotResponding)
        lines += explain({ErrorCode::NotResponding, row.ref.name, {}});
    if (row.failure) {
        lines += Words::failed(row.failure->verb, row.ref.name);
        lines += explain(row.failure->error);
    }
    lines.removeDuplicates();
    return lines.join(u'\n');
}

ContainerModel::ContainerModel(Engine &engine, QObject *parent)
    : QAbstractTableModel(parent)
    , m_engine(engine)
    , m_cpu(engine.metrics(), Quantity::Cpu, FigureUnit::Cpu)
    , m_memory(engine.metrics(), Quantity::Memory, FigureUnit::Bytes)
{
    m_progressTimer.setSingleShot(true);
    m_progressTimer.setInterval(40ms);
    m_uptimeTimer.setInterval(10s);
    m_uptimeTimer.start();
    connect(&m_progressTimer, &QTimer::timeout, this, &ContainerModel::merge);
    connect(&m_uptimeTimer, &QTimer::timeout, this, &ContainerModel::tellUptimes);
    connect(&m_engine, &Engine::changed, this, &ContainerModel::merge);
    connect(&m_engine, &Engine::linkChanged, this, &ContainerModel::tellLink);
    if (m_engine.metrics() != nullptr)
        connect(m_engine.metrics(), &Metrics::sampled, this, &ContainerModel::tellFigures);
    connect(&m_engine, &Engine::taskAdded, this, [this](Task *task) {
        follow(task);
        merge();
    });
    for (Task *task : m_engine.tasks())
        follow(task);
    merge();
}

void ContainerModel::follow(Task *task)
{
    connect(task, &Task::finished, this, &ContainerModel::merge);
    connect(task, &Task::changed, this, [this] {
        if (!m_progressTimer.isActive())
            m_progressTimer.start();
    });
}

void ContainerModel::merge()
{
    m_progressTimer.stop();
    const auto fresh = containerRows(m_engine.snapshot(), m_engine.tasks(), m_dismissed);
    MergeSteps<ContainerRow> steps;
    steps.beginRemove = [this](qsizetype first, qsizetype last) {
        beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last));
    };
    steps.endRemove = [this] { endRemoveRows(); };
    steps.beginInsert = [this](qsizetype first, qsizetype last) {
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(last));
    };
    steps.endInsert = [this] { endInsertRows(); };
    steps.changed = [this](qsizetype row, const ContainerRow &before) { tellChanged(row, before); };
    mergeRows(m_rows, fresh, &ContainerRow::key, steps);
}

void ContainerModel::tellChanged(qsizetype row, const ContainerRow &before)
{
    const ContainerRow &after = m_rows.at(row);
    for (int first = 0; first < ColumnCount; ++first) {
        if (sameCell(before, after, first))
            continue;
        int last = first;
        while (last + 1 < ColumnCount && !sameCell(before, after, last + 1))
            ++last;
        Q_EMIT dataChanged(index(static_cast<int>(row), first), index(static_cast<int>(row), last));
        first = last;
    }
}

void ContainerModel::tellLink()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ContainerModel::tellUptimes()
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).isAlive())
            Q_EMIT dataChanged(index(row, Uptime), index(row, Uptime), {Qt::DisplayRole});
    }
}

void ContainerModel::tellFigures()
{
    // Rows that lie together are told together: a view then computes once what to paint.
    static const QList<int> roles = {Qt::DisplayRole, Qt::AccessibleTextRole, Qt::ToolTipRole, SortRole,
                                     SparkRole};
    int first = -1;
    const auto tell = [this, &first](int end) {
        if (first >= 0)
            Q_EMIT dataChanged(index(first, Cpu), index(end - 1, Memory), roles);
        first = -1;
    };
    // A view may sort meanwhile, but this list stays as it is.
    for (int row = 0; row < m_rows.size(); ++row) {
        const ContainerRef &ref = m_rows.at(row).ref;
        const bool cpuMoves = m_cpu.moves(ref);
        if (m_memory.moves(ref) || cpuMoves)
            first = first < 0 ? row : first;
        else
            tell(row);
    }
    tell(static_cast<int>(m_rows.size()));
}

const FigureCells *ContainerModel::figures(int column) const
{
    if (column == Cpu)
        return &m_cpu;
    return column == Memory ? &m_memory : nullptr;
}

int ContainerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ContainerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ContainerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ContainerRow &row = m_rows.at(index.row());
    if (const FigureCells *cells = figures(index.column()))
        return figureData(*cells, row.ref, role);
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == State ? stateText(row, m_engine) : text(row, index.column());
    case Qt::DecorationRole:
        return index.column() == State ? QVariant(rowIcon(row, isCurrent())) : QVariant();
    case Qt::ForegroundRole:
        // What was found out last: the name and how it is made do not change by themselves.
        return isCurrent()
                || (index.column() != State && index.column() != Addresses && index.column() != Uptime)
            ? QVariant()
            : QVariant(QBrush(toneColor(Tone::Faint, QGuiApplication::palette())));
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case Qt::AccessibleDescriptionRole:
        return index.column() == Name ? troubleText(row) : QString();
    case SortRole:
        return sortValue(row, index.column());
    case ProgressRole:
        return row.work && row.work->progress >= 0 ? QVariant(row.work->progress) : QVariant();
    case TroubleRole:
        return !troubleText(row).isEmpty();
    case SearchRole:
        return QStringList{row.ref.name, stateText(row), row.entry.addresses.join(u' '), row.ref.location}
            .join(u'\n');
    default:
        return {};
    }
}

QVariant ContainerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Name:
        return tr("Name");
    case Addresses:
        return tr("Address");
    case Cpu:
        return tr("CPU");
    case Memory:
        return tr("Memory");
    case Uptime:
        return tr("Running for");
    case Isolation:
        return tr("Isolation");
    case Storage:
        return tr("Storage");
    case Autostart:
        return tr("Starts with the host");
    case Location:
        return tr("Container path");
    default:
        return {};
    }
}

const ContainerRow *ContainerModel::find(const ContainerRef &ref) const
{
    const QModelIndex found = indexOf(ref);
    return found.isValid() ? &m_rows.at(found.row()) : nullptr;
}

QModelIndex ContainerModel::indexOf(const ContainerRef &ref, int column) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).ref == ref)
            return index(row, column);
    }
    return {};
}

Task *ContainerModel::openTask(const ContainerRef &ref) const
{
    const auto &tasks = m_engine.tasks();
    for (auto task = tasks.crbegin(); task != tasks.crend(); ++task) {
        if (!(*task)->isOver() && ((*task)->target() == ref || (*task)->result() == ref))
            return *task;
    }
    return nullptr;
}

const Task *ContainerModel::failedTask(const ContainerRef &ref) const
{
    const auto &tasks = m_engine.tasks();
    for (auto task = tasks.crbegin(); task != tasks.crend(); ++task) {
        if (isFailure(**task) && (*task)->target() == ref)
            return *task;
    }
    return nullptr;
}

void ContainerModel::dismissFailure(const ContainerRef &ref)
{
    for (const Task *task : m_engine.tasks()) {
        if (isFailure(*task) && task->target() == ref)
            m_dismissed.insert(task);
    }
    merge();
}

} // namespace boxyard
