// SPDX-License-Identifier: GPL-2.0-or-later

#include "polkitauthorizer.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>

#include <algorithm>

namespace boxyard {

/// polkit's "(sa{sv})": whom a check is about.
struct PolkitSubject {
    QString kind;
    QVariantMap details;
};

static QDBusArgument &operator<<(QDBusArgument &argument, const PolkitSubject &subject)
{
    argument.beginStructure();
    argument << subject.kind << subject.details;
    argument.endStructure();
    return argument;
}

static const QDBusArgument &operator>>(const QDBusArgument &argument, PolkitSubject &subject)
{
    argument.beginStructure();
    argument >> subject.kind >> subject.details;
    argument.endStructure();
    return argument;
}

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::PolkitSubject)

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

using Texts = QMap<QString, QString>;

constexpr auto Service = "org.freedesktop.PolicyKit1"_L1;
constexpr auto Path = "/org/freedesktop/PolicyKit1/Authority"_L1;
constexpr auto Interface = "org.freedesktop.PolicyKit1.Authority"_L1;
constexpr uint AllowUserInteraction = 1;

QDBusMessage authorityCall(const QString &method)
{
    return QDBusMessage::createMethodCall(Service, Path, Interface, method);
}

QDBusMessage checkCall(const AuthorizationRequest &request, uint flags, const QString &cancellationId)
{
    const PolkitSubject subject{u"system-bus-name"_s, {{u"name"_s, request.caller}}};
    Texts details = {{u"verb"_s, request.verb}, {u"container"_s, request.container}};
    if (!request.dialogText.isEmpty()) {
        details.insert(u"polkit.message"_s, request.dialogText);
        details.insert(u"polkit.gettext_domain"_s, u"boxyard"_s);
    }
    auto call = authorityCall(u"CheckAuthorization"_s);
    call << QVariant::fromValue(subject) << actionId(request.action) << QVariant::fromValue(details) << flags
         << cancellationId;
    return call;
}

/// polkit's "(bba{ss})": authorized, challenge, details.
Authorization verdictOf(const QDBusMessage &reply, bool byDialog)
{
    if (reply.type() != QDBusMessage::ReplyMessage)
        return {Verdict::Unavailable, reply.errorName() + u": "_s + reply.errorMessage()};
    if (reply.signature() != "(bba{ss})"_L1)
        return {Verdict::Unavailable, u"an answer of the wrong form"_s};
    bool authorized = false;
    bool challenge = false;
    Texts details;
    const auto argument = reply.arguments().constFirst().value<QDBusArgument>();
    argument.beginStructure();
    argument >> authorized >> challenge >> details;
    argument.endStructure();
    // A kept authorization is a password that was given a little earlier.
    const bool kept = details.contains(u"polkit.temporary_authorization_id"_s);
    if (authorized)
        return {byDialog || kept ? Verdict::AllowedByDialog : Verdict::Allowed, {}};
    if (details.contains(u"polkit.dismissed"_s))
        return {Verdict::Dismissed, {}};
    return {challenge ? Verdict::Challenge : Verdict::Refused, {}};
}

} // namespace

PolkitAuthorizer::PolkitAuthorizer(const QDBusConnection &bus, Options options, QObject *parent)
    : Authorizer(parent)
    , m_bus(bus)
    , m_options(options)
{
    qDBusRegisterMetaType<PolkitSubject>();
    qDBusRegisterMetaType<Texts>();
    m_bus.connect(Service, Path, Interface, u"Changed"_s, this, SIGNAL(rulesChanged()));
}

void PolkitAuthorizer::check(const AuthorizationRequest &request, Done done,
                             std::function<void()> dialogOpens)
{
    if (request.uid == 0)
        done({Verdict::Allowed, {}});
    else
        ask(request, std::move(done), std::move(dialogOpens));
}

void PolkitAuthorizer::ask(const AuthorizationRequest &request, Done done, std::function<void()> dialogOpens)
{
    const auto call = checkCall(request, 0, {});
    auto *watcher = new QDBusPendingCallWatcher(
        m_bus.asyncCall(call, static_cast<int>(m_options.patience.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, request, done = std::move(done),
             dialogOpens = std::move(dialogOpens)](QDBusPendingCallWatcher *self) {
                self->deleteLater();
                const Authorization authorization = verdictOf(self->reply(), false);
                if (authorization.verdict != Verdict::Challenge || !request.mayAsk) {
                    done(authorization);
                } else if (dialogsOf(request.uid) >= m_options.dialogsPerUid) {
                    done({Verdict::TooManyDialogs, QString::number(m_options.dialogsPerUid)});
                } else {
                    if (dialogOpens)
                        dialogOpens();
                    askPerson(request, done);
                }
            });
}

void PolkitAuthorizer::askPerson(const AuthorizationRequest &request, Done done)
{
    const QString id = u"boxyard-%1"_s.arg(++m_lastId);
    m_dialogs.insert(id, {request.caller, request.uid, std::move(done)});
    const auto call = checkCall(request, AllowUserInteraction, id);
    auto *watcher = new QDBusPendingCallWatcher(
        m_bus.asyncCall(call, static_cast<int>(m_options.dialogPatience.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, id](QDBusPendingCallWatcher *self) {
        self->deleteLater();
        if (self->error().type() == QDBusError::NoReply && m_dialogs.contains(id)) {
            // A dialog that nobody answered is closed, or it would stay for ever.
            cancel(id);
            endDialog(id, {Verdict::Dismissed, {}});
            return;
        }
        endDialog(id, verdictOf(self->reply(), true));
    });
}

void PolkitAuthorizer::endDialog(const QString &id, const Authorization &authorization)
{
    const auto dialog = m_dialogs.constFind(id);
    if (dialog == m_dialogs.cend())
        return; // its caller left meanwhile
    const Done done = dialog->done;
    m_dialogs.erase(dialog);
    done(authorization);
}

void PolkitAuthorizer::forget(const QString &caller)
{
    QStringList ids;
    for (auto dialog = m_dialogs.cbegin(); dialog != m_dialogs.cend(); ++dialog) {
        if (dialog->caller == caller)
            ids.append(dialog.key());
    }
    for (const QString &id : ids) {
        cancel(id);
        endDialog(id, {Verdict::Dismissed, {}});
    }
}

void PolkitAuthorizer::cancel(const QString &id)
{
    auto call = authorityCall(u"CancelCheckAuthorization"_s);
    call << id;
    m_bus.asyncCall(call);
}

int PolkitAuthorizer::dialogsOf(uint uid) const
{
    return static_cast<int>(
        std::count_if(m_dialogs.cbegin(), m_dialogs.cend(), [uid](const Dialog &d) { return d.uid == uid; }));
}

} // namespace boxyard
