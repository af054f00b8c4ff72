// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"

#include <QStringList>

namespace boxyard {

/// The most containers that one dialog makes: fewer than one user's jobs may wait in the helper.
inline constexpr int LongestSeries = 50;

/// The names that a pattern stands for: "web{03..05}" is web03, web04, web05; a text without a range is
/// itself. The first number's width is kept ("{08..10}": 08, 09, 10). InvalidArgument where the braces are
/// not one well-formed range, it counts down, or it has more than LongestSeries numbers; InvalidName(the
/// name) where one of them can't be a container's.
[[nodiscard]] Result<QStringList> expandSeries(const QString &pattern);
/// A pattern for `count` names after `name`, none of them in `taken`: "web1" gives "web2", or "web{2..4}" for
/// three.
[[nodiscard]] QString proposeSeries(const QString &name, int count, const QStringList &taken);

} // namespace boxyard
