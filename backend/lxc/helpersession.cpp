// SPDX-License-Identifier: GPL-2.0-or-later

#include "helpersession.h"

#include "containersproxy.h"
#include "hostproxy.h"
#include "jobsproxy.h"

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

template <typename Proxy>
std::unique_ptr<Proxy> proxy(const QDBusConnection &bus, const QString &owner, const QString &noun)
{
    auto made = std::make_unique<Proxy>(owner, u"/org/boxyard/Helper1/"_s + noun, bus);
    made->setTimeout(static_cast<int>(HelperCalls::ReadPatience.count()));
    return made;
}

} // namespace

HelperSession::HelperSession(const QDBusConnection &bus, const QString &owner, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_owner(owner)
    , m_containers(proxy<ContainersProxy>(bus, owner, u"Containers"_s))
    , m_host(proxy<HostProxy>(bus, owner, u"Host"_s))
    , m_jobs(proxy<JobsProxy>(bus, owner, u"Jobs"_s))
{
    connect(m_host.get(), &HostProxy::Changed, this, &HelperSession::changed);
    connect(m_jobs.get(), &JobsProxy::Progress, this, &HelperSession::progress);
    connect(m_jobs.get(), &JobsProxy::LogLine, this, &HelperSession::logLine);
    connect(m_jobs.get(), &JobsProxy::Finished, this, &HelperSession::finished);
}

HelperSession::~HelperSession() = default;

void HelperSession::close()
{
    disconnect();
    m_calls.dropAll();
    deleteLater();
}

void HelperSession::subscribe(Interaction interaction, Done<void> done)
{
    const auto message = HelperCalls::message(m_owner, {u"Host"_s, u"Subscribe"_s}, {}, interaction);
    m_calls.call<void>(m_bus, message, std::move(done));
}

void HelperSession::info(Done<HostInfo> done)
{
    m_calls.follow<HostInfo>(m_host->Info(), u"Info"_s, std::move(done));
}

void HelperSession::list(Done<ContainerList> done)
{
    m_calls.follow<ContainerList>(m_containers->List(), u"List"_s, std::move(done));
}

void HelperSession::jobs(Done<JobInfoList> done)
{
    m_calls.follow<JobInfoList>(m_jobs->List(false), u"Jobs.List"_s, std::move(done));
}

void HelperSession::log(quint64 job, Done<QStringList> done)
{
    m_calls.follow<QStringList>(m_jobs->Log(job), u"Log"_s, std::move(done));
}

} // namespace boxyard
