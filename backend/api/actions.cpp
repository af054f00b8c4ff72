// SPDX-License-Identifier: GPL-2.0-or-later

#include "actions.h"

#include <QStringList>

namespace boxyard {

using namespace Qt::StringLiterals;

QString actionId(Action action)
{
    // In the order of Action.
    static const QStringList words = {
        u"view"_s,   u"power"_s,   u"console"_s,  u"shell"_s,  u"shell-privileged"_s,
        u"manage"_s, u"network"_s, u"edit-raw"_s, u"import"_s, u"control-others"_s};
    return u"org.boxyard."_s + words.at(static_cast<qsizetype>(action));
}

} // namespace boxyard
