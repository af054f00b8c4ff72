// SPDX-License-Identifier: GPL-2.0-or-later

#include "mendbutton.h"

#include "gui/icons.h"

#include <QPushButton>

namespace boxyard {

using namespace Qt::StringLiterals;

void offerMending(QPushButton *button, const std::optional<Mending> &mending)
{
    button->setVisible(mending.has_value());
    if (!mending)
        return;
    button->setText(mending->text);
    button->setIcon(mending->needsPassword ? symbolicIcon(u"lock"_s) : QIcon());
}

} // namespace boxyard
