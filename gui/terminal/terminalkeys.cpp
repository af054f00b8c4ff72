// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminalkeys.h"

#include "terminalscreen.h"

#include <QHash>
#include <QKeyEvent>

namespace boxyard {

namespace {

VTermKey specialKey(int key)
{
    static const QHash<int, VTermKey> known = {
        {Qt::Key_Return, VTERM_KEY_ENTER},
        {Qt::Key_Enter, VTERM_KEY_ENTER},
        {Qt::Key_Tab, VTERM_KEY_TAB},
        {Qt::Key_Backtab, VTERM_KEY_TAB},
        {Qt::Key_Backspace, VTERM_KEY_BACKSPACE},
        {Qt::Key_Escape, VTERM_KEY_ESCAPE},
        {Qt::Key_Up, VTERM_KEY_UP},
        {Qt::Key_Down, VTERM_KEY_DOWN},
        {Qt::Key_Left, VTERM_KEY_LEFT},
        {Qt::Key_Right, VTERM_KEY_RIGHT},
        {Qt::Key_Insert, VTERM_KEY_INS},
        {Qt::Key_Delete, VTERM_KEY_DEL},
        {Qt::Key_Home, VTERM_KEY_HOME},
        {Qt::Key_End, VTERM_KEY_END},
        {Qt::Key_PageUp, VTERM_KEY_PAGEUP},
        {Qt::Key_PageDown, VTERM_KEY_PAGEDOWN},
    };
    if (key >= Qt::Key_F1 && key <= Qt::Key_F12)
        return static_cast<VTermKey>(VTERM_KEY_FUNCTION(key - Qt::Key_F1 + 1));
    return known.value(key, VTERM_KEY_NONE);
}

/// The control character of a key with Ctrl; -1: there is none. As on the keyboard of a VT220.
int controlCharacter(int key)
{
    if (key >= Qt::Key_A && key <= Qt::Key_Z)
        return key - Qt::Key_A + 1;
    switch (key) {
    case Qt::Key_Space:
    case Qt::Key_At:
    case Qt::Key_2:
        return 0;
    case Qt::Key_BracketLeft:
    case Qt::Key_3:
        return 0x1b;
    case Qt::Key_Backslash:
    case Qt::Key_4:
        return 0x1c;
    case Qt::Key_BracketRight:
    case Qt::Key_5:
        return 0x1d;
    case Qt::Key_AsciiCircum:
    case Qt::Key_6:
        return 0x1e;
    case Qt::Key_Underscore:
    case Qt::Key_Slash:
    case Qt::Key_Minus:
    case Qt::Key_7:
        return 0x1f;
    case Qt::Key_8:
        return 0x7f;
    default:
        return -1;
    }
}

} // namespace

VTermModifier terminalModifier(Qt::KeyboardModifiers modifiers)
{
    unsigned modifier = VTERM_MOD_NONE;
    if (modifiers & Qt::ShiftModifier)
        modifier |= VTERM_MOD_SHIFT;
    if (modifiers & Qt::AltModifier)
        modifier |= VTERM_MOD_ALT;
    if (modifiers & Qt::ControlModifier)
        modifier |= VTERM_MOD_CTRL;
    return static_cast<VTermModifier>(modifier);
}

namespace {

/// The modifiers that go with a key that has a name.
VTermModifier keptWith(VTermKey key, const QKeyEvent &event)
{
    unsigned kept = terminalModifier(event.modifiers());
    // With Shift or Ctrl these would become CSI … u, which few programs read.
    if (key == VTERM_KEY_ENTER || key == VTERM_KEY_BACKSPACE || key == VTERM_KEY_ESCAPE)
        kept &= VTERM_MOD_ALT;
    else if (key == VTERM_KEY_TAB)
        kept = event.key() == Qt::Key_Backtab ? unsigned(VTERM_MOD_SHIFT)
                                              : kept & (VTERM_MOD_SHIFT | VTERM_MOD_ALT);
    return static_cast<VTermModifier>(kept);
}

/// The bytes of a key with Ctrl; nothing where there are none.
QByteArray controlBytes(const QKeyEvent &event)
{
    int character = controlCharacter(event.key());
    // Keyboards without Latin letters: the desktop knows which key it is.
    if (character < 0 && event.text().size() == 1 && event.text().front() < u' ')
        character = event.text().front().unicode();
    return character < 0 ? QByteArray() : QByteArray(1, static_cast<char>(character));
}

} // namespace

bool sendKeyTo(TerminalScreen &screen, const QKeyEvent &event)
{
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    if (const VTermKey key = specialKey(event.key()); key != VTERM_KEY_NONE) {
        if (event.key() == Qt::Key_Backspace && control)
            screen.sendBytes("\x08");
        else
            screen.sendKey(key, keptWith(key, event));
        return true;
    }
    const QByteArray bytes = control ? controlBytes(event) : event.text().toUtf8();
    if (bytes.isEmpty())
        return false;
    screen.sendBytes((event.modifiers().testFlag(Qt::AltModifier) ? "\x1b" : "") + bytes);
    return true;
}

} // namespace boxyard
