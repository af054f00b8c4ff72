// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "gui/models/containerfilter.h"

#include <QToolButton>

class QActionGroup;

namespace boxyard {

class ContainerModel;

/// Chooses which containers are shown by what they do; its menu tells how many there are of each kind. Small
/// while everything is shown.
class KindButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit KindButton(const ContainerModel &model, QWidget *parent = nullptr);

    void setKind(Kind kind);

    [[nodiscard]] Kind kind() const { return m_kind; }

    /// What the present kind is called.
    [[nodiscard]] QString word() const;

Q_SIGNALS:
    void kindChanged(boxyard::Kind kind);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void count();
    void update();

    const ContainerModel &m_model;
    QActionGroup *m_group;
    Kind m_kind = Kind::All;
};

} // namespace boxyard
