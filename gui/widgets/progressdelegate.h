// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace boxyard {

/// Cells with some air, and a thin progress bar along the bottom of those whose progress role holds a number.
class ProgressDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// `progressRole` gives 0 to 1, or an invalid value.
    explicit ProgressDelegate(int progressRole, QObject *parent = nullptr);

    /// The column whose cells have the bar.
    void setProgressColumn(int column) { m_progressColumn = column; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_progressRole;
    int m_progressColumn = 0;
};

} // namespace boxyard
