// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "backend/api/result.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantList>

#include <functional>
#include <memory>

namespace boxyard {

/// A reply that libdbus can be given: every argument is valid and has a D-Bus type. Anything else would abort
/// the process inside libdbus; here it becomes an error reply.
[[nodiscard]] QDBusMessage checkedReply(const QDBusMessage &call, const QVariantList &arguments);

/// `org.boxyard.Error.*` with three texts: a sentence (what happened, what to do), the object, the detail.
[[nodiscard]] QDBusMessage errorReply(const QDBusMessage &call, const Error &error);

/// A method call that is answered later, exactly once: the first answer counts, and a call that nobody
/// answered gets ErrorCode::Failed when it is dropped.
class PendingCall
{
    Q_DISABLE_COPY_MOVE(PendingCall)

public:
    using Send = std::function<void(const QDBusMessage &)>;

    /// Sets the message's delayed reply.
    PendingCall(const QDBusMessage &message, Send send, Activity::Hold hold = {});
    ~PendingCall();

    [[nodiscard]] const QDBusMessage &message() const { return m_message; }

    /// The unique bus name of who calls.
    [[nodiscard]] QString caller() const { return m_message.service(); }

    [[nodiscard]] bool mayAsk() const { return m_message.isInteractiveAuthorizationAllowed(); }

    [[nodiscard]] bool isAnswered() const { return m_answered; }

    void answer(const QVariantList &arguments = {});
    void refuse(const Error &error);

private:
    void finish(const QDBusMessage &reply);

    QDBusMessage m_message;
    Send m_send;
    Activity::Hold m_hold;
    bool m_answered = false;
};

using PendingCallPtr = std::shared_ptr<PendingCall>;

} // namespace boxyard
