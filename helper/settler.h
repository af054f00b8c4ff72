// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "jobrequest.h"
#include "run.h"

#include <QObject>
#include <QQueue>

namespace boxyard {

/// After a container was made: lets a worker bring all of it to the disk, and fulfils the intent then. Until
/// that is done a power cut takes the container back (docs/clones.md). One at a time, behind what people wait
/// for.
class Settler : public QObject
{
    Q_OBJECT

public:
    Settler(WorkerStarter &starter, Activity &activity, QObject *parent = nullptr);

    /// `id` is the job's that made it.
    void settle(quint64 id, const JobRequest &request);

private:
    struct Made {
        quint64 id = 0;
        JobRequest request;
        Activity::Hold hold;
    };

    void next();
    void onSettled(quint64 runId, const Status &outcome);

    WorkerStarter &m_starter;
    Activity &m_activity;
    QQueue<Made> m_made; ///< the first is at work
};

} // namespace boxyard
