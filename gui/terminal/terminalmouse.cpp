// SPDX-License-Identifier: GPL-2.0-or-later

// What the mouse does in TerminalView: it is the program's where that asked for it, else it selects, pastes,
// opens links and scrolls.

#include "terminalkeys.h"
#include "terminalview.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>
#include <QUrl>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// As xterm numbers them; 0: none of these.
int buttonNumber(Qt::MouseButton button)
{
    switch (button) {
    case Qt::LeftButton:
        return 1;
    case Qt::MiddleButton:
        return 2;
    case Qt::RightButton:
        return 3;
    default:
        return 0;
    }
}

} // namespace

bool TerminalView::isPrograms(const QMouseEvent &event) const
{
    return m_pty != nullptr && m_screen->mouse() != TerminalScreen::Mouse::None
        && !(event.modifiers() & Qt::ShiftModifier) && !m_selecting;
}

/// `between`: the border of cells that is nearest, as for a selection; else the cell itself.
TerminalPlace TerminalView::placeAt(const QPoint &point, bool between) const
{
    const QSize cell = m_font.cell();
    const int row = std::clamp((point.y() - Margin) / cell.height(), 0, m_screen->rows() - 1);
    const int half = between ? cell.width() / 2 : 0;
    const int column = std::clamp((point.x() - Margin + half) / cell.width(), 0, m_screen->columns());
    return {m_screen->forgotten() + topLine() + row, column};
}

void TerminalView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (event->button() == Qt::LeftButton && (event->modifiers() & Qt::ControlModifier)
        && !isPrograms(*event)) {
        if (const auto link = linkAt(*m_screen, placeAt(point, false)))
            return openLink(link->target);
    }
    if (isPrograms(*event)) {
        m_screen->moveMouse(cellAt(point), terminalModifier(event->modifiers()));
        m_screen->pressMouse(buttonNumber(event->button()), true, terminalModifier(event->modifiers()));
        return;
    }
    if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection())
        return pasteText(QApplication::clipboard()->text(QClipboard::Selection));
    if (event->button() != Qt::LeftButton)
        return;
    auto kind = TerminalSelection::Kind::Characters;
    if (event->modifiers() & Qt::AltModifier)
        kind = TerminalSelection::Kind::Block;
    const bool third = m_doubleClick.isValid()
        && !m_doubleClick.hasExpired(QApplication::doubleClickInterval())
        && (point - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (third)
        kind = TerminalSelection::Kind::Lines;
    m_doubleClick.invalidate();
    m_pressed = point;
    const bool cells = kind == TerminalSelection::Kind::Lines;
    m_selection.begin(kind, placeAt(point, !cells), *m_screen);
    if (cells)
        m_selection.extend(placeAt(point, false), *m_screen);
    m_selecting = true;
    viewport()->update();
}

void TerminalView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || isPrograms(*event))
        return mousePressEvent(event);
    m_pressed = event->position().toPoint();
    m_doubleClick.start();
    const TerminalPlace place = placeAt(m_pressed, false);
    m_selection.begin(TerminalSelection::Kind::Words, place, *m_screen);
    m_selection.extend(place, *m_screen);
    m_selecting = true;
    viewport()->update();
}

void TerminalView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (isPrograms(*event)) {
        m_screen->moveMouse(cellAt(point), terminalModifier(event->modifiers()));
        return;
    }
    if (!m_selecting)
        return lookForLink(point, event->modifiers());
    m_dragged = point;
    selectTo(point);
    // Above and below the text it goes on by itself.
    const bool outside = point.y() < Margin || point.y() > viewport()->height() - Margin;
    if (outside && m_scrollTimer == 0) {
        m_scrollTimer = startTimer(40);
    } else if (!outside && m_scrollTimer != 0) {
        killTimer(m_scrollTimer);
        m_scrollTimer = 0;
    }
}

void TerminalView::selectTo(const QPoint &point)
{
    m_selection.extend(placeAt(point, !m_doubleClick.isValid()), *m_screen);
    viewport()->update();
}

void TerminalView::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_scrollTimer != 0)
        killTimer(m_scrollTimer);
    m_scrollTimer = 0;
    if (isPrograms(*event)) {
        m_screen->moveMouse(cellAt(event->position().toPoint()), terminalModifier(event->modifiers()));
        m_screen->pressMouse(buttonNumber(event->button()), false, terminalModifier(event->modifiers()));
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    m_selecting = false;
    publishSelection();
}

