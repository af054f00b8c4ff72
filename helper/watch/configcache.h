// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "watch.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <map>

namespace boxyard {

/// The parsed configs, each asked for once per identity of its file. One batch a location is under way at a
/// time.
class ConfigCache : public QObject
{
    Q_OBJECT

public:
    explicit ConfigCache(Inspect inspect, QObject *parent = nullptr);

    /// Asks for the config unless exactly this one was asked for.
    void want(const ContainerRef &ref, const QString &identity);
    /// Asks again although the file is the same: something beside it changed.
    void refresh(const ContainerRef &ref);
    void forget(const ContainerRef &ref);
    /// nullptr where it was not read yet. What was read before a change stands until the answer comes.
    [[nodiscard]] const InspectedConfig *find(const ContainerRef &ref) const;

Q_SIGNALS:
    void changed(const boxyard::ContainerRef &ref);

private:
    struct Entry {
        QString asked;
        bool isRead = false;
        InspectedConfig config;
    };

    struct Location {
        QStringList waiting; ///< for a batch with others
        QStringList alone; ///< each for a batch of its own, since something before it hung
        QStringList underWay;
        quint64 batch = 0;
        std::unique_ptr<QTimer> deadline;
    };

    void enqueue(const ContainerRef &ref);
    void askLater();
    void ask(const QString &path, Location &location);
    void answered(const QString &path, quint64 batch, const QList<InspectedConfig> &configs);
    void setBroken(const ContainerRef &ref);

    Inspect m_inspect;
    std::map<ContainerRef, Entry> m_entries;
    std::map<QString, Location> m_locations;
    QTimer m_asker;
    quint64 m_lastBatch = 0;
};

} // namespace boxyard
