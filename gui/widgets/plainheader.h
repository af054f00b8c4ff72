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

    /// This section takes what the others leave, but never less than so many pixels: then the list scrolls.
    /// QHeaderView::Stretch alone would squeeze it to nothing.
    void setFilling(int section, int least);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    void fill();

    int m_filling = -1;
    int m_least = 0;
};

} // namespace boxyard
