# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job, as somebody does it who hears the program: starts it from its .desktop file; creates a container, starts it, clones
it, stops and deletes both. What happened is seen in the list, as the program tells it to a screen reader."""

import os
import subprocess
import sys
import time

import pyatspi

PATIENCE = 180  # seconds; the machine is emulated
DESKTOP_FILE = '/usr/share/applications/org.boxyard.Boxyard.desktop'


def wait(what, condition):
    """The first true value of `condition`; what it looks at may vanish meanwhile."""
    end = time.time() + PATIENCE
    while time.time() < end:
        try:
            value = condition()
            if value:
                return value
        except Exception:  # an object that is gone
            pass
        time.sleep(0.3)
    picture('failed')
    sys.exit(f'mainjob: {what}: not within {PATIENCE} s')


def picture(name):
    picture.count += 1
    path = os.path.join(os.environ['SHOTS'], f'{picture.count:02}-{name}.png')
    subprocess.run(['import', '-window', 'root', path], check=True)


picture.count = 0


def program():
    for application in pyatspi.Registry.getDesktop(0):
        if application and application.name.lower().startswith('boxyard'):
            return application
    return None


def walk(node, depth=0):
    """Every object below; not the cells of tables, which are many."""
    for child in node:
        if child is None:
            continue
        yield child
        if depth < 14 and child.getRoleName() not in ('tree', 'tree table', 'table'):
            yield from walk(child, depth + 1)


def showing(node):
    state = node.getState()
    return state.contains(pyatspi.STATE_SHOWING) and state.contains(pyatspi.STATE_ENABLED)


def find(roles, name, where=None):
    for node in walk(where or program()):
        if node.getRoleName() in roles and node.name == name and showing(node):
            return node
    return None


BUTTONS = ('push button', 'button', 'toggle button', 'push button menu')


def press(name, where=None):
    button = wait(f'the button {name}', lambda: find(BUTTONS, name, where))
    action = button.queryAction()
    names = [action.getName(i).lower() for i in range(action.nActions)]
    action.doAction(names.index('press') if 'press' in names else 0)


def dialog():
    return next((node for node in walk(program()) if node.getRoleName() in ('dialog', 'alert') and showing(node)), None)


def write(name, text):
    def filled():
        field = find(('text', 'entry'), name, dialog())
        return field and (field.queryEditableText().setTextContents(text) or field.queryText().getText(0, -1) == text)
    wait(f'the field {name}', filled)


def rows():
    """Names of containers with all that their rows say."""
    view = next(node for node in walk(program())
                if node.getRoleName() in ('tree', 'tree table', 'table') and node.name == 'Containers')
    table = view.queryTable()
    found = {}
    for row in range(table.nRows):
        cells = [table.getAccessibleAt(row, column).name for column in range(table.nColumns)]
        for cell in cells:
            found.setdefault(cell, (row, table, ' '.join(cells)))
    return found


def choose(name):
    def chosen():
        row, table, _ = rows()[name]
        table.addRowSelection(row)
        return table.isRowSelected(row)
    wait(f'the row {name}', chosen)


def says(name, word):
    wait(f'{name} is {word}', lambda: word.lower() in rows()[name][2].lower())


def start(name):
    choose(name)
    press('Start')
    says(name, 'running')


def stop(name):
    choose(name)
    press('Stop')
    says(name, 'stopped')


def delete(name):
    choose(name)
    press('Delete…')
    wait('the dialog', dialog)
    press('Delete', dialog())
    wait(f'{name} is gone', lambda: name not in rows())


def main():
    subprocess.Popen(['dex', DESKTOP_FILE])
    wait('the program', program)
    wait('its window', lambda: find(BUTTONS, 'Create'))
    picture('nothing-yet')
    press('Create')
    wait('the dialog', dialog)
    write('Name', 'one')
    picture('create')
    press('Create', dialog())
    says('one', 'stopped')
    start('one')
    picture('running')
    choose('one')
    press('Clone…')
    wait('the dialog', dialog)
    write('Name', 'two')
    picture('clone')
    press('Clone', dialog())
    says('two', 'stopped')
    picture('cloned')
    start('two')
    picture('both')
    stop('two')
    stop('one')
    delete('two')
    delete('one')
    picture('nothing-left')
    print('mainjob: done')


main()
