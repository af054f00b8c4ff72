// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QLabel>

namespace boxyard {

/// One line of text that ends in "…" where there is no room, and is then whole in its tool tip. Never wider
/// than it has to be.
class ElidedLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace boxyard
