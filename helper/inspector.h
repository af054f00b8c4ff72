// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "run.h"

#include <QObject>
#include <QQueue>

#include <functional>
#include <memory>

namespace boxyard {

/// Has the configs of containers read by workers, some at a time: liblxc may hang on a config, and the helper
/// may not.
class Inspector : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(QList<InspectedConfig>)>;

    Inspector(WorkerStarter &starter, uint uid, QObject *parent = nullptr);

    /// Calls `done` once, later, with those that could be read. Where one hangs the worker, the others are
    /// read without it.
    void inspect(const QString &location, const QStringList &names, Done done);

private:
    struct Batch {
        QString location;
        QStringList names; ///< those that are still to be asked for
        QStringList asked; ///< those that the running worker has not told of yet
        QList<InspectedConfig> read;
        Done done;
        int hangs = 0;
    };

    void startSome();
    void start(std::shared_ptr<Batch> batch);
    void onEnd(const std::shared_ptr<Batch> &batch, const RunEnd &end);

    WorkerStarter &m_starter;
    uint m_uid;
    QQueue<std::shared_ptr<Batch>> m_waiting;
    int m_running = 0;
};

} // namespace boxyard
