// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "helper/activity.h"
#include "helper/auditlog.h"
#include "helper/authorizer.h"
#include "helper/callers.h"
#include "helper/fairqueue.h"
#include "helper/pendingcall.h"
#include "helper/subscriptions.h"
#include "methods.h"

#include <QDBusConnection>
#include <QObject>

namespace boxyard {

/// Who passed the gate, and by what.
struct Caller {
    QString name; ///< unique bus name
    uint uid = 0;
    Verdict how = Verdict::Allowed; ///< of the last action that was asked for
};

/// What a method wants done once its call is allowed.
struct Passage {
    /// Looks at the target: before the authorization, and again after it. What it refuses is told at once to
    /// those who may read, to others only after they are authorized. May be empty.
    std::function<Result<Facts>(const Caller &)> look;
    /// Called before the first look, where that needs something to be waited for. May be empty.
    std::function<void(std::function<void()> ready)> prepare;
    /// The call is the receiver's to answer.
    std::function<void(const PendingCallPtr &, const Caller &, const Facts &)> go;
    QString container; ///< for the dialog's message
    QString target; ///< for the audit log
};

/// The way that every call takes: whose it is, its turn, its target, polkit, its target once more. Design,
/// section 5.
class Gate : public QObject
{
    Q_OBJECT

public:
    /// What is to know of calls that have no answer yet.
    struct Activities {
        Activity &need;
        Activity &calls;
    };

    Gate(const QDBusConnection &bus, Callers &callers, FairQueue &queue, Authorizer &authorizer,
         Subscriptions &subscriptions, AuditLog &audit, Activities activities, QObject *parent = nullptr);

    /// Takes over a call that is being delivered.
    [[nodiscard]] PendingCallPtr accept(const QDBusMessage &message);
    /// Lets a call of `interface` through, or answers it with the reason why not.
    void pass(QLatin1StringView interface, const PendingCallPtr &call, Passage passage);
    /// Answers every call that is without an answer.
    void refuseAll(const Error &error);

private:
    struct Way; // one call's state on its way

    void onIdentified(const std::shared_ptr<Way> &way, const Result<uint> &uid);
    void onTurn(const std::shared_ptr<Way> &way);
    void look(const std::shared_ptr<Way> &way);
    void authorizeNext(const std::shared_ptr<Way> &way);
    void onAuthorized(const std::shared_ptr<Way> &way);
    void refuse(const std::shared_ptr<Way> &way, const Error &error);

    QDBusConnection m_bus;
    Callers &m_callers;
    FairQueue &m_queue;
    Authorizer &m_authorizer;
    Subscriptions &m_subscriptions;
    AuditLog &m_audit;
    Activities m_activities;
    QList<std::weak_ptr<PendingCall>> m_open;
};

} // namespace boxyard
