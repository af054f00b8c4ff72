// SPDX-License-Identifier: GPL-2.0-or-later

#include "clone.h"

#include "wirereader.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QStringList Modes = {u"auto"_s, u"copy"_s, u"snapshot"_s, u"overlay"_s};

} // namespace

QVariantMap toWire(const CloneSpec &spec)
{
    return {{u"mode"_s, Modes.at(static_cast<qsizetype>(spec.mode))}, {u"hooks"_s, spec.hooks}};
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
                         reader.take<bool>(u"hooks"_s)};
    if (auto status = reader.finish(); !status)
        return refuse(status.error());
    return spec;
}

} // namespace boxyard
