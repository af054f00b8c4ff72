// SPDX-License-Identifier: GPL-2.0-or-later

#include "containeractions.h"

#include "dialogs/clonedialog.h"
#include "dialogs/createdialog.h"
#include "dialogs/deletedialog.h"
#include "dialogs/powerdialog.h"
#include "dialogs/renamedialog.h"
#include "icons.h"
#include "models/containermodel.h"
#include "preferences.h"
#include "words.h"

#include <QCollator>
#include <QMenu>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

ContainerActions::ContainerActions(Engine &engine, ContainerModel &model, QWidget *window)
    : QObject(window)
    , m_engine(engine)
    , m_model(model)
    , m_window(window)
{
    m_create = add(u"create"_s, tr("Create…"), {QKeySequence::New});
    connect(m_create, &QAction::triggered, this, &ContainerActions::openCreate);
    addWishes();
    m_cancelTask = add(u"close"_s, tr("Cancel the task"));
    connect(m_cancelTask, &QAction::triggered, this, [this] {
        for (const ContainerRef &ref : std::as_const(m_selection)) {
            if (Task *task = m_model.openTask(ref))
                task->cancel();
        }
    });
    m_dismiss = add(u"select"_s, tr("Dismiss the error"));
    connect(m_dismiss, &QAction::triggered, this, [this] {
        const QList<ContainerRef> refs = m_selection;
        for (const ContainerRef &ref : refs)
            m_model.dismissFailure(ref);
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                // Figures come every second and change no action.
                if (!roles.contains(ContainerModel::SparkRole))
                    update();
            });
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &ContainerActions::update);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &ContainerActions::update);
    connect(&m_engine, &Engine::changed, this, &ContainerActions::update);
    connect(&m_engine, &Engine::linkChanged, this, &ContainerActions::update);
    connect(&m_engine, &Engine::permissionsChanged, this, &ContainerActions::update);
    update();
}

QAction *ContainerActions::add(const QString &icon, const QString &text, const QList<QKeySequence> &keys)
{
    auto *action = new QAction(symbolicIcon(icon), text, this);
    action->setShortcuts(keys);
    m_icons.insert(action, icon);
    m_window->addAction(action);
    return action;
}

QAction *ContainerActions::addWish(Wish wish, const QString &icon, const QString &text,
                                   const QList<QKeySequence> &keys)
{
    QAction *action = add(icon, text, keys);
    connect(action, &QAction::triggered, this, [this, wish] { perform(wish, m_selection); });
    m_actions.insert(wish, action);
    return action;
}

void ContainerActions::addWishes()
{
    addWish(Wish::Clone, u"clone"_s, tr("Clone…"), {QKeySequence(Qt::CTRL | Qt::Key_D)});
    addWish(Wish::Start, u"start"_s, tr("Start"), {QKeySequence(Qt::CTRL | Qt::Key_R)});
    addWish(Wish::Stop, u"stop"_s, tr("Stop"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)});
    addWish(Wish::Kill, u"kill"_s, tr("Kill…"));
    addWish(Wish::Restart, u"restart"_s, tr("Restart"));
    addWish(Wish::Freeze, u"freeze"_s, tr("Freeze"));
    addWish(Wish::Unfreeze, u"unfreeze"_s, tr("Unfreeze"));
    addWish(Wish::Rename, u"rename"_s, tr("Rename…"), {QKeySequence(Qt::Key_F2)});
    addWish(Wish::Delete, u"delete"_s, tr("Delete…"), {QKeySequence(Qt::Key_Delete)});
    addWish(Wish::Shell, u"shell"_s, tr("Open a shell"), {QKeySequence(Qt::CTRL | Qt::Key_T)});
}

void ContainerActions::setSelection(const QList<ContainerRef> &refs)
{
    m_selection = refs;
    update();
}

QAction *ContainerActions::freezeOrUnfreeze() const
{
    const auto chosen = rows(m_selection);
    const bool thaw = eligible(Wish::Freeze, chosen, m_engine).isEmpty()
        && !eligible(Wish::Unfreeze, chosen, m_engine).isEmpty();
    return of(thaw ? Wish::Unfreeze : Wish::Freeze);
}

