// SPDX-License-Identifier: GPL-2.0-or-later

#include "settler.h"

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto SettlingDeadline = 1h; // of a disk that is slow, and much to write

} // namespace

Settler::Settler(WorkerStarter &starter, Activity &activity, QObject *parent)
    : QObject(parent)
    , m_starter(starter)
    , m_activity(activity)
{
}

void Settler::settle(quint64 id, const JobRequest &request)
{
    m_made.enqueue({id, request, m_activity.hold()});
    if (m_made.size() == 1)
        next();
}

void Settler::next()
{
    const Made &made = m_made.head();
    const auto runId = m_starter.nextId();
    if (!runId) {
        QMetaObject::invokeMethod(
            this, [this, error = runId.error()] { onSettled(0, refuse(error)); }, Qt::QueuedConnection);
        return;
    }
    RunSpec spec;
    spec.id = *runId;
    spec.request = requestAfter(u"settle"_s, *runId, made.request, made.id);
    spec.deadline = SettlingDeadline;
    Run *run = m_starter.start(spec, this);
    connect(run, &Run::ended, this, [this, run, runId = *runId](const RunEnd &end) {
        run->deleteLater();
        onSettled(runId, end.status(u"settle"_s, {}, SettlingDeadline));
    });
}

void Settler::onSettled(quint64 runId, const Status &outcome)
{
    if (runId != 0)
        m_starter.forget(runId);
    const Made made = m_made.dequeue();
    if (outcome)
        m_starter.conclude(made.id, true, {});
    else // the intent stays, for the next helper
        qWarning("job %llu: what it made could not be written to the disk: %ls",
                 static_cast<unsigned long long>(made.id), qUtf16Printable(explain(outcome.error())));
    if (!m_made.isEmpty())
        next();
}

} // namespace boxyard
