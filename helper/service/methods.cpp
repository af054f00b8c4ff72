// SPDX-License-Identifier: GPL-2.0-or-later

#include "methods.h"

#include <QMetaClassInfo>
#include <QMetaMethod>
#include <QSet>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Containers = "org.boxyard.Containers1"_L1;
constexpr auto Clones = "org.boxyard.Clones1"_L1;
constexpr auto Host = "org.boxyard.Host1"_L1;
constexpr auto JobsInterface = "org.boxyard.Jobs1"_L1;

using Elevations = QList<std::pair<Elevation, Action>>;

// Table rows, one a kind. The dialog's texts are English; polkit translates them by the domain "boxyard".
Method read(QLatin1StringView interface, QLatin1StringView member, Elevations elevated = {})
{
    return {interface, member, {}, std::move(elevated), true, "", ""};
}

Method change(QLatin1StringView interface, QLatin1StringView member, Action base, const char *verb,
              const char *text, Elevations elevated = {})
{
    return {interface, member, base, std::move(elevated), false, verb, text};
}

} // namespace

const QList<Method> &methods()
{
    static const QList<Method> table = {
        read(Containers, "List"_L1),
        read(Containers, "Inspect"_L1),
        change(Containers, "Create"_L1, Action::Manage, "create",
               "Authentication is required to create the container $(container)",
               {{Elevation::Privileged, Action::EditRaw}, {Elevation::Foreign, Action::Import}}),
        change(Containers, "Start"_L1, Action::Power, "start",
               "Authentication is required to start the container $(container)"),
        change(Containers, "Stop"_L1, Action::Power, "stop",
               "Authentication is required to stop the container $(container)"),
        change(Containers, "Restart"_L1, Action::Power, "restart",
               "Authentication is required to restart the container $(container)"),
        change(Containers, "Freeze"_L1, Action::Power, "freeze",
               "Authentication is required to freeze the container $(container)"),
        change(Containers, "Unfreeze"_L1, Action::Power, "unfreeze",
               "Authentication is required to unfreeze the container $(container)"),
        change(Containers, "Rename"_L1, Action::Manage, "rename",
               "Authentication is required to rename the container $(container)"),
        change(Containers, "Delete"_L1, Action::Manage, "delete",
               "Authentication is required to delete the container $(container)"),
        change(Containers, "OpenShell"_L1, Action::Shell, "shell",
               "Authentication is required to open a root shell in the container $(container)",
               {{Elevation::Privileged, Action::ShellPrivileged}}),
        change(Clones, "Clone"_L1, Action::Manage, "clone",
               "Authentication is required to clone the container $(container)",
               {{Elevation::Raw, Action::EditRaw}}),
        read(Clones, "Plan"_L1),
        {Host, "Subscribe"_L1, Action::View, {}, false, "", ""},
        {Host, "Unsubscribe"_L1, {}, {}, false, "", ""},
        read(Host, "Info"_L1),
        read(JobsInterface, "List"_L1, {{Elevation::Others, Action::ControlOthers}}),
        read(JobsInterface, "Log"_L1, {{Elevation::Others, Action::ControlOthers}}),
        {JobsInterface, "Cancel"_L1, {}, {{Elevation::Others, Action::ControlOthers}}, false, "cancel", ""},
        {JobsInterface,
         "CancelSeries"_L1,
         {},
         {{Elevation::Others, Action::ControlOthers}},
         false,
         "cancel-series",
         ""},
    };
    return table;
}

const Method *findMethod(const QString &interface, const QString &member)
{
    const auto &table = methods();
    const auto found = std::find_if(table.cbegin(), table.cend(), [&](const Method &method) {
        return interface == method.interface && member == method.member;
    });
    return found == table.cend() ? nullptr : &*found;
}

QList<Action> actionsFor(const Method &method, const Facts &facts)
{
    QList<Action> actions;
    for (const auto &[when, action] : method.elevated) {
        const bool applies = (when == Elevation::Privileged && facts.privileged)
            || (when == Elevation::Others && facts.others) || (when == Elevation::Foreign && facts.foreign)
            || (when == Elevation::Raw && facts.raw);
        if (applies)
            actions.append(action);
    }
    if (actions.isEmpty() && method.base)
        actions.append(*method.base);
    return actions;
}

QStringList mismatches(const QList<Method> &table, const QList<const QMetaObject *> &adaptors)
{
    QSet<QString> rows;
    QStringList wrong;
    for (const Method &method : table) {
        const QString name = method.interface + u'.' + method.member;
        if (rows.contains(name))
            wrong.append(name + u" has two rows"_s);
        rows.insert(name);
    }
    for (const QMetaObject *adaptor : adaptors) {
        const QString interface =
            QString::fromLatin1(adaptor->classInfo(adaptor->indexOfClassInfo("D-Bus Interface")).value());
        if (adaptor->propertyCount() != adaptor->propertyOffset())
            wrong.append(interface + u" has properties"_s);
        for (int i = adaptor->methodOffset(); i < adaptor->methodCount(); ++i) {
            const QMetaMethod method = adaptor->method(i);
            if (method.methodType() != QMetaMethod::Slot)
                continue;
            const QString name = interface + u'.' + QString::fromLatin1(method.name());
            if (!rows.remove(name))
                wrong.append(name + u" has no row"_s);
        }
    }
    for (const QString &row : std::as_const(rows))
        wrong.append(row + u" is not a method"_s);
    return wrong;
}

} // namespace boxyard
