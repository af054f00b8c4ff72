// SPDX-License-Identifier: GPL-2.0-or-later

#include "machine.h"

#include "tests/bed/bed.h"

namespace boxyard::lab {

using namespace Qt::StringLiterals;

bool isLab()
{
    return qEnvironmentVariable("BOXYARD_LAB") == "1"_L1;
}

bool isWholeRun()
{
    return qEnvironmentVariable("BOXYARD_LAB_FULL") == "1"_L1;
}

QString systemctl(const QStringList &arguments)
{
    return bed::mustRun(u"systemctl"_s, arguments).trimmed();
}

QString unitProperty(const QString &unit, const QString &property)
{
    return systemctl({u"show"_s, u"--value"_s, u"--property="_s + property, unit});
}

pid_t mainPid(const QString &unit)
{
    return static_cast<pid_t>(unitProperty(unit, u"MainPID"_s).toInt());
}

void stopHelper()
{
    systemctl({u"stop"_s, HelperUnit});
    bed::run(u"systemctl"_s, {u"reset-failed"_s, HelperUnit});
}

pid_t initPid(const QString &container)
{
    const bed::Outcome outcome = bed::run(u"lxc-info"_s, {u"-n"_s, container, u"-p"_s, u"-H"_s});
    return outcome.code == 0 ? static_cast<pid_t>(outcome.out.trimmed().toInt()) : 0;
}

} // namespace boxyard::lab
