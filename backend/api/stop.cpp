// SPDX-License-Identifier: GPL-2.0-or-later

#include "stop.h"

#include "wirereader.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QStringList Modes = {u"ask"_s, u"kill"_s};
constexpr uint LongestWait = 3600;

} // namespace

QVariantMap toWire(const StopSpec &spec)
{
    return {{u"mode"_s, Modes.at(static_cast<qsizetype>(spec.mode))},
            {u"timeout"_s, static_cast<uint>(spec.timeout.count())}};
}

Result<StopSpec> stopSpecFromWire(const QString &location, const QString &name, const QVariantMap &options)
{
    auto ref = containerRefFromWire(location, name);
    if (!ref)
        return refuse(ref.error());
    WireReader reader(options);
    StopSpec spec;
    spec.ref = *ref;
    spec.mode = static_cast<StopMode>(reader.takeWord(u"mode"_s, Modes, 0));
    spec.timeout = std::chrono::seconds(
        reader.takeNumber(u"timeout"_s, 1, LongestWait, static_cast<uint>(StopSpec{}.timeout.count())));
    if (auto status = reader.finish(); !status)
        return refuse(status.error());
    return spec;
}

} // namespace boxyard
