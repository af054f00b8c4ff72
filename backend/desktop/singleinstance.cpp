// SPDX-License-Identifier: GPL-2.0-or-later

#include "singleinstance.h"

#include "sessionbus.h"

#include <QDBusAbstractAdaptor>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusReply>
#include <QFile>

#include <array>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

const QString Interface = u"org.freedesktop.Application"_s;

/// What is exported: one method that does something, and those that belong to the interface.
class ApplicationAdaptor : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

public:
    explicit ApplicationAdaptor(SingleInstance *instance)
        : QDBusAbstractAdaptor(instance)
        , m_instance(instance)
    {
    }

public Q_SLOTS: // NOLINT(readability-redundant-access-specifiers)

    void Activate(const QVariantMap &platformData) { m_instance->raise(platformData); }

    void Open(const QStringList & /*uris*/, const QVariantMap &platformData)
    {
        m_instance->raise(platformData);
    }

private:
    SingleInstance *m_instance;
};

/// "org.boxyard.Boxyard" → "/org/boxyard/Boxyard", as the specification has it.
QString pathOf(const QString &name)
{
    return u'/' + QString(name).replace(u'.', u'/').replace(u'-', u'_');
}

QString activationToken()
{
    const QString token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
    return token.isEmpty() ? qEnvironmentVariable("DESKTOP_STARTUP_ID") : token;
}

bool addressOf(const QString &path, sockaddr_un &address)
{
    const QByteArray encoded = QFile::encodeName(path);
    address = {};
    address.sun_family = AF_UNIX;
    if (encoded.size() >= static_cast<qsizetype>(sizeof(address.sun_path)))
        return false;
    std::memcpy(address.sun_path, encoded.constData(), static_cast<size_t>(encoded.size()));
    return true;
}

} // namespace

SingleInstance::SingleInstance(QString name, QObject *parent)
    : QObject(parent)
    , m_name(std::move(name))
{
    new ApplicationAdaptor(this);
}

SingleInstance::~SingleInstance()
{
    m_notifier.reset();
    if (m_socket >= 0)
        close(m_socket);
    if (!m_path.isEmpty())
        QFile::remove(m_path);
    if (m_lock >= 0)
        close(m_lock);
}

bool SingleInstance::claim()
{
    bool claimed = true;
    return claimOnBus(claimed) ? claimed : claimSocket();
}

/// Whether the bus could tell; `claimed` is its answer.
bool SingleInstance::claimOnBus(bool &claimed)
{
    auto bus = sessionBus();
    if (!bus)
        return false;
    // Before the name: whoever sees it may call at once.
    bus->registerObject(pathOf(m_name), this, QDBusConnection::ExportAdaptors);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const QDBusReply<QDBusConnectionInterface::RegisterServiceReply> reply =
            bus->interface()->registerService(m_name, QDBusConnectionInterface::DontQueueService,
                                              QDBusConnectionInterface::DontAllowReplacement);
        if (!reply.isValid())
            return false;
        claimed = reply.value() != QDBusConnectionInterface::ServiceNotRegistered;
        if (claimed)
            return true;
        auto call = QDBusMessage::createMethodCall(m_name, pathOf(m_name), Interface, u"Activate"_s);
        call.setArguments({QVariantMap{{u"activation-token"_s, activationToken()}}});
        call.setAutoStartService(false);
        const QDBusMessage answer = bus->call(call, QDBus::Block, AnswerTime);
        if (answer.type() == QDBusMessage::ReplyMessage)
            return true;
        // It ended meanwhile: again. Or it hangs, and a second window is better than none.
        claimed = true;
    }
    return true;
}

bool SingleInstance::claimSocket()
{
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    sockaddr_un address{};
    const QString path = folder + u'/' + m_name + u".socket"_s;
    if (folder.isEmpty() || !addressOf(path, address))
        return true;
    m_lock = open(QFile::encodeName(path + u".lock"_s).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    m_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (m_lock < 0 || m_socket < 0)
        return true;
    const auto *target = reinterpret_cast<const sockaddr *>(&address);
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        const QByteArray token = activationToken().toUtf8().left(4000);
        // Without a byte there would be nothing to read.
        const QByteArray message = '+' + token;
        return sendto(m_socket, message.constData(), static_cast<size_t>(message.size()), MSG_NOSIGNAL,
                      target, sizeof(address))
            < 0;
    }
    // The lock is ours: a socket that lies there is one of a program that was killed.
    QFile::remove(path);
    if (bind(m_socket, target, sizeof(address)) != 0)
        return true;
    m_path = path;
    m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SingleInstance::readSocket);
    return true;
}

void SingleInstance::readSocket()
{
    std::array<char, 4096> buffer{};
    const ssize_t count = recv(m_socket, buffer.data(), buffer.size(), 0);
    if (count > 0)
        Q_EMIT raiseWanted(QString::fromUtf8(buffer.data() + 1, count - 1));
}

void SingleInstance::raise(const QVariantMap &platformData)
{
    Q_EMIT raiseWanted(platformData.value(u"activation-token"_s).toString());
}

} // namespace boxyard

#include "singleinstance.moc"
