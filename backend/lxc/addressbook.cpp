// SPDX-License-Identifier: GPL-2.0-or-later

#include "addressbook.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace boxyard {

AddressBook::AddressBook(Reader reader, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
{
    m_clock.start();
    m_timer.setInterval(Tick);
    connect(&m_timer, &QTimer::timeout, this, &AddressBook::onTick);
}

void AddressBook::follow(const ContainerList &containers)
{
    const auto now = m_clock.elapsed();
    auto old = std::exchange(m_entries, {});
    for (const auto &container : containers) {
        if (container.initPid == 0 || !isAlive(container.state))
            continue;
        const auto known = old.constFind(container.initPid);
        // The number may be another process' by now.
        if (known != old.constEnd() && known->since == container.since)
            m_entries.insert(container.initPid, *known);
        else
            m_entries.insert(container.initPid, {container.since, {}, now, -1});
    }
    readDue();
    if (m_entries.isEmpty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

void AddressBook::setSeen(bool seen)
{
    m_seen = seen;
}

QStringList AddressBook::of(const Container &container) const
{
    const auto found = m_entries.constFind(container.initPid);
    return container.initPid == 0 || found == m_entries.constEnd() ? QStringList() : found->addresses;
}

bool AddressBook::isDue(const Entry &entry, qint64 now) const
{
    if (entry.read < 0 || now - entry.read >= (m_seen ? Fresh : FreshUnseen))
        return true;
    return entry.addresses.isEmpty() && now - entry.known < Young && now - entry.read >= Tick;
}

bool AddressBook::readDue()
{
    const auto now = m_clock.elapsed();
    std::vector<std::pair<qint64, uint>> due;
    for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
        if (isDue(*it, now))
            due.emplace_back(it->read, it.key());
    }
    const auto count = std::min<size_t>(due.size(), ReadsAtOnce);
    std::partial_sort(due.begin(), due.begin() + static_cast<ptrdiff_t>(count), due.end());
    bool different = false;
    for (size_t i = 0; i < count; ++i) {
        auto &entry = m_entries[due[i].second];
        auto addresses = m_reader(due[i].second);
        entry.read = now;
        different = different || addresses != entry.addresses;
        entry.addresses = std::move(addresses);
    }
    return different;
}

void AddressBook::onTick()
{
    if (readDue())
        Q_EMIT changed();
}

} // namespace boxyard
