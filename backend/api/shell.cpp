// SPDX-License-Identifier: GPL-2.0-or-later

#include "shell.h"

#include "wirereader.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

constexpr uint LargestSide = 1000;

} // namespace

QVariantMap toWire(const ShellSpec &spec)
{
    return {{u"columns"_s, spec.columns}, {u"rows"_s, spec.rows}};
}

Result<ShellSpec> shellSpecFromWire(const QString &location, const QString &name, const QVariantMap &options)
{
    auto ref = containerRefFromWire(location, name);
    if (!ref)
        return refuse(ref.error());
    WireReader reader(options);
    ShellSpec spec;
    spec.ref = *ref;
    spec.columns = reader.takeNumber(u"columns"_s, 1, LargestSide, spec.columns);
    spec.rows = reader.takeNumber(u"rows"_s, 1, LargestSide, spec.rows);
    if (auto status = reader.finish(); !status)
        return refuse(status.error());
    return spec;
}

} // namespace boxyard
