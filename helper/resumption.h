// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "jobs.h"
#include "journal.h"
#include "terminals.h"
#include "workers.h"

#include <QObject>

namespace boxyard {

/// What becomes of a request file that a starting helper finds.
enum class Fate {
    Adopt, ///< a job whose worker lives
    AdoptTerminal, ///< a shell that is open
    End, ///< a worker that nobody waits for any more: killed, its files removed
    Remember, ///< a job that ended, for Jobs1.List
    Recover, ///< a job that was cut off, with an intent
    Lost, ///< a job that was cut off and left nothing to undo
    Discard, ///< of no use to anybody
};

/// `finished`: whether its report has the last line.
[[nodiscard]] Fate fateOf(const Journal::Found &found, bool finished);

/// Takes up what an earlier helper left: adopts what lives, recovers what was cut off, remembers what ended.
class Resumption : public QObject
{
    Q_OBJECT

public:
    Resumption(Journal &journal, Workers &workers, Jobs &jobs, Terminals &terminals,
               QObject *parent = nullptr);

    void run();

private:
    void take(const Journal::Found &found);
    void endWorker(const Journal::Found &found);
    void recoverAll();

    Journal &m_journal;
    Workers &m_workers;
    Jobs &m_jobs;
    Terminals &m_terminals;
    QList<Journal::Found> m_toRecover;
    int m_ending = 0; ///< workers that must be gone before anything is recovered
};

} // namespace boxyard
