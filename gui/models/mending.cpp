// SPDX-License-Identifier: GPL-2.0-or-later

#include "mending.h"

#include <QCoreApplication>

namespace boxyard {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(boxyard::Mending)
};

} // namespace

std::optional<Mending> mending(const Error &error, const QString &name, std::optional<Wish> tried)
{
    switch (error.code) {
    case ErrorCode::MustBeStopped:
        return Mending{Wish::Stop, Texts::tr("Stop %1").arg(name)};
    case ErrorCode::NotRunning:
        return Mending{Wish::Start, Texts::tr("Start %1").arg(name)};
    case ErrorCode::StopRefused:
    case ErrorCode::NotResponding:
        return Mending{Wish::Kill, Texts::tr("Kill %1…").arg(name)};
    case ErrorCode::NotAuthorized:
    case ErrorCode::Dismissed:
        if (tried)
            return Mending{*tried, Texts::tr("Enter a password…"), true};
        return {};
    default:
        return {};
    }
}

std::optional<Wish> wishOf(Verb verb)
{
    switch (verb) {
    case Verb::Start:
        return Wish::Start;
    case Verb::Stop:
        return Wish::Stop;
    case Verb::Restart:
        return Wish::Restart;
    case Verb::Freeze:
        return Wish::Freeze;
    case Verb::Unfreeze:
        return Wish::Unfreeze;
    case Verb::Delete:
        return Wish::Delete;
    case Verb::Create:
    case Verb::Clone:
    case Verb::Rename:
        break;
    }
    return {};
}

} // namespace boxyard
