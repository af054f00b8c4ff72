// SPDX-License-Identifier: GPL-2.0-or-later

#include "jobsignals.h"

#include <QDBusMessage>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

JobSignals::JobSignals(const QDBusConnection &bus, Jobs &jobs, const Subscriptions &subscriptions,
                       QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_jobs(jobs)
    , m_subscriptions(subscriptions)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &JobSignals::tellProgress);
    connect(&jobs, &Jobs::progressed, this, &JobSignals::onProgressed);
    connect(&jobs, &Jobs::logged, this, [this](const JobInfo &job, const QString &line) {
        send(job, u"LogLine"_s, {job.id, line});
    });
    connect(&jobs, &Jobs::finished, this, [this](const JobInfo &job) {
        m_waiting.remove(job.id);
        send(job, u"Finished"_s, {job.id, job.error, job.object, job.detail});
    });
}

void JobSignals::onProgressed(const JobInfo &job)
{
    if (m_timer.isActive()) {
        m_waiting.insert(job.id);
        return;
    }
    tellProgressOf(job);
    m_timer.start();
}

void JobSignals::tellProgress()
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const quint64 id : waiting) {
        if (const JobInfo *job = m_jobs.find(id))
            tellProgressOf(*job);
    }
    if (!waiting.isEmpty())
        m_timer.start();
}

void JobSignals::tellProgressOf(const JobInfo &job)
{
    send(job, u"Progress"_s, {job.id, job.progress, job.step, job.copied.files, job.copied.bytes});
}

void JobSignals::send(const JobInfo &job, const QString &signal, const QVariantList &arguments)
{
    const QStringList listeners = m_subscriptions.listeners(job.uid);
    for (const QString &listener : listeners) {
        auto message = QDBusMessage::createTargetedSignal(listener, u"/org/boxyard/Helper1/Jobs"_s,
                                                          u"org.boxyard.Jobs1"_s, signal);
        message.setArguments(arguments);
        m_bus.send(message);
    }
}

} // namespace boxyard
