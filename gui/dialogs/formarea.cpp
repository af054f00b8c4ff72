// SPDX-License-Identifier: GPL-2.0-or-later

#include "formarea.h"

#include <QBoxLayout>
#include <QScrollBar>

#include <algorithm>

namespace boxyard {

FormArea::FormArea(QWidget *parent)
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
    for (QWidget *part : {viewport(), inner})
        part->setAutoFillBackground(false);
}

void FormArea::fitTo(int width)
{
    m_body->activate();
    m_wanted = std::max(m_body->totalHeightForWidth(width), m_body->totalMinimumSize().height());
    updateGeometry();
}

QSize FormArea::sizeHint() const
{
    return {minimumSizeHint().width(), m_wanted};
}

QSize FormArea::minimumSizeHint() const
{
    constexpr int least = 90;
    return {m_body->totalMinimumSize().width() + verticalScrollBar()->sizeHint().width(),
            std::min(m_wanted, least)};
}

} // namespace boxyard
