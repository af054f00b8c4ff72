// SPDX-License-Identifier: GPL-2.0-or-later

#include "costwords.h"

#include "gui/words.h"

#include <QLocale>

#include <algorithm>
#include <climits>
#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

QString sizeText(quint64 bytes)
{
    const int digits = bytes < 10ULL * 1024 * 1024 * 1024 ? (bytes < 1024ULL * 1024 * 1024 ? 0 : 1) : 0;
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), digits);
}

} // namespace

QString CostWords::kind(CloneMode kind)
{
    switch (kind) {
    case CloneMode::Copy:
        return tr("Full copy");
    case CloneMode::Snapshot:
        return tr("Snapshot (Btrfs)");
    case CloneMode::Overlay:
        return tr("Overlay");
    case CloneMode::Auto:
        break;
    }
    return tr("Automatic");
}

QString CostWords::automatic(CloneMode kind)
{
    switch (kind) {
    case CloneMode::Copy:
        return tr("Automatic (full copy)");
    case CloneMode::Snapshot:
        return tr("Automatic (snapshot)");
    case CloneMode::Overlay:
        return tr("Automatic (overlay)");
    case CloneMode::Auto:
        break;
    }
    return tr("Automatic");
}

QString CostWords::time(double seconds, bool measured)
{
    if (seconds < 1)
        return tr("under a second");
    const QString duration = Words::duration(std::llround(seconds * 1000));
    return measured ? tr("about %1", "duration, as measured here").arg(duration)
                    : tr("perhaps %1", "duration, a guess").arg(duration);
}

QString CostWords::cost(const CloneCost &cost, bool complete, const QString &sources)
{
    QString takes = time(cost.seconds, cost.measured);
    const int files = static_cast<int>(std::min<quint64>(cost.files, INT_MAX));
    switch (cost.kind) {
    case CloneMode::Copy:
        if (!complete)
            return cost.shares
                ? tr("More than %Ln file(s), more than %1; shares unchanged data at first", nullptr, files)
                      .arg(takes)
                : tr("More than %1, more than %Ln file(s), more than %2", nullptr, files)
                      .arg(sizeText(cost.bytes), takes);
        return cost.shares
            ? tr("%Ln file(s), %1; shares unchanged data at first", nullptr, files).arg(takes)
            : tr("%1, %Ln file(s), %2", "size, files, time", files).arg(sizeText(cost.bytes), takes);
    case CloneMode::Overlay:
        return tr("No space at first, %1. From then on %2 must stay as it is.", "time, containers")
            .arg(takes, sources);
    case CloneMode::Snapshot:
    case CloneMode::Auto:
        break;
    }
    return tr("No space at first, %1", "time").arg(takes);
}

QString CostWords::part(const WholePlan::Part &part, bool complete)
{
    const QString names = Words::names(part.names);
    switch (part.kind) {
    case CloneMode::Snapshot:
        return tr("%1 by a snapshot", "containers").arg(names);
    case CloneMode::Overlay:
        return tr("%1 by an overlay", "containers").arg(names);
    case CloneMode::Copy:
    case CloneMode::Auto:
        break;
    }
    return tr("%1 by a full copy (%2)", "containers, size and time").arg(names, total(part.cost, complete));
}

QString CostWords::parts(const WholePlan &whole)
{
    QStringList all;
    for (const WholePlan::Part &part : whole.parts)
        all.append(CostWords::part(part, whole.plan.complete));
    return all.join(tr(", ", "between parts of a sentence"));
}

QString CostWords::total(const CloneCost &cost, bool complete)
{
    QString takes = time(cost.seconds, cost.measured);
    if (cost.shares)
        return takes;
    const QString size = sizeText(cost.bytes);
    return complete ? tr("%1 and %2", "size, time").arg(size, takes)
                    : tr("more than %1 and %2", "size, time").arg(size, takes);
}

QString CostWords::obstacle(const CloneCost &cost, const ClonePlan &plan, const QString &source)
{
    switch (cost.obstacle) {
    case Obstacle::NotSubvolume:
        return tr("Not possible for %1: a plain folder on %2, not a Btrfs subvolume.",
                  "containers, file system")
            .arg(source, cost.detail);
    case Obstacle::OtherFileSystem:
        return tr("Needs source and clone on the same Btrfs; the container path is elsewhere, on %1.")
            .arg(cost.detail);
    case Obstacle::NoOverlay:
        return tr("Not possible with this kernel, or not on %1.", "file system").arg(cost.detail);
    case Obstacle::Running:
        return tr("Needs %1 to be stopped: nothing may change under an overlay.").arg(source);
    case Obstacle::Store:
        return tr("Not possible with the storage of %1: %2.").arg(source, Words::store(cost.detail));
    case Obstacle::NoSpace:
        return tr("Not enough space: %1 needed, %2 free.").arg(sizeText(plan.bytes), sizeText(plan.free));
    case Obstacle::ReadOnly:
        return tr("The container path can't be written to.");
    case Obstacle::None:
    case Obstacle::Other:
        break;
    }
    return tr("Not possible here: %1.").arg(cost.detail);
}

} // namespace boxyard
