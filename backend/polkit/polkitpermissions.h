// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/permission.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <memory>

namespace PolkitQt1 {
class Authority;
}

namespace boxyard {

/// Which of Boxyard's actions ask this person for a password: what polkit-qt tells of this process, looked up
/// again whenever polkit's rules or kept passwords change. Never waits and never makes polkit ask anybody;
/// where polkit does not answer, what was known stays.
///
/// Needs Qt's GLib event dispatcher, the default on Linux. polkit-qt has one authority a process, so there
/// can be only one of these at a time.
class PolkitPermissions : public QObject
{
    Q_OBJECT

public:
    explicit PolkitPermissions(QObject *parent = nullptr);
    ~PolkitPermissions() override;
    Q_DISABLE_COPY_MOVE(PolkitPermissions)

    [[nodiscard]] const Permissions &permissions() const { return m_permissions; }

Q_SIGNALS:
    void changed();

private:
    struct Opening;

    void open();
    void opened(PolkitQt1::Authority *authority);
    void lookAgain();
    void askNext();
    void onAnswer(int result);
    void checkStuck();

    std::unique_ptr<Opening> m_opening; ///< GLib's side
    PolkitQt1::Authority *m_authority = nullptr;
    Permissions m_permissions; ///< as told last
    Permissions m_fresh; ///< what has been answered of the round under way
    QList<Action> m_open; ///< to be asked; the first one is being asked while m_asking
    bool m_asking = false;
    bool m_again = false; ///< something changed during the round
    QTimer m_timer;
};

} // namespace boxyard
