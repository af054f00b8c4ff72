// SPDX-License-Identifier: GPL-2.0-or-later

#include "mending.h"

#include <QCoreApplication>

namespace boxyard {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(boxyard::Mending)
};

} // namespace

std::optional<Mending> mending(const Error &error, const QString &name)
{
    switch (error.code) {
    case ErrorCode::MustBeStopped:
        return Mending{Wish::Stop, Texts::tr("Stop %1").arg(name)};
    case ErrorCode::NotRunning:
        return Mending{Wish::Start, Texts::tr("Start %1").arg(name)};
    case ErrorCode::StopRefused:
    case ErrorCode::NotResponding:
        return Mending{Wish::Kill, Texts::tr("Kill %1…").arg(name)};
    default:
        return {};
    }
}

} // namespace boxyard
