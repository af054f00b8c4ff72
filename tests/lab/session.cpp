// SPDX-License-Identifier: GPL-2.0-or-later

#include "session.h"

#include "machine.h"
#include "tests/bed/bed.h"

#include <QFile>

#include <stdexcept>

namespace boxyard::lab {

using namespace Qt::StringLiterals;

namespace {

/// The session of that user on that terminal; empty where there is none.
QString findSession(const QString &user, const QString &terminal)
{
    const QString list = bed::mustRun(u"loginctl"_s, {u"list-sessions"_s, u"--no-legend"_s});
    for (const QString &line : list.split(u'\n', Qt::SkipEmptyParts)) {
        const QString id = line.simplified().section(u' ', 0, 0);
        const QString shown = bed::run(u"loginctl"_s, {u"show-session"_s, id}).out;
        const QStringList properties = shown.split(u'\n');
        if (properties.contains(u"Name="_s + user) && properties.contains(u"TTY="_s + terminal)
            && properties.contains(u"Class=user"_s) && !properties.contains(u"State=closing"_s))
            return id;
    }
    return {};
}

} // namespace

Session::Session(const QString &user, const QString &terminal)
    : m_unit(u"getty@%1.service"_s.arg(terminal))
{
    systemctl({u"start"_s, m_unit});
    // It is listed before systemd has made its scope.
    const auto isThere = [&] {
        m_id = findSession(user, terminal);
        return !m_id.isEmpty() && QFile::exists(cgroup() + u"/cgroup.procs"_s);
    };
    if (!bed::eventually(isThere, std::chrono::minutes(3))) {
        throw std::runtime_error("no session on " + terminal.toStdString() + ": "
                                 + bed::run(u"systemctl"_s, {u"status"_s, m_unit}).out.toStdString());
    }
}

Session::~Session()
{
    bed::run(u"systemctl"_s, {u"stop"_s, m_unit});
    bed::run(u"loginctl"_s, {u"terminate-session"_s, m_id});
    // A later login is not to be taken for this one.
    (void)bed::eventually(
        [this] {
            return bed::run(u"loginctl"_s, {u"show-session"_s, m_id}).code != 0;
        },
        std::chrono::minutes(2));
}

QString Session::property(const QString &name) const
{
    return bed::mustRun(u"loginctl"_s, {u"show-session"_s, m_id, u"--value"_s, u"--property="_s + name})
        .trimmed();
}

void Session::activate() const
{
    bed::mustRun(u"loginctl"_s, {u"activate"_s, m_id});
    if (!bed::eventually([this] { return isActive(); }))
        throw std::runtime_error("session " + m_id.toStdString() + " does not become active");
}

bool Session::isActive() const
{
    return property(u"Active"_s) == "yes"_L1;
}

QString Session::cgroup() const
{
    return u"/sys/fs/cgroup/user.slice/user-%1.slice/%2"_s.arg(property(u"User"_s), property(u"Scope"_s));
}

} // namespace boxyard::lab
