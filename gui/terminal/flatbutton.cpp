// SPDX-License-Identifier: GPL-2.0-or-later

#include "flatbutton.h"

#include <QToolButton>

namespace boxyard {

QToolButton *flatButton(QWidget *parent, const QString &objectName, const QString &tip)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

} // namespace boxyard
