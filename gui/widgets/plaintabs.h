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

    /// No tab's words are given more room than `most` letters need, nor, as far as they are that long, less
    /// than `least`: then the bar scrolls. Otherwise long words would leave nothing to the others.
    void setLetters(int least, int most);

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;

private:
    void paintTab(QPainter &painter, int index, bool icons) const;
    /// Where there is no room for everything, the icons go before the words.
    [[nodiscard]] bool hasRoomForIcons() const;
    [[nodiscard]] int wordsWidth(int index) const;
    /// What a tab needs besides its words.
    [[nodiscard]] int restWidth(int index) const;
    [[nodiscard]] int buttonWidth(int index) const;

    int m_least = 0; ///< letters; 0: down to the icon
    int m_most = 0; ///< letters; 0: any
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
