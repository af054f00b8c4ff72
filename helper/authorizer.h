// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/actions.h"
#include "backend/api/result.h"

#include <QObject>

#include <functional>

namespace boxyard {

/// What is asked of polkit.
struct AuthorizationRequest {
    QString caller; ///< a unique bus name: the subject. Never a pid, never what the caller says
    uint uid = 0; ///< the caller's, from the bus
    Action action = Action::View;
    bool mayAsk = false; ///< the caller allows a password dialog
    QString verb;
    QString container; ///< shown in the dialog
    QString dialogText; ///< English, with "$(container)"; empty for the action's own text
};

enum class Verdict {
    Allowed, ///< by the rules, without asking anybody
    AllowedByDialog, ///< a password was given for it
    Refused,
    Challenge, ///< a password could allow it, and nobody may be asked
    Dismissed, ///< the dialog was closed, or nobody answered it
    TooManyDialogs, ///< the uid's quota of open dialogs is used up
    Unavailable, ///< polkit is absent, failing or silent
};

struct Authorization {
    Verdict verdict = Verdict::Refused;
    QString detail; ///< of Unavailable and TooManyDialogs

    [[nodiscard]] bool isAllowed() const
    {
        return verdict == Verdict::Allowed || verdict == Verdict::AllowedByDialog;
    }
};

/// Success, or the error that the caller is told.
[[nodiscard]] Status toStatus(const Authorization &authorization, Action action);

/// Decides who may do what. Never blocks; denies by default.
class Authorizer : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Authorization &)>;

    using QObject::QObject;

    /// Calls `done` once, at once or later; before that `dialogOpens`, where a person is going to be asked.
    virtual void check(const AuthorizationRequest &request, Done done,
                       std::function<void()> dialogOpens = {}) = 0;
    /// A connection has left the bus: its dialogs are closed.
    virtual void forget(const QString &caller) = 0;

Q_SIGNALS:
    /// Earlier answers may be wrong now.
    void rulesChanged();
};

/// For the helper of one user, on the session bus: that user may do everything, others nothing.
class OwnUserAuthorizer : public Authorizer
{
    Q_OBJECT

public:
    explicit OwnUserAuthorizer(uint uid, QObject *parent = nullptr);

    void check(const AuthorizationRequest &request, Done done, std::function<void()> dialogOpens) override;
    void forget(const QString &caller) override;

private:
    uint m_uid;
};

} // namespace boxyard
