// SPDX-License-Identifier: GPL-2.0-or-later

#include "create.h"

#include "names.h"
#include "wirereader.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QStringList Stores = {u"auto"_s, u"dir"_s, u"btrfs"_s};
constexpr qsizetype MostOptions = 16;
constexpr qsizetype LongestOption = 256;

} // namespace

QVariantMap toWire(const CreateSpec &spec)
{
    return {{u"options"_s, QVariant::fromValue(spec.options)},
            {u"store"_s, Stores.at(static_cast<qsizetype>(spec.store))},
            {u"privileged"_s, spec.privileged}};
}

Result<CreateSpec> createSpecFromWire(const QString &location, const QString &name,
                                      const QString &templateName, const QVariantMap &options)
{
    auto ref = containerRefFromWire(location, name);
    if (!ref)
        return refuse(ref.error());
    if (!isContainerName(templateName))
        return refuse(ErrorCode::InvalidArgument, u"template"_s, u"not the name of a template"_s);
    WireReader reader(options);
    CreateSpec spec;
    spec.ref = *ref;
    spec.templateName = templateName;
    spec.options = reader.takeTexts(u"options"_s, MostOptions, LongestOption);
    spec.store = static_cast<Store>(reader.takeWord(u"store"_s, Stores, 0));
    spec.privileged = reader.take<bool>(u"privileged"_s);
    if (auto status = reader.finish(); !status)
        return refuse(status.error());
    return spec;
}

} // namespace boxyard
