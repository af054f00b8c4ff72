// SPDX-License-Identifier: GPL-2.0-or-later

#include "error.h"

#include "startcause.h"

#include <QCoreApplication>

#include <array>

namespace boxyard {

using namespace Qt::StringLiterals;

namespace {

struct Row {
    ErrorCode code;
    const char *word;
    const char *sentence; // %1 object, %2 detail
    const char *advice;
};

constexpr const char *Context = "Error";

// clang-format off
const std::array Table = {
    Row{ErrorCode::InvalidName, "InvalidName",
        QT_TRANSLATE_NOOP("Error", "“%1” can't be the name of a container."),
        QT_TRANSLATE_NOOP("Error", "Use up to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or a digit.")},
    Row{ErrorCode::InvalidArgument, "InvalidArgument",
        QT_TRANSLATE_NOOP("Error", "The value for “%1” is not allowed: %2."),
        QT_TRANSLATE_NOOP("Error", "Correct the value and try again.")},
    Row{ErrorCode::NotAuthorized, "NotAuthorized",
        QT_TRANSLATE_NOOP("Error", "You don't have permission to do this."),
        QT_TRANSLATE_NOOP("Error", "Ask an administrator of this machine, or try again with an administrator's password.")},
    Row{ErrorCode::Dismissed, "Dismissed",
        QT_TRANSLATE_NOOP("Error", "The password was not given, so nothing was done."),
        QT_TRANSLATE_NOOP("Error", "Try again and give the password.")},
    Row{ErrorCode::AuthorizationUnavailable, "AuthorizationUnavailable",
        QT_TRANSLATE_NOOP("Error", "The system's authorization service (polkit) gave no answer: %2."),
        QT_TRANSLATE_NOOP("Error", "Check that polkit is installed and running, then try again.")},
    Row{ErrorCode::NotSubscribed, "NotSubscribed",
        QT_TRANSLATE_NOOP("Error", "This program has not asked to watch the containers yet."),
        QT_TRANSLATE_NOOP("Error", "Refresh, then try again.")},
    Row{ErrorCode::NotFound, "NotFound",
        QT_TRANSLATE_NOOP("Error", "%1 does not exist."),
        QT_TRANSLATE_NOOP("Error", "It may have been renamed or deleted in the meantime. Look at the list again.")},
    Row{ErrorCode::AlreadyExists, "AlreadyExists",
        QT_TRANSLATE_NOOP("Error", "There is already a container %1."),
        QT_TRANSLATE_NOOP("Error", "Choose another name.")},
    Row{ErrorCode::MustBeStopped, "MustBeStopped",
        QT_TRANSLATE_NOOP("Error", "%1 is running."),
        QT_TRANSLATE_NOOP("Error", "Stop it first.")},
    Row{ErrorCode::NotRunning, "NotRunning",
        QT_TRANSLATE_NOOP("Error", "%1 is not running."),
        QT_TRANSLATE_NOOP("Error", "Start it first.")},
    Row{ErrorCode::Busy, "Busy",
        QT_TRANSLATE_NOOP("Error", "%1 is being worked on (%2)."),
        QT_TRANSLATE_NOOP("Error", "Wait for that task to end, or cancel it.")},
    Row{ErrorCode::Changed, "Changed",
        QT_TRANSLATE_NOOP("Error", "%1 was changed by somebody else in the meantime."),
        QT_TRANSLATE_NOOP("Error", "Check it, then try again.")},
    Row{ErrorCode::LimitExceeded, "LimitExceeded",
        QT_TRANSLATE_NOOP("Error", "Too many requests at once (%1, limit %2)."),
        QT_TRANSLATE_NOOP("Error", "Wait for some of your tasks to end.")},
    Row{ErrorCode::Cancelled, "Cancelled",
        QT_TRANSLATE_NOOP("Error", "The task was cancelled; nothing of it was kept."), ""},
    Row{ErrorCode::TimedOut, "TimedOut",
        QT_TRANSLATE_NOOP("Error", "%1 did not finish in time (%2)."),
        QT_TRANSLATE_NOOP("Error", "Try again; the log may say what it waited for.")},
    Row{ErrorCode::NotResponding, "NotResponding",
        QT_TRANSLATE_NOOP("Error", "The process that monitors %1 does not answer."),
        QT_TRANSLATE_NOOP("Error", "Kill the container, or look at what its monitor process is waiting for.")},
    Row{ErrorCode::NameTaken, "NameTaken",
        QT_TRANSLATE_NOOP("Error", "Another user (%2) holds the control socket of %1."),
        QT_TRANSLATE_NOOP("Error", "End that user's process; Boxyard does not talk to it.")},
    Row{ErrorCode::BrokenConfig, "BrokenConfig",
        QT_TRANSLATE_NOOP("Error", "The configuration of %1 does not load: %2."),
        QT_TRANSLATE_NOOP("Error", "Correct its config file; the container can be used again as soon as the file loads.")},
    Row{ErrorCode::UnsupportedName, "UnsupportedName",
        QT_TRANSLATE_NOOP("Error", "%1 has a name that Boxyard does not handle."),
        QT_TRANSLATE_NOOP("Error", "Use the lxc-* commands for it, or rename it with them.")},
    Row{ErrorCode::HasDependants, "HasDependants",
        QT_TRANSLATE_NOOP("Error", "%1 can't be started, renamed or deleted while its files are needed by %2."),
        QT_TRANSLATE_NOOP("Error", "Delete those first, or make a full clone of it and work with that.")},
    Row{ErrorCode::RootfsMissing, "RootfsMissing",
        QT_TRANSLATE_NOOP("Error", "The root file system of %1 is missing: %2."),
        QT_TRANSLATE_NOOP("Error", "Mount or restore it, or delete the container.")},
    Row{ErrorCode::NoSpace, "NoSpace",
        QT_TRANSLATE_NOOP("Error", "There is no space left to write “%1”."),
        QT_TRANSLATE_NOOP("Error", "Free some space on that disk and try again. Nothing incomplete was kept.")},
    Row{ErrorCode::ReadOnlyStore, "ReadOnlyStore",
        QT_TRANSLATE_NOOP("Error", "“%1” can't be written: it is read-only."),
        QT_TRANSLATE_NOOP("Error", "Choose another place, or mount it writable.")},
    Row{ErrorCode::TemplateFailed, "TemplateFailed",
        QT_TRANSLATE_NOOP("Error", "The template “%1” failed: %2."),
        QT_TRANSLATE_NOOP("Error", "The log has its whole output. Nothing incomplete was kept.")},
    Row{ErrorCode::HookFailed, "HookFailed",
        QT_TRANSLATE_NOOP("Error", "The clone hook “%1” failed: %2."),
        QT_TRANSLATE_NOOP("Error", "The log has its whole output. Correct the hook, or clone without hooks. Nothing incomplete was kept.")},
    Row{ErrorCode::StartFailed, "StartFailed",
        QT_TRANSLATE_NOOP("Error", "%1 did not start: %2."),
        QT_TRANSLATE_NOOP("Error", "The log has everything that LXC reported. A mount entry, the network or the root file system is often the cause.")},
    Row{ErrorCode::StopRefused, "StopRefused",
        QT_TRANSLATE_NOOP("Error", "%1 was asked to stop and still runs after %2."),
        QT_TRANSLATE_NOOP("Error", "Wait longer, or kill it; what it has not saved is lost then.")},
    Row{ErrorCode::LocationMissing, "LocationMissing",
        QT_TRANSLATE_NOOP("Error", "The folder for containers, %1, does not exist."),
        QT_TRANSLATE_NOOP("Error", "Install LXC, or create the folder.")},
    Row{ErrorCode::Unsupported, "Unsupported",
        QT_TRANSLATE_NOOP("Error", "This machine can't do that: %1 (%2)."), ""},
    Row{ErrorCode::HelperMissing, "HelperMissing",
        QT_TRANSLATE_NOOP("Error", "Boxyard's system service is not installed, or it could not be started."),
        QT_TRANSLATE_NOOP("Error", "Install the package boxyard-helper, or ask an administrator to.")},
    Row{ErrorCode::HelperLost, "HelperLost",
        QT_TRANSLATE_NOOP("Error", "The connection to Boxyard's system service was lost before it answered."),
        QT_TRANSLATE_NOOP("Error", "Boxyard reconnects by itself. Then look at the list to see what was done.")},
    Row{ErrorCode::HelperTooOld, "HelperTooOld",
        QT_TRANSLATE_NOOP("Error", "Boxyard's system service is older than this program."),
        QT_TRANSLATE_NOOP("Error", "Install the same version of the packages boxyard and boxyard-helper.")},
    Row{ErrorCode::WorkerCrashed, "WorkerCrashed",
        QT_TRANSLATE_NOOP("Error", "The operation “%1” ended unexpectedly (%2)."),
        QT_TRANSLATE_NOOP("Error", "What it had begun was undone. Try again, and report it if it happens again.")},
    Row{ErrorCode::Failed, "Failed",
        QT_TRANSLATE_NOOP("Error", "“%1” failed: %2."),
        QT_TRANSLATE_NOOP("Error", "The log may say more.")},
};
// clang-format on

constexpr QLatin1StringView Prefix = "org.boxyard.Error."_L1;

const Row &row(ErrorCode code)
{
    for (const Row &entry : Table) {
        if (entry.code == code)
            return entry;
    }
    return Table.back();
}

/// Names and other people's words as a sentence can carry them: one line, of a bearable length. Right-to-left
/// overrides and the like would turn the rest of the sentence around.
QString inOneLine(const QString &text, qsizetype longest)
{
    QString line = text;
    for (QChar &c : line) {
        const auto category = c.category();
        if (category == QChar::Other_Control || category == QChar::Other_Format
            || category == QChar::Separator_Line || category == QChar::Separator_Paragraph)
            c = QChar::ReplacementCharacter;
    }
    return line.size() <= longest ? line : line.left(longest) + u"…"_s;
}

QString filled(const char *text, const Error &error)
{
    if (*text == '\0')
        return {};
    const QString object = inOneLine(error.object, 100);
    QString detail = inOneLine(error.detail.trimmed(), 500);
    while (detail.endsWith(u'.'))
        detail.chop(1);
    // By position and in one pass: QString::arg would give the object to a sentence that has only a "%2", and
    // a "%2" inside the object must stay what it is.
    const QString sentence = QCoreApplication::translate(Context, text);
    QString result;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const QStringView mark = QStringView(sentence).mid(i, 2);
        if (mark == u"%1" || mark == u"%2") {
            result += mark == u"%1" ? object : detail;
            ++i;
        } else {
            result += sentence.at(i);
        }
    }
    return result;
}

/// A newer or older program's detail may be a sentence of the bus instead.
bool isVersion(const QString &text)
{
    return !text.isEmpty() && text.front().isDigit() && !text.contains(u' ');
}

/// What the bus and QtDBus themselves answer when nobody is there.
ErrorCode fromBusError(const QString &name)
{
    static const std::array<std::pair<QLatin1StringView, ErrorCode>, 9> known = {{
        {"org.freedesktop.DBus.Error.ServiceUnknown"_L1, ErrorCode::HelperMissing},
        {"org.freedesktop.DBus.Error.NameHasNoOwner"_L1, ErrorCode::HelperMissing},
        {"org.freedesktop.DBus.Error.Spawn.ExecFailed"_L1, ErrorCode::HelperMissing},
        {"org.freedesktop.DBus.Error.Spawn.ChildExited"_L1, ErrorCode::HelperMissing},
        {"org.freedesktop.DBus.Error.Spawn.ServiceNotFound"_L1, ErrorCode::HelperMissing},
        {"org.freedesktop.DBus.Error.NoReply"_L1, ErrorCode::HelperLost},
        {"org.freedesktop.DBus.Error.Disconnected"_L1, ErrorCode::HelperLost},
        {"org.freedesktop.DBus.Error.UnknownMethod"_L1, ErrorCode::HelperTooOld},
        {"org.freedesktop.DBus.Error.AccessDenied"_L1, ErrorCode::NotAuthorized},
    }};
    for (const auto &[busName, code] : known) {
        if (name == busName)
            return code;
    }
    return name.startsWith("org.freedesktop.DBus.Error.Spawn."_L1) ? ErrorCode::HelperMissing
                                                                   : ErrorCode::Failed;
}

} // namespace

