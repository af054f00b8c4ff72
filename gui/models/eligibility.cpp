// SPDX-License-Identifier: GPL-2.0-or-later

#include "eligibility.h"

#include "dependants.h"
#include "gui/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace boxyard {

namespace {

struct Eligibility {
    Q_DECLARE_TR_FUNCTIONS(boxyard::Eligibility)
};

Capability needed(Wish wish)
{
    switch (wish) {
    case Wish::Clone:
        return Capability::Clone;
    case Wish::Freeze:
    case Wish::Unfreeze:
        return Capability::Freeze;
    case Wish::Rename:
        return Capability::Rename;
    case Wish::Delete:
        return Capability::Delete;
    case Wish::Shell:
        return Capability::Shell;
    case Wish::Start:
    case Wish::Stop:
    case Wish::Kill:
    case Wish::Restart:
        break;
    }
    return Capability::Power;
}

/// The action that the helper checks for it. helper/service/methods.cpp has the same table.
Action neededAction(Wish wish, const ContainerRow &row)
{
    switch (wish) {
    case Wish::Clone:
    case Wish::Rename:
    case Wish::Delete:
        return Action::Manage;
    case Wish::Shell:
        return row.entry.container.unprivileged ? Action::Shell : Action::ShellPrivileged;
    case Wish::Start:
    case Wish::Stop:
    case Wish::Kill:
    case Wish::Restart:
    case Wish::Freeze:
    case Wish::Unfreeze:
        break;
    }
    return Action::Power;
}

QString linkRefusal(const Engine &engine)
{
    return engine.link() == Engine::Link::Ready ? QString()
                                                : Eligibility::tr("There is no connection at the moment.");
}

QString problemRefusal(Wish wish, const ContainerRow &row)
{
    const Container &container = row.entry.container;
    if (container.problem.isEmpty())
        return {};
    const ErrorCode problem = errorCodeFromWord(container.problem);
    // What does not load can still be thrown away.
    if (wish == Wish::Delete && (problem == ErrorCode::BrokenConfig || problem == ErrorCode::RootfsMissing))
        return {};
    return explain({problem, row.ref.name, container.problemDetail});
}

QString stateRefusal(Wish wish, const ContainerRow &row)
{
    const auto because = [&row](ErrorCode code) { return explain({code, row.ref.name, {}}); };
    const ContainerState state = row.state();
    switch (wish) {
    case Wish::Start:
    case Wish::Rename:
    case Wish::Delete:
        return row.isAlive() ? because(ErrorCode::MustBeStopped) : QString();
    case Wish::Kill:
        return row.isAlive() ? QString() : because(ErrorCode::NotRunning);
    case Wish::Stop:
    case Wish::Restart:
    case Wish::Shell:
        if (state == ContainerState::Frozen)
            return Eligibility::tr("%1 is frozen. Unfreeze it first.").arg(row.ref.name);
        [[fallthrough]];
    case Wish::Freeze:
        if (state == ContainerState::Frozen)
            return Eligibility::tr("%1 is frozen already.").arg(row.ref.name);
        if (state == ContainerState::NotResponding)
            return because(ErrorCode::NotResponding);
        return row.isAlive() ? QString() : because(ErrorCode::NotRunning);
    case Wish::Unfreeze:
        return state == ContainerState::Frozen ? QString()
                                               : Eligibility::tr("%1 is not frozen.").arg(row.ref.name);
    case Wish::Clone:
        break;
    }
    return state == ContainerState::NotResponding ? because(ErrorCode::NotResponding) : QString();
}

/// What is beneath an overlay must stay as and where it is.
bool mindsOverlays(Wish wish)
{
    return wish == Wish::Start || wish == Wish::Rename || wish == Wish::Delete;
}

QString overlaysRefusal(const ContainerRow &row, const Overlays &overlays)
{
    const QStringList others = overlays.namesOn(row.entry.container);
    return others.isEmpty() ? QString()
                            : explain({ErrorCode::HasDependants, row.ref.name, Words::names(others)});
}

/// All but what others need of it.
QString ownRefusal(Wish wish, const ContainerRow &row, const Engine &engine)
{
    if (const QString link = linkRefusal(engine); !link.isEmpty())
        return link;
    if (!engine.capabilities().testFlag(needed(wish)))
        return Eligibility::tr("This is not possible here.");
    if (!row.exists && !row.work)
        return explain({ErrorCode::NotFound, row.ref.name, {}});
    if (row.work)
        return explain({ErrorCode::Busy, row.ref.name, Words::underWay(row.work->verb)});
    if (const QString problem = problemRefusal(wish, row); !problem.isEmpty())
        return problem;
    return stateRefusal(wish, row);
}

} // namespace

QString refusal(Wish wish, const ContainerRow &row, const Engine &engine)
{
    if (const QString own = ownRefusal(wish, row, engine); !own.isEmpty())
        return own;
    return mindsOverlays(wish) ? overlaysRefusal(row, Overlays(engine.snapshot())) : QString();
}

bool isOnlyNeeded(Wish wish, const ContainerRow &row, const Engine &engine)
{
    return mindsOverlays(wish) && ownRefusal(wish, row, engine).isEmpty()
        && !overlaysRefusal(row, Overlays(engine.snapshot())).isEmpty();
}

QList<ContainerRow> eligible(Wish wish, const QList<ContainerRow> &rows, const Engine &engine)
{
    std::optional<Overlays> overlays;
    if (mindsOverlays(wish))
        overlays.emplace(engine.snapshot());
    QList<ContainerRow> found;
    for (const ContainerRow &row : rows) {
        if (ownRefusal(wish, row, engine).isEmpty()
            && (!overlays || overlaysRefusal(row, *overlays).isEmpty()))
            found.append(row);
    }
    return found;
}

Permission permission(Wish wish, const QList<ContainerRow> &rows, const Engine &engine)
{
    Permission strictest = Permission::Granted;
    for (const ContainerRow &row : rows)
        strictest = std::max(strictest, engine.permission(neededAction(wish, row)));
    return strictest;
}

QString permissionHint(Permission permission)
{
    switch (permission) {
    case Permission::Password:
        return Eligibility::tr("A password will be asked for.");
    case Permission::Refused:
        return Eligibility::tr("You don't have permission to do this on this machine.");
    case Permission::Granted:
        break;
    }
    return {};
}

QString createRefusal(const Engine &engine)
{
    if (const QString link = linkRefusal(engine); !link.isEmpty())
        return link;
    if (!engine.capabilities().testFlag(Capability::Create))
        return Eligibility::tr("This is not possible here.");
    if (engine.snapshot().host.templates.isEmpty())
        return Eligibility::tr("No LXC templates are installed.");
    return {};
}

} // namespace boxyard
