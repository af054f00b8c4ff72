// SPDX-License-Identifier: GPL-2.0-or-later
#include "cloneruns.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <algorithm>

namespace boxyard::bench {

using namespace Qt::StringLiterals;

CloneRuns::CloneRuns(const QDBusConnection &bus, std::function<void(double)> done)
    : m_bus(bus)
    , m_done(std::move(done))
{
    m_bus.connect({}, u"/org/boxyard/Helper1/Jobs"_s, u"org.boxyard.Jobs1"_s, u"Finished"_s, this,
                  SLOT(onFinished(qulonglong, QString, QString, QString)));
    m_bus.connect({}, u"/org/boxyard/Helper1/Jobs"_s, u"org.boxyard.Jobs1"_s, u"Progress"_s, this,
                  SLOT(onProgress(qulonglong, double, QString, qulonglong, qulonglong)));
}

void CloneRuns::begin(const QStringList &words)
{
    const QString &location = words.at(1);
    const QStringList targets = words.mid(4);
    static int series = 0;
    QVariantMap options = {{u"mode"_s, words.at(3)}};
    if (targets.size() > 1)
        options.insert(u"series"_s, u"bench-%1"_s.arg(++series));
    m_jobs.clear();
    m_runs = true;
    m_answers = static_cast<int>(targets.size());
    m_passed.start();
    for (const QString &target : targets) {
        auto call = QDBusMessage::createMethodCall(u"org.boxyard.Helper1"_s, u"/org/boxyard/Helper1/Clones"_s,
                                                   u"org.boxyard.Clones1"_s, u"Clone"_s);
        call.setArguments({location, words.at(2), location, target, options});
        auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *answered) {
            answered->deleteLater();
            const QDBusPendingReply<qulonglong> reply(*answered);
            if (reply.isError())
                qFatal("Clone: %s", qPrintable(reply.error().message()));
            onJob(reply.value());
        });
    }
}

void CloneRuns::beginAndCancel(const QStringList &words)
{
    m_cancels = true;
    m_cancelled = false;
    begin(words);
}

void CloneRuns::onProgress(qulonglong job, double fraction, const QString &step, qulonglong /*files*/,
                           qulonglong /*bytes*/)
{
    if (!m_cancels || m_cancelled || step != u"copy" || fraction < 0.2)
        return;
    m_cancelled = true;
    m_passed.start();
    auto call = QDBusMessage::createMethodCall(u"org.boxyard.Helper1"_s, u"/org/boxyard/Helper1/Jobs"_s,
                                               u"org.boxyard.Jobs1"_s, u"Cancel"_s);
    call.setArguments({job});
    m_bus.asyncCall(call);
}

void CloneRuns::onJob(qulonglong job)
{
    --m_answers;
    if (!m_jobs.contains(job)) // its end may have come first
        m_jobs.insert(job, false);
    check();
}

void CloneRuns::onFinished(qulonglong job, const QString &error, const QString &object, const QString &detail)
{
    if (!m_runs)
        return;
    if (m_cancels != (error == u"Cancelled"))
        qFatal("a clone that was to be cancelled ended with “%s”", qPrintable(error));
    if (!error.isEmpty() && !m_cancels)
        qFatal("clone: %s %s %s", qPrintable(error), qPrintable(object), qPrintable(detail));
    m_jobs.insert(job, true);
    check();
}

void CloneRuns::check()
{
    if (m_answers > 0 || m_jobs.isEmpty()
        || !std::all_of(m_jobs.cbegin(), m_jobs.cend(), [](bool over) { return over; }))
        return;
    m_jobs.clear();
    m_runs = false;
    m_cancels = false;
    m_done(static_cast<double>(m_passed.nsecsElapsed()) / 1e6);
}

} // namespace boxyard::bench
