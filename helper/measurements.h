// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/plan.h"

#include <QList>
#include <QString>

namespace boxyard {

/// What one clone took.
struct Measurement {
    CloneMode kind = CloneMode::Copy;
    QString from; ///< kinds of file systems: "btrfs", "ext4"
    QString to;
    quint64 files = 0;
    quint64 bytes = 0;
    double seconds = 0;
    qint64 when = 0; ///< s since the epoch
    bool operator==(const Measurement &) const = default;
};

/// What the last clones on this machine took, by kind and file systems, kept in one small file; and what the
/// next ones are going to take.
///
/// The work of a clone is guessed from its files and bytes; what was measured says how many times longer than
/// guessed this machine takes.
class Measurements
{
public:
    static constexpr qsizetype MostKept = 64;

    /// Reads the file. What is missing or broken counts as nothing measured.
    explicit Measurements(QString path);

    [[nodiscard]] const QList<Measurement> &all() const { return m_all; }

    /// Remembers it in place of the last one of its kind and file systems, and rewrites the file. One of much
    /// less work tells less, and does not replace a recent one.
    void note(const Measurement &measurement);
    /// Fills in the seconds of every kind.
    void estimate(ClonePlan &plan) const;

private:
    void write() const;

    QString m_path;
    QList<Measurement> m_all; ///< the latest last
};

} // namespace boxyard
