// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QAbstractTableModel>

namespace boxyard {

/// The engine's tasks, newest first.
class TaskModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { What, Status, Begun, ColumnCount };

    enum Role { ProgressRole = Qt::UserRole }; ///< 0 to 1; invalid where it is not known or over

    explicit TaskModel(Engine &engine, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] Task *task(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Task *task) const;

private:
    void follow(Task *task);

    QList<Task *> m_tasks; ///< in the order of the rows
};

/// The icon of how a task stands.
[[nodiscard]] QIcon taskIcon(const Task &task);

} // namespace boxyard
