// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QToolButton>

namespace boxyard {

/// A tool button that does its action, and beside it an arrow for a menu of more ways. While the action
/// itself is not possible but one of the ways is, a click opens the menu. Assistive technologies can do both;
/// Qt by itself tells them of the menu only.
class SplitButton final : public QToolButton
{
    Q_OBJECT

public:
    /// The button deletes the menu.
    SplitButton(QMenu *ways, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void actionEvent(QActionEvent *event) override;
    void nextCheckState() override;
    void paintEvent(QPaintEvent *event) override;

private:
    void followWays();
    [[nodiscard]] bool isActionPossible() const;
};

} // namespace boxyard