void TerminalView::wheelEvent(QWheelEvent *event)
{
    const bool isPrograms = m_pty != nullptr && m_screen->mouse() != TerminalScreen::Mouse::None
        && !(event->modifiers() & Qt::ShiftModifier);
    if (!isPrograms && !m_screen->wantsWheelAsKeys())
        return QAbstractScrollArea::wheelEvent(event);
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / 120;
    m_wheel -= steps * 120;
    if (isPrograms)
        m_screen->moveMouse(cellAt(event->position().toPoint()), terminalModifier(event->modifiers()));
    for (int step = 0; step < std::abs(steps); ++step) {
        if (isPrograms)
            m_screen->pressMouse(steps > 0 ? 4 : 5, true, terminalModifier(event->modifiers()));
        for (int line = 0; !isPrograms && line < 3; ++line)
            m_screen->sendKey(steps > 0 ? VTERM_KEY_UP : VTERM_KEY_DOWN, VTERM_MOD_NONE);
    }
    event->accept();
}

void TerminalView::lookForLink(const QPoint &point, Qt::KeyboardModifiers modifiers)
{
    std::optional<TerminalLink> link;
    if ((modifiers & Qt::ControlModifier) && viewport()->rect().contains(point))
        link = linkAt(*m_screen, placeAt(point, false));
    if (link && !mayOpen(link->target))
        link.reset();
    if (link.has_value() == m_link.has_value() && (!link || link->range == m_link->range))
        return;
    m_link = link;
    const bool isPrograms = m_screen->mouse() != TerminalScreen::Mouse::None;
    viewport()->setCursor(link ? Qt::PointingHandCursor : isPrograms ? Qt::ArrowCursor : Qt::IBeamCursor);
    viewport()->update();
}

void TerminalView::openLink(const QString &target)
{
    if (mayOpen(target))
        QDesktopServices::openUrl(QUrl(target));
}

bool TerminalView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        lookForLink({}, Qt::NoModifier);
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    // What a link shows may be anything: where it leads is said before it is opened.
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto link = linkAt(*m_screen, placeAt(help->pos(), false));
    if (!link)
        QToolTip::hideText();
    else if (mayOpen(link->target))
        QToolTip::showText(help->globalPos(), tr("%1\nCtrl+click opens it").arg(link->target.left(300)),
                           viewport());
    else
        QToolTip::showText(help->globalPos(),
                           tr("%1\nOnly web pages and mail can be opened").arg(link->target.left(300)),
                           viewport());
    return true;
}

void TerminalView::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_pty != nullptr && m_screen->mouse() != TerminalScreen::Mouse::None
        && event->reason() == QContextMenuEvent::Mouse && !(event->modifiers() & Qt::ShiftModifier))
        return; // the right button is the program's
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto keys = [](Qt::Key key) { return QKeySequence(Qt::CTRL | Qt::SHIFT | key); };
    if (const auto link = linkAt(*m_screen, placeAt(event->pos(), false)); link && mayOpen(link->target)) {
        menu->addAction(tr("Open the link"), this, [this, target = link->target] { openLink(target); });
        menu->addAction(tr("Copy the link"), this,
                        [target = link->target] { QApplication::clipboard()->setText(target); });
        menu->addSeparator();
    }
    QAction *copying = menu->addAction(tr("Copy"), keys(Qt::Key_C), this, &TerminalView::copy);
    copying->setEnabled(!m_selection.isEmpty());
    QAction *pasting = menu->addAction(tr("Paste"), keys(Qt::Key_V), this, &TerminalView::paste);
    pasting->setEnabled(m_pty != nullptr && !QApplication::clipboard()->text().isEmpty());
    menu->addAction(tr("Select all"), keys(Qt::Key_A), this, &TerminalView::selectAll);
    menu->addAction(tr("Find…"), keys(Qt::Key_F), this, &TerminalView::searchWanted);
    menu->addSeparator();
    menu->addAction(tr("Zoom in"), keys(Qt::Key_Plus), this, [this] { zoom(1); });
    menu->addAction(tr("Zoom out"), keys(Qt::Key_Minus), this, [this] { zoom(-1); });
    menu->addAction(tr("Normal size"), keys(Qt::Key_0), this, [this] { zoom(0); });
    Q_EMIT menuWanted(menu);
    menu->popup(event->globalPos());
}

} // namespace boxyard
