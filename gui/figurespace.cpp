// SPDX-License-Identifier: GPL-2.0-or-later

#include "figurespace.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace boxyard {

FiguresPace::FiguresPace(Metrics &metrics, QWidget *window)
    : QObject(window)
    , m_metrics(metrics)
    , m_window(window)
{
    window->installEventFilter(this);
    update();
}

void FiguresPace::setShownPace(std::chrono::milliseconds pace)
{
    m_shown = pace;
    update();
}

bool FiguresPace::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
    case QEvent::Hide:
    case QEvent::WindowStateChange:
        update();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void FiguresPace::update() const
{
    const bool seen = m_window->isVisible() && !m_window->isMinimized();
    m_metrics.setSeen(seen);
    m_metrics.setPace(seen ? m_shown : std::max(m_shown, Metrics::Unseen));
}

} // namespace boxyard
