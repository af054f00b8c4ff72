// SPDX-License-Identifier: GPL-2.0-or-later

#include "pendingcall.h"

#include <QDBusMetaType>

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;

QDBusMessage checkedReply(const QDBusMessage &call, const QVariantList &arguments)
{
    const bool good = std::all_of(arguments.cbegin(), arguments.cend(), [](const QVariant &argument) {
        return argument.isValid() && QDBusMetaType::typeToSignature(argument.metaType()) != nullptr;
    });
    return good ? call.createReply(arguments)
                : errorReply(call, {ErrorCode::Failed, call.member(), u"the answer has no D-Bus form"_s});
}

QDBusMessage errorReply(const QDBusMessage &call, const Error &error)
{
    QString sentence = explain(error);
    if (const QString whatToDo = advice(error); !whatToDo.isEmpty())
        sentence += u' ' + whatToDo;
    // QtDBus puts the message before the arguments.
    QDBusMessage reply = call.createErrorReply(errorName(error.code), sentence);
    reply << error.object << error.detail;
    return reply;
}

PendingCall::PendingCall(const QDBusMessage &message, Send send, Activity::Hold hold)
    : m_message(message)
    , m_send(std::move(send))
    , m_hold(std::move(hold))
{
    m_message.setDelayedReply(true);
}

PendingCall::~PendingCall()
{
    if (!m_answered)
        refuse({ErrorCode::Failed, m_message.member(), u"it was dropped"_s});
}

void PendingCall::answer(const QVariantList &arguments)
{
    if (!m_answered)
        finish(checkedReply(m_message, arguments));
}

void PendingCall::refuse(const Error &error)
{
    if (!m_answered)
        finish(errorReply(m_message, error));
}

void PendingCall::finish(const QDBusMessage &reply)
{
    m_answered = true;
    if (m_message.isReplyRequired())
        m_send(reply);
    m_hold.reset();
}

} // namespace boxyard
