// SPDX-License-Identifier: GPL-2.0-or-later

#include "resumption.h"

#include <algorithm>

namespace boxyard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LongestHold = 30s; // of new jobs, while old ones are recovered

/// How a job that is over ended, by its report.
Status outcomeOf(const QList<Report> &reports, const QString &verb)
{
    for (const Report &report : reports) {
        if (report.kind == Report::Kind::Finished)
            return report.succeeded ? Status() : refuse(report.error);
    }
    return refuse(ErrorCode::WorkerCrashed, verb);
}

QStringList logOf(const QList<Report> &reports)
{
    QStringList lines;
    for (const Report &report : reports) {
        if (report.kind == Report::Kind::Log)
            lines.append(report.text);
    }
    return lines;
}

} // namespace

Fate fateOf(const Journal::Found &found, bool finished)
{
    const QString verb = found.request.value("verb"_L1).toString();
    if (verb == u"shell")
        return found.alive ? Fate::AdoptTerminal : Fate::Discard;
    const auto request = jobRequestFrom(found.request);
    if (!request) // inspect, host, recover
        return found.alive ? Fate::End : Fate::Discard;
    if (found.alive)
        return Fate::Adopt;
    if (finished)
        return Fate::Remember;
    return found.durable ? Fate::Recover : Fate::Lost;
}

Resumption::Resumption(Journal &journal, Workers &workers, Jobs &jobs, Terminals &terminals, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_workers(workers)
    , m_jobs(jobs)
    , m_terminals(terminals)
{
}

void Resumption::run()
{
    const auto all = m_journal.scan();
    for (const Journal::Found &found : all)
        take(found);
    if (m_ending == 0)
        recoverAll();
}

void Resumption::take(const Journal::Found &found)
{
    const auto reports = m_workers.readReport(found.id);
    const bool finished = std::any_of(reports.cbegin(), reports.cend(), [](const Report &report) {
        return report.kind == Report::Kind::Finished;
    });
    const auto request = jobRequestFrom(found.request);
    const QString verb = found.request.value("verb"_L1).toString();
    switch (fateOf(found, finished)) {
    case Fate::Adopt:
        m_jobs.adopt(found.id, *request, found.written, m_workers.adopt(found, this));
        break;
    case Fate::AdoptTerminal:
        m_terminals.adopt(found.id, static_cast<uint>(found.request.value("uid"_L1).toInteger()),
                          m_workers.adopt(found, this));
        break;
    case Fate::End:
        endWorker(found);
        break;
    case Fate::Remember:
        m_jobs.remember(found.id, *request, found.written, outcomeOf(reports, verb), logOf(reports),
                        found.durable);
        break;
    case Fate::Recover:
        m_toRecover.append(found);
        break;
    case Fate::Lost: {
        const Status outcome = outcomeOf({}, verb);
        m_workers.conclude(found.id, false, outcome.error());
        m_jobs.remember(found.id, *request, found.written, outcome, logOf(reports), false);
        break;
    }
    case Fate::Discard:
        m_workers.forget(found.id);
        break;
    }
}

void Resumption::endWorker(const Journal::Found &found)
{
    ++m_ending;
    Run *run = m_workers.adopt(found, this);
    connect(run, &Run::ended, this, [this, run, id = found.id] {
        run->deleteLater();
        m_workers.forget(id);
        if (--m_ending == 0)
            recoverAll();
    });
    run->setDeadline(50ms); // recovering twice does no harm; two at the same time would
}

void Resumption::recoverAll()
{
    const auto toRecover = std::exchange(m_toRecover, {});
    for (const Journal::Found &found : toRecover) {
        if (const auto request = jobRequestFrom(found.request))
            m_jobs.recover(found.id, *request, found.written);
    }
    m_jobs.holdUntilRecovered(LongestHold);
}

} // namespace boxyard