QList<ContainerRow> ContainerActions::rows(const QList<ContainerRef> &refs) const
{
    QList<ContainerRow> found;
    for (const ContainerRef &ref : refs) {
        if (const ContainerRow *row = m_model.find(ref))
            found.append(*row);
    }
    return found;
}

bool ContainerActions::opensWithReason(const QList<ContainerRow> &chosen) const
{
    return chosen.size() == 1 && isOnlyNeeded(Wish::Delete, chosen.first(), m_engine);
}

void ContainerActions::describe(QAction *action, const QString &reason, Permission permission) const
{
    QString name = action->text().remove(u"…"_s);
    if (!action->shortcut().isEmpty())
        name = tr("%1 (%2)", "action, its keys")
                   .arg(name, action->shortcut().toString(QKeySequence::NativeText));
    const QString hint = reason.isEmpty() ? permissionHint(permission) : reason;
    const bool locked = permission != Permission::Granted;
    action->setEnabled(reason.isEmpty());
    action->setToolTip(hint.isEmpty() ? name : name + u'\n' + hint);
    action->setStatusTip(hint);
    if (const QVariant shown(locked); action->data() != shown) {
        const QString icon = m_icons.value(action);
        action->setData(shown);
        action->setIcon(locked ? lockedIcon(icon) : symbolicIcon(icon));
    }
}

void ContainerActions::update()
{
    describe(m_create, createRefusal(m_engine), m_engine.permission(Action::Manage));
    const auto chosen = rows(m_selection);
    for (auto action = m_actions.cbegin(); action != m_actions.cend(); ++action) {
        const Wish wish = action.key();
        const bool single = wish == Wish::Rename || wish == Wish::Shell;
        if (chosen.isEmpty())
            describe(*action, tr("Select a container first."), permission(wish, chosen, m_engine));
        else if (single && chosen.size() > 1)
            describe(*action, tr("Select one container only."), permission(wish, chosen, m_engine));
        else
            describe(*action,
                     eligible(wish, chosen, m_engine).isEmpty() ? refusal(wish, chosen.first(), m_engine)
                                                                : QString(),
                     permission(wish, chosen, m_engine));
    }
    if (opensWithReason(chosen))
        of(Wish::Delete)->setEnabled(true);
    bool working = false;
    bool failed = false;
    for (const ContainerRow &row : chosen) {
        working = working || (row.work && !row.work->cancelling);
        failed = failed || row.failure;
    }
    const bool series = std::any_of(chosen.cbegin(), chosen.cend(), [this](const ContainerRow &row) {
        const Task *task = m_model.openTask(row.ref);
        return task != nullptr && !task->series().isEmpty();
    });
    m_cancelTask->setText(series ? tr("Cancel the series of clones") : tr("Cancel the task"));
    m_cancelTask->setVisible(working);
    m_dismiss->setVisible(failed);
    Q_EMIT updated();
}

int ContainerActions::able(Wish wish) const
{
    return static_cast<int>(eligible(wish, rows(m_selection), m_engine).size());
}

void ContainerActions::fillMenu(QMenu *menu) const
{
    menu->addActions({of(Wish::Start), of(Wish::Stop), of(Wish::Restart), of(Wish::Kill)});
    menu->addSeparator();
    menu->addActions({of(Wish::Freeze), of(Wish::Unfreeze)});
    menu->addSeparator();
    menu->addActions({of(Wish::Shell)});
    menu->addSeparator();
    menu->addActions({of(Wish::Clone), of(Wish::Rename), of(Wish::Delete)});
    menu->addSeparator();
    menu->addActions({m_cancelTask, m_dismiss, m_create});
}

