// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"

#include <QObject>

#include <functional>
#include <memory>

namespace boxyard {

/// What a worker's `inspect` tells of one config: the `container` line of docs/worker-protocol.md.
struct InspectedConfig {
    QString name;
    QString identity; ///< of the file that was read: "DEVICE:INODE:MTIME_NS:SIZE"
    bool unprivileged = false;
    bool autostart = false;
    QString store;
    QString rootfs;
    QString problem; ///< an error word, or empty
    QString problemDetail;
    ContainerDetails details;
    bool operator==(const InspectedConfig &) const = default;
};

/// Asks for the parsed configs of some containers of one location; `done` is called once, later, with those
/// that could be read. A name that is missing there is taken to hang: its config is broken.
using Inspect = std::function<void(const QString &location, const QStringList &names,
                                   std::function<void(QList<InspectedConfig>)> done)>;

/// Which containers exist and run, kept up to date from readdir, UNIX_DIAG, inotify and pidfds. Never waits
/// for a monitor, never talks to a socket of the wrong owner. Answers from memory.
class Watch : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Watch)

public:
    struct Options {
        QStringList locations;
        uint ownerUid = 0; ///< whose command sockets are believed
    };

    Watch(Options options, Inspect inspect, QObject *parent = nullptr);
    ~Watch() override;

    /// Sorted by ContainerRef.
    [[nodiscard]] const ContainerList &containers() const;
    /// nullptr where there is none. Valid until the next `changed`.
    [[nodiscard]] const Container *find(const ContainerRef &ref) const;
    /// Empty where its config is not read (yet).
    [[nodiscard]] ContainerDetails details(const ContainerRef &ref) const;
    /// The identity of its config file now, as `expect` wants it; empty where there is none. One fstatat.
    [[nodiscard]] QString configIdentity(const ContainerRef &ref) const;

    /// Somebody looks: the slow second look (UNIX_DIAG every two seconds) runs only then.
    void setWatched(bool watched);
    /// Looks now at everything; for the moment after a job. A monitor that is new gets 5 ms to say its state,
    /// so that the list then shows what the job did.
    void rescan();
    /// A worker's deadline passed on this one: shown as NotResponding until its monitor answers.
    void markNotResponding(const ContainerRef &ref);

Q_SIGNALS:
    void changed();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace boxyard
