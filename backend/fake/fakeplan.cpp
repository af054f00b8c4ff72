// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakeplan.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 MiB = 1024 * 1024;

CloneCost impossible(CloneMode kind, Obstacle obstacle, const QString &detail = {})
{
    CloneCost cost;
    cost.kind = kind;
    cost.obstacle = obstacle;
    cost.detail = detail;
    cost.depends = kind == CloneMode::Overlay;
    return cost;
}

CloneCost ofCopy(const ClonePlan &plan)
{
    CloneCost cost;
    cost.kind = CloneMode::Copy;
    cost.files = plan.files;
    cost.bytes = plan.bytes;
    cost.seconds = 0.1 + static_cast<double>(plan.bytes) / (250.0 * MiB);
    cost.measured = true;
    return cost;
}

CloneCost ofSnapshot(const ContainerEntry &source, const LocationInfo &from, const LocationInfo &to)
{
    if (source.container.store != u"btrfs" || !from.snapshots)
        return impossible(CloneMode::Snapshot, Obstacle::NotSubvolume, from.fileSystem);
    if (from.path != to.path)
        return impossible(CloneMode::Snapshot, Obstacle::OtherFileSystem, to.fileSystem);
    CloneCost cost;
    cost.kind = CloneMode::Snapshot;
    cost.seconds = 0.05;
    cost.measured = true;
    cost.shares = true;
    return cost;
}

CloneCost ofOverlay(const ContainerEntry &source)
{
    if (isAlive(source.container.state))
        return impossible(CloneMode::Overlay, Obstacle::Running);
    CloneCost cost;
    cost.kind = CloneMode::Overlay;
    cost.seconds = 0.05;
    cost.depends = true;
    return cost;
}

} // namespace

ClonePlan fakePlan(const ContainerEntry &source, const LocationInfo &from, const LocationInfo &to)
{
    ClonePlan plan;
    plan.files = 10'673;
    plan.bytes = 278 * MiB;
    plan.free = 83'000 * MiB;
    plan.sourceFileSystem = from.fileSystem;
    plan.targetFileSystem = to.fileSystem;
    plan.kinds = {ofCopy(plan), ofSnapshot(source, from, to), ofOverlay(source)};
    plan.automatic = plan.kinds.at(1).obstacle == Obstacle::None ? CloneMode::Snapshot : CloneMode::Copy;
    return plan;
}

} // namespace boxyard
