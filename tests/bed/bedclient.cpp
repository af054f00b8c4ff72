// SPDX-License-Identifier: GPL-2.0-or-later
// The program that ClientProcess starts as another user: reads calls on its standard input, writes the
// answers on its standard output, and may be its own polkit agent.

#include "backend/api/container.h"
#include "client.h"
#include "polkitsubject.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusVirtualObject>
#include <QDataStream>
#include <QFile>
#include <QSocketNotifier>

#include <array>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// org.freedesktop.PolicyKit1.AuthenticationAgent, answering as a person who is away or closes the dialog.
class Agent : public QDBusVirtualObject
{
public:
    explicit Agent(bool dismiss)
        : m_dismiss(dismiss)
    {
    }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == "BeginAuthentication"_L1) {
            if (m_dismiss) {
                bus.send(message.createErrorReply(u"org.freedesktop.PolicyKit1.Error.Cancelled"_s,
                                                  u"the dialog was closed"_s));
            }
        } else {
            bus.send(message.createReply());
        }
        return true;
    }

    QString introspect(const QString &) const override { return {}; }

private:
    bool m_dismiss;
};

void answer(const boxyard::bed::Reply &reply)
{
    QVariantList plain;
    for (const QVariant &value : reply.values) {
        // What is not a basic type does not travel through QDataStream.
        plain.append(value.metaType().id() < QMetaType::User
                         ? value
                         : QVariant(QString::fromLatin1(value.typeName())));
    }
    QByteArray packet;
    QDataStream content(&packet, QIODevice::WriteOnly);
    content << reply.error << reply.message << plain;
    QFile out;
    if (!out.open(STDOUT_FILENO, QIODevice::WriteOnly | QIODevice::Unbuffered))
        return;
    QDataStream channel(&out);
    channel << packet;
}

/// The time a process began, in clock ticks: proc(5), /proc/PID/stat, field 22.
qulonglong startTime()
{
    QFile file(u"/proc/self/stat"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ').value(19).toULongLong();
}

QDBusMessage registerAgent(QDBusConnection bus, Agent *agent)
{
    const QString path = u"/org/boxyard/bed/agent"_s;
    bus.registerVirtualObject(path, agent);
    auto call = QDBusMessage::createMethodCall(
        u"org.freedesktop.PolicyKit1"_s, u"/org/freedesktop/PolicyKit1/Authority"_s,
        u"org.freedesktop.PolicyKit1.Authority"_s, u"RegisterAuthenticationAgent"_s);
    const boxyard::bed::PolkitSubject subject = {u"unix-process"_s,
                                                 {{u"pid"_s, static_cast<uint>(getpid())},
                                                  {u"start-time"_s, startTime()},
                                                  {u"uid"_s, static_cast<int>(getuid())}}};
    call << QVariant::fromValue(subject) << u"C.UTF-8"_s << path;
    return bus.call(call);
}

void execute(QDBusConnection bus, const QByteArray &packet)
{
    boxyard::bed::Call call;
    QDataStream content(packet);
    content >> call.noun >> call.method >> call.arguments >> call.interactive;
    constexpr int patience = 10 * 60 * 1000;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(boxyard::bed::messageOf(call), patience));
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [](QDBusPendingCallWatcher *self) {
        answer(boxyard::bed::replyOf(self->reply()));
        self->deleteLater();
    });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    boxyard::registerWireTypes();
    qDBusRegisterMetaType<boxyard::bed::PolkitSubject>();
    qDBusRegisterMetaType<QMap<QString, QString>>();
    auto bus = QDBusConnection::systemBus();
    boxyard::bed::Reply ready;
    const QString kind = QString::fromLocal8Bit(argc > 1 ? argv[1] : "none");
    Agent agent(kind == "dismiss"_L1);
    if (!bus.isConnected())
        ready = {u"NoBus"_s, bus.lastError().message(), {}};
    else if (kind != "none"_L1)
        ready = boxyard::bed::replyOf(registerAgent(bus, &agent));
    answer(ready);

    QByteArray received;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [&] {
        std::array<char, 65536> buffer = {};
        const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count <= 0) {
            QCoreApplication::quit();
            return;
        }
        received.append(buffer.data(), count);
        for (;;) {
            QDataStream stream(&received, QIODevice::ReadOnly);
            stream.startTransaction();
            QByteArray packet;
            stream >> packet;
            if (!stream.commitTransaction())
                return;
            received.remove(0, stream.device()->pos());
            execute(bus, packet);
        }
    });
    return QCoreApplication::exec();
}
