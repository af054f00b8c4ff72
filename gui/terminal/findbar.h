// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace boxyard {

class TerminalView;

/// Looks for a text in a terminal: Enter goes up to what was written before, Shift+Enter down, Escape closes
/// it.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(TerminalView &view, QWidget *parent = nullptr);

    /// Shows it, with what is selected if that is one line.
    void open();
    void close();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void find();
    void step(bool down);
    void count();
    void drawIcons();

    TerminalView &m_view;
    QLineEdit *m_text;
    QLabel *m_count;
    QToolButton *m_case;
    QToolButton *m_up;
    QToolButton *m_down;
    QToolButton *m_close;
};

} // namespace boxyard
