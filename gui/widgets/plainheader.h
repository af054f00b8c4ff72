// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHeaderView>

namespace boxyard {

/// The header of a list, quieter than the list itself: faint words on the list's own ground, aligned with its
/// cells.
class PlainHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit PlainHeader(QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
};

} // namespace boxyard
