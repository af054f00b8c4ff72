// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "terminalcolors.h"
#include "terminalfont.h"
#include "terminalsearch.h"
#include "terminalselection.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>
#include <QTimer>

class QMenu;

namespace boxyard {

class Pty;

/// A terminal on a descriptor: draws the screen and its scrollback, sends keys, follows the window's size.
/// Only Ctrl+Shift+… belongs to the program; everything else belongs to what runs inside. Where that wants to
/// hear of the mouse, Shift keeps it for the program.
class TerminalView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TerminalView(QWidget *parent = nullptr);
    ~TerminalView() override;
    Q_DISABLE_COPY_MOVE(TerminalView)

    /// Takes over a connected pseudo terminal.
    void attach(int descriptor);
    void setSettings(const TerminalSettings &settings);
    /// Larger (1) or smaller (-1) letters; 0: as in the settings.
    void zoom(int step);
    /// How many columns and rows fit now.
    [[nodiscard]] QSize fittingSize() const;

    [[nodiscard]] const TerminalScreen &screenModel() const { return *m_screen; }

    [[nodiscard]] int topLine() const; ///< the line shown at the top
    [[nodiscard]] QPoint cellAt(const QPoint &point) const; ///< column and row at a point of the viewport
    [[nodiscard]] QRect cellRect(const QPoint &cell) const;
    [[nodiscard]] QRect cursorRect() const;

    [[nodiscard]] const TerminalSettings &settings() const { return m_settings; }

    [[nodiscard]] QString selectedText() const;
    void selectAll();
    void copy() const;
    void paste();
    /// Pastes what linesPasted() asked about. `neverAsk`: and others from now on without a question.
    void pasteUnasked(const QString &text, bool neverAsk);

    /// Marks a text wherever it is; empty: nothing.
    void find(const QString &text, Qt::CaseSensitivity sensitivity);
    void findNext(bool down);

    [[nodiscard]] int matchCount() const { return static_cast<int>(m_search.matches().size()); }

    [[nodiscard]] int currentMatch() const { return m_search.current(); } ///< -1: none

Q_SIGNALS:
    void ended(); ///< the other side hung up
    void titleChanged(const QString &title);
    void rang();
    void matchesChanged();
    void searchWanted(); ///< Ctrl+Shift+F
    void
    linesPasted(const QString &text); ///< several lines, each of which would be run: nothing is pasted yet
    void menuWanted(QMenu *menu); ///< before it is shown: others add what is theirs
    void
    settingsChanged(const boxyard::TerminalSettings &settings); ///< by an answer that is to be remembered

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    static constexpr int Margin = 6; ///< around the text, in device-independent pixels

    struct LinePaint; ///< what is needed to draw one line

    void refresh();
    void measure();
    void recolor();
    void updateScrollBar();
    void fit();
    void ring();
    void tellReaders();
    void searchAgain();
    void showLine(qint64 line);
    void updateBlinking();

    [[nodiscard]] bool ownKey(const QKeyEvent &event);
    [[nodiscard]] bool selectByKey(int key);
    [[nodiscard]] bool scrollByKey(int key);
    void pasteText(const QString &text);
    void typing();

    [[nodiscard]] TerminalPlace placeAt(const QPoint &point, bool between) const;
    [[nodiscard]] bool isPrograms(const QMouseEvent &event) const;
    void selectTo(const QPoint &point);
    void publishSelection() const;
    void clearSelection();
    void lookForLink(const QPoint &point, Qt::KeyboardModifiers modifiers);
    void openLink(const QString &target);

    void paintLine(QPainter &painter, int line, int y);
    void paintRun(QPainter &painter, const LinePaint &paint, int from, int to);
    void paintText(QPainter &painter, const LinePaint &paint, int from, int to, const QColor &color);
    void paintLines(QPainter &painter, const TerminalCell &cell, const QRect &place, bool isLink) const;
    void paintCursor(QPainter &painter);
    void paintComposing(QPainter &painter, const QRect &place);

    TerminalScreen *m_screen;
    Pty *m_pty = nullptr;
    TerminalSettings m_settings;
    TerminalColors m_colors;
    TerminalFont m_font;
    int m_zoom = 0; ///< points
    QTimer m_repaint; ///< at most one frame in 16 ms
    QTimer m_fitting; ///< breaking lines anew is not for every pixel
    QTimer m_searching;
    QTimer m_reading; ///< for screen readers
    QTimer m_flash;
    QElapsedTimer m_lastBell;
    int m_blinkTimer = 0;
    bool m_blinkedOff = false;
    qint64 m_forgotten = 0; ///< when the scroll bar was set

    TerminalSelection m_selection;
    bool m_selecting = false;
    int m_scrollTimer = 0; ///< while the mouse is dragged above or below
    QPoint m_dragged;
    QElapsedTimer m_doubleClick;
    QPoint m_pressed;
    std::optional<TerminalLink> m_link; ///< under the mouse, with Ctrl
    int m_wheel = 0; ///< eighths of a degree that are no whole step yet

    TerminalSearch m_search;
    QString m_wanted;
    Qt::CaseSensitivity m_sensitivity = Qt::CaseInsensitive;
    QString m_composing;
    QString m_heard; ///< the text that screen readers know
};

} // namespace boxyard
