// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QQueue>

#include <functional>
#include <memory>

namespace boxyard {

/// Incoming calls, one queue a uid, run round robin, one per turn of the event loop: one user's flood does
/// not slow another's calls.
class FairQueue : public QObject
{
    Q_OBJECT

public:
    /// Held by a call while it is worked on; the uid's next calls may have to wait for it.
    using Turn = std::shared_ptr<void>;
    using Work = std::function<void(Turn)>;

    struct Limits {
        int waiting = 64; ///< of one uid
        int active = 8; ///< turns of one uid that are held at the same time
    };

    explicit FairQueue(Limits limits, QObject *parent = nullptr);

    [[nodiscard]] const Limits &limits() const { return m_limits; }

    /// False where too many of this uid's wait already: `work` is dropped.
    [[nodiscard]] bool push(uint uid, Work work);

private:
    struct Line {
        QQueue<Work> waiting;
        int active = 0;
    };

    void schedule();
    void runOne();
    void release(uint uid);

    Limits m_limits;
    QHash<uint, Line> m_lines;
    QQueue<uint> m_order; ///< uids with work that may run, each once
    bool m_scheduled = false;
};

} // namespace boxyard
