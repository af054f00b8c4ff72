// SPDX-License-Identifier: GPL-2.0-or-later

#include "shortcutsdialog.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace boxyard {

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
    const auto text = [](const char *word) { return ShortcutsDialog::tr(word); };
    return {{text(QT_TR_NOOP("Containers")),
             {{QKeySequence(QKeySequence::New), text(QT_TR_NOOP("Create a container"))},
              {Qt::CTRL | Qt::Key_D, text(QT_TR_NOOP("Clone"))},
              {Qt::CTRL | Qt::Key_R, text(QT_TR_NOOP("Start"))},
              {Qt::CTRL | Qt::SHIFT | Qt::Key_R, text(QT_TR_NOOP("Stop"))},
              {Qt::CTRL | Qt::Key_T, text(QT_TR_NOOP("Open a shell"))},
              {Qt::Key_F2, text(QT_TR_NOOP("Rename"))},
              {Qt::Key_Delete, text(QT_TR_NOOP("Delete"))}}},
            {text(QT_TR_NOOP("Window")),
             {{QKeySequence(QKeySequence::Find), text(QT_TR_NOOP("Filter the containers"))},
              {Qt::CTRL | Qt::Key_1, text(QT_TR_NOOP("Go to the containers"))},
              {Qt::CTRL | Qt::Key_PageDown, text(QT_TR_NOOP("Next tab"))},
              {Qt::CTRL | Qt::Key_PageUp, text(QT_TR_NOOP("Previous tab"))},
              {Qt::CTRL | Qt::SHIFT | Qt::Key_T, text(QT_TR_NOOP("Show or hide the tasks"))},
              {Qt::Key_F5, text(QT_TR_NOOP("Ask again"))},
              {Qt::Key_F10, text(QT_TR_NOOP("Menu"))},
              {Qt::CTRL | Qt::Key_Question, text(QT_TR_NOOP("This list"))},
              {QKeySequence(QKeySequence::Quit), text(QT_TR_NOOP("Quit"))}}},
            {text(QT_TR_NOOP("Terminal")),
             {{Qt::CTRL | Qt::SHIFT | Qt::Key_C, text(QT_TR_NOOP("Copy"))},
              {Qt::CTRL | Qt::SHIFT | Qt::Key_V, text(QT_TR_NOOP("Paste"))},
              {Qt::SHIFT | Qt::Key_PageUp, text(QT_TR_NOOP("Scroll back"))}}}};
}

} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(28);
    grid->setVerticalSpacing(6);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    int row = 0;
    for (const Group &group : groups()) {
        auto *title = new QLabel(group.title, this);
        title->setFont(bold);
        title->setContentsMargins(0, row == 0 ? 0 : 10, 0, 0);
        grid->addWidget(title, row++, 0, 1, 2);
        for (const Line &line : group.lines) {
            grid->addWidget(new QLabel(line.what, this), row, 0);
            grid->addWidget(new QLabel(line.keys.toString(QKeySequence::NativeText), this), row++, 1);
        }
    }
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(16);
    layout->addLayout(grid);
    layout->addWidget(buttons);
}

} // namespace boxyard
