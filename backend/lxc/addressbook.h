// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/container.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <functional>

namespace boxyard {

/// The addresses of the containers that run, read from /proc every few seconds: about 25 µs each, never more
/// than ReadsAtOnce in one go, so that the program does not notice.
class AddressBook : public QObject
{
    Q_OBJECT

public:
    /// The addresses in the network namespace of a process.
    using Reader = std::function<QStringList(uint initPid)>;

    static constexpr qsizetype ReadsAtOnce = 150;
    static constexpr int Tick = 500; ///< ms
    static constexpr qint64 Fresh = 3000; ///< ms for which an answer is believed
    static constexpr qint64 FreshUnseen = 60'000; ///< the same while nobody looks
    /// A container that began lately has no address yet: for this time (ms) it is asked at every tick.
    static constexpr qint64 Young = 30'000;

    explicit AddressBook(Reader reader, QObject *parent = nullptr);

    /// Which containers there are now. New ones that run are read at once, up to the limit.
    void follow(const ContainerList &containers);
    /// Whether somebody looks. Who looks again has the newest within a tick or two.
    void setSeen(bool seen);
    [[nodiscard]] QStringList of(const Container &container) const;

Q_SIGNALS:
    /// An address came or went. Not emitted within follow().
    void changed();

private:
    struct Entry {
        qint64 since = 0;
        QStringList addresses;
        qint64 known = 0; ///< when it was first followed
        qint64 read = -1; ///< when it was last read; -1: never
    };

    [[nodiscard]] bool isDue(const Entry &entry, qint64 now) const;
    bool readDue();
    void onTick();

    const Reader m_reader;
    QHash<uint, Entry> m_entries; ///< by init PID
    QElapsedTimer m_clock;
    QTimer m_timer;
    bool m_seen = true;
};

} // namespace boxyard
