// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootrecovery.h"

#include "jobrequest.h"
#include "resumption.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto HelperPatience = 20s; // with one that has just begun
constexpr auto Deadline = 1h;

} // namespace

BootRecovery::BootRecovery(const Place &place, QObject *parent)
    : QObject(parent)
    , m_place(place)
    , m_lock(place.stateFolder)
    , m_journal(place.runFolder, place.stateFolder)
{
    connect(&m_lock, &StateLock::taken, this, &BootRecovery::onLocked);
    connect(&m_lock, &StateLock::timedOut, this, [this] {
        qInfo("a helper is at work: it recovers what there is");
        Q_EMIT done(true);
    });
}

Status BootRecovery::begin()
{
    return m_lock.begin(HelperPatience);
}

void BootRecovery::onLocked()
{
    if (const Status status = m_journal.prepare(); !status) {
        qCritical("%ls", qUtf16Printable(explain(status.error())));
        Q_EMIT done(false);
        return;
    }
    m_workers =
        std::make_unique<Workers>(Workers::Options{m_place.worker, m_place.workerEnvironment}, m_journal);
    const auto all = m_journal.scan();
    // Not after a boot. Two that recover the same at the same time would do harm.
    if (std::any_of(all.cbegin(), all.cend(), [](const Journal::Found &found) { return found.alive; })) {
        qInfo("workers are still at work: the next helper recovers what there is");
        Q_EMIT done(false);
        return;
    }
    for (const Journal::Found &found : all) {
        const auto reports = m_workers->readReport(found.id);
        const bool finished = std::any_of(reports.cbegin(), reports.cend(), [](const Report &report) {
            return report.kind == Report::Kind::Finished;
        });
        if (fateOf(found, finished) == Fate::Recover)
            m_left.append(found);
    }
    next();
}

void BootRecovery::next()
{
    if (m_left.isEmpty())
        Q_EMIT done(m_all);
    else
        start(m_left.takeFirst());
}

void BootRecovery::start(const Journal::Found &found)
{
    const auto request = jobRequestFrom(found.request);
    const auto id = m_workers->nextId();
    if (!request || !id) {
        onEnded(found.id, refuse(request ? id.error() : request.error()));
        return;
    }
    RunSpec spec;
    spec.id = *id;
    spec.request = requestAfter(u"recover"_s, *id, *request, found.id);
    spec.deadline = Deadline;
    Run *run = m_workers->start(spec, this);
    connect(run, &Run::reported, this, [job = found.id](const Report &report) {
        if (report.kind == Report::Kind::Log)
            qInfo("job %llu: %ls", static_cast<unsigned long long>(job), qUtf16Printable(report.text));
    });
    connect(run, &Run::ended, this, [this, run, job = found.id, recovery = *id](const RunEnd &end) {
        run->deleteLater();
        m_workers->forget(recovery);
        onEnded(job, end.status(u"recover"_s, {}, Deadline));
    });
}

void BootRecovery::onEnded(quint64 id, const Status &recovered)
{
    if (recovered) {
        m_journal.removeIntent(id);
        m_workers->forget(id);
        qInfo("job %llu was cut off, and is undone or done", static_cast<unsigned long long>(id));
    } else {
        m_all = false;
        qWarning("job %llu could not be recovered: %ls", static_cast<unsigned long long>(id),
                 qUtf16Printable(explain(recovered.error())));
    }
    next();
}

} // namespace boxyard
