// SPDX-License-Identifier: GPL-2.0-or-later

#include "clone.h"

#include "wirereader.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QStringList Modes = {u"auto"_s, u"copy"_s, u"snapshot"_s, u"overlay"_s};
constexpr qsizetype LongestSeriesName = 64;

} // namespace

QString cloneModeWord(CloneMode mode)
{
    return Modes.at(static_cast<qsizetype>(mode));
}

Result<CloneMode> cloneModeFromWord(const QString &word)
{
    const auto index = Modes.indexOf(word);
    if (index < 0)
        return refuse(ErrorCode::InvalidArgument, u"mode"_s, word);
    return static_cast<CloneMode>(index);
}

bool isSeries(const QString &text)
{
    return !text.isEmpty() && text.size() <= LongestSeriesName
        && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
           });
}

QVariantMap toWire(const CloneSpec &spec)
{
    QVariantMap wire = {{u"mode"_s, cloneModeWord(spec.mode)}, {u"hooks"_s, spec.hooks}};
    if (!spec.series.isEmpty())
        wire.insert(u"series"_s, spec.series);
    return wire;
}

Result<CloneSpec> cloneSpecFromWire(const QString &location, const QString &name,
                                    const QString &targetLocation, const QString &targetName,
                                    const QVariantMap &options)
{
    auto source = containerRefFromWire(location, name);
    if (!source)
        return refuse(source.error());
    auto target = containerRefFromWire(targetLocation, targetName);
    if (!target)
        return refuse(target.error());
    if (*source == *target)
        return refuse(ErrorCode::AlreadyExists, targetName);
    WireReader reader(options);
    const CloneSpec spec{*source, *target, static_cast<CloneMode>(reader.takeWord(u"mode"_s, Modes, 0)),
                         reader.take<bool>(u"hooks"_s), reader.takeText(u"series"_s, LongestSeriesName)};
    if (auto status = reader.finish(); !status)
        return refuse(status.error());
    if (options.contains(u"series"_s) && !isSeries(spec.series))
        return refuse(ErrorCode::InvalidArgument, u"series"_s, u"not a-z, 0-9 and hyphens"_s);
    return spec;
}

} // namespace boxyard
