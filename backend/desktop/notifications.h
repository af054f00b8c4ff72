// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>
#include <QSet>

namespace boxyard {

/// Sends notifications to the desktop, asynchronously. Desktop Notifications Specification,
/// org.freedesktop.Notifications.
class Notifications : public QObject
{
    Q_OBJECT

public:
    /// `application`: whose they are; `show`: what the button says that `activated` follows. Translated.
    Notifications(QString application, QString show, QObject *parent = nullptr);

    /// `urgent`: stays until somebody has seen it, where the desktop does so.
    void show(const QString &title, const QString &text, bool urgent);

Q_SIGNALS:
    /// A person clicked one of ours.
    void activated();
    /// There is nobody who would show it.
    void failed(const QString &title, const QString &text, bool urgent);

private:
    Q_SLOT void onActionInvoked(uint id, const QString &action);
    Q_SLOT void onClosed(uint id, uint reason);

    QString m_application;
    QString m_show;
    bool m_listening = false;
    QSet<uint> m_shown;
};

} // namespace boxyard
