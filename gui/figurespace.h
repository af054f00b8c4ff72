// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/metrics.h"

#include <QObject>

class QWidget;

namespace boxyard {

/// Lets figures come often while a window is seen, and seldom while it is hidden or minimized.
class FiguresPace final : public QObject
{
    Q_OBJECT

public:
    FiguresPace(Metrics &metrics, QWidget *window);

    /// The pace while the window is seen.
    void setShownPace(std::chrono::milliseconds pace);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update() const;

    Metrics &m_metrics;
    QWidget *m_window;
    std::chrono::milliseconds m_shown = Metrics::Shown;
};

} // namespace boxyard
