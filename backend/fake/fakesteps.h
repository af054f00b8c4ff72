// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/job.h"

#include <QList>

namespace boxyard {

/// One moment of a pretended operation.
struct FakeStep {
    double progress = -1; ///< 0 to 1; below 0 where it is not known
    QString step; ///< a word, see JobInfo
    QString log; ///< a line, or empty
    Copied copied = {};
};

/// What an operation of this kind goes through, in order, in about the words of the real one.
[[nodiscard]] QList<FakeStep> fakeSteps(Verb verb, const QString &name);

} // namespace boxyard
