// SPDX-License-Identifier: GPL-2.0-or-later

#include "shortcutsdialog.h"

#include "gui/manual.h"
#include "hints.h"
#include "manualwindow.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Line {
    QString keys;
    QString what;
};

struct Group {
    QString title;
    QList<Line> lines;
};

QString keys(const QKeySequence &sequence)
{
    return sequence.toString(QKeySequence::NativeText);
}

/// Two keys for the two directions of one thing, pressed with the same others: "Ctrl+Shift+C, V".
QString either(const QKeySequence &one, const QKeySequence &other)
{
    const QString first = keys(one);
    const QString second = keys(other);
    const QString with = keys(QKeySequence(static_cast<int>(one[0].keyboardModifiers())));
    return ShortcutsDialog::tr("%1, %2", "two shortcuts")
        .arg(first, second.startsWith(with) ? second.mid(with.size()) : second);
}

/// Arrows are signs on the keys, too.
QString withArrows(Qt::KeyboardModifiers modifiers, const QString &arrows)
{
    return QKeySequence(static_cast<int>(modifiers)).toString(QKeySequence::NativeText) + arrows;
}

Group ofContainers()
{
    return {ShortcutsDialog::tr("Containers"),
            {{keys(QKeySequence::New), ShortcutsDialog::tr("Create a container")},
             {keys(Qt::CTRL | Qt::Key_D), ShortcutsDialog::tr("Clone")},
             {keys(Qt::CTRL | Qt::Key_R), ShortcutsDialog::tr("Start")},
             {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_R), ShortcutsDialog::tr("Stop")},
             {keys(Qt::CTRL | Qt::Key_T), ShortcutsDialog::tr("Open a shell")},
             {keys(Qt::Key_F2), ShortcutsDialog::tr("Rename")},
             {keys(Qt::Key_Delete), ShortcutsDialog::tr("Delete")}}};
}

Group ofWindow()
{
    Group group = {ShortcutsDialog::tr("Window"),
                   {{keys(QKeySequence::Find), ShortcutsDialog::tr("Filter the containers")},
                    {keys(Qt::CTRL | Qt::Key_1), ShortcutsDialog::tr("Go to the containers")},
                    {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L),
                     ShortcutsDialog::tr("Go to the list, also from a terminal")},
                    {either(Qt::CTRL | Qt::Key_PageDown, Qt::CTRL | Qt::Key_PageUp),
                     ShortcutsDialog::tr("Next, previous tab")},
                    {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_T), ShortcutsDialog::tr("Show or hide the tasks")},
                    {keys(Qt::Key_F5), ShortcutsDialog::tr("Refresh")},
                    {keys(Qt::Key_F10), ShortcutsDialog::tr("Open the menu")},
                    {keys(Qt::CTRL | Qt::Key_Comma), ShortcutsDialog::tr("Preferences")},
                    {keys(Qt::CTRL | Qt::Key_Question), ShortcutsDialog::tr("Keyboard shortcuts")},
                    {keys(Qt::CTRL | Qt::Key_Q), ShortcutsDialog::tr("Quit")}}};
    if (!manualPage().isEmpty())
        group.lines.prepend({keys(Qt::Key_F1), ShortcutsDialog::tr("Manual")});
    return group;
}

Group ofColumns()
{
    return {ShortcutsDialog::tr("Column headers (press Tab to reach them)"),
            {{withArrows({}, u"← →"_s), ShortcutsDialog::tr("Choose a column")},
             {keys(Qt::Key_Space), ShortcutsDialog::tr("Sort by it")},
             {withArrows(Qt::ControlModifier, u"← →"_s), ShortcutsDialog::tr("Move it")},
             {ShortcutsDialog::tr("Menu key"), ShortcutsDialog::tr("Show or hide columns")}}};
}

Group ofTerminal()
{
    constexpr auto ours = Qt::CTRL | Qt::SHIFT;
    return {ShortcutsDialog::tr("Terminal"),
            {{either(ours | Qt::Key_C, ours | Qt::Key_V), ShortcutsDialog::tr("Copy, paste")},
             {keys(ours | Qt::Key_A), ShortcutsDialog::tr("Select all")},
             {withArrows(Qt::ControlModifier | Qt::ShiftModifier, u"← → ↑ ↓"_s),
              ShortcutsDialog::tr("Extend the selection")},
             {keys(ours | Qt::Key_F), ShortcutsDialog::tr("Find in the terminal")},
             {keys(ours | Qt::Key_F11), ShortcutsDialog::tr("Whole width, without the list")},
             {keys(ours | Qt::Key_N), ShortcutsDialog::tr("New shell")},
             {keys(ours | Qt::Key_W), ShortcutsDialog::tr("Close the shell")},
             {either(ours | Qt::Key_PageDown, ours | Qt::Key_PageUp),
              ShortcutsDialog::tr("Next, previous shell")},
             {either(ours | Qt::Key_Plus, ours | Qt::Key_Minus), ShortcutsDialog::tr("Zoom in, out")},
             {keys(ours | Qt::Key_0), ShortcutsDialog::tr("Normal size")},
             {either(Qt::SHIFT | Qt::Key_PageUp, Qt::SHIFT | Qt::Key_PageDown),
              ShortcutsDialog::tr("Scroll up, down")}}};
}

QWidget *groupsWidget(const QList<Group> &groups, QWidget *parent)
{
    auto *widget = new QWidget(parent);
    auto *grid = new QGridLayout(widget);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(0, 1);
    QFont bold = parent->font();
    bold.setWeight(QFont::DemiBold);
    int row = 0;
    for (const Group &group : groups) {
        auto *title = new QLabel(group.title, widget);
        title->setFont(bold);
        title->setWordWrap(true);
        title->setContentsMargins(0, row == 0 ? 0 : 10, 0, 0);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const Line &line : group.lines) {
            auto *pressed = new QLabel(line.keys, widget);
            toneHint(pressed, Tone::Neutral);
            auto *what = new QLabel(line.what, widget);
            what->setMinimumWidth(
                std::min(what->sizeHint().width(), widget->fontMetrics().averageCharWidth() * 24));
            what->setWordWrap(true);
            grid->addWidget(what, row, 0);
            grid->addWidget(pressed, row++, 1);
        }
    }
    return widget;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *parent)
    : HeadedDialog(parent)
{
    setHeading(u"keyboard"_s, tr("Keyboard shortcuts"));
    setWindowModality(Qt::NonModal); // to be looked at while they are tried
    addManualKey(this, u"shortcuts"_s);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(40);
    sides->addWidget(groupsWidget({ofContainers(), ofWindow()}, this), 1, Qt::AlignTop);
    sides->addWidget(groupsWidget({ofColumns(), ofTerminal()}, this), 1, Qt::AlignTop);
    body()->addLayout(sides);
    body()->addStrut(fontMetrics().averageCharWidth() * 110);
    buttons()->addButton(tr("Close"), QDialogButtonBox::RejectRole);
}

} // namespace boxyard
