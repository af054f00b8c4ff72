// SPDX-License-Identifier: GPL-2.0-or-later

#include "figurewords.h"

#include <QLocale>

#include <cmath>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// Three digits, as far as they mean something.
int decimals(double value)
{
    return value < 10 && std::abs(value - std::round(value)) > 0.04 ? 1 : 0;
}

QString bytes(double value)
{
    double shown = value;
    while (shown >= 1024)
        shown /= 1024;
    return QLocale().formattedDataSize(static_cast<qint64>(value), value < 1024 ? 0 : decimals(shown),
                                       QLocale::DataSizeIecFormat);
}

} // namespace

QString FigureWords::value(FigureUnit unit, double value)
{
    if (std::isnan(value))
        return u"–"_s;
    switch (unit) {
    case FigureUnit::Cpu:
        return tr("%1 %", "percent")
            .arg(QLocale().toString(value * 100, 'f', value < 0.1 ? decimals(value * 100) : 0));
    case FigureUnit::Bytes:
        return bytes(value);
    case FigureUnit::ByteRate:
        break;
    }
    return tr("%1/s", "bytes a second").arg(bytes(value));
}

QString FigureWords::missing(Missing why)
{
    switch (why) {
    case Missing::Nothing:
        break;
    case Missing::NotRunning:
        return tr("There are no figures while it does not run.");
    case Missing::TooEarly:
        return tr("The first figures come in a few seconds.");
    case Missing::Interrupted:
        return tr("There was an interruption; the figures go on in a second.");
    case Missing::Hidden:
        return tr("This machine shows each user only processes of his own (hidepid), so this can't be seen.");
    case Missing::NotOffered:
        return tr("This machine does not count this for the container.");
    case Missing::SharesHost:
        return tr("The container shares the host's network; what it sends can't be told apart.");
    case Missing::Unreadable:
        return tr("The kernel's figures of the container can't be read.");
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
