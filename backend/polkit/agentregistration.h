// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "processsubject.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QObject>
#include <QTimer>

#include <memory>

class QDBusServiceWatcher;

namespace boxyard {

/// Our place with polkit: an object on a bus connection of its own, registered as the agent of this process;
/// where the person has a session as a *fallback*, so that a desktop's agent goes first (polkit-qt can't say
/// so). Registers again after polkit or the bus came back.
class AgentRegistration : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgentRegistration)
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PolicyKit1.AuthenticationAgent")

public:
    explicit AgentRegistration(QObject *parent = nullptr);
    ~AgentRegistration() override;

    /// Answers a `begun`: an empty error name for "done", which says nothing of whether the password was
    /// right.
    void answer(const QString &cookie, const QString &errorName = {});

    [[nodiscard]] bool isRegistered() const { return !m_polkit.isEmpty(); }

public Q_SLOTS:
    // polkit's calls, by its names. The polkit D-Bus API reference, "AuthenticationAgent interface".
    Q_SCRIPTABLE void BeginAuthentication(const QString &action, const QString &message, const QString &icon,
                                          const QMap<QString, QString> &details, const QString &cookie,
                                          const QList<boxyard::PolkitEntity> &identities);
    Q_SCRIPTABLE void CancelAuthentication(const QString &cookie);

Q_SIGNALS:
    void begun(const QString &action, const QString &message, const QString &cookie,
               const QStringList &users);
    void cancelled(const QString &cookie);
    void registeredChanged();

private Q_SLOTS:
    void onDisconnected();

private:
    void open();
    void close();
    void enrol();
    void learnPolkit();
    void setPolkit(const QString &owner);
    /// Whether the call comes from the polkit that we are registered with; answers it where not.
    bool isFromPolkit();

    QDBusConnection m_bus;
    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    QString m_polkit; ///< its unique name, while we are registered
    QHash<QString, QDBusMessage> m_calls; ///< unanswered ones, by cookie
    QTimer m_retry;
};

} // namespace boxyard
