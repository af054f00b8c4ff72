// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"
#include "descriptor.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace boxyard {

/// One helper at a time touches the journal: a lock (flock(2)) on the state folder. An instance that leaves
/// and one that comes overlap for a moment; the later one waits, without blocking.
class StateLock : public QObject
{
    Q_OBJECT

public:
    explicit StateLock(QString folder, QObject *parent = nullptr);

    /// Makes the folder where it is missing; the error is the kernel's.
    [[nodiscard]] Status begin(std::chrono::milliseconds longest);

Q_SIGNALS:
    void taken();
    void timedOut();

private:
    void attempt();

    QString m_folder;
    Descriptor m_file;
    QTimer m_again;
    QTimer m_longest;
};

} // namespace boxyard
