// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace boxyard {

/// Sees what ends, and says it in two lines for a notification: a task of this person's that is done or
/// failed, and a container that ended without one. What comes in a shower is said once.
class Notifier final : public QObject
{
    Q_OBJECT

public:
    /// How long what ends is collected before it is told.
    static constexpr std::chrono::milliseconds Collecting{700};

    /// `isWanted` is asked at each event: whether anybody is to be told now.
    Notifier(Engine &engine, std::function<bool()> isWanted, QObject *parent = nullptr);

Q_SIGNALS:
    /// `trouble`: something failed.
    void notify(const QString &title, const QString &text, bool trouble);

private:
    void follow(Task *task);
    void lookAtContainers();
    void tellTasks();
    void tellOne(const Task &task);

    Engine &m_engine;
    std::function<bool()> m_isWanted;
    QSet<ContainerRef> m_alive;
    QList<const Task *> m_ended; ///< to be told together
    QTimer m_timer;
};

} // namespace boxyard
