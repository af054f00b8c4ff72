// SPDX-License-Identifier: GPL-2.0-or-later

#include "processsubject.h"

#include <QFile>

#include <algorithm>
#include <vector>

#include <pwd.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype StartTimeField = 22; // counted from 1
constexpr qsizetype FirstFieldAfterName = 3;

} // namespace

QDBusArgument &operator<<(QDBusArgument &argument, const PolkitEntity &entity)
{
    argument.beginStructure();
    argument << entity.kind << entity.details;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, PolkitEntity &entity)
{
    argument.beginStructure();
    argument >> entity.kind >> entity.details;
    argument.endStructure();
    return argument;
}

quint64 startTimeFrom(QByteArrayView stat)
{
    // The name, in parentheses, may hold blanks and parentheses.
    const auto name = stat.lastIndexOf(')');
    if (name < 0)
        return 0;
    const auto fields = stat.sliced(name + 1).trimmed().toByteArray().split(' ');
    return fields.value(StartTimeField - FirstFieldAfterName).toULongLong();
}

PolkitEntity thisProcess()
{
    QFile file(u"/proc/self/stat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto start = startTimeFrom(file.readAll());
    if (start == 0)
        return {};
    return {u"unix-process"_s,
            {{u"pid"_s, static_cast<uint>(getpid())},
             {u"start-time"_s, QVariant::fromValue<qulonglong>(start)},
             {u"uid"_s, static_cast<int>(getuid())}}};
}

bool hasSession(const QByteArray &cgroups, const QByteArray &user)
{
    const QByteArrayList lines = cgroups.split('\n');
    // systemd's own hierarchy: the unified one, or cgroup v1's named one.
    const auto own = std::find_if(lines.cbegin(), lines.cend(), [](const QByteArray &line) {
        return (line.startsWith("0::") || line.contains(":name=systemd:")) && line.contains("/user.slice/");
    });
    if (own == lines.cend())
        return false;
    const QByteArrayList units = own->split('/');
    const bool isInScope = std::any_of(units.cbegin(), units.cend(), [](const QByteArray &unit) {
        return unit.startsWith("session-") && unit.endsWith(".scope");
    });
    return isInScope || user.startsWith("DISPLAY=") || user.contains("\nDISPLAY=");
}

QStringList userNames(const PolkitEntities &identities)
{
    QStringList names;
    std::vector<char> buffer(16'384);
    for (const auto &identity : identities) {
        bool isNumber = false;
        const uint uid = identity.details.value(u"uid"_s).toUInt(&isNumber);
        passwd entry{};
        passwd *found = nullptr;
        if (identity.kind != "unix-user"_L1 || !isNumber)
            continue;
        if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
            names.append(QString::fromLocal8Bit(found->pw_name));
    }
    names.removeDuplicates();
    return names;
}

} // namespace boxyard
