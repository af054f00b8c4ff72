// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "place.h"

#include <QDBusConnection>
#include <QObject>

#include <memory>

namespace boxyard {

/// The whole service: waits for its predecessor, takes up what that left, serves, and leaves when nobody
/// needs it.
class Helper : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Helper)

public:
    Helper(Place place, Configuration configuration, const QDBusConnection &bus, QObject *parent = nullptr);
    ~Helper() override;

    /// Refuses where the table of methods and the exported interfaces differ, or the state folder can't be
    /// used.
    [[nodiscard]] Status begin();
    /// Ends in order; workers and terminals go on.
    void leave();

Q_SIGNALS:
    void done(int exitCode);

private:
    struct Parts;

    void onLocked();
    void connectParts();
    [[nodiscard]] bool registerObjects();

    std::unique_ptr<Parts> m;
};

} // namespace boxyard
