// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "containerrow.h"
#include "figurecells.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace boxyard {

/// The list of containers. It follows the engine by merging: rows keep their place, and only cells that
/// changed are told.
class ContainerModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        State,
        Name,
        Addresses,
        Cpu,
        Memory,
        Uptime,
        Isolation,
        Storage,
        Autostart,
        Location,
        ColumnCount
    };

    enum Role {
        SortRole = Qt::UserRole, ///< what the column is sorted by
        ProgressRole, ///< of the task on this row, 0 to 1; invalid without a task or where it is not known
        TroubleRole, ///< bool: the row has a problem or a failure, which its tool tip tells
        SearchRole, ///< all that the filter looks at
        SparkRole, ///< a Spark; invalid where there is nothing to draw
    };

    explicit ContainerModel(Engine &engine, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const ContainerRow &row(int row) const { return m_rows.at(row); }

    /// The row of a container, or nullptr. Valid until the next change.
    [[nodiscard]] const ContainerRow *find(const ContainerRef &ref) const;
    [[nodiscard]] QModelIndex indexOf(const ContainerRef &ref, int column = Name) const;
    /// The task that works on a container now, or nullptr.
    [[nodiscard]] Task *openTask(const ContainerRef &ref) const;
    /// The task whose failure a container's row shows, or nullptr.
    [[nodiscard]] const Task *failedTask(const ContainerRef &ref) const;
    /// Forgets the failure that a row shows.
    void dismissFailure(const ContainerRef &ref);

private:
    void follow(Task *task);
    void merge();
    void tellChanged(qsizetype row, const ContainerRow &before);
    void tellLink();
    void tellUptimes();
    void tellFigures();
    [[nodiscard]] const FigureCells *figures(int column) const;

    /// Whether states are those of now.
    [[nodiscard]] bool isCurrent() const { return m_engine.link() != Engine::Link::Lost; }

    Engine &m_engine;
    QList<ContainerRow> m_rows;
    QSet<const Task *> m_dismissed;
    FigureCells m_cpu;
    FigureCells m_memory;
    QTimer m_progressTimer; ///< progress comes in showers
    QTimer m_uptimeTimer;
};

/// The word of the column "State": what is being done to the container, or how it is.
[[nodiscard]] QString stateText(const ContainerRow &row);
/// The same, and that it is the last known one where the connection is lost.
[[nodiscard]] QString stateText(const ContainerRow &row, const Engine &engine);
/// What is wrong with a row, in sentences, one a line; empty where nothing is.
[[nodiscard]] QString troubleText(const ContainerRow &row);

} // namespace boxyard
