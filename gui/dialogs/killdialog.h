// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

namespace boxyard {

/// Asks before all processes of running containers are killed.
class KillDialog final : public VerbDialog
{
    Q_OBJECT

public:
    KillDialog(Engine &engine, QList<ContainerRef> refs, QWidget *parent = nullptr);

    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task); ///< once for each container

private:
    void check();

    Engine &m_engine;
    QList<ContainerRef> m_refs;
};

} // namespace boxyard
