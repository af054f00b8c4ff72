// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QObject>

class QSystemTrayIcon;
class QWidget;

namespace boxyard {

class Notifications;
class Notifier;
class Preferences;

/// The program on the desktop beside its window: notifications while the window is not in front, and the icon
/// in the panel where a person wants one. Goes by the preferences, also when they change.
class Presence final : public QObject
{
    Q_OBJECT

public:
    Presence(Engine &engine, const Preferences &preferences, QWidget &window);
    ~Presence() override;
    Q_DISABLE_COPY_MOVE(Presence)

    /// Whether the program stays when its window is closed.
    [[nodiscard]] bool staysWithoutWindow() const;

    [[nodiscard]] Notifier *notifier() const { return m_notifier; }

Q_SIGNALS:
    void showWanted();
    void quitWanted();

private:
    void follow();
    void addIcon();
    void tellState();

    Engine &m_engine;
    const Preferences &m_preferences;
    QWidget &m_window;
    Notifier *m_notifier;
    Notifications *m_notifications;
    QSystemTrayIcon *m_icon = nullptr;
};

} // namespace boxyard
