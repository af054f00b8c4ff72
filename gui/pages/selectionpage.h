// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/engine/engine.h"

#include <QWidget>

class QLabel;

namespace boxyard {

class ContainerActions;
class ContainerModel;

/// What stands at the right while several containers are selected: how many are in which state, and what can
/// be done to them.
class SelectionPage final : public QWidget
{
    Q_OBJECT

public:
    SelectionPage(ContainerModel &model, ContainerActions &actions, QWidget *parent = nullptr);

private:
    void update();

    ContainerModel &m_model;
    ContainerActions &m_actions;
    QLabel *m_title;
    QLabel *m_states;
};

} // namespace boxyard
