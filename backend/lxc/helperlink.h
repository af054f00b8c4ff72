// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/api/error.h"

#include <QDBusConnection>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

class QDBusServiceWatcher;

namespace boxyard {

/// The way to the helper: a bus connection of its own, and which process owns the helper's name. Finds both
/// again after either went away. Never waits: everything but the opening of the connection is asynchronous.
class HelperLink : public QObject
{
    Q_OBJECT

public:
    enum class Bus { System, Session, Address };

    struct Options {
        Bus bus = Bus::System;
        QString address; ///< for Bus::Address: "unix:path=…"
    };

    /// The pause between two attempts doubles from the first to the last.
    static constexpr std::chrono::milliseconds FirstPause{100};
    static constexpr std::chrono::milliseconds LastPause{5000};
    /// A helper that lived this long was well; losing it begins with the first pause again.
    static constexpr std::chrono::milliseconds WellAfter{10000};

    explicit HelperLink(Options options, QObject *parent = nullptr);
    ~HelperLink() override;

    /// Meaningful from the first `up` on.
    [[nodiscard]] const QDBusConnection &bus() const { return m_bus; }

    /// The helper's unique name; empty where it is not known.
    [[nodiscard]] const QString &owner() const { return m_owner; }

    /// Looks for the helper now; starts it where it does not run. Answers with `up`, or with `failed` and
    /// tries again: after a pause, or, where nothing on this bus is the helper, as after hold().
    void seek();
    /// The same after a pause.
    void seekLater();
    /// Not before somebody says so, or the helper's name, or another way to start it, appears.
    void hold();

    [[nodiscard]] bool isHeld() const { return m_held; }

Q_SIGNALS:
    void up();
    /// What was `up` is gone; it is being looked for.
    void down(const boxyard::Error &error);
    /// The helper can't be found or started.
    void failed(const boxyard::Error &error);
    /// polkit's rules or actions are different now.
    void authorityChanged();

private Q_SLOTS:
    void onDisconnected();
    void onActivatableChanged();

private:
    /// QDBusConnection::connect or ::disconnect.
    using Listening = bool (QDBusConnection::*)(const QString &, const QString &, const QString &,
                                                const QString &, QObject *, const char *);

    [[nodiscard]] bool openBus();
    /// Begins or ends with every signal that this takes from the bus.
    void listen(Listening how);
    void closeBus();
    /// `none` runs where the name has no owner.
    void askOwner(const std::function<void(const Error &)> &none);
    void startHelper();
    void onOwnerChanged(const QString &owner);
    void lost();
    /// `nobody`: nothing on this bus can be started as the helper.
    void give(const Error &error, bool nobody = false);
    template <typename Done>
    void askBus(const QString &method, const QVariantList &arguments, Done done);

    const Options m_options;
    const QString m_name; ///< of the connection: QtDBus opens again only what has one
    QDBusConnection m_bus;
    bool m_open = false;
    int m_opened = 0; ///< how often
    std::unique_ptr<QObject>
        m_attempt; ///< context of the questions under way; a new attempt drops the old answers
    std::unique_ptr<QDBusServiceWatcher> m_watcher;
    QString m_owner;
    bool m_held = false;
    QTimer m_timer;
    QElapsedTimer m_well;
    std::chrono::milliseconds m_pause = FirstPause;
};

} // namespace boxyard
