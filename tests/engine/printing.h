// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/error.h"

#include <QTest>

namespace boxyard {

/// For QCOMPARE's message.
inline char *toString(const Error &error)
{
    return qstrdup(qPrintable(errorWord(error.code) + QStringLiteral(": ") + error.object
                              + QStringLiteral(", ") + error.detail.left(200)));
}

inline char *toString(ErrorCode code)
{
    return qstrdup(qPrintable(errorWord(code)));
}

} // namespace boxyard
