// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QHeaderView>
#include <QList>

#include <utility>

namespace boxyard {

/// The header of a list, quieter than the list itself: faint words on the list's own ground, aligned with its
/// cells. Where it takes the focus: Left and Right choose a column, Space sorts by it, Ctrl+Left and
/// Ctrl+Right move it, the menu key asks for the header's menu.
class PlainHeader final : public QHeaderView
{
    Q_OBJECT

public:
    explicit PlainHeader(QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

    /// This section takes what the others leave, but never less than so many pixels: then the list scrolls.
    /// QHeaderView::Stretch alone would squeeze it to nothing.
    void setFilling(int section, int least);
    /// These give way before the list scrolls, down to so many pixels, the first of them first; where there
    /// is room they are as wide as they were made.
    void setYielding(const QList<std::pair<int, int>> &sections);
    /// Makes a section that wide, as far as there is room now.
    void setWidth(int section, int width);
    /// saveState() with the widths that were made: a narrow window is no wish for narrow columns.
    [[nodiscard]] QByteArray saveWidths();
    void restoreWidths(const QByteArray &state);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize sectionSizeFromContents(int section) const override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    void fill();
    void onResized(int section, int size);
    [[nodiscard]] int wantedWidth(int section) const;
    void choose(int section);
    void sortByChosen();
    void moveChosen(int visual);
    /// The next that is shown, from that place on in that direction; -1 where there is none.
    [[nodiscard]] int shownVisual(int from, int step) const;

    int m_chosen = -1; ///< by the keyboard
    int m_filling = -1;
    int m_least = 0;
    QList<std::pair<int, int>> m_yielding; ///< section, least width
    QHash<int, int> m_wanted; ///< widths that a person or the program chose
    bool m_isFilling = false;
};

} // namespace boxyard
