// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QDialog>

namespace boxyard {

/// Versions and licence.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(Engine &engine, QWidget *parent = nullptr);
};

} // namespace boxyard
