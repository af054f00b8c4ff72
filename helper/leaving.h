// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "busname.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace boxyard {

/// When and how the helper leaves: after some time without need for it, or when it is told to. It gives the
/// name back, answers what had been sent by then, and only then ends: leaving at once loses the calls that
/// meet it.
class Leaving : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds DrainTime{200};
    static constexpr std::chrono::milliseconds LastCalls{3'000};

    /// `need`: all that keeps the helper; `calls`: those of it that are calls without an answer.
    Leaving(BusName &name, const Activity &need, const Activity &calls, std::chrono::milliseconds idle,
            QObject *parent = nullptr);

    /// The name is ours: from now on idleness counts.
    void begin();
    /// Told to go: jobs and terminals go on without the helper, calls are answered first.
    void leaveNow();

Q_SIGNALS:
    /// Told to go, and some calls are still without an answer.
    void outOfPatience();
    void left();

private:
    enum class State { Starting, Serving, Releasing, Draining, Left };

    void onBusy();
    void onIdle();
    void release();
    void drain();
    void onDrained();
    void finish();

    BusName &m_name;
    const Activity &m_need;
    const Activity &m_calls;
    State m_state = State::Starting;
    bool m_begun = false;
    bool m_told = false;
    QTimer m_idle;
    QTimer m_drain;
    QTimer m_patience;
};

} // namespace boxyard
