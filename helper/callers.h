// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/result.h"

#include <QDBusConnection>
#include <QHash>
#include <QList>
#include <QObject>

#include <functional>

namespace boxyard {

/// Who is behind a unique bus name: asked from the bus itself, kept until that name leaves.
class Callers : public QObject
{
    Q_OBJECT

public:
    using Found = std::function<void(Result<uint> uid)>;

    /// `mostWaiting`: how many calls of one connection may wait for its uid.
    Callers(const QDBusConnection &bus, int mostWaiting, QObject *parent = nullptr);

    /// Calls `found` once: at once where the uid is known, else when the bus has answered. LimitExceeded
    /// where too many wait, NotAuthorized where the bus does not know the name (any more).
    void identify(const QString &name, Found found);

Q_SIGNALS:
    /// A connection that was asked about has left the bus.
    void left(const QString &name);

private Q_SLOTS:
    void onNameOwnerChanged(const QString &name, const QString &before, const QString &after);

private:
    void ask(const QString &name);
    void tell(const QString &name, const Result<uint> &uid);

    QDBusConnection m_bus;
    int m_mostWaiting;
    QHash<QString, uint> m_uids;
    QHash<QString, QList<Found>> m_waiting;
};

} // namespace boxyard
