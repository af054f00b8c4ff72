// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace boxyard {

/// Cells with some air, and a thin progress bar along the bottom of those whose progress role holds a number.
class ProgressDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `progressRole` gives 0 to 1, or an invalid value. `troubleRole`, where not 0: a bool that puts a
    /// warning sign at the end of the cell of `troubleColumn`.
    explicit ProgressDelegate(int progressRole, QObject *parent = nullptr);
    void setTrouble(int role, int column);

    /// The column whose cells have the bar.
    void setProgressColumn(int column) { m_progressColumn = column; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_progressRole;
    int m_progressColumn = 0;
    int m_troubleRole = 0;
    int m_troubleColumn = -1;
};

} // namespace boxyard
