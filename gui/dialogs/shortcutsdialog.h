// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "headeddialog.h"

namespace boxyard {

/// The list of all keys.
class ShortcutsDialog final : public HeadedDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(QWidget *parent = nullptr);
};

} // namespace boxyard
