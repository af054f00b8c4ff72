// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QListWidget;
class QMenu;
class QToolButton;

namespace boxyard {

/// One place of the window.
struct Place {
    QString id; ///< for the settings
    QString icon;
    QString title; ///< translated
};

/// The places at the left, icon and word; collapsible to icons.
class Navigation final : public QWidget
{
    Q_OBJECT

public:
    Navigation(const QList<Place> &places, QMenu *menu, QWidget *parent = nullptr);

    /// What a person wishes where there is room.
    void setCollapsed(bool collapsed);

    [[nodiscard]] bool isCollapsed() const { return m_wish; }

    /// Whether the window is too narrow for the words: then they are hidden until it is wider again, or until
    /// somebody asks for them.
    void setNarrow(bool narrow);

    void setCurrent(int place);

Q_SIGNALS:
    void chosen(int place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addMenuButton(QMenu *menu);
    void addCollapseButton();
    void update();

    QList<Place> m_places;
    QListWidget *m_list;
    QToolButton *m_menu;
    QToolButton *m_collapse;
    bool m_wish = false;
    bool m_narrow = false;
    bool m_collapsed = false; ///< now
};

} // namespace boxyard
