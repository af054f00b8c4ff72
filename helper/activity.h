// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace boxyard {

/// Counts what keeps the helper alive: subscribers, jobs, terminals, calls without an answer.
class Activity : public QObject
{
    Q_OBJECT

public:
    /// Counts until its last copy is gone.
    using Hold = std::shared_ptr<void>;

    using QObject::QObject;

    [[nodiscard]] Hold hold();

    [[nodiscard]] int count() const { return m_count; }

Q_SIGNALS:
    void busy(); ///< the first hold was taken
    void idle(); ///< the last one is gone

private:
    void release();

    int m_count = 0;
};

} // namespace boxyard
