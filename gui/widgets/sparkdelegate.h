// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace boxyard {

/// Cells with a small line of the last minute at the left and its figure at the right. The role gives a
/// Spark, or an invalid value for the figure alone. `widest` is a figure as wide as they usually get.
class SparkDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    SparkDelegate(int sparkRole, QString widest, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_sparkRole;
    QString m_widest;
};

} // namespace boxyard
