// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "activity.h"
#include "authorizer.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace boxyard {

/// The bus connections that may read, until they leave or say so. Each keeps the helper alive.
class Subscriptions : public QObject
{
    Q_OBJECT

public:
    Subscriptions(Activity &activity, Authorizer &authorizer, QObject *parent = nullptr);

    void add(const QString &name, uint uid, Verdict how);
    void remove(const QString &name);

    [[nodiscard]] bool contains(const QString &name) const { return m_subscribers.contains(name); }

    [[nodiscard]] bool isEmpty() const { return m_subscribers.isEmpty(); }

    /// This one was allowed to see other users' jobs.
    void setSeesOthers(const QString &name, Verdict how);
    /// The connections that are told about a job of `uid`.
    [[nodiscard]] QStringList listeners(uint uid) const;

Q_SIGNALS:
    void changed(); ///< whether there are any
    /// polkit's rules took it away.
    void dropped(const QString &name);

private:
    struct Subscriber {
        uint uid = 0;
        Verdict how = Verdict::Allowed;
        bool seesOthers = false;
        Verdict othersHow = Verdict::Allowed;
        Activity::Hold hold;
    };

    void recheckSoon();
    void recheckAll();
    void recheck(const QString &name, const Subscriber &subscriber, Action action);
    void lose(const QString &name, Action action);

    Activity &m_activity;
    Authorizer &m_authorizer;
    QHash<QString, Subscriber> m_subscribers;
    bool m_recheckWaits = false;
};

} // namespace boxyard
