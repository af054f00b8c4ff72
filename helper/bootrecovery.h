// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "journal.h"
#include "place.h"
#include "statelock.h"
#include "workers.h"

#include <QObject>

namespace boxyard {

/// Takes back what was cut off, before LXC starts any container at boot (boxyard-recover.service): a clone
/// that was half made when the power went is still there otherwise until the first helper serves. Without a
/// bus, and without anybody who waits.
class BootRecovery : public QObject
{
    Q_OBJECT

public:
    explicit BootRecovery(const Place &place, QObject *parent = nullptr);

    /// Waits for a helper that is at work; there is nothing to do then. Failed where there is no place for
    /// its files.
    [[nodiscard]] Status begin();

Q_SIGNALS:
    /// Once. False: something is left, which the next helper tries again.
    void done(bool all);

private:
    void onLocked();
    void next();
    void start(const Journal::Found &found);
    void onEnded(quint64 id, const Status &recovered);

    Place m_place;
    StateLock m_lock;
    Journal m_journal;
    std::unique_ptr<Workers> m_workers; ///< needs the journal's folders
    QList<Journal::Found> m_left;
    bool m_all = true;
};

} // namespace boxyard
