// SPDX-License-Identifier: GPL-2.0-or-later

#include "authorizer.h"

namespace boxyard {

using namespace Qt::StringLiterals;

Status toStatus(const Authorization &authorization, Action action)
{
    switch (authorization.verdict) {
    case Verdict::Allowed:
    case Verdict::AllowedByDialog:
        return {};
    case Verdict::Refused:
    case Verdict::Challenge:
        return refuse(ErrorCode::NotAuthorized, actionId(action));
    case Verdict::Dismissed:
        return refuse(ErrorCode::Dismissed, actionId(action));
    case Verdict::TooManyDialogs:
        return refuse(ErrorCode::LimitExceeded, u"dialogs"_s, authorization.detail);
    case Verdict::Unavailable:
        break;
    }
    return refuse(ErrorCode::AuthorizationUnavailable, actionId(action), authorization.detail);
}

OwnUserAuthorizer::OwnUserAuthorizer(uint uid, QObject *parent)
    : Authorizer(parent)
    , m_uid(uid)
{
}

void OwnUserAuthorizer::check(const AuthorizationRequest &request, Done done,
                              std::function<void()> /*dialogOpens*/)
{
    done({request.uid == m_uid ? Verdict::Allowed : Verdict::Refused, {}});
}

void OwnUserAuthorizer::forget(const QString & /*caller*/) { }

} // namespace boxyard
