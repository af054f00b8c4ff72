// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace boxyard {

/// What a dialog is about, between its heading and its buttons: as high as it needs to be, and scrolled where
/// the screen is lower than that.
class FormArea final : public QScrollArea
{
    Q_OBJECT

public:
    explicit FormArea(QWidget *parent);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    /// Wants the height that its texts need at this width.
    void fitTo(int width);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QVBoxLayout *m_body;
    int m_wanted = 0;
};

} // namespace boxyard
