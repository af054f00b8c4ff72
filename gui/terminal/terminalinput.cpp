// SPDX-License-Identifier: GPL-2.0-or-later

// What keys, input methods and the clipboard do in TerminalView.

#include "terminalkeys.h"
#include "terminalview.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// The keys that belong to the program even in a terminal.
bool isOurs(const QKeyEvent &event)
{
    constexpr Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
    return (event.modifiers() & both) == both;
}

bool isModifier(int key)
{
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta
        || key == Qt::Key_AltGr || key == Qt::Key_CapsLock || key == Qt::Key_NumLock;
}

/// Those of Ctrl+Shift+… that are the terminal's; the rest is the window's.
bool isTerminals(int key)
{
    static constexpr std::array keys = {Qt::Key_C,    Qt::Key_V,          Qt::Key_A,     Qt::Key_F,
                                        Qt::Key_Plus, Qt::Key_Equal,      Qt::Key_Minus, Qt::Key_Underscore,
                                        Qt::Key_0,    Qt::Key_ParenRight, Qt::Key_Up,    Qt::Key_Down,
                                        Qt::Key_Left, Qt::Key_Right,      Qt::Key_Home,  Qt::Key_End};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace

bool TerminalView::event(QEvent *event)
{
    // Tab, F5, Ctrl+N … go to what runs inside, not to the window.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (!isOurs(*key) || isTerminals(key->key())) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab) {
            keyPressEvent(key);
            return true;
        }
    }
    if (event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &TerminalView::fit, Qt::QueuedConnection);
    return QAbstractScrollArea::event(event);
}

void TerminalView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Control)
        lookForLink(viewport()->mapFromGlobal(QCursor::pos()), Qt::ControlModifier);
    if (isModifier(event->key()))
        return event->ignore();
    if (isOurs(*event)) {
        if (!ownKey(*event))
            event->ignore();
        return;
    }
    if (event->modifiers() == Qt::ShiftModifier && scrollByKey(event->key()))
        return;
    if (!sendKeyTo(*m_screen, *event))
        return event->ignore();
    typing();
}

void TerminalView::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Control)
        lookForLink({}, Qt::NoModifier);
    QAbstractScrollArea::keyReleaseEvent(event);
}

/// Who types wants to see what comes of it.
void TerminalView::typing()
{
    clearSelection();
    m_blinkedOff = false;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

bool TerminalView::ownKey(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_C:
        copy();
        return true;
    case Qt::Key_V:
        paste();
        return true;
    case Qt::Key_A:
        selectAll();
        return true;
    case Qt::Key_F:
        Q_EMIT searchWanted();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(1);
        return true;
    case Qt::Key_Minus:
    case Qt::Key_Underscore:
        zoom(-1);
        return true;
    case Qt::Key_0:
    case Qt::Key_ParenRight:
        zoom(0);
        return true;
    default:
        return selectByKey(event.key());
    }
}

/// From the cursor, or from where the selection ends.
bool TerminalView::selectByKey(int key)
{
    const QPoint cursor = m_screen->cursor();
    TerminalPlace place = m_selection.isEmpty()
        ? TerminalPlace{m_screen->forgotten() + m_screen->scrollback() + cursor.y(), cursor.x()}
        : m_selection.end();
    const TerminalPlace begin = place;
    switch (key) {
    case Qt::Key_Left:
        --place.column;
        break;
    case Qt::Key_Right:
        ++place.column;
        break;
    case Qt::Key_Up:
        --place.line;
        break;
    case Qt::Key_Down:
        ++place.line;
        break;
    case Qt::Key_Home:
        place.column = 0;
        break;
    case Qt::Key_End:
        place.column = m_screen->columns();
        break;
    default:
        return false;
    }
    if (place.column < 0)
        place = {place.line - 1, m_screen->columns()};
    else if (place.column > m_screen->columns())
        place = {place.line + 1, 0};
    const qint64 first = m_screen->forgotten();
    if (place.line < first || place.line >= first + m_screen->lineCount())
        return true;
    if (m_selection.isEmpty())
        m_selection.begin(TerminalSelection::Kind::Characters, begin, *m_screen);
    m_selection.extend(place, *m_screen);
    publishSelection();
    showLine(place.line);
    return true;
}

bool TerminalView::scrollByKey(int key)
{
    static const QHash<int, QAbstractSlider::SliderAction> actions = {
        {Qt::Key_PageUp, QAbstractSlider::SliderPageStepSub},
        {Qt::Key_PageDown, QAbstractSlider::SliderPageStepAdd},
        {Qt::Key_Home, QAbstractSlider::SliderToMinimum},
        {Qt::Key_End, QAbstractSlider::SliderToMaximum}};
    const auto action = actions.constFind(key);
    if (action == actions.constEnd() || m_screen->isAlternate())
        return false;
    verticalScrollBar()->triggerAction(*action);
    return true;
}

void TerminalView::inputMethodEvent(QInputMethodEvent *event)
{
    if (!event->commitString().isEmpty()) {
        m_screen->sendText(event->commitString());
        typing();
    }
    m_composing = event->preeditString();
    viewport()->update();
    event->accept();
}

QVariant TerminalView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return m_pty != nullptr;
    case Qt::ImCursorRectangle:
        return cursorRect();
    case Qt::ImFont:
        return m_font.font(false, false);
    case Qt::ImHints:
        return static_cast<int>(Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    default:
        return QAbstractScrollArea::inputMethodQuery(query);
    }
}

void TerminalView::paste()
{
    pasteText(QApplication::clipboard()->text());
}

void TerminalView::pasteText(const QString &text)
{
    if (text.isEmpty() || m_pty == nullptr)
        return;
    // Each line would be run as soon as it is there, and the person may not know what a page put on the
    // clipboard.
    const QString content = text.trimmed();
    if (m_settings.warnsOfLines && !m_screen->wantsBrackets()
        && (content.contains(u'\n') || content.contains(u'\r')))
        return Q_EMIT linesPasted(text);
    m_screen->paste(text);
    typing();
}

void TerminalView::pasteUnasked(const QString &text, bool neverAsk)
{
    if (neverAsk) {
        m_settings.warnsOfLines = false;
        Q_EMIT settingsChanged(m_settings);
    }
    if (m_pty == nullptr)
        return;
    m_screen->paste(text);
    typing();
}

void TerminalView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_screen->setFocused(true);
    updateBlinking();
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_screen->setFocused(false);
    m_composing.clear();
    updateBlinking();
    viewport()->update();
}

} // namespace boxyard
