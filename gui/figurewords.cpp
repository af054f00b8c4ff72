// SPDX-License-Identifier: GPL-2.0-or-later

#include "figurewords.h"

#include <QLocale>

#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

enum class Digits { Fixed, AsNeeded };

/// Two digits at least.
int decimals(double value, Digits digits)
{
    if (value >= 9.95)
        return 0;
    return digits == Digits::Fixed || std::abs(value - std::round(value)) > 0.04 ? 1 : 0;
}

QString bytes(double value, Digits digits)
{
    if (value < 1024) // "0 bytes" is another word than "KiB"
        return FigureWords::tr("%1 B", "bytes").arg(QLocale().toString(std::round(value), 'f', 0));
    double shown = value;
    while (shown >= 1024)
        shown /= 1024;
    return QLocale().formattedDataSize(static_cast<qint64>(value), decimals(shown, digits),
                                       QLocale::DataSizeIecFormat);
}

QString written(FigureUnit unit, double value, Digits digits)
{
    if (std::isnan(value))
        return u"–"_s;
    switch (unit) {
    case FigureUnit::Cpu: {
        const double percent = value * 100;
        return FigureWords::tr("%1 %", "percent")
            .arg(QLocale().toString(percent, 'f', percent > 0 ? decimals(percent, digits) : 0));
    }
    case FigureUnit::Bytes:
        return bytes(value, digits);
    case FigureUnit::ByteRate:
        break;
    }
    return FigureWords::tr("%1/s", "bytes a second").arg(bytes(value, digits));
}

} // namespace

QString FigureWords::value(FigureUnit unit, double value)
{
    return written(unit, value, Digits::Fixed);
}

QString FigureWords::mark(FigureUnit unit, double value)
{
    return written(unit, value, Digits::AsNeeded);
}

QString FigureWords::clock(const QTime &time)
{
    QString format = QLocale().timeFormat(QLocale::ShortFormat);
    if (!format.contains(u's'))
        format.replace(u"mm"_s, u"mm:ss"_s);
    return QLocale().toString(time, format);
}

QString FigureWords::missing(Missing why)
{
    switch (why) {
    case Missing::Nothing:
        break;
    case Missing::NotRunning:
        return tr("Charts appear while the container runs.");
    case Missing::TooEarly:
        return tr("The first data come in a few seconds.");
    case Missing::Interrupted:
        return tr("There was an interruption; it goes on in a second.");
    case Missing::Hidden:
        return tr("This machine hides other users' processes (hidepid), so this can't be read.");
    case Missing::NotOffered:
        return tr("This machine does not count this for the container.");
    case Missing::SharesHost:
        return tr("The container shares the host's network; what it sends can't be told apart.");
    case Missing::Unreadable:
        return tr("The kernel's counters of the container can't be read.");
    }
    return {};
}

QString FigureWords::missingShort(Missing why)
{
    switch (why) {
    case Missing::Hidden:
        return tr("hidden");
    case Missing::NotOffered:
        return tr("not counted");
    case Missing::Unreadable:
        return tr("unreadable");
    default:
        return {};
    }
}

QString FigureWords::time(qint64 seconds)
{
    const QString rest = tr("%n s", "seconds", static_cast<int>(seconds % 60));
    if (seconds < 60)
        return rest;
    if (seconds >= 7200 && seconds % 3600 == 0)
        return tr("%n h", "hours", static_cast<int>(seconds / 3600));
    const QString minutes = tr("%n min", "minutes", static_cast<int>(seconds / 60));
    return seconds % 60 == 0 ? minutes : tr("%1 %2", "minutes, seconds").arg(minutes, rest);
}

QString FigureWords::ago(qint64 seconds)
{
    return seconds == 0 ? tr("now") : tr("%1 ago", "a time").arg(time(seconds));
}

} // namespace boxyard
