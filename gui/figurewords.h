// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/metrics/figures.h"

#include <QCoreApplication>
#include <QTime>

namespace boxyard {

/// What a number counts.
enum class FigureUnit {
    Cpu, ///< a share of one CPU
    Bytes,
    ByteRate, ///< bytes a second
};

/// Figures as a person reads them: the locale's numbers, binary sizes.
class FigureWords
{
    Q_DECLARE_TR_FUNCTIONS(boxyard::FigureWords)

public:
    /// "12 %", "134 MiB", "2.0 MiB/s"; a dash for NaN. As many digits whatever the number, so that it does
    /// not jump where it changes every second.
    [[nodiscard]] static QString value(FigureUnit unit, double value);
    /// A number that somebody chose, a limit or the mark of an axis: "2 MiB/s".
    [[nodiscard]] static QString mark(FigureUnit unit, double value);
    /// Clock time with seconds, as the locale writes it.
    [[nodiscard]] static QString clock(const QTime &time);
    /// Why there is no figure, in a sentence; empty where there is one.
    [[nodiscard]] static QString missing(Missing why);
    /// The same in a word or two, for a cell.
    [[nodiscard]] static QString missingShort(Missing why);
    /// "45 s", "10 min", "1 min 30 s"
    [[nodiscard]] static QString time(qint64 seconds);
    /// "30 s ago"; "now" for 0.
    [[nodiscard]] static QString ago(qint64 seconds);
};

} // namespace boxyard
