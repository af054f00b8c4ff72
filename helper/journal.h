// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"
#include "descriptor.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace boxyard {

/// The files of jobs (docs/worker-protocol.md): requests and reports in `RUN/jobs`, intents of multi-step
/// operations on disk in `STATE/journal`. A request file is locked (flock(2)) by the open file that its
/// worker holds as descriptor 3.
class Journal
{
public:
    /// A request file as a starting helper finds it.
    struct Found {
        quint64 id = 0;
        QJsonObject request;
        bool durable = false; ///< an intent on disk
        bool alive = false; ///< a worker holds it
        qint64 written = 0; ///< ms since the epoch
    };

    Journal(QString runFolder, QString stateFolder);

    /// Makes the folders, for the owner alone; refuses those that belong to somebody else.
    [[nodiscard]] Status prepare();

    /// Never given before, even by an earlier helper.
    [[nodiscard]] Result<quint64> nextId();

    /// Writes a request and locks it. A durable one is an intent: on disk, with its folder, when this
    /// returns; that may take long, so it is thread-safe and belongs into a thread of its own. NoSpace,
    /// ReadOnlyStore, Failed.
    [[nodiscard]] Result<Descriptor> write(quint64 id, const QJsonObject &request, bool durable) const;
    /// The report of a job, to be appended to.
    [[nodiscard]] Result<Descriptor> openReport(quint64 id) const;
    [[nodiscard]] QString reportPath(quint64 id) const;

    [[nodiscard]] QString reportFolder() const { return m_runFolder + QStringLiteral("/jobs"); }

    /// The path of the file that a worker of this job holds locked.
    [[nodiscard]] QString requestPath(quint64 id, bool durable) const;

    /// The intent is fulfilled, or undone. Thread-safe.
    void removeIntent(quint64 id) const;
    /// Request and report are not needed any more.
    void removeRun(quint64 id) const;

    /// Every request there is, an intent before its copy in the run folder, which is left out; in the order
    /// of their ids. What can't be read is put aside with the ending ".broken".
    [[nodiscard]] QList<Found> scan();

private:
    [[nodiscard]] QString intentFolder() const { return m_stateFolder + QStringLiteral("/journal"); }

    void scanFolder(const QString &folder, bool durable, QList<Found> &into);
    void raiseNextId(quint64 above);

    QString m_runFolder;
    QString m_stateFolder;
    quint64 m_nextId = 1; ///< 0 is no id
    quint64 m_reserved = 1; ///< ids below this are written down as given
};

/// Whether some process holds the lock of a request file.
[[nodiscard]] bool isLocked(const QString &path);

} // namespace boxyard
