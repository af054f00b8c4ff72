// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostfacts.h"

#include "jobrequest.h"

#include <QJsonArray>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Deadline = 10s;
constexpr std::chrono::milliseconds Fresh = 5s;

} // namespace

HostFacts::HostFacts(WorkerStarter &starter, QStringList locations, uint uid, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_locations(std::move(locations))
    , m_uid(uid)
{
}

void HostFacts::ask(Done done)
{
    if (m_host)
        done(*m_host);
    else
        m_waiting.append(std::move(done));
    if (!m_host || m_age.hasExpired(Fresh.count()))
        refresh();
}

void HostFacts::refresh()
{
    if (m_running)
        return;
    const auto id = m_starter.nextId();
    if (!id) {
        RunEnd end;
        end.started = false;
        end.startError = id.error();
        onEnd(end, {});
        return;
    }
    m_running = true;
    RunSpec spec;
    spec.id = *id;
    spec.request = requestHead(*id, m_uid, u"host"_s, {});
    spec.request.insert(u"locations"_s, QJsonArray::fromStringList(m_locations));
    spec.deadline = Deadline;
    Run *run = m_starter.start(spec, this);
    auto host = std::make_shared<std::optional<HostInfo>>();
    connect(run, &Run::reported, this, [host](const Report &report) {
        if (report.kind == Report::Kind::Host)
            *host = report.host;
    });
    connect(run, &Run::ended, this, [this, run, host, id = *id](const RunEnd &end) {
        run->deleteLater();
        m_starter.forget(id);
        onEnd(end, *host);
    });
}

void HostFacts::onEnd(const RunEnd &end, const std::optional<HostInfo> &host)
{
    m_running = false;
    m_age.start();
    Status status = end.status(u"host"_s, u"host"_s, Deadline);
    if (status && !host)
        status = refuse(ErrorCode::WorkerCrashed, u"host"_s, u"it told nothing"_s);
    const bool known = m_host.has_value();
    if (status) {
        HostInfo fresh = *host;
        fresh.version = QStringLiteral(BOXYARD_VERSION);
        const bool differs = m_host != fresh;
        m_host = std::move(fresh);
        if (known && differs)
            Q_EMIT changed();
    }
    const auto waiting = std::exchange(m_waiting, {});
    for (const Done &done : waiting)
        done(status ? Result<HostInfo>(*m_host) : refuse(status.error()));
}

} // namespace boxyard
