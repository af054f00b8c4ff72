// SPDX-License-Identifier: GPL-2.0-or-later

#include "presence.h"

#include "backend/desktop/notifications.h"
#include "icons.h"
#include "notifier.h"
#include "preferences.h"
#include "words.h"

#include <QApplication>
#include <QMenu>
#include <QSystemTrayIcon>

namespace boxyard {

using namespace Qt::StringLiterals;

Presence::Presence(Engine &engine, const Preferences &preferences, QWidget &window)
    : QObject(&window)
    , m_engine(engine)
    , m_preferences(preferences)
    , m_window(window)
    , m_notifier(new Notifier(
          engine,
          [&preferences, &window] { return preferences.values().notifications && !window.isActiveWindow(); },
          this))
    , m_notifications(new Notifications(tr("Boxyard"), tr("Show"), this))
{
    connect(m_notifier, &Notifier::notify, m_notifications, &Notifications::show);
    connect(m_notifications, &Notifications::activated, this, &Presence::showWanted);
    connect(m_notifications, &Notifications::failed, this,
            [this](const QString &title, const QString &text, bool urgent) {
                if (m_icon != nullptr)
                    m_icon->showMessage(title, text,
                                        urgent ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
            });
    connect(&m_preferences, &Preferences::changed, this, &Presence::follow);
    connect(&m_engine, &Engine::changed, this, &Presence::tellState);
    follow();
}

Presence::~Presence()
{
    QApplication::setQuitOnLastWindowClosed(true);
}

bool Presence::staysWithoutWindow() const
{
    return m_icon != nullptr && QSystemTrayIcon::isSystemTrayAvailable();
}

void Presence::follow()
{
    const bool wanted = m_preferences.values().tray && QSystemTrayIcon::isSystemTrayAvailable();
    if (wanted == (m_icon != nullptr))
        return;
    if (wanted) {
        addIcon();
    } else {
        delete m_icon;
        m_icon = nullptr;
        if (m_window.isHidden())
            Q_EMIT showWanted(); // else nobody could reach it any more
    }
    QApplication::setQuitOnLastWindowClosed(!wanted);
}

void Presence::addIcon()
{
    m_icon = new QSystemTrayIcon(applicationIcon(), this);
    auto *menu = new QMenu(&m_window);
    connect(m_icon, &QObject::destroyed, menu, &QObject::deleteLater);
    menu->addAction(tr("Show Boxyard"), this, &Presence::showWanted);
    menu->addSeparator();
    menu->addAction(symbolicIcon(u"quit"_s), tr("Quit"), this, &Presence::quitWanted);
    m_icon->setContextMenu(menu);
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Presence::showWanted);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Trigger)
            return;
        if (m_window.isActiveWindow())
            m_window.hide();
        else
            Q_EMIT showWanted();
    });
    tellState();
    m_icon->show();
}

void Presence::tellState()
{
    if (m_icon == nullptr)
        return;
    m_icon->setToolTip(tr("Boxyard: %1", "what there is").arg(Words::counts(m_engine.snapshot().containers)));
}

} // namespace boxyard
