// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"
#include "verbdialog.h"

#include <QMap>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QRadioButton;
class QSpinBox;
class QToolButton;

namespace boxyard {

class ClonePlans;

/// Asks for clones: of one container one or a series ("web{03..05}"), of several containers one each, with an
/// ending added to their names. What each kind of clone costs comes a moment later than the dialog itself.
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
    struct Kind {
        QRadioButton *button = nullptr;
        QLabel *hint = nullptr;
    };

    void connectFields();
    void addFields();
    void addNameFields(QFormLayout *form);
    void addKinds(QFormLayout *form);
    void addMore(QFormLayout *form);
    void showMore(bool open);
    void askPlans();
    void propose();
    void followPattern();
    void check();
    void showKinds();
    void showKind(CloneMode kind);
    [[nodiscard]] QString kindText(CloneMode kind) const;

    [[nodiscard]] bool isSeries() const { return m_sources.size() == 1; }

    [[nodiscard]] CloneMode kind() const;
    /// What a clone will be: Auto only where it is not known, or differs.
    [[nodiscard]] CloneMode outcome() const;
    [[nodiscard]] QString sourceNames() const;
    /// Of each source.
    [[nodiscard]] int copies() const;
    /// How several names are written.
    [[nodiscard]] QString example() const;
    [[nodiscard]] Result<QStringList> targetNames() const;
    [[nodiscard]] QString nameTrouble(const Result<QList<CloneSpec>> &wanted) const;
    [[nodiscard]] QString spaceTrouble(int times) const;
    [[nodiscard]] QString whatHappens(const QStringList &names) const;
    [[nodiscard]] QString targetLocation(const ContainerRef &source) const;

    Engine &m_engine;
    QList<ContainerRef> m_sources;
    ClonePlans *m_plans;
    QLineEdit *m_name; ///< a name or pattern; an ending where there are several sources
    QLabel *m_nameHint;
    QSpinBox *m_count;
    QComboBox *m_location;
    QMap<CloneMode, Kind> m_kinds;
    QCheckBox *m_start;
    QToolButton *m_moreButton;
    QWidget *m_more;
    QCheckBox *m_hooks;
    QLabel *m_hooksHint;
};

} // namespace boxyard
