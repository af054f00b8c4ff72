// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace boxyard {

/// A dbus-daemon of the test's own, at an address that stays the same when it is killed and started again.
class TestBus
{
public:
    TestBus();
    ~TestBus();

    [[nodiscard]] QString address() const;
    /// Whether it listens.
    [[nodiscard]] bool start();
    void kill();

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
};

} // namespace boxyard
