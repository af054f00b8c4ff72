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

} // namespace

VTermModifier terminalModifier(const QKeyEvent &event)
{
    unsigned modifier = VTERM_MOD_NONE;
    if (event.modifiers() & Qt::ShiftModifier)
        modifier |= VTERM_MOD_SHIFT;
    if (event.modifiers() & Qt::AltModifier)
        modifier |= VTERM_MOD_ALT;
    if (event.modifiers() & Qt::ControlModifier)
        modifier |= VTERM_MOD_CTRL;
    return static_cast<VTermModifier>(modifier);
}

bool sendKeyTo(TerminalScreen &screen, const QKeyEvent &event)
{
    const VTermModifier modifier = terminalModifier(event);
    if (const VTermKey key = specialKey(event.key()); key != VTERM_KEY_NONE) {
        screen.sendKey(key, modifier);
        return true;
    }
    if ((modifier & VTERM_MOD_CTRL) != 0) {
        // Qt's text for these is a control character already, or nothing; libvterm wants the letter.
        if (event.key() >= Qt::Key_Space && event.key() <= Qt::Key_AsciiTilde) {
            const auto letter = static_cast<char32_t>(event.key());
            screen.sendCharacter(letter >= U'A' && letter <= U'Z' ? letter + 32 : letter,
                                 static_cast<VTermModifier>(modifier & ~VTERM_MOD_SHIFT));
            return true;
        }
        return false;
    }
    const QList<uint> characters = event.text().toUcs4();
    for (const uint character : characters)
        screen.sendCharacter(character, static_cast<VTermModifier>(modifier & VTERM_MOD_ALT));
    return !characters.isEmpty();
}

} // namespace boxyard
