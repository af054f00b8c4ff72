// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QHash>
#include <QObject>

#include <chrono>
#include <functional>

namespace boxyard {

/// The name on the bus, and the root of its objects.
inline const QString HelperService = QStringLiteral("org.boxyard.Helper1");

/// A method of the contract: `{u"Containers"_s, u"Start"_s}` is org.boxyard.Containers1.Start at
/// /org/boxyard/Helper1/Containers.
struct HelperMethod {
    QString noun;
    QString name;
};

/// Whether polkit may ask a person for a password because of this call.
enum class Interaction { None, Allowed };

/// What goes wrong with a call, as the table of backend/api/error.h has it. Our own errors carry a sentence,
/// the object and the detail; of anybody else's only the message is kept, and the method is the object.
[[nodiscard]] Error errorFromReply(const QDBusMessage &reply, const QString &method);

/// Calls to the helper that have not been answered. Each call's continuation runs exactly once: with the
/// answer, or with HelperLost from failAll(); or never, if this object is gone first.
class HelperCalls : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// A person may think about a password for minutes; QtDBus would give up after 25 s. Longer than the
    /// helper waits.
    static constexpr std::chrono::milliseconds Patience = std::chrono::minutes(10);
    /// For answers that need no person; longer than the helper waits for polkit.
    static constexpr std::chrono::milliseconds ReadPatience = std::chrono::seconds(30);

    using QObject::QObject;
    ~HelperCalls() override;

    /// The message that `call` sends. `to`: the helper's name, which starts it, or the unique name of one
    /// instance.
    [[nodiscard]] static QDBusMessage message(const QString &to, const HelperMethod &method,
                                              const QVariantList &arguments, Interaction interaction);

    /// Sends a verb; its answer is of type T (or void).
    template <typename T>
    void call(const QDBusConnection &bus, const QDBusMessage &message, Done<T> done)
    {
        const auto patience = message.isInteractiveAuthorizationAllowed() ? Patience : ReadPatience;
        follow<T>(bus.asyncCall(message, static_cast<int>(patience.count())), message.member(),
                  std::move(done));
    }

    /// Waits for a call that a proxy made.
    template <typename T>
    void follow(const QDBusPendingCall &call, const QString &method, Done<T> done)
    {
        watch(call, [method, done = std::move(done)](const QDBusPendingCall *finished) {
            if (!finished) {
                done(refuse(ErrorCode::HelperLost, method));
                return;
            }
            if constexpr (std::is_void_v<T>) {
                const QDBusPendingReply<> reply(*finished);
                if (reply.isError())
                    done(refuse(failure(reply, method)));
                else
                    done(Status());
            } else {
                const QDBusPendingReply<T> reply(*finished);
                if (reply.isError())
                    done(refuse(failure(reply, method)));
                else
                    done(Result<T>(reply.value()));
            }
        });
    }

    /// Ends every open call with HelperLost: after the bus went away QtDBus answers none of them.
    void failAll();
    /// Forgets every open call: no continuation runs.
    void dropAll();

private:
    /// The finished call, or nullptr where it was lost.
    using Handler = std::function<void(const QDBusPendingCall *)>;

    void watch(const QDBusPendingCall &call, Handler handler);
    static Error failure(const QDBusPendingCall &call, const QString &method);

    QHash<QDBusPendingCallWatcher *, Handler> m_open;
};

} // namespace boxyard
