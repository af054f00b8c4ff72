// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "fakestarter.h"
#include "helper/jobs.h"

#include <QCoreApplication>

namespace boxyard {

/// What the tests of jobs have in common: jobs of fake workers, with small quotas.
class JobTest : public QObject
{
    Q_OBJECT

protected:
    void begin()
    {
        m_jobs.reset();
        m_activity = std::make_unique<Activity>();
        m_starter = std::make_unique<FakeStarter>();
        Quotas quotas;
        quotas.running = 2;
        quotas.queued = 5;
        quotas.runningOfAll = 3;
        m_jobs = std::make_unique<Jobs>(*m_starter, quotas, *m_activity);
        m_heard.clear();
        connect(m_jobs.get(), &Jobs::added, this,
                [this](const JobInfo &job) { m_heard += QStringLiteral("added ") + job.verb; });
        connect(m_jobs.get(), &Jobs::progressed, this, [this](const JobInfo &job) { m_heard += job.step; });
        connect(m_jobs.get(), &Jobs::logged, this,
                [this](const JobInfo &, const QString &line) { m_heard += line; });
        connect(m_jobs.get(), &Jobs::finished, this,
                [this](const JobInfo &job) { m_heard += QStringLiteral("finished ") + job.error; });
    }

    static ContainerRef ref(const QString &name) { return {QStringLiteral("/var/lib/lxc"), name}; }

    static JobRequest start(const QString &name, uint uid = 1000)
    {
        JobRequest request = plainRequest(Verb::Start, ref(name));
        request.uid = uid;
        return request;
    }

    static JobRequest create(const QString &name, uint uid = 1000)
    {
        CreateSpec spec;
        spec.ref = ref(name);
        JobRequest request = createRequest(spec);
        request.uid = uid;
        return request;
    }

    static JobRequest clone(const QString &source, const QString &target)
    {
        JobRequest request = cloneRequest({ref(source), ref(target), CloneMode::Auto});
        request.uid = 1000;
        return request;
    }

    static JobRequest copyOf(const QString &source, const QString &target, uint uid = 1000,
                             const QString &series = {})
    {
        CloneSpec spec;
        spec.source = ref(source);
        spec.target = ref(target);
        spec.mode = CloneMode::Copy;
        spec.series = series;
        JobRequest request = cloneRequest(spec);
        request.uid = uid;
        return request;
    }

    /// With the quotas of a machine, not of a test.
    void useUsualQuotas()
    {
        m_jobs = std::make_unique<Jobs>(*m_starter, Quotas(), *m_activity);
        connect(m_jobs.get(), &Jobs::measured, this, [this] { m_heard += QStringLiteral("measured"); });
    }

    [[nodiscard]] int running(const QString &verb) const
    {
        return static_cast<int>(
            std::count_if(m_starter->runs.cbegin(), m_starter->runs.cend(),
                          [&verb](const auto &run) { return run && run->verb() == verb; }));
    }

    /// The one of this verb that has not ended.
    [[nodiscard]] FakeRun *runOfVerb(const QString &verb) const
    {
        const auto found = std::find_if(m_starter->runs.cbegin(), m_starter->runs.cend(),
                                        [&verb](const auto &run) { return run && run->verb() == verb; });
        return found == m_starter->runs.cend() ? nullptr : found->data();
    }

    quint64 submitted(const JobRequest &request)
    {
        const auto id = m_jobs->submit(request);
        return id ? *id : 0;
    }

    /// Lets queued starts and deletions happen.
    static void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }

    /// A started job of a container.
    FakeRun *begun(const JobRequest &request)
    {
        m_id = submitted(request);
        settle();
        return m_starter->runOf(request.target.name);
    }

    QString errorOf(quint64 id) const { return m_jobs->find(id)->error; }

    std::unique_ptr<Activity> m_activity;
    std::unique_ptr<FakeStarter> m_starter;
    std::unique_ptr<Jobs> m_jobs;
    QStringList m_heard;
    quint64 m_id = 0;
};

} // namespace boxyard
