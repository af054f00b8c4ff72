// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace boxyard {

/// Every way in which something can fail, on either side of the bus. The table in error.cpp gives each its
/// D-Bus name
/// (`org.boxyard.Error.<Name>`), a sentence of what happened, and a sentence of what to do.
enum class ErrorCode {
    InvalidName, ///< object: the name
    InvalidArgument, ///< object: the argument; detail: what is wrong with it
    NotAuthorized, ///< object: the action that polkit refused
    Dismissed, ///< a person closed the password dialog; not shown as an error
    AuthorizationUnavailable, ///< polkit is absent, failing or silent; detail: which
    NotSubscribed, ///< a read without Host1.Subscribe
    NotFound, ///< object: the container, job or template
    AlreadyExists, ///< object: the container
    MustBeStopped, ///< object: the container, which runs
    NotRunning, ///< object: the container
    Busy, ///< object: the container; detail: the verb of the job that works on it
    Changed, ///< object: the container, which is not as it was when the request was authorized
    LimitExceeded, ///< object: which quota; detail: its value
    Cancelled, ///< the job was cancelled
    TimedOut, ///< object: the container; detail: after how long
    NotResponding, ///< object: the container whose monitor does not answer
    NameTaken, ///< object: the container; detail: the user whose socket has its name
    BrokenConfig, ///< object: the container; detail: liblxc's reason
    UnsupportedName, ///< object: a container made by others, with a name outside our pattern
    HasDependants, ///< object: the container; detail: names of those that need it
    RootfsMissing, ///< object: the container; detail: the path
    NoSpace, ///< object: what was to be written
    ReadOnlyStore, ///< object: the path
    TemplateFailed, ///< object: the template; detail: its last words
    HookFailed, ///< object: the hook of a clone; detail: its last words
    StartFailed, ///< object: the container; detail: liblxc's reason
    StopRefused, ///< object: the container; it was asked to stop and did not; detail: after how long
    LocationMissing, ///< object: the container path
    Unsupported, ///< object: what is asked for; detail: why this machine can't
    HelperMissing, ///< boxyard-helper is not installed, or the bus can't start it; detail: the bus' reason
    HelperLost, ///< the helper or the bus went away before the answer
    HelperTooOld, ///< detail: its version
    WorkerCrashed, ///< object: the verb; detail: the signal
    Failed, ///< anything else; object: what; detail: why
};

/// What failed, with enough to say it in the reader's language. object and detail are data (names, paths, the
/// words of a tool or the kernel), never sentences of ours.
struct Error {
    ErrorCode code = ErrorCode::Failed;
    QString object;
    QString detail;
    bool operator==(const Error &) const = default;
};

/// `org.boxyard.Error.NotFound` and so on.
[[nodiscard]] QString errorName(ErrorCode code);
/// The code behind a D-Bus error name, those of the bus itself included; Failed for a foreign one.
[[nodiscard]] ErrorCode errorCodeFromName(const QString &name);
/// The name without its prefix, as worker reports carry it: "NotFound".
[[nodiscard]] QString errorWord(ErrorCode code);
/// The code of such a word; Failed for an unknown one.
[[nodiscard]] ErrorCode errorCodeFromWord(const QString &word);

/// One translated sentence: what happened, to what.
[[nodiscard]] QString explain(const Error &error);
/// One translated sentence: what to do about it; empty where there is nothing to do.
[[nodiscard]] QString advice(const Error &error);
/// Both, a line each.
[[nodiscard]] QString explainAndAdvise(const Error &error);
/// Its D-Bus name, object and detail as they are, a line each: for who has to look further, never for a
/// headline.
[[nodiscard]] QString details(const Error &error);

} // namespace boxyard

Q_DECLARE_METATYPE(boxyard::Error)
