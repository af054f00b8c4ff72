// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace boxyard {

class Banner;
class FindBar;
class TerminalView;

/// One shell: its terminal, the bar to find in it, and what is said when it has ended.
class TerminalPane final : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalPane(QWidget *parent = nullptr);

    [[nodiscard]] TerminalView &view() const { return *m_view; }

    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

    /// Whether another shell could be opened in its place.
    void setAgainEnabled(bool enabled);

Q_SIGNALS:
    void ended();
    void againWanted();

private:
    void askAboutLines(const QString &text);

    TerminalView *m_view;
    FindBar *m_find;
    Banner *m_over;
    QPushButton *m_again;
    bool m_hasEnded = false;
};

} // namespace boxyard
