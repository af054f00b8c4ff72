// SPDX-License-Identifier: GPL-2.0-or-later

#include "fakehelper.h"

#include "fakeclonesadaptor.h"
#include "fakecontainersadaptor.h"
#include "fakehostadaptor.h"
#include "fakejobsadaptor.h"

#include <fcntl.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

bool FakeObject::ordinary(const QString &method)
{
    ++m_state.calls[method];
    m_state.interactive[method] = message().isInteractiveAuthorizationAllowed();
    m_state.arguments[method] = message().arguments();
    const auto other = m_state.instead.value(method);
    if (!other)
        return true;
    setDelayedReply(true);
    other(message());
    return false;
}

qulonglong FakeObject::job(const QString &method)
{
    return ordinary(method) ? m_state.nextJob++ : 0;
}

ContainerList FakeContainers::List()
{
    return ordinary(u"List"_s) ? m_state.containers : ContainerList();
}

ContainerDetails FakeContainers::Inspect(const QString & /*location*/, const QString &name)
{
    if (!ordinary(u"Inspect"_s))
        return {};
    return {u"/c/"_s + name, u"amd64"_s, name, {}, {{0, u"veth"_s, u"br0"_s, {}, {u"10.0.0.2/24"_s}}}, {}};
}

qulonglong FakeContainers::Create(const QString & /*location*/, const QString & /*name*/,
                                  const QString & /*templateName*/, const QVariantMap & /*options*/)
{
    return job(u"Create"_s);
}

qulonglong FakeContainers::Start(const QString & /*location*/, const QString & /*name*/)
{
    return job(u"Start"_s);
}

qulonglong FakeContainers::Stop(const QString & /*location*/, const QString & /*name*/,
                                const QVariantMap & /*options*/)
{
    return job(u"Stop"_s);
}

qulonglong FakeContainers::Restart(const QString & /*location*/, const QString & /*name*/,
                                   const QVariantMap & /*options*/)
{
    return job(u"Restart"_s);
}

qulonglong FakeContainers::Freeze(const QString & /*location*/, const QString & /*name*/)
{
    return job(u"Freeze"_s);
}

qulonglong FakeContainers::Unfreeze(const QString & /*location*/, const QString & /*name*/)
{
    return job(u"Unfreeze"_s);
}

qulonglong FakeContainers::Rename(const QString & /*location*/, const QString & /*name*/,
                                  const QString & /*newName*/)
{
    return job(u"Rename"_s);
}

qulonglong FakeContainers::Delete(const QString & /*location*/, const QString & /*name*/)
{
    return job(u"Delete"_s);
}

QDBusUnixFileDescriptor FakeContainers::OpenShell(const QString & /*location*/, const QString & /*name*/,
                                                  const QVariantMap & /*options*/)
{
    if (!ordinary(u"OpenShell"_s))
        return {};
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    QDBusUnixFileDescriptor descriptor(null);
    close(null);
    return descriptor;
}

qulonglong FakeClones::Clone(const QString & /*location*/, const QString & /*name*/,
                             const QString & /*targetLocation*/, const QString & /*targetName*/,
                             const QVariantMap & /*options*/)
{
    return job(u"Clone"_s);
}

ClonePlan FakeClones::Plan(const QString & /*location*/, const QString & /*name*/,
                           const QString & /*targetLocation*/)
{
    return ordinary(u"Plan"_s) ? m_state.plan : ClonePlan();
}

void FakeHost::Subscribe()
{
    ordinary(u"Subscribe"_s);
}

void FakeHost::Unsubscribe()
{
    ordinary(u"Unsubscribe"_s);
}

HostInfo FakeHost::Info()
{
    return ordinary(u"Info"_s) ? m_state.host : HostInfo();
}

JobInfoList FakeJobs::List(bool /*others*/)
{
    return ordinary(u"Jobs"_s) ? m_state.jobs : JobInfoList();
}

void FakeJobs::Cancel(qulonglong /*job*/)
{
    ordinary(u"Cancel"_s);
}

void FakeJobs::CancelSeries(qulonglong /*job*/)
{
    ordinary(u"CancelSeries"_s);
}

QStringList FakeJobs::Log(qulonglong job)
{
    return ordinary(u"Log"_s) ? m_state.logs.value(job) : QStringList();
}

FakeHelper::FakeHelper(const QString &address, FakeState known)
    : state(std::move(known))
    , m_name(u"fake-helper-%1"_s.arg(reinterpret_cast<quintptr>(this)))
    , m_bus(QDBusConnection::connectToBus(address, m_name))
{
    registerWireTypes();
    new FakeContainersAdaptor(&m_containers);
    new FakeClonesAdaptor(&m_clones);
    new FakeHostAdaptor(&m_host);
    new FakeJobsAdaptor(&m_jobs);
    const auto root = u"/org/boxyard/Helper1/"_s;
    m_there = m_bus.registerObject(root + u"Containers"_s, &m_containers)
        && m_bus.registerObject(root + u"Clones"_s, &m_clones)
        && m_bus.registerObject(root + u"Host"_s, &m_host) && m_bus.registerObject(root + u"Jobs"_s, &m_jobs)
        && m_bus.registerService(u"org.boxyard.Helper1"_s);
}

FakeHelper::~FakeHelper()
{
    // A thread of QtDBus' closes the connection, and touches what is still on it, which may be gone then.
    m_bus.unregisterObject(u"/org/boxyard/Helper1"_s, QDBusConnection::UnregisterTree);
    for (QObject *object : std::initializer_list<QObject *>{&m_containers, &m_clones, &m_host, &m_jobs})
        QObject::disconnect(object, &QObject::destroyed, nullptr, nullptr); // by which QtDBus follows it
    m_bus = QDBusConnection(QString());
    QDBusConnection::disconnectFromBus(m_name);
}

void FakeHelper::answer(const QDBusMessage &call, const QVariant &value)
{
    m_bus.send(call.createReply(value));
}

void FakeHelper::answer(const QDBusMessage &call)
{
    m_bus.send(call.createReply());
}

void FakeHelper::fail(const QDBusMessage &call, const QString &errorName, const QStringList &texts)
{
    auto reply = call.createErrorReply(errorName, texts.value(0));
    QVariantList arguments;
    for (const auto &text : texts.mid(1)) // QtDBus itself puts the message before the arguments
        arguments.append(text);
    reply.setArguments(arguments);
    m_bus.send(reply);
}

void FakeHelper::changed()
{
    Q_EMIT m_host.Changed();
}

void FakeHelper::progress(quint64 job, double fraction, const QString &step, const Copied &copied)
{
    Q_EMIT m_jobs.Progress(job, fraction, step, copied.files, copied.bytes);
}

void FakeHelper::logLine(quint64 job, const QString &line)
{
    Q_EMIT m_jobs.LogLine(job, line);
}

void FakeHelper::finished(quint64 job, const QString &error, const QString &object, const QString &detail)
{
    Q_EMIT m_jobs.Finished(job, error, object, detail);
}

} // namespace boxyard