QString errorWord(ErrorCode code)
{
    return QLatin1StringView(row(code).word);
}

ErrorCode errorCodeFromWord(const QString &word)
{
    for (const Row &entry : Table) {
        if (word == QLatin1StringView(entry.word))
            return entry.code;
    }
    return ErrorCode::Failed;
}

QString errorName(ErrorCode code)
{
    return Prefix + errorWord(code);
}

ErrorCode errorCodeFromName(const QString &name)
{
    return name.startsWith(Prefix) ? errorCodeFromWord(name.mid(Prefix.size())) : fromBusError(name);
}

QString explain(const Error &error)
{
    if (error.code == ErrorCode::HelperTooOld && isVersion(error.detail))
        return filled(QT_TRANSLATE_NOOP("Error", "Boxyard's system service has version %2, this program %1."),
                      {error.code, QCoreApplication::applicationVersion(), error.detail});
    return filled(row(error.code).sentence, error);
}

QString advice(const Error &error)
{
    if (const auto cause = error.code == ErrorCode::StartFailed ? startCause(error.detail) : std::nullopt)
        return filled(cause->advice, {error.code, cause->object, {}});
    return filled(row(error.code).advice, error);
}

QString explainAndAdvise(const Error &error)
{
    return (explain(error) + u'\n' + advice(error)).trimmed();
}

QString details(const Error &error)
{
    QStringList parts = {errorName(error.code)};
    for (const QString &part : {error.object, error.detail}) {
        if (!part.isEmpty())
            parts.append(inOneLine(part, 500));
    }
    return parts.join(u'\n');
}

} // namespace boxyard
