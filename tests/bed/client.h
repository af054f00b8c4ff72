// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "bed.h"

#include <QProcess>
#include <QVariantList>

#include <memory>
#include <optional>

namespace boxyard::bed {

/// A call to the helper: `{u"Containers"_s, u"Start"_s, {location, name}}` is org.boxyard.Containers1.Start.
struct Call {
    QString noun;
    QString method;
    QVariantList arguments;
    bool interactive = false; ///< whether polkit may ask a person
};

/// How a call ended.
struct Reply {
    QString error; ///< a word of backend/api/error.h, or another one's full error name; empty: it succeeded
    QString message;
    QVariantList values; ///< plain ones only where it comes from another process
    bool operator==(const Reply &) const = default;
};

/// The helper's name on the bus.
inline const QString HelperName = QStringLiteral("org.boxyard.Helper1");

/// A bus connection of a user's, of this process: the bus sees that user's uid. polkit's rules apply to it,
/// but an agent for it would have to run as the user as well: see ClientProcess.
class Client
{
public:
    explicit Client(const User &user);
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    [[nodiscard]] QDBusConnection bus() const { return m_bus; }

    /// Waits for the answer.
    Reply call(const Call &call, std::chrono::milliseconds patience = std::chrono::seconds(40));
    /// Host1.Subscribe.
    Reply subscribe();

private:
    QString m_name;
    QDBusConnection m_bus;
};

/// While it lives, the program has a user's effective uid: connections to the bus that are made now are that
/// user's.
class AsUser
{
public:
    explicit AsUser(const User &user);
    ~AsUser();
    AsUser(const AsUser &) = delete;
    AsUser &operator=(const AsUser &) = delete;
};

/// The message that a call sends.
[[nodiscard]] QDBusMessage messageOf(const Call &call);
/// What an answer means.
[[nodiscard]] Reply replyOf(const QDBusMessage &answer);

/// How the client process answers, by itself, when polkit asks its user for a password.
enum class OwnAgent {
    None, ///< it has no agent; one may be registered for it from outside
    Dismiss, ///< as when a person closes the dialog
    Silent, ///< as when a person is away
};

/// The command that runs another one as a user, with his groups. `cgroup`: a folder below /sys/fs/cgroup
/// whose process it is to be; that is how logind knows a session's.
[[nodiscard]] QStringList commandAs(const User &user, const QStringList &command, const QString &cgroup = {});

/// A program of a user's own: another process with that user's uids, connected to the bus, that makes calls.
class ClientProcess
{
public:
    /// `cgroup`: see commandAs().
    explicit ClientProcess(const User &user, OwnAgent agent = OwnAgent::None, const QString &cgroup = {});
    ~ClientProcess();
    ClientProcess(const ClientProcess &) = delete;
    ClientProcess &operator=(const ClientProcess &) = delete;

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }

    /// Starts a call; one at a time.
    void send(const Call &call);
    /// Its answer, or nothing if there was none by then.
    std::optional<Reply> wait(std::chrono::milliseconds patience = std::chrono::seconds(60));
    /// Both.
    std::optional<Reply> call(const Call &call,
                              std::chrono::milliseconds patience = std::chrono::seconds(60));

    /// kill -9.
    void kill();

private:
    QProcess m_process;
    QByteArray m_received;
};

} // namespace boxyard::bed
