# SPDX-License-Identifier: GPL-2.0-or-later
"""mainjob.py PROGRAM [ARGUMENTS]: the main job, as somebody does it who hears the program instead of seeing it.

Create a container, start it, type a command into a shell and read its answer, look at a chart, clone it five times, stop it, delete
all of them. Only what the accessibility bus tells is used. Exit code 0: each step really happened. With BOXYARD_SHOTS=FOLDER it
leaves a picture of the screen after each step there.
"""

import os
import subprocess
import sys

from screen import TABLES, Missing, Role, Screen, keys, text_of, type_text, wait

LIST = "Containers"
CLONES = [f"a11y{number}" for number in range(2, 7)]


def say(text):
    print(f"mainjob: {text}", flush=True)


def picture(step):
    folder = os.environ.get("BOXYARD_SHOTS")
    if folder:
        number = len(os.listdir(folder)) + 1
        subprocess.run(["import", "-window", "root", f"{folder}/{number:02}-{step}.png"], check=True)


def create(screen):
    screen.says("No containers yet")
    screen.press("Create a container")
    dialog = screen.dialog("Create a container")
    screen.type_into("Name", "a11y1", dialog)
    screen.says("a11y1 will be created as an unprivileged container", dialog)
    screen.press("Create", dialog)
    screen.row_has(LIST, "a11y1", "Stopped")


def start(screen):
    screen.press("Start")
    screen.row_has(LIST, "a11y1", "Running")


def shell(screen):
    screen.press("Open a shell")
    terminal = screen.find((Role.TERMINAL,), "Terminal of a11y1")
    wait("a prompt", lambda: "#" in text_of(terminal))
    screen.go_to(terminal)
    # The answer does not occur in the question.
    type_text("echo $(hostname)-$((6*7))\n")
    wait("the shell's answer", lambda: "a11y1-42" in text_of(terminal))
    keys("L", control=True, shift=True)
    wait("the keyboard in the list", lambda: screen.has_keyboard(screen.find(TABLES, LIST)))


def chart(screen):
    screen.choose_tab("Charts")
    for name in ("CPU", "Memory"):
        shown = screen.find((Role.CHART,), name)
        wait(f"figures of {name}", lambda node=shown: "now" in (node.get_description() or ""))
        say(f"{name}: {shown.get_description()}")


def clone(screen):
    screen.press("Clone…")
    dialog = screen.dialog("Clone a11y1")
    screen.set_number("Number of clones", 5, dialog)
    wait("the pattern", lambda: text_of(screen.find((Role.TEXT,), "Name", dialog)) == "a11y{2..6}")
    screen.press("Clone 5 containers", dialog)
    for name in CLONES:
        screen.row_has(LIST, name, "Stopped")


def stop(screen):
    screen.select_rows(LIST, ["a11y1"])
    screen.press("Stop")
    screen.row_has(LIST, "a11y1", "Stopped")


def delete(screen):
    screen.select_rows(LIST, ["a11y1", *CLONES])
    screen.says("6 selected")
    screen.press("Delete…")
    dialog = screen.dialog("Delete 6 containers?")
    screen.type_into("Type the number 6 to confirm:", "6", dialog)
    screen.press("Delete 6 containers", dialog)
    screen.says("No containers yet")


def main():
    environment = dict(os.environ, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    program = subprocess.Popen(sys.argv[1:], env=environment)
    try:
        screen = Screen("boxyard")
        for step in (create, start, shell, chart, clone, stop, delete):
            say(step.__name__)
            step(screen)
            picture(step.__name__)
        keys("q", control=True)
        code = program.wait(60)
        say(f"the program ended with {code}")
        return code
    except Missing as missing:
        say(f"missing: {missing}")
        picture("missing")
        return 1
    finally:
        if program.poll() is None:
            program.kill()


if __name__ == "__main__":
    sys.exit(main())
