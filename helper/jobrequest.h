// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/clone.h"
#include "backend/api/create.h"
#include "backend/api/job.h"
#include "backend/api/rename.h"
#include "backend/api/shell.h"
#include "backend/api/stop.h"

#include <QJsonObject>
#include <QList>

#include <chrono>

namespace boxyard {

/// A container that a job needs, and whether for itself alone.
struct TargetLock {
    ContainerRef ref;
    bool exclusive = true;
};

/// A change that was decoded and authorized: what becomes a job.
struct JobRequest {
    Verb verb = Verb::Start;
    uint uid = 0; ///< whose
    ContainerRef target; ///< what it works on; of a clone the source
    ContainerRef result; ///< what comes out of it: of a clone or a rename; else empty
    QJsonObject
        keys; ///< of the worker's request, without those that all verbs have (docs/worker-protocol.md)
    std::chrono::milliseconds deadline{0};
    QString series; ///< of clones: what those of one request have in common, or empty
    /// A clone that copies nothing: it does not wait for those that do.
    bool shares = false;

    /// Whether it may take the machine's disks for long: such jobs leave room for the others.
    [[nodiscard]] bool isLong() const;

    /// Whether it is a clone that copies: such jobs share the processors.
    [[nodiscard]] bool isCopy() const { return verb == Verb::Clone && !shares; }

    /// Whether a container comes out of it that was not there, which is shown before all of it is on the
    /// disk.
    [[nodiscard]] bool makes() const { return verb == Verb::Create || verb == Verb::Clone; }

    /// Whether its intent is kept on disk, and what was cut off is recovered.
    [[nodiscard]] bool isDurable() const;
    [[nodiscard]] QList<TargetLock> locks() const;
};

[[nodiscard]] JobRequest createRequest(const CreateSpec &spec);
[[nodiscard]] JobRequest cloneRequest(const CloneSpec &spec);
/// Start, freeze, unfreeze, delete: nothing to say but the name.
[[nodiscard]] JobRequest plainRequest(Verb verb, const ContainerRef &ref);
/// Stop and restart.
[[nodiscard]] JobRequest stopRequest(Verb verb, const StopSpec &spec);
[[nodiscard]] JobRequest renameRequest(const RenameSpec &spec);

/// The worker's request for a job.
[[nodiscard]] QJsonObject workerRequest(const JobRequest &request, quint64 id);
/// The request of a worker that comes after a job: `recover` or `settle`.
[[nodiscard]] QJsonObject requestAfter(const QString &verb, quint64 id, const JobRequest &request,
                                       quint64 jobId);
/// The same way back, from a request file; InvalidArgument where it is not one of ours.
[[nodiscard]] Result<JobRequest> jobRequestFrom(const QJsonObject &workerRequest);

/// The members that every request has.
[[nodiscard]] QJsonObject requestHead(quint64 id, uint uid, const QString &verb, const ContainerRef &ref);
[[nodiscard]] QJsonObject shellKeys(const ShellSpec &spec, bool privileged, const QString &expect);

} // namespace boxyard
