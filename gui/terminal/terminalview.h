// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalcolors.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace boxyard {

class Pty;

/// A terminal on a descriptor: draws the screen and its scrollback, sends keys, follows the window's size.
/// Only Ctrl+Shift+… belongs to the program (copy C, paste V); everything else belongs to what runs inside.
class TerminalView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TerminalView(QWidget *parent = nullptr);

    /// Takes over a connected pseudo terminal.
    void attach(int descriptor);
    /// How many columns and rows fit now.
    [[nodiscard]] QSize fittingSize() const;

    [[nodiscard]] const TerminalScreen &screenModel() const { return *m_screen; }

    [[nodiscard]] QString selectedText() const;
    void copy() const;
    void paste();

Q_SIGNALS:
    void ended(); ///< the other side hung up
    void titleChanged(const QString &title);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// A place in the text that stays the same when lines scroll: `line` counts those that are forgotten,
    /// too.
    struct Place {
        qint64 line = 0;
        int column = 0;
        auto operator<=>(const Place &) const = default;
    };

    static constexpr int Margin = 6; ///< around the text, in device-independent pixels

    void measure();
    void updateScrollBar();
    void fit();
    void paintLine(QPainter &painter, int line, int y) const;
    void paintRun(QPainter &painter, const TerminalLine &cells, int from, int to, int y, bool selected) const;
    void paintCursor(QPainter &painter) const;
    [[nodiscard]] Place placeAt(const QPoint &point) const;
    [[nodiscard]] bool isSelected(qint64 line, int column) const;
    [[nodiscard]] int topLine() const;
    void send(const QByteArray &bytes);
    void clearSelection();

    TerminalScreen *m_screen;
    Pty *m_pty = nullptr;
    TerminalColors m_colors;
    QTimer m_repaint; ///< at most one frame in 16 ms
    int m_cellWidth = 8;
    int m_cellHeight = 16;
    int m_ascent = 12;
    Place m_from;
    Place m_to;
    bool m_selecting = false;
    QString m_composing;
};

} // namespace boxyard
