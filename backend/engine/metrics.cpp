// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics.h"

namespace boxyard {

const Figures &Metrics::latest(const ContainerRef &ref) const
{
    static const Figures none = Figures::none(Missing::NotRunning);
    const auto found = m_entries.find(ref);
    return found == m_entries.end() ? none : found->second.figures;
}

const History *Metrics::history(const ContainerRef &ref) const
{
    const auto found = m_entries.find(ref);
    return found == m_entries.end() ? nullptr : found->second.history.get();
}

void Metrics::setSeen(bool seen)
{
    if (seen == m_seen)
        return;
    m_seen = seen;
    Q_EMIT seenChanged();
}

void Metrics::setKept(std::chrono::minutes kept)
{
    if (kept == m_kept)
        return;
    m_kept = kept;
    for (auto &[ref, entry] : m_entries) {
        if (entry.history)
            entry.history->keep(kept);
    }
    Q_EMIT keptChanged();
}

} // namespace boxyard
