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
    /// "Automatic (full copy)"; `kind`: what it will be, or Auto where that differs or is not known.
    [[nodiscard]] static QString automatic(CloneMode kind);
    /// "278 MiB, 10,673 files, about 2 s"; of all clones together. The sources are named where they are
    /// touched.
    [[nodiscard]] static QString cost(const CloneCost &cost, bool complete, const QString &sources);
    /// "278 MiB and about 2 s": what full copies take.
    [[nodiscard]] static QString total(const CloneCost &cost, bool complete);
    /// "web1 and web2 by a snapshot, router by a full copy (278 MiB and about 2 s)": what Auto does.
    [[nodiscard]] static QString parts(const WholePlan &whole);
    /// "Needs web1 to be stopped: …"
    [[nodiscard]] static QString obstacle(const CloneCost &cost, const ClonePlan &plan,
                                          const QString &source);
    /// "about 2 s", "under a second"
    [[nodiscard]] static QString time(double seconds, bool measured);

private:
    [[nodiscard]] static QString part(const WholePlan::Part &part, bool complete);
};

} // namespace boxyard
