// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QToolButton;

namespace boxyard {

/// Asks for a new container. It hands a CreateSpec to the engine and tells of the task.
class CreateDialog final : public VerbDialog
{
    Q_OBJECT

public:
    explicit CreateDialog(Engine &engine, QWidget *parent = nullptr);

    /// Chooses a store before anybody has touched the dialog; one that is not possible here is passed over.
    void proposeStore(Store store);
    [[nodiscard]] CreateSpec spec() const;
    void accept() override;

Q_SIGNALS:
    void begun(boxyard::Task *task);

private:
    void addMainFields();
    void addMoreFields();
    void fillTemplates();
    void showTemplate();
    void showStores();
    void showMore(bool open);
    [[nodiscard]] int optionRow() const;
    void check();
    [[nodiscard]] QString whatHappens(const QString &onlyPrivileged) const;
    [[nodiscard]] QString templateProblem() const;
    [[nodiscard]] QString unprivilegedProblem() const;
    [[nodiscard]] const LocationInfo &location() const;

    Engine &m_engine;
    HostInfo m_host;
    QLineEdit *m_name;
    QLabel *m_nameHint;
    QComboBox *m_location;
    QComboBox *m_template;
    QLabel *m_templateHint;
    QFormLayout *m_form = nullptr;
    QHash<QString, QComboBox *> m_options;
    QToolButton *m_moreButton;
    QList<QWidget *> m_more; ///< the rows that are folded away
    QComboBox *m_store;
    QLabel *m_storeHint;
    QCheckBox *m_start;
    QCheckBox *m_privileged;
    QLabel *m_privilegedHint;
    bool m_wantsPrivileged = false; ///< what was clicked; the box also shows what can't be otherwise
};

} // namespace boxyard
