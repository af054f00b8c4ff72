// SPDX-License-Identifier: GPL-2.0-or-later

#include "plan.h"

#include "names.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

// In the order of Obstacle, without None and Other.
const QStringList Obstacles = {u"NotSubvolume"_s, u"OtherFileSystem"_s, u"NoOverlay"_s, u"Running"_s,
                               u"Store"_s,        u"NoSpace"_s,         u"ReadOnly"_s};

} // namespace

const CloneCost *ClonePlan::cost(CloneMode kind) const
{
    const CloneMode wanted = kind == CloneMode::Auto ? automatic : kind;
    const auto found = std::find_if(kinds.cbegin(), kinds.cend(),
                                    [wanted](const CloneCost &cost) { return cost.kind == wanted; });
    return found == kinds.cend() ? nullptr : &*found;
}

Result<PlanSpec> planSpecFromWire(const QString &location, const QString &name, const QString &targetLocation)
{
    auto source = containerRefFromWire(location, name);
    if (!source)
        return refuse(source.error());
    if (!isLocation(targetLocation))
        return refuse(ErrorCode::InvalidArgument, u"targetLocation"_s, u"not a container path"_s);
    return PlanSpec{*source, targetLocation};
}

QString obstacleWord(Obstacle obstacle)
{
    return obstacle == Obstacle::None ? QString()
                                      : Obstacles.value(static_cast<int>(obstacle) - 1, u"Other"_s);
}

Obstacle obstacleFromWord(const QString &word)
{
    if (word.isEmpty())
        return Obstacle::None;
    const auto index = Obstacles.indexOf(word);
    return index < 0 ? Obstacle::Other : static_cast<Obstacle>(index + 1);
}

QDBusArgument &operator<<(QDBusArgument &argument, const CloneCost &cost)
{
    argument.beginStructure();
    argument << cloneModeWord(cost.kind) << obstacleWord(cost.obstacle) << cost.detail << cost.bytes
             << cost.files << cost.seconds << cost.measured << cost.depends << cost.shares;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, CloneCost &cost)
{
    QString kind;
    QString obstacle;
    argument.beginStructure();
    argument >> kind >> obstacle >> cost.detail >> cost.bytes >> cost.files >> cost.seconds >> cost.measured
        >> cost.depends >> cost.shares;
    argument.endStructure();
    cost.kind = cloneModeFromWord(kind).value_or(CloneMode::Auto); // of Auto nobody asks the cost
    cost.obstacle = obstacleFromWord(obstacle);
    if (cost.obstacle == Obstacle::Other)
        cost.detail = obstacle;
    return argument;
}

QDBusArgument &operator<<(QDBusArgument &argument, const ClonePlan &plan)
{
    argument.beginStructure();
    argument << plan.files << plan.bytes << plan.complete << plan.free << plan.sourceFileSystem
             << plan.targetFileSystem << cloneModeWord(plan.automatic) << plan.hooks << plan.kinds;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, ClonePlan &plan)
{
    QString automatic;
    argument.beginStructure();
    argument >> plan.files >> plan.bytes >> plan.complete >> plan.free >> plan.sourceFileSystem
        >> plan.targetFileSystem >> automatic >> plan.hooks >> plan.kinds;
    argument.endStructure();
    plan.automatic = cloneModeFromWord(automatic).value_or(CloneMode::Copy);
    return argument;
}

} // namespace boxyard
