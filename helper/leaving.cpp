// SPDX-License-Identifier: GPL-2.0-or-later

#include "leaving.h"

namespace boxyard {

Leaving::Leaving(BusName &name, const Activity &need, const Activity &calls, std::chrono::milliseconds idle,
                 QObject *parent)
    : QObject(parent)
    , m_name(name)
    , m_need(need)
    , m_calls(calls)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(idle);
    m_drain.setSingleShot(true);
    m_drain.setInterval(DrainTime);
    m_patience.setSingleShot(true);
    m_patience.setInterval(LastCalls);
    connect(&need, &Activity::busy, this, &Leaving::onBusy);
    connect(&need, &Activity::idle, this, &Leaving::onIdle);
    connect(&calls, &Activity::idle, this, &Leaving::onDrained);
    connect(&m_idle, &QTimer::timeout, this, &Leaving::release);
    connect(&m_drain, &QTimer::timeout, this, &Leaving::onDrained);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        Q_EMIT outOfPatience();
        finish();
    });
}

void Leaving::begin()
{
    m_begun = true;
    if (m_told) {
        release();
        return;
    }
    m_state = State::Serving;
    if (m_need.count() == 0)
        m_idle.start();
}

void Leaving::leaveNow()
{
    m_told = true;
    m_idle.stop();
    if (!m_begun)
        finish();
    else if (m_state == State::Serving)
        release();
    else if (m_state != State::Starting) // else the answer about the name is waited for
        m_patience.start();
}

void Leaving::onBusy()
{
    m_idle.stop();
    if (m_told || (m_state != State::Releasing && m_state != State::Draining))
        return;
    // A call came while leaving. No other helper can have the name: it would need the lock first. So it is
    // taken back, and calls that wait for a new helper come here as well.
    m_state = State::Starting;
    m_drain.stop();
    m_name.take([this](bool ours) {
        if (m_state != State::Starting)
            return;
        m_state = State::Serving;
        if (!ours)
            leaveNow();
        else if (m_told)
            release();
        else if (m_need.count() == 0)
            m_idle.start();
    });
}

void Leaving::onIdle()
{
    if (m_state == State::Serving && !m_told)
        m_idle.start();
}

void Leaving::release()
{
    m_state = State::Releasing;
    if (m_told)
        m_patience.start();
    m_name.giveBack([this] { drain(); });
}

void Leaving::drain()
{
    if (m_state != State::Releasing)
        return; // called back meanwhile
    m_state = State::Draining;
    m_drain.start();
}

void Leaving::onDrained()
{
    if (m_state == State::Draining && !m_drain.isActive() && m_calls.count() == 0)
        finish();
}

void Leaving::finish()
{
    if (m_state == State::Left)
        return;
    m_state = State::Left;
    m_patience.stop();
    m_name.flush([this] { Q_EMIT left(); });
}

} // namespace boxyard
