// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>

class QAction;
class QSettings;
class QWidget;

namespace boxyard {

class TerminalTab;

/// Gives a terminal the list's room while it is in front, if that is wished; whatever else comes to the
/// front, the list is there again.
class WideTerminal final : public QObject
{
    Q_OBJECT

public:
    /// `window` is where the key works.
    WideTerminal(TerminalTab &terminal, QWidget &list, QWidget *window);

    [[nodiscard]] bool isWide() const { return m_wide; }

    void setWide(bool wide);
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();

    TerminalTab &m_terminal;
    QWidget &m_list;
    QWidget *m_window;
    QAction *m_toggle;
    bool m_wide = false;
};

} // namespace boxyard