void ContainerActions::perform(Wish wish, const QList<ContainerRef> &refs)
{
    QList<ContainerRef> able;
    for (const ContainerRow &row : eligible(wish, rows(refs), m_engine))
        able.append(row.ref);
    // As a list has them, not as they were clicked one after another.
    QCollator collator;
    collator.setNumericMode(true);
    std::stable_sort(able.begin(), able.end(),
                     [&collator](const ContainerRef &one, const ContainerRef &other) {
                         return collator.compare(one.name, other.name) < 0;
                     });
    // What can't be deleted because others need it says so in a dialog, with the way out.
    if (const auto chosen = rows(refs); wish == Wish::Delete && opensWithReason(chosen))
        return openDelete(refs, {});
    if (able.isEmpty())
        return;
    const auto each = [this, &able](auto verb) {
        for (const ContainerRef &ref : std::as_const(able))
            Q_EMIT begun(verb(ref));
    };
    switch (wish) {
    case Wish::Clone:
        return openClone(able);
    case Wish::Start:
        return each([this](const ContainerRef &ref) { return m_engine.start(ref); });
    case Wish::Stop:
    case Wish::Kill:
    case Wish::Restart:
        return power(wish, able);
    case Wish::Freeze:
        return each([this](const ContainerRef &ref) { return m_engine.freeze(ref); });
    case Wish::Unfreeze:
        return each([this](const ContainerRef &ref) { return m_engine.unfreeze(ref); });
    case Wish::Rename:
        return openRename(able.first());
    case Wish::Delete:
        return openDelete(able, rows(refs));
    case Wish::Shell:
        Q_EMIT shellWanted(able.first());
        break;
    }
}

void ContainerActions::openCreate()
{
    auto *dialog = new CreateDialog(m_engine, m_window);
    dialog->watchPermission(m_engine, Action::Manage);
    if (m_preferences != nullptr)
        dialog->proposeStore(m_preferences->values().store);
    connect(dialog, &CreateDialog::begun, this, &ContainerActions::begun);
    dialog->open();
}

void ContainerActions::openClone(const QList<ContainerRef> &refs)
{
    auto *dialog = new CloneDialog(m_engine, refs, m_window);
    dialog->watchPermission(m_engine, Action::Manage);
    connect(dialog, &CloneDialog::begun, this, &ContainerActions::begun);
    dialog->open();
}

void ContainerActions::openRename(const ContainerRef &ref)
{
    auto *dialog = new RenameDialog(m_engine, ref, m_window);
    dialog->watchPermission(m_engine, Action::Manage);
    connect(dialog, &RenameDialog::begun, this, &ContainerActions::begun);
    dialog->open();
}

void ContainerActions::openDelete(const QList<ContainerRef> &refs, const QList<ContainerRow> &chosen)
{
    QList<DeleteDialog::Kept> kept;
    for (const ContainerRow &row : chosen) {
        if (!refs.contains(row.ref))
            kept.append({row.ref.name, refusal(Wish::Delete, row, m_engine)});
    }
    auto *dialog = new DeleteDialog(m_engine, refs, kept, m_window);
    dialog->watchPermission(m_engine, Action::Manage);
    connect(dialog, &DeleteDialog::begun, this, &ContainerActions::begun);
    connect(dialog, &DeleteDialog::deleteWanted, this,
            [this](const QList<ContainerRef> &others) { perform(Wish::Delete, others); });
    dialog->open();
}

void ContainerActions::power(Wish wish, const QList<ContainerRef> &refs)
{
    const PreferenceValues values = m_preferences == nullptr ? PreferenceValues() : m_preferences->values();
    if (!(wish == Wish::Kill ? values.confirmKill : values.confirmSeveral && refs.size() > 1)) {
        for (const ContainerRef &ref : refs) {
            if (wish == Wish::Restart)
                Q_EMIT begun(m_engine.restart({ref}));
            else
                Q_EMIT begun(m_engine.stop({ref, wish == Wish::Kill ? StopMode::Kill : StopMode::Ask}));
        }
        return;
    }
    auto *dialog = new PowerDialog(m_engine, wish, refs, m_window);
    dialog->watchPermission(m_engine, Action::Power);
    connect(dialog, &PowerDialog::begun, this, &ContainerActions::begun);
    dialog->open();
}

} // namespace boxyard
