// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QTabBar>
#include <QTabWidget>

namespace boxyard {

/// Tabs as words over a faint line, the chosen one underlined in the palette's accent.
class PlainTabBar final : public QTabBar
{
    Q_OBJECT

public:
    explicit PlainTabBar(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;

private:
    void paintTab(QPainter &painter, int index) const;
};

/// Pages under a PlainTabBar.
class PlainTabs final : public QTabWidget
{
    Q_OBJECT

public:
    explicit PlainTabs(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace boxyard
