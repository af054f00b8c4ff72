// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QDBusConnection>
#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>

namespace boxyard::bench {

/// Clones by the bare bus, one or several at once: from the first call until Finished has come for each; or
/// one that is cancelled in its middle: from Cancel until Finished has come, when nothing of it is left.
class CloneRuns : public QObject
{
    Q_OBJECT

public:
    /// `bus`: a subscribed connection. `done` is told the time in ms.
    CloneRuns(const QDBusConnection &bus, std::function<void(double)> done);

    /// "clone LOCATION NAME MODE TARGET…": one or several. What fails ends the program.
    void begin(const QStringList &words);
    /// "cancel LOCATION NAME MODE TARGET".
    void beginAndCancel(const QStringList &words);

public Q_SLOTS:
    void onProgress(qulonglong job, double fraction, const QString &step, qulonglong files, qulonglong bytes);
    void onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail);

private:
    void onJob(qulonglong job);
    void check();

    QDBusConnection m_bus;
    std::function<void(double)> m_done;
    QElapsedTimer m_passed;
    QHash<qulonglong, bool> m_jobs; ///< whether it has finished
    int m_answers = 0; ///< that are still to come
    bool m_runs = false; ///< what else ends meanwhile is none of ours
    bool m_cancels = false; ///< as soon as it copies
    bool m_cancelled = false;
};

} // namespace boxyard::bench
