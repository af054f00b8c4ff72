// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "cloneplans.h"

#include <QCoreApplication>

namespace boxyard {

/// What clones cost, and why some can't be made, in a reader's words.
class CostWords
{
    Q_DECLARE_TR_FUNCTIONS(boxyard::CostWords)

public:
    /// "Full copy", "Snapshot (Btrfs)", "Overlay"
    [[nodiscard]] static QString kind(CloneMode kind);
    /// "Automatic: full copy"; `kind`: what it will be, or Auto where that differs or is not known.
    [[nodiscard]] static QString automatic(CloneMode kind);
    /// "278 MiB, 10,673 files, about 2 s"; of one clone of each source, which are named where they are
    /// touched.
    [[nodiscard]] static QString cost(const CloneCost &cost, bool complete, const QString &sources);
    /// "278 MiB and about 2 s": what `times` full copies take.
    [[nodiscard]] static QString total(const CloneCost &cost, bool complete, int times);
    /// "Needs web1 to be stopped: …"
    [[nodiscard]] static QString obstacle(const CloneCost &cost, const ClonePlan &plan,
                                          const QString &source);
    /// "about 2 s", "under a second"
    [[nodiscard]] static QString time(double seconds, bool measured);
};

} // namespace boxyard
