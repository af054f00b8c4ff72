// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace boxyard {

/// Sees to it that there is one window for one name: the first to claim it owns it, later ones ask the first
/// to show itself. By the name's ownership on the session bus (org.freedesktop.Application, Desktop Entry
/// Specification, "D-Bus Activation"); where there is no such bus by a socket in the user's runtime folder.
class SingleInstance : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleInstance)

public:
    /// `name`: as on the bus, "org.boxyard.Boxyard".
    explicit SingleInstance(QString name, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// True: this is the first one, or nothing can be said. False: another one runs, and has been asked to
    /// come to the front. Waits for the bus, and at most AnswerTime for the other one.
    [[nodiscard]] bool claim();

    static constexpr int AnswerTime = 3000; ///< ms

    /// For the bus.
    void raise(const QVariantMap &platformData);

Q_SIGNALS:
    /// Somebody started the program again. `token`: what a Wayland compositor wants to see before it gives
    /// the focus (XDG_ACTIVATION_TOKEN); may be empty.
    void raiseWanted(const QString &token);

private:
    [[nodiscard]] bool claimOnBus(bool &claimed);
    [[nodiscard]] bool claimSocket();
    void readSocket();

    QString m_name;
    QString m_path; ///< of the socket, once it is ours
    int m_lock = -1;
    int m_socket = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace boxyard
