// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/actions.h"
#include "backend/api/result.h"

#include <QLatin1StringView>
#include <QList>
#include <QMetaObject>

#include <optional>

namespace boxyard {

/// When a call needs more than its method's usual action.
enum class Elevation { Never, Privileged, Others, Foreign, Raw };

/// A row of the one table of methods and actions. A method without a row can't be called: the helper does not
/// start.
struct Method {
    QLatin1StringView interface;
    QLatin1StringView member;
    std::optional<Action> base; ///< nothing: being subscribed, or the owner, is enough
    QList<std::pair<Elevation, Action>> elevated; ///< used instead of `base` where that applies
    bool needsSubscription = false;
    const char *verb = ""; ///< in the audit log; empty: a read
    const char *dialogText =
        ""; ///< what the password dialog says, with "$(container)"; empty: the action's own text
};

/// What was found out about a call's target before it is authorized, and once more after that.
struct Facts {
    bool privileged = false; ///< the container is, or is to be, without an id map
    bool others = false; ///< it is about somebody else's jobs
    bool foreign = false; ///< something from outside the configured lists goes into it
    bool raw = false; ///< what the config names is run on the host: its hooks
    QString identity; ///< of the container's config file
    bool operator==(const Facts &) const = default;
};

[[nodiscard]] const QList<Method> &methods();
/// nullptr where there is no row.
[[nodiscard]] const Method *findMethod(const QString &interface, const QString &member);

/// All that must be allowed, in the order in which it is asked for; nothing where nobody is asked.
[[nodiscard]] QList<Action> actionsFor(const Method &method, const Facts &facts);

/// What differs between the table and what the adaptors export: methods without a row, rows without a method,
/// and properties, which would bypass every check. Empty where all is well.
[[nodiscard]] QStringList mismatches(const QList<Method> &table, const QList<const QMetaObject *> &adaptors);

} // namespace boxyard
