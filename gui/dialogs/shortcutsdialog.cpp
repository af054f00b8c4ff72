// SPDX-License-Identifier: GPL-2.0-or-later

#include "shortcutsdialog.h"

#include "gui/manual.h"
#include "manualwindow.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Line {
    QKeySequence keys;
    QString what;
};

struct Group {
    QString title;
    QList<Line> lines;
};

QList<Group> groups()
{
    QList<Group> all = {
        {ShortcutsDialog::tr("Containers"),
         {{QKeySequence(QKeySequence::New), ShortcutsDialog::tr("Create a container")},
          {Qt::CTRL | Qt::Key_D, ShortcutsDialog::tr("Clone")},
          {Qt::CTRL | Qt::Key_R, ShortcutsDialog::tr("Start")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_R, ShortcutsDialog::tr("Stop")},
          {Qt::CTRL | Qt::Key_T, ShortcutsDialog::tr("Open a shell")},
          {Qt::Key_F2, ShortcutsDialog::tr("Rename")},
          {Qt::Key_Delete, ShortcutsDialog::tr("Delete")}}},
        {ShortcutsDialog::tr("Window"),
         {{QKeySequence(QKeySequence::Find), ShortcutsDialog::tr("Filter the containers")},
          {Qt::CTRL | Qt::Key_1, ShortcutsDialog::tr("Go to the containers")},
          {Qt::CTRL | Qt::Key_PageDown, ShortcutsDialog::tr("Next tab")},
          {Qt::CTRL | Qt::Key_PageUp, ShortcutsDialog::tr("Previous tab")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_T, ShortcutsDialog::tr("Show or hide the tasks")},
          {Qt::Key_F5, ShortcutsDialog::tr("Ask again")},
          {Qt::Key_F10, ShortcutsDialog::tr("Menu")},
          {Qt::CTRL | Qt::Key_Comma, ShortcutsDialog::tr("Preferences")},
          {Qt::CTRL | Qt::Key_Question, ShortcutsDialog::tr("This list")},
          {Qt::CTRL | Qt::Key_Q, ShortcutsDialog::tr("Quit")}}},
        {ShortcutsDialog::tr("Columns of the list (Tab leads to them)"),
         {{Qt::Key_Right, ShortcutsDialog::tr("Choose a column")},
          {Qt::Key_Space, ShortcutsDialog::tr("Sort by it")},
          {Qt::CTRL | Qt::Key_Right, ShortcutsDialog::tr("Move it")},
          {Qt::Key_Menu, ShortcutsDialog::tr("Show or hide columns")}}},
        {ShortcutsDialog::tr("Terminal"),
         {{Qt::CTRL | Qt::SHIFT | Qt::Key_C, ShortcutsDialog::tr("Copy")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_V, ShortcutsDialog::tr("Paste")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_A, ShortcutsDialog::tr("Select all")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_Left, ShortcutsDialog::tr("Select, also with the other arrows")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_F, ShortcutsDialog::tr("Find in the terminal")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_N, ShortcutsDialog::tr("Another shell")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_W, ShortcutsDialog::tr("Close the shell")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown, ShortcutsDialog::tr("Next shell")},
          {Qt::CTRL | Qt::SHIFT | Qt::Key_Plus, ShortcutsDialog::tr("Larger letters")},
          {Qt::SHIFT | Qt::Key_PageUp, ShortcutsDialog::tr("Scroll back")}}}};
    if (!manualPage().isEmpty())
        all[1].lines.prepend({Qt::Key_F1, ShortcutsDialog::tr("Manual")});
    return all;
}

QWidget *groupsWidget(const QList<Group> &groups, QWidget *parent)
{
    auto *widget = new QWidget(parent);
    auto *grid = new QGridLayout(widget);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(28);
    grid->setVerticalSpacing(6);
    QFont bold = parent->font();
    bold.setWeight(QFont::DemiBold);
    int row = 0;
    for (const Group &group : groups) {
        auto *title = new QLabel(group.title, widget);
        title->setFont(bold);
        title->setContentsMargins(0, row == 0 ? 0 : 10, 0, 0);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const Line &line : group.lines) {
            grid->addWidget(new QLabel(line.what, widget), row, 0);
            grid->addWidget(new QLabel(line.keys.toString(QKeySequence::NativeText), widget), row++, 1);
        }
    }
    return widget;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    addManualKey(this, u"shortcuts"_s);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(40);
    const QList<Group> all = groups();
    for (const qsizetype first : {qsizetype(0), all.size() / 2})
        sides->addWidget(groupsWidget(all.mid(first, all.size() / 2), this), 0, Qt::AlignTop);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(sides);
    layout->addWidget(buttons);
}

} // namespace boxyard
