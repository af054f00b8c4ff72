// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace boxyard {

/// Asks for clones: of one container one or a series ("web{03..05}"), of several containers one each, with an
/// ending added to their names.
class CloneDialog final : public VerbDialog
{
    Q_OBJECT

public:
    /// `sources` has at least one container.
    CloneDialog(Engine &engine, QList<ContainerRef> sources, QWidget *parent = nullptr);

    /// What will be made; the reason where something is wrong.
    [[nodiscard]] Result<QList<CloneSpec>> specs() const;
    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task); ///< once for each clone

private:
    void addFields();
    void fillModes();
    void propose();
    void followPattern();
    void check();

    [[nodiscard]] bool isSeries() const { return m_sources.size() == 1; }

    [[nodiscard]] Result<QStringList> targetNames() const;
    [[nodiscard]] QString whatHappens(const QStringList &names) const;
    [[nodiscard]] bool canSnapshot() const;
    [[nodiscard]] QString targetLocation(const ContainerRef &source) const;

    Engine &m_engine;
    QList<ContainerRef> m_sources;
    QLineEdit *m_name; ///< a name or pattern; an ending where there are several sources
    QLabel *m_nameHint;
    QSpinBox *m_count;
    QComboBox *m_location;
    QComboBox *m_mode;
    QLabel *m_modeHint;
};

} // namespace boxyard
