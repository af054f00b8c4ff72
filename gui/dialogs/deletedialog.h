// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

class QLineEdit;
class QListWidget;

namespace boxyard {

/// Says what will be gone, asks for the name (or how many), and deletes. Containers that others depend on are
/// looked up while it is open, and can't be deleted.
class DeleteDialog final : public VerbDialog
{
    Q_OBJECT

public:
    /// `refs`: what will be deleted, at least one. `left`: how many more were selected but can't be deleted
    /// now.
    DeleteDialog(Engine &engine, QList<ContainerRef> refs, int left, QWidget *parent = nullptr);

    /// What is to be typed before the button works; empty where no data would be lost.
    [[nodiscard]] QString confirmation() const;
    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task); ///< once for each container

private:
    void addList();
    void addQuestion();
    [[nodiscard]] bool losesData() const;
    void inspectAll();
    void check();
    [[nodiscard]] QString obstacle() const;

    Engine &m_engine;
    QList<ContainerRef> m_refs;
    int m_left;
    bool m_losesData;
    QHash<ContainerRef, QStringList> m_dependants;
    QListWidget *m_list;
    QLineEdit *m_answer;
};

} // namespace boxyard
