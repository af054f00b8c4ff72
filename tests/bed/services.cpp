// SPDX-License-Identifier: GPL-2.0-or-later

#include "services.h"

#include "client.h"
#include "polkitsubject.h"

#include <QDBusConnectionInterface>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QDir>
#include <QFile>
#include <QProcess>

#include <csignal>
#include <memory>
#include <stdexcept>

namespace boxyard::bed {

using namespace Qt::StringLiterals;

namespace {

using Texts = QMap<QString, QString>;

const QString Polkit = u"org.freedesktop.PolicyKit1"_s;
const QString RulesFile = u"/etc/polkit-1/rules.d/05-test.rules"_s;
const QString PolkitService = u"/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service"_s;
const QString BusPidFile = u"/run/dbus/pid"_s;
const QString BusSocket = u"/run/dbus/system_bus_socket"_s;

QDBusMessage busCall(const QString &method, const QVariantList &arguments = {})
{
    Client root(user(u"root"_s));
    auto message = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                                  u"org.freedesktop.DBus"_s, method);
    message.setArguments(arguments);
    return root.bus().call(message);
}

void kill(pid_t pid, int signal)
{
    if (pid > 1 && ::kill(pid, signal) != 0)
        throw std::runtime_error("cannot send a signal to " + std::to_string(pid));
}

bool runs(pid_t pid)
{
    QFile stat(u"/proc/%1/stat"_s.arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = stat.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z";
}

void awaitEnd(pid_t pid)
{
    if (!eventually([pid] { return !runs(pid); }))
        throw std::runtime_error("process " + std::to_string(pid) + " does not end");
}

/// Whether the rule with this number is in force: it allows an unprivileged client what nothing else allows.
bool isInForce(int generation)
{
    qDBusRegisterMetaType<bed::PolkitSubject>();
    qDBusRegisterMetaType<Texts>();
    Client norule(user(u"norule"_s));
    Client root(user(u"root"_s));
    auto call =
        QDBusMessage::createMethodCall(Polkit, u"/org/freedesktop/PolicyKit1/Authority"_s,
                                       u"org.freedesktop.PolicyKit1.Authority"_s, u"CheckAuthorization"_s);
    const bed::PolkitSubject subject = {u"system-bus-name"_s, {{u"name"_s, norule.bus().baseService()}}};
    const Texts details = {{u"bed-generation"_s, QString::number(generation)}};
    call << QVariant::fromValue(subject) << u"org.freedesktop.policykit.exec"_s
         << QVariant::fromValue(details) << 0U << QString();
    const QDBusMessage answer = root.bus().call(call);
    if (answer.type() != QDBusMessage::ReplyMessage)
        return false;
    bool authorized = false;
    const auto argument = answer.arguments().constFirst().value<QDBusArgument>();
    argument.beginStructure();
    argument >> authorized;
    return authorized;
}

int g_generation = 0;

} // namespace

pid_t ownerOf(const QString &name)
{
    const QDBusMessage answer = busCall(u"GetConnectionUnixProcessID"_s, {name});
    return answer.type() == QDBusMessage::ReplyMessage
        ? static_cast<pid_t>(answer.arguments().constFirst().toUInt())
        : 0;
}

pid_t helperPid()
{
    return ownerOf(HelperName);
}

void killHelper()
{
    const pid_t pid = helperPid();
    if (pid == 0)
        return;
    kill(pid, SIGKILL);
    awaitEnd(pid);
    if (!eventually([pid] { return helperPid() != pid; }))
        throw std::runtime_error("the bus still has the dead helper's name");
}

pid_t polkitPid()
{
    busCall(u"StartServiceByName"_s, {Polkit, 0U});
    const pid_t pid = ownerOf(Polkit);
    if (pid == 0)
        throw std::runtime_error("polkitd does not start");
    return pid;
}

PolkitStopped::PolkitStopped()
    : m_pid(polkitPid())
{
    kill(m_pid, SIGSTOP);
}

PolkitStopped::~PolkitStopped()
{
    ::kill(m_pid, SIGCONT);
}

PolkitGone::PolkitGone()
{
    const pid_t pid = polkitPid();
    QFile::rename(PolkitService, PolkitService + u".gone"_s);
    busCall(u"ReloadConfig"_s);
    kill(pid, SIGKILL);
    awaitEnd(pid);
    if (!eventually([] { return ownerOf(Polkit) == 0; }))
        throw std::runtime_error("polkit is still there");
}

PolkitGone::~PolkitGone()
{
    QFile::rename(PolkitService + u".gone"_s, PolkitService);
    busCall(u"ReloadConfig"_s);
}

void stopBus()
{
    const auto pid = static_cast<pid_t>(readFile(BusPidFile).trimmed().toInt());
    kill(pid, SIGKILL);
    awaitEnd(pid);
    QFile::remove(BusSocket);
}

void startBus()
{
    QProcess process;
    process.setProgram(u"dbus-daemon"_s);
    process.setArguments({u"--system"_s, u"--nofork"_s, u"--nopidfile"_s});
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(u"/var/log/boxyard-bed.log"_s, QIODevice::Append);
    process.setStandardErrorFile(u"/var/log/boxyard-bed.log"_s, QIODevice::Append);
    qint64 pid = 0;
    if (!process.startDetached(&pid))
        throw std::runtime_error("dbus-daemon does not start");
    writeFile(BusPidFile, QString::number(pid));
    if (!eventually([] { return QFile::exists(BusSocket); }))
        throw std::runtime_error("dbus-daemon has no socket");
}

Rules::Rules()
{
    write();
}

Rules::~Rules()
{
    m_lines.clear();
    QFile::remove(RulesFile);
    const int last = g_generation;
    eventually([last] { return !isInForce(last); });
}

void Rules::set(const QString &user, const QString &action, Verdict verdict)
{
    static const QMap<Verdict, QString> words = {{Verdict::Yes, u"YES"_s},
                                                 {Verdict::No, u"NO"_s},
                                                 {Verdict::AuthAdmin, u"AUTH_ADMIN"_s},
                                                 {Verdict::AuthAdminKeep, u"AUTH_ADMIN_KEEP"_s}};
    const QString id = action.contains(u'.') ? action : u"org.boxyard."_s + action;
    const QString condition =
        action == "*"_L1 ? u"action.id.indexOf(\"org.boxyard.\") === 0"_s : u"action.id === \"%1\""_s.arg(id);
    m_lines.insert(user + u' ' + action,
                   u"    if (subject.user === \"%1\" && %2)\n        return polkit.Result.%3;\n"_s.arg(
                       user, condition, words.value(verdict)));
    write();
}

void Rules::clear()
{
    m_lines.clear();
    write();
}

void Rules::write()
{
    const int generation = ++g_generation;
    QString text =
        u"polkit.addRule(function (action, subject) {\n"
        "    if (action.lookup(\"bed-generation\") === \"%1\")\n        return polkit.Result.YES;\n"_s.arg(
            generation);
    for (const QString &line : std::as_const(m_lines))
        text += line;
    text += u"    return polkit.Result.NOT_HANDLED;\n});\n"_s;
    // One event for polkitd, which would otherwise read a half written file.
    writeFile(RulesFile + u".new"_s, text);
    QFile::remove(RulesFile);
    QFile::rename(RulesFile + u".new"_s, RulesFile);
    if (!eventually([generation] { return isInForce(generation); }))
        throw std::runtime_error("polkit does not go by the new rules");
}

} // namespace boxyard::bed
