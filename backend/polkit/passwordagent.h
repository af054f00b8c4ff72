// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

namespace boxyard {

class AgentRegistration;
class PasswordRequest;

/// The program as polkit's agent for itself, where the desktop has none: asks the person in front of it for a
/// password. Needs Qt's GLib event dispatcher, which is the default on Linux: polkit's own library watches
/// PAM's end by it.
class PasswordAgent : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PasswordAgent)

public:
    /// Registers once the event loop runs.
    explicit PasswordAgent(QObject *parent = nullptr);
    ~PasswordAgent() override;

    /// Whether polkit knows of us. Until then, and without a desktop's agent, what needs a password is
    /// refused.
    [[nodiscard]] bool isRegistered() const;

Q_SIGNALS:
    /// Show a dialog for it, and call its begin(). It is deleted some time after it has ended.
    void requested(boxyard::PasswordRequest *request);
    void registeredChanged();

private:
    void onBegun(const QString &action, const QString &message, const QString &cookie,
                 const QStringList &users);

    AgentRegistration *m_registration;
    QHash<QString, PasswordRequest *> m_open; ///< by polkit's cookie
};

} // namespace boxyard
