// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace boxyard {

/// A column of widgets, as high as its texts need it to be, and scrolled where there is less room than that.
class FittingArea final : public QScrollArea
{
    Q_OBJECT

public:
    explicit FittingArea(QWidget *parent);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    /// Wants the height that its texts need at this width.
    void fitTo(int width);
    /// The same, but no more than `most`, unless it could not be read then. A layout gives it just that.
    void fitTo(int width, int most);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void bodyChanged(); ///< it may want another height

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QVBoxLayout *m_body;
    int m_wanted = 0;
    int m_most = QWIDGETSIZE_MAX;
};

} // namespace boxyard
