# SPDX-License-Identifier: GPL-2.0-or-later
"""A program as a screen reader has it: its widgets by role and name, their actions, and the keyboard."""

import os
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# s: no figure of the program, only the end of waiting for what does not come. A slow machine says so.
PATIENCE = float(os.environ.get("BOXYARD_PATIENCE", "90"))
# An action answers when it is done. AT-SPI's own patience of 0.8 s is too short for what a slow machine has to draw first.
Atspi.set_timeout(int(PATIENCE * 1000), int(PATIENCE * 1000))
Role = Atspi.Role
State = Atspi.StateType

BUTTONS = (Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.PUSH_BUTTON_MENU)
TABLES = (Role.TABLE, Role.TREE_TABLE, Role.TREE)


class Missing(Exception):
    """What a person looked for and did not find."""


def wait(what, come):
    """Waits until come() gives something, and returns that."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = come()
        except GLib.Error:
            found = None  # a widget that is gone meanwhile
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(what)
        time.sleep(0.1)


def name_of(node):
    return node.get_name() or ""


def is_usable(node):
    states = node.get_state_set()
    return states.contains(State.SHOWING) and states.contains(State.ENABLED)


def walk(node, showing=True):
    """The node and all below it, the insides of tables left out."""
    yield node
    if node.get_role() in TABLES:
        return
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is None or (showing and not child.get_state_set().contains(State.SHOWING)):
            continue
        yield from walk(child, showing)


class Screen:
    """One application on the accessibility bus."""

    def __init__(self, application):
        # Without a main loop nobody tells libatspi of changes: everything is asked anew.
        Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)
        self.application = wait(f"the application {application}", lambda: self._find_application(application))

    @staticmethod
    def _find_application(name):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and name_of(child) == name:
                return child
        return None

    def all(self, roles=None, name=None, within=None):
        for node in walk(within or self.application, showing=within is not None):
            if roles is not None and node.get_role() not in roles:
                continue
            if name is not None and name_of(node) != name:
                continue
            if node.get_state_set().contains(State.SHOWING):
                yield node

    def find(self, roles, name=None, within=None):
        """The first one that is shown; waited for."""
        return wait(f"{name or roles}", lambda: next(self.all(roles, name, within), None))

    def dialog(self, name):
        return self.find((Role.DIALOG, Role.FRAME), name)

    def press(self, name, within=None, roles=BUTTONS):
        """Presses a button, when it can be pressed."""
        node = wait(
            f"a button “{name}” that can be pressed",
            lambda: next((node for node in self.all(roles, name, within) if is_usable(node)), None),
        )
        actions = [node.get_action_name(index).lower() for index in range(node.get_n_actions())]
        for wanted in ("press", "click", "toggle", "showmenu"):
            if wanted in actions:
                node.do_action(actions.index(wanted))
                return
        raise Missing(f"an action of “{name}”")

    def choose_tab(self, name):
        tab = self.find((Role.PAGE_TAB,), name)
        for index in range(tab.get_n_actions()):
            if tab.get_action_name(index).lower() == "press":
                tab.do_action(index)
                return
        raise Missing(f"an action of the tab “{name}”")

    def says(self, text, within=None):
        """Waits until some widget has this text as its name or description."""
        return wait(
            f"“{text}”",
            lambda: any(
                text in name_of(node) or text in (node.get_description() or "")
                for node in self.all(within=within)
            ),
        )

    # --- fields -----------------------------------------------------------------------------------------------------------

    def type_into(self, name, text, within):
        """Types into a field like a person: goes there, replaces what it has, and looks what came of it."""
        field = self.find((Role.TEXT, Role.ENTRY, Role.PASSWORD_TEXT), name, within)
        self.go_to(field)
        keys("a", control=True)
        type_text(text)
        wait(f"“{text}” in “{name}”", lambda: text_of(field) == text)

    @staticmethod
    def has_keyboard(node):
        return node.get_state_set().contains(State.FOCUSED)

    def go_to(self, node):
        """Gives it the keyboard."""

        def gone():
            if self.has_keyboard(node):
                return True
            node.grab_focus()
            return False

        wait(f"the keyboard in “{name_of(node)}”", gone)

    def set_number(self, name, value, within):
        spin = self.find((Role.SPIN_BUTTON,), name, within)
        spin.set_current_value(value)
        wait(f"{value} in “{name}”", lambda: spin.get_current_value() == value)

    # --- the list ---------------------------------------------------------------------------------------------------------

    def rows(self, table):
        """The texts of a table's cells, row by row."""
        node = self.find(TABLES, table)
        return [
            [name_of(node.get_accessible_at(row, column)) for column in range(node.get_n_columns())]
            for row in range(node.get_n_rows())
        ]

    def row_has(self, table, name, text):
        """Waits until the row of a name has this text in some cell."""
        wait(
            f"“{text}” in the row of {name}",
            lambda: any(name in cells and text in cells for cells in self.rows(table)),
        )

    def select_rows(self, table, names):
        node = self.find(TABLES, table)
        for row in node.get_selected_rows():
            node.remove_row_selection(row)
        for row, cells in enumerate(self.rows(table)):
            if any(name in cells for name in names):
                node.add_row_selection(row)


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


# --- the keyboard -------------------------------------------------------------------------------------------------------------

CONTROL = 37  # X keycodes of any PC keyboard
SHIFT = 50
SYMBOLS = {"Return": 0xFF0D, "Escape": 0xFF1B, "F1": 0xFFBE, "Tab": 0xFF09}


def keys(key, control=False, shift=False):
    """Presses one key with its modifiers."""
    held = [code for code, wanted in ((CONTROL, control), (SHIFT, shift)) if wanted]
    for code in held:
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(SYMBOLS.get(key) or ord(key), None, Atspi.KeySynthType.SYM)
    for code in reversed(held):
        Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.RELEASE)


def type_text(text):
    for character in text:
        if character == "\n":
            keys("Return")
        else:
            Atspi.generate_keyboard_event(ord(character), None, Atspi.KeySynthType.SYM)
