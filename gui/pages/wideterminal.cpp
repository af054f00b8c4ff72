// SPDX-License-Identifier: GPL-2.0-or-later

#include "wideterminal.h"

#include "gui/terminal/terminaltab.h"
#include "gui/terminal/terminalview.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QSettings>

namespace boxyard {

using namespace Qt::StringLiterals;

WideTerminal::WideTerminal(TerminalTab &terminal, QWidget &list, QWidget *window)
    : QObject(window)
    , m_terminal(terminal)
    , m_list(list)
    , m_window(window)
    , m_toggle(new QAction(tr("Terminal over the whole width"), this))
{
    m_toggle->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F11));
    window->addAction(m_toggle);
    connect(m_toggle, &QAction::triggered, this, [this] { setWide(!m_wide); });
    connect(&terminal, &TerminalTab::wideWanted, this, &WideTerminal::setWide);
    connect(&terminal, &TerminalTab::shownChanged, this, &WideTerminal::update);
    terminal.installEventFilter(this);
    update();
}

void WideTerminal::setWide(bool wide)
{
    m_wide = wide;
    m_terminal.setWide(wide);
    update();
}

void WideTerminal::update()
{
    const bool inFront = m_terminal.isVisibleTo(m_window) && m_terminal.showsShell();
    m_toggle->setEnabled(inFront);
    const bool hides = m_wide && inFront;
    if (hides == m_list.isHidden())
        return;
    const QWidget *focus = QApplication::focusWidget();
    const bool hadFocus = focus != nullptr && m_list.isAncestorOf(focus);
    m_list.setVisible(!hides);
    if (hides && hadFocus && m_terminal.view() != nullptr)
        m_terminal.view()->setFocus(Qt::OtherFocusReason);
}

bool WideTerminal::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent
        || event->type() == QEvent::Show || event->type() == QEvent::Hide)
        update();
    return QObject::eventFilter(watched, event);
}

void WideTerminal::save(QSettings &settings) const
{
    settings.setValue(u"terminal/wide"_s, m_wide);
}

void WideTerminal::restore(const QSettings &settings)
{
    setWide(settings.value(u"terminal/wide"_s, false).toBool());
}

} // namespace boxyard
