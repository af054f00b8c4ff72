// SPDX-License-Identifier: GPL-2.0-or-later

#include "client.h"

#include "backend/api/container.h"
#include "backend/api/error.h"

#include <QDBusError>
#include <QDataStream>
#include <QDir>
#include <QFile>

#include <stdexcept>

#include <unistd.h>

namespace boxyard::bed {

using namespace Qt::StringLiterals;

namespace {

QString nextName()
{
    static int number = 0;
    return u"bed-client-%1"_s.arg(++number);
}

/// The bus asks the kernel who connects: that is the effective uid of this moment.
QDBusConnection connectAs(const User &user, const QString &name)
{
    registerWireTypes();
    const AsUser guard(user);
    QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SystemBus, name);
    if (!bus.isConnected()) {
        throw std::runtime_error("no connection to the bus as " + user.name.toStdString() + ": "
                                 + bus.lastError().message().toStdString());
    }
    return bus;
}

/// The build folder may be closed to other users; this one is not, nor to programs, as /run may be.
QString clientProgram()
{
    const QString folder = u"/var/home"_s;
    const QString copy = folder + u"/boxyard-bedclient"_s;
    if (!QFile::exists(copy)) {
        if (!QDir().mkpath(folder) || !QFile::copy(QStringLiteral(BOXYARD_BEDCLIENT), copy))
            throw std::runtime_error("cannot copy " BOXYARD_BEDCLIENT);
        QFile::setPermissions(copy,
                              QFileDevice::ReadOwner | QFileDevice::ExeOwner | QFileDevice::ReadOther
                                  | QFileDevice::ExeOther | QFileDevice::ReadGroup | QFileDevice::ExeGroup);
    }
    return copy;
}

} // namespace

AsUser::AsUser(const User &user)
{
    if (setegid(user.gid) != 0 || seteuid(user.uid) != 0)
        throw std::runtime_error("cannot become " + user.name.toStdString());
}

AsUser::~AsUser()
{
    if (seteuid(0) != 0 || setegid(0) != 0)
        qFatal("cannot become root again");
}

QDBusMessage messageOf(const Call &call)
{
    auto message = QDBusMessage::createMethodCall(HelperName, u"/org/boxyard/Helper1/"_s + call.noun,
                                                  u"org.boxyard."_s + call.noun + u'1', call.method);
    message.setArguments(call.arguments);
    message.setInteractiveAuthorizationAllowed(call.interactive);
    return message;
}

Reply replyOf(const QDBusMessage &answer)
{
    if (answer.type() == QDBusMessage::ReplyMessage)
        return {{}, {}, answer.arguments()};
    const QString ours = u"org.boxyard.Error."_s;
    const QString name = answer.errorName();
    return {name.startsWith(ours) ? name.mid(ours.size()) : name, answer.errorMessage(), {}};
}

Client::Client(const User &user)
    : m_name(nextName())
    , m_bus(connectAs(user, m_name))
{
}

Client::~Client()
{
    QDBusConnection::disconnectFromBus(m_name);
}

Reply Client::call(const Call &call, std::chrono::milliseconds patience)
{
    return replyOf(m_bus.call(messageOf(call), QDBus::Block, static_cast<int>(patience.count())));
}

Reply Client::subscribe()
{
    return call({u"Host"_s, u"Subscribe"_s, {}});
}

QStringList commandAs(const User &user, const QStringList &command, const QString &cgroup)
{
    const QStringList asUser = QStringList{u"setpriv"_s, u"--reuid=%1"_s.arg(user.uid),
                                           u"--regid=%1"_s.arg(user.gid), u"--init-groups"_s, u"--"_s}
        + command;
    if (cgroup.isEmpty())
        return asUser;
    return QStringList{u"sh"_s, u"-c"_s, u"echo $$ >\"$0/cgroup.procs\" && exec \"$@\""_s, cgroup} + asUser;
}

ClientProcess::ClientProcess(const User &user, OwnAgent agent, const QString &cgroup)
{
    static const QMap<OwnAgent, QString> words = {
        {OwnAgent::None, u"none"_s}, {OwnAgent::Dismiss, u"dismiss"_s}, {OwnAgent::Silent, u"silent"_s}};
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList command = commandAs(user, {clientProgram(), words.value(agent)}, cgroup);
    const QString program = command.takeFirst();
    m_process.start(program, command);
    m_process.waitForStarted();
    const std::optional<Reply> ready = wait(std::chrono::seconds(20));
    if (!ready || !ready->error.isEmpty())
        throw std::runtime_error("a client as " + user.name.toStdString() + " did not start: "
                                 + (ready ? ready->message.toStdString() : std::string("no answer")));
}

ClientProcess::~ClientProcess()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(2000))
        kill();
}

void ClientProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

void ClientProcess::send(const Call &call)
{
    QByteArray packet;
    QDataStream stream(&packet, QIODevice::WriteOnly);
    stream << call.noun << call.method << call.arguments << call.interactive;
    QDataStream channel(&m_process);
    channel << packet;
    m_process.waitForBytesWritten();
}

std::optional<Reply> ClientProcess::wait(std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;) {
        m_received += m_process.readAllStandardOutput();
        QDataStream stream(&m_received, QIODevice::ReadOnly);
        stream.startTransaction();
        QByteArray packet;
        stream >> packet;
        if (stream.commitTransaction()) {
            m_received.remove(0, stream.device()->pos());
            Reply reply;
            QDataStream content(packet);
            content >> reply.error >> reply.message >> reply.values;
            return reply;
        }
        if (std::chrono::steady_clock::now() > end || m_process.state() == QProcess::NotRunning)
            return {};
        m_process.waitForReadyRead(50);
        letPass(std::chrono::milliseconds(1));
    }
}

std::optional<Reply> ClientProcess::call(const Call &call, std::chrono::milliseconds patience)
{
    send(call);
    return wait(patience);
}

} // namespace boxyard::bed
