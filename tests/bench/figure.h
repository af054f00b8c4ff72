// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace boxyard::bench {

/// One line of the table.
struct Figure {
    QString name; ///< stable: others compare by it
    QString unit; ///< "ms", "kB"
    double ours = 0;
    std::optional<double> theirs; ///< nothing where lxc-* has no peer

    /// How many times better ours is; more than 1 is better.
    [[nodiscard]] std::optional<double> ratio() const;
};

/// The middle one; the mean of the two middle ones of an even number. Not of nothing.
[[nodiscard]] double median(QList<double> values);

[[nodiscard]] QString tableOf(const QList<Figure> &figures);
/// One JSON object a line: {"name", "ours", "theirs", "unit", "ratio"}.
[[nodiscard]] QByteArray jsonLinesOf(const QList<Figure> &figures);

} // namespace boxyard::bench
