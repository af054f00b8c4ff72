// SPDX-License-Identifier: GPL-2.0-or-later

#include "helpercalls.h"

#include <QDBusError>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

/// The longest text of a reply that is kept: it is shown to a person.
constexpr qsizetype LongestText = 4096;

bool isOurs(const QDBusMessage &reply)
{
    const auto arguments = reply.arguments();
    return reply.errorName().startsWith("org.boxyard.Error."_L1) && arguments.size() == 3
        && std::all_of(arguments.cbegin(), arguments.cend(), [](const QVariant &argument) {
               return argument.metaType() == QMetaType::fromType<QString>();
           });
}

/// Names that backend/api's table leaves to us: an older helper lacks an interface or an object too.
bool saysThatItIsMissing(const QString &errorName)
{
    return errorName == "org.freedesktop.DBus.Error.UnknownObject"_L1
        || errorName == "org.freedesktop.DBus.Error.UnknownInterface"_L1;
}

} // namespace

Error errorFromReply(const QDBusMessage &reply, const QString &method)
{
    if (isOurs(reply)) {
        const auto arguments = reply.arguments();
        return {errorCodeFromName(reply.errorName()), arguments.at(1).toString().left(LongestText),
                arguments.at(2).toString().left(LongestText)};
    }
    const auto code = saysThatItIsMissing(reply.errorName()) ? ErrorCode::HelperTooOld
                                                             : errorCodeFromName(reply.errorName());
    const auto words = reply.errorMessage().isEmpty() ? reply.errorName() : reply.errorMessage();
    return {code, method, words.left(LongestText)};
}

HelperCalls::~HelperCalls()
{
    dropAll();
}

void HelperCalls::dropAll()
{
    const auto open = std::exchange(m_open, {});
    for (auto it = open.keyBegin(); it != open.keyEnd(); ++it) {
        (*it)->disconnect(this);
        (*it)->deleteLater();
    }
}

QDBusMessage HelperCalls::message(const QString &to, const HelperMethod &method,
                                  const QVariantList &arguments, Interaction interaction)
{
    auto message = QDBusMessage::createMethodCall(to, u"/org/boxyard/Helper1/"_s + method.noun,
                                                  u"org.boxyard."_s + method.noun + u'1', method.name);
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(interaction == Interaction::Allowed);
    return message;
}

void HelperCalls::watch(const QDBusPendingCall &call, Handler handler)
{
    // Without a connection QtDBus gives a call that counts as failed, yet no watcher of it ever hears so.
    const bool nowhere = call.isFinished() && call.isError();
    auto *watcher =
        new QDBusPendingCallWatcher(nowhere ? QDBusPendingCall::fromError(call.error()) : call, this);
    m_open.insert(watcher, std::move(handler));
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        finished->deleteLater();
        if (const auto done = m_open.take(finished))
            done(finished);
    });
}

Error HelperCalls::failure(const QDBusPendingCall &call, const QString &method)
{
    const auto error = call.error();
    // An answer of another shape: the other side speaks another version of the contract.
    if (error.type() == QDBusError::InvalidSignature)
        return {ErrorCode::HelperTooOld, method, error.message()};
    const auto reply = call.reply();
    if (reply.type() == QDBusMessage::ErrorMessage)
        return errorFromReply(reply, method);
    return {errorCodeFromName(error.name()), method, error.message()};
}

void HelperCalls::failAll()
{
    const auto open = std::exchange(m_open, {});
    for (auto it = open.keyBegin(); it != open.keyEnd(); ++it) {
        (*it)->disconnect(this);
        (*it)->deleteLater();
    }
    const QPointer<HelperCalls> alive(this);
    for (const auto &lost : open) {
        lost(nullptr);
        if (!alive)
            return;
    }
}

} // namespace boxyard
