// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "authorizer.h"

#include <QDBusConnection>
#include <QHash>

#include <chrono>

namespace boxyard {

/// Asks polkit over QtDBus, each check by itself: two overlapping ones never share an answer, as they may in
/// polkit-qt.
///
/// First without interaction and with a short patience (a healthy answer takes 2 to 5 ms); only where polkit
/// answers with a challenge, and the caller allows it, again with a dialog and a person's patience. uid 0 is
/// not asked about. org.freedesktop.PolicyKit1.Authority, "CheckAuthorization".
class PolkitAuthorizer : public Authorizer
{
    Q_OBJECT

public:
    struct Options {
        std::chrono::milliseconds patience{20'000};
        std::chrono::milliseconds dialogPatience{300'000};
        int dialogsPerUid = 4;
    };

    PolkitAuthorizer(const QDBusConnection &bus, Options options, QObject *parent = nullptr);

    void check(const AuthorizationRequest &request, Done done, std::function<void()> dialogOpens) override;
    void forget(const QString &caller) override;

private:
    struct Dialog {
        QString caller;
        uint uid = 0;
        Done done;
    };

    void ask(const AuthorizationRequest &request, Done done, std::function<void()> dialogOpens);
    void askPerson(const AuthorizationRequest &request, Done done);
    void endDialog(const QString &id, const Authorization &authorization);
    void cancel(const QString &id);
    [[nodiscard]] int dialogsOf(uint uid) const;

    QDBusConnection m_bus;
    Options m_options;
    QHash<QString, Dialog> m_dialogs; ///< by cancellation id
    quint64 m_lastId = 0;
};

} // namespace boxyard
