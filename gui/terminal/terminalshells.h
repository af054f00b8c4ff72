// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QToolButton;

namespace boxyard {

class PlainTabBar;
class TerminalPane;

/// The shells of one container, one shown at a time, with tabs above that have their titles.
class TerminalShells final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalShells(const QString &container, QWidget *parent = nullptr);

    /// Shows another shell on a descriptor, which it takes over; in the place of `instead`, if that is given.
    TerminalPane *add(int descriptor, TerminalPane *instead = nullptr);
    [[nodiscard]] TerminalPane *current() const;
    [[nodiscard]] QList<TerminalPane *> panes() const;
    /// Whether further shells can be opened now.
    void setNewEnabled(bool enabled);
    /// Whether the button says that the terminal has the whole width.
    void setWide(bool wide);
    /// Closes the shown one; one that runs only after a question.
    void closeCurrent();

Q_SIGNALS:
    void newWanted();
    void wideWanted(bool wide); ///< by the button
    void emptied(); ///< the last one was closed
    void added(boxyard::TerminalPane *pane);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addKeys();
    void setTitle(TerminalPane *pane, const QString &title);
    void remove(TerminalPane *pane);
    void showPane(int index);
    void placeClose();
    void drawIcons();

    QString m_container;
    PlainTabBar *m_bar;
    QToolButton *m_new;
    QToolButton *m_close; ///< in the shown shell's tab
    QToolButton *m_wide;
    QStackedWidget *m_stack;
    int m_opened = 0; ///< so far, for their names
};

} // namespace boxyard
