// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "gui/models/eligibility.h"
#include "verbdialog.h"

namespace boxyard {

/// Asks before containers are killed, or before several are stopped or restarted at once.
class PowerDialog final : public VerbDialog
{
    Q_OBJECT

public:
    /// `wish`: Kill, Stop or Restart.
    PowerDialog(Engine &engine, Wish wish, QList<ContainerRef> refs, QWidget *parent = nullptr);

    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task); ///< once for each container

private:
    void check();
    [[nodiscard]] QString consequence() const;

    Engine &m_engine;
    Wish m_wish;
    QList<ContainerRef> m_refs;
};

} // namespace boxyard
