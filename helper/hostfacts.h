// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "run.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <optional>

namespace boxyard {

/// What Host1.Info answers: asked from a worker, kept, and asked again in the background when it is older
/// than five seconds.
class HostFacts : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Result<HostInfo> &)>;

    HostFacts(WorkerStarter &starter, QStringList locations, uint uid, QObject *parent = nullptr);

    /// Calls `done` once: at once with what is known, else when the worker has answered.
    void ask(Done done);

Q_SIGNALS:
    void changed();

private:
    void refresh();
    void onEnd(const RunEnd &end, const std::optional<HostInfo> &host);

    WorkerStarter &m_starter;
    QStringList m_locations;
    uint m_uid;
    std::optional<HostInfo> m_host;
    QElapsedTimer m_age;
    QList<Done> m_waiting;
    bool m_running = false;
};

} // namespace boxyard
