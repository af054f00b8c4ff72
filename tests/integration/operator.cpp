// SPDX-License-Identifier: GPL-2.0-or-later

#include "operator.h"

#include "tests/bed/services.h"

#include <QDBusReply>
#include <QDBusUnixFileDescriptor>
#include <QDir>
#include <QFile>

#include <array>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString Containers = u"Containers"_s;

} // namespace

Operator::Operator(const QString &userName)
    : m_client(bed::user(userName))
{
    const bed::Reply reply = m_client.subscribe();
    if (!reply.error.isEmpty()) {
        throw std::runtime_error(userName.toStdString() + " may not subscribe: " + reply.error.toStdString()
                                 + ": " + reply.message.toStdString());
    }
    listen(&QDBusConnection::connect);
}

Operator::~Operator()
{
    // A thread of QtDBus' closes the connection, and touches what still listens on it, which may be gone
    // then.
    listen(&QDBusConnection::disconnect);
    disconnect(this, &QObject::destroyed, nullptr, nullptr); // QtDBus follows listeners by it
}

void Operator::listen(Listening how)
{
    QDBusConnection bus = m_client.bus();
    const QString jobs = u"/org/boxyard/Helper1/Jobs"_s;
    const QString interface = u"org.boxyard.Jobs1"_s;
    (bus.*how)({}, jobs, interface, u"Finished"_s, this,
               SLOT(onFinished(qulonglong, QString, QString, QString)));
    (bus.*how)({}, jobs, interface, u"Progress"_s, this,
               SLOT(onProgress(qulonglong, double, QString, qulonglong, qulonglong)));
    (bus.*how)({}, u"/org/boxyard/Helper1/Host"_s, u"org.boxyard.Host1"_s, u"Changed"_s, this,
               SLOT(onChanged()));
}

void Operator::onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail)
{
    m_ended.insert(job, {error, object, detail, job});
}

void Operator::onProgress(qulonglong, double, const QString &step, qulonglong files, qulonglong bytes)
{
    m_steps.append(step);
    m_copied = {std::max(m_copied.files, files), std::max(m_copied.bytes, bytes)};
}

void Operator::onChanged()
{
    ++m_changes;
}

End Operator::begin(const bed::Call &call)
{
    const bed::Reply reply = m_client.call(call);
    if (!reply.error.isEmpty())
        return {reply.error, {}, reply.message, 0};
    return {{}, {}, {}, reply.values.value(0).toULongLong()};
}

End Operator::await(End begun, std::chrono::milliseconds patience)
{
    if (begun.job == 0)
        return begun;
    if (!bed::eventually([&] { return m_ended.contains(begun.job); }, patience))
        return {u"it did not end in time"_s, {}, {}, begun.job};
    return m_ended.value(begun.job);
}

End Operator::change(const bed::Call &call)
{
    return await(begin(call));
}

End Operator::create(const QString &name, const QVariantMap &options, const QString &templateName)
{
    return change({Containers, u"Create"_s, {Location, name, templateName, options}});
}

End Operator::start(const QString &name)
{
    return change({Containers, u"Start"_s, {Location, name}});
}

End Operator::stop(const QString &name, const QString &mode)
{
    return change({Containers, u"Stop"_s, {Location, name, QVariantMap{{u"mode"_s, mode}}}});
}

End Operator::remove(const QString &name)
{
    return change({Containers, u"Delete"_s, {Location, name}});
}

End Operator::clone(const QString &name, const QString &target, const QString &mode)
{
    return change(
        {u"Clones"_s, u"Clone"_s, {Location, name, Location, target, QVariantMap{{u"mode"_s, mode}}}});
}

template <typename T>
T Operator::read(const bed::Call &call)
{
    const QDBusReply<T> reply = m_client.bus().call(bed::messageOf(call));
    if (!reply.isValid())
        throw std::runtime_error(call.method.toStdString() + ": " + reply.error().message().toStdString());
    return reply.value();
}

ContainerList Operator::list()
{
    return read<ContainerList>({Containers, u"List"_s, {}});
}

Container Operator::find(const QString &name)
{
    for (const Container &container : list()) {
        if (container.ref == ContainerRef{Location, name})
            return container;
    }
    return {};
}

ContainerDetails Operator::inspect(const QString &name)
{
    return read<ContainerDetails>({Containers, u"Inspect"_s, {Location, name}});
}

HostInfo Operator::info()
{
    return read<HostInfo>({u"Host"_s, u"Info"_s, {}});
}

ClonePlan Operator::plan(const QString &name, const QString &targetLocation)
{
    return read<ClonePlan>({u"Clones"_s, u"Plan"_s, {Location, name, targetLocation}});
}

JobInfoList Operator::jobs(bool others)
{
    return read<JobInfoList>({u"Jobs"_s, u"List"_s, {others}});
}

QStringList Operator::log(quint64 job)
{
    return read<QStringList>({u"Jobs"_s, u"Log"_s, {job}});
}

int Operator::openShell(const QString &name, QString *error)
{
    const bed::Reply reply = m_client.call({Containers, u"OpenShell"_s, {Location, name, QVariantMap()}});
    if (error != nullptr)
        *error = reply.error;
    if (!reply.error.isEmpty())
        return -1;
    const auto descriptor = reply.values.value(0).value<QDBusUnixFileDescriptor>();
    const int pty = fcntl(descriptor.fileDescriptor(), F_DUPFD_CLOEXEC, 0);
    fcntl(pty, F_SETFL, O_NONBLOCK);
    return pty;
}

QByteArray readUntil(int pty, const QByteArray &wanted, std::chrono::milliseconds patience)
{
    QByteArray shown;
    bed::eventually(
        [&] {
            std::array<char, 4096> buffer = {};
            const ssize_t count = read(pty, buffer.data(), buffer.size());
            if (count > 0)
                shown.append(buffer.data(), count);
            return shown.contains(wanted);
        },
        patience);
    return shown;
}

void type(int pty, const QByteArray &text)
{
    if (write(pty, text.constData(), static_cast<size_t>(text.size())) != text.size())
        throw std::runtime_error("the terminal takes no input");
}

void configureHelper(const QString &text)
{
    QDir().mkpath(u"/etc/boxyard"_s);
    bed::writeFile(u"/etc/boxyard/helper.conf"_s, text);
    bed::killHelper();
}

void installTemplate(const QString &name, const QString &script)
{
    const QString path = u"/usr/share/lxc/templates/lxc-"_s + name;
    bed::writeFile(path, u"#!/bin/sh\n"_s + script);
    bed::mustRun(u"chmod"_s, {u"755"_s, path});
}

QStringList leftovers(const QString &location)
{
    QStringList found;
    for (const QString &name :
         QDir(location).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (!QFile::exists(location + u'/' + name + u"/config"_s))
            found.append(name);
    }
    return found;
}

} // namespace boxyard
