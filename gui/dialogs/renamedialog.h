// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

class QLineEdit;

namespace boxyard {

/// Asks for a stopped container's new name.
class RenameDialog final : public VerbDialog
{
    Q_OBJECT

public:
    RenameDialog(Engine &engine, ContainerRef ref, QWidget *parent = nullptr);

    [[nodiscard]] RenameSpec spec() const;
    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task);

private:
    void check();

    Engine &m_engine;
    ContainerRef m_ref;
    QLineEdit *m_name;
    QLabel *m_hint;
};

} // namespace boxyard
