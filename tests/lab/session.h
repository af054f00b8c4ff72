// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QString>

namespace boxyard::lab {

/// Where a user sits: the columns of the policy's table (design, section 4).
enum class Seat { None, Inactive, Active };

/// A login on a virtual terminal, with a session of logind's. The machine's terminals 3 (norule) and 4 (may)
/// log their users in by themselves.
class Session
{
public:
    /// Logs in; throws where no session comes of it.
    Session(const QString &user, const QString &terminal);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// Brings its terminal to the front, as Ctrl+Alt+F3 does: this session is active then and others are not.
    void activate() const;
    [[nodiscard]] bool isActive() const;

    /// A process that is put there is the session's.
    [[nodiscard]] QString cgroup() const;

private:
    [[nodiscard]] QString property(const QString &name) const;

    QString m_unit;
    QString m_id;
};

} // namespace boxyard::lab
