// SPDX-License-Identifier: GPL-2.0-or-later

#include "fittingarea.h"

#include <QBoxLayout>
#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace boxyard {

FittingArea::FittingArea(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // it follows the focus of what is in it
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    auto *inner = new QWidget(this);
    m_body = new QVBoxLayout(inner);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(12);
    setWidget(inner);
    inner->installEventFilter(this);
    for (QWidget *part : {viewport(), inner})
        part->setAutoFillBackground(false);
}

void FittingArea::fitTo(int width)
{
    m_body->activate();
    m_wanted = std::max(m_body->totalHeightForWidth(width), m_body->totalMinimumSize().height());
    updateGeometry();
}

void FittingArea::fitTo(int width, int most)
{
    m_most = most;
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    fitTo(width);
}

bool FittingArea::eventFilter(QObject *watched, QEvent *event)
{
    const bool taken = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        Q_EMIT bodyChanged();
    return taken;
}

QSize FittingArea::sizeHint() const
{
    const QSize least = minimumSizeHint();
    return {least.width(), std::max(least.height(), std::min(m_wanted, m_most))};
}

QSize FittingArea::minimumSizeHint() const
{
    constexpr int least = 90;
    return {m_body->totalMinimumSize().width() + verticalScrollBar()->sizeHint().width(),
            std::min(m_wanted, least)};
}

} // namespace boxyard
