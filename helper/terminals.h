// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "descriptor.h"
#include "jobrequest.h"
#include "run.h"

#include <QHash>
#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace boxyard {

/// Shells in containers. The worker of one lives as long as the shell, through restarts of the helper; only
/// the PTY's end passes through here, on its way to the caller.
class Terminals : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<Descriptor>)>;

    Terminals(WorkerStarter &starter, Activity &activity, int mostPerUid, QObject *parent = nullptr);

    /// Calls `done` once, later. `privileged` is what the caller was authorized for, `expect` the identity of
    /// the config then.
    void open(uint uid, const ShellSpec &spec, bool privileged, const QString &expect, Done done);
    /// One that an earlier helper opened.
    void adopt(quint64 id, uint uid, Run *run);

Q_SIGNALS:
    /// The container's monitor let the deadline pass.
    void notResponding(const boxyard::ContainerRef &ref);
    void ended(quint64 id);

private:
    struct Terminal {
        uint uid = 0;
        Run *run = nullptr;
        Activity::Hold hold;
        Done done; ///< until the PTY has come
        Descriptor socket;
        std::unique_ptr<QSocketNotifier> notifier;
    };

    void onSocket(quint64 id);
    void onEnd(quint64 id, const ContainerRef &ref, const RunEnd &end);
    void tell(quint64 id, Result<Descriptor> pty);

    WorkerStarter &m_starter;
    Activity &m_activity;
    int m_mostPerUid;
    QHash<quint64, std::shared_ptr<Terminal>> m_terminals;
};

} // namespace boxyard
