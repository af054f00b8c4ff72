// SPDX-License-Identifier: GPL-2.0-or-later
#include "configcache.h"

#include "backend/api/error.h"

#include <QPointer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace boxyard {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr qsizetype LargestBatch = 100;
/// A safety net only: whoever inspects has a shorter deadline of its own.
constexpr auto LongestAnswer = 60s;
constexpr auto Pause = 30ms;

} // namespace

ConfigCache::ConfigCache(Inspect inspect, QObject *parent)
    : QObject(parent)
    , m_inspect(std::move(inspect))
{
    m_asker.setSingleShot(true);
    connect(&m_asker, &QTimer::timeout, this, [this] {
        for (auto &[path, location] : m_locations)
            ask(path, location);
    });
}

void ConfigCache::want(const ContainerRef &ref, const QString &identity)
{
    Entry &entry = m_entries[ref];
    if (entry.asked == identity)
        return;
    entry.asked = identity;
    enqueue(ref);
}

void ConfigCache::refresh(const ContainerRef &ref)
{
    if (m_entries.contains(ref))
        enqueue(ref);
}

void ConfigCache::forget(const ContainerRef &ref)
{
    m_entries.erase(ref);
    const auto location = m_locations.find(ref.location);
    if (location == m_locations.end())
        return;
    location->second.waiting.removeAll(ref.name);
    location->second.alone.removeAll(ref.name);
}

const InspectedConfig *ConfigCache::find(const ContainerRef &ref) const
{
    const auto found = m_entries.find(ref);
    return found != m_entries.end() && found->second.isRead ? &found->second.config : nullptr;
}

void ConfigCache::enqueue(const ContainerRef &ref)
{
    Location &location = m_locations[ref.location];
    if (!location.waiting.contains(ref.name) && !location.alone.contains(ref.name))
        location.waiting.append(ref.name);
    askLater();
}

void ConfigCache::askLater()
{
    // One look at a location becomes one batch, and a job that changed it ends first.
    if (!m_asker.isActive())
        m_asker.start(Pause);
}

void ConfigCache::ask(const QString &path, Location &location)
{
    if (!location.underWay.isEmpty())
        return;
    if (!location.waiting.isEmpty()) {
        location.underWay = location.waiting.mid(0, LargestBatch);
        location.waiting = location.waiting.mid(location.underWay.size());
    } else if (!location.alone.isEmpty()) {
        location.underWay = {location.alone.takeFirst()};
    } else {
        return;
    }
    const quint64 batch = location.batch = ++m_lastBatch;
    location.deadline = std::make_unique<QTimer>();
    location.deadline->setSingleShot(true);
    connect(location.deadline.get(), &QTimer::timeout, this,
            [this, path, batch] { answered(path, batch, {}); });
    location.deadline->start(LongestAnswer);
    m_inspect(path, location.underWay,
              [self = QPointer(this), path, batch](const QList<InspectedConfig> &configs) {
                  if (self)
                      self->answered(path, batch, configs);
              });
}

void ConfigCache::answered(const QString &path, quint64 batch, const QList<InspectedConfig> &configs)
{
    Location &location = m_locations[path];
    const bool isCurrent = location.batch == batch && !location.underWay.isEmpty();
    for (const auto &config : configs) {
        const ContainerRef ref{path, config.name};
        if (isCurrent)
            location.underWay.removeAll(config.name);
        const auto found = m_entries.find(ref);
        if (found == m_entries.end()) // removed meanwhile
            continue;
        Entry &entry = found->second;
        if (entry.isRead && entry.config == config)
            continue;
        entry.config = config;
        entry.isRead = true;
        Q_EMIT changed(ref);
    }
    if (!isCurrent) // an answer after its deadline: its facts are welcome, but another batch is under way
        return;
    if (location.deadline)
        location.deadline.release()->deleteLater(); // it may be the one that calls
    const QStringList missing = std::exchange(location.underWay, {});
    if (missing.size() == 1) {
        setBroken({path, missing.front()});
    } else if (!missing.isEmpty()) {
        // One hangs, and those behind it were never reached: the first one by itself, the others together
        // again.
        location.alone.append(missing.front());
        location.waiting = missing.mid(1) + location.waiting;
    }
    askLater();
}

void ConfigCache::setBroken(const ContainerRef &ref)
{
    const auto found = m_entries.find(ref);
    if (found == m_entries.end())
        return;
    InspectedConfig broken;
    broken.name = ref.name;
    broken.identity = found->second.asked;
    broken.problem = errorWord(ErrorCode::BrokenConfig);
    broken.problemDetail = u"reading it takes too long"_s;
    found->second.config = std::move(broken);
    found->second.isRead = true;
    Q_EMIT changed(ref);
}

} // namespace boxyard
